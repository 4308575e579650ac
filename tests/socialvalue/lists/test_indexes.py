"""PostgreSQL reads an index for what a list is narrowed and ordered by: plans of a planner that may not read whole tables or sort."""

import re
from datetime import date

import pytest
from django.db import connection
from django.http import QueryDict

from contracts.call_offs.models import FrameworkAgreement, LotSupplier
from contracts.overview.pages.listing import CONTRACTS
from contracts.register.models import Contract
from contracts.returns.models import Return
from contracts.schedule.models import DueReturn
from measurement.reports.models import Report
from procurement.commissioning.models import Commission
from procurement.pipeline.models import Posting
from procurement.tendering.models import InvitedSupplier, Tender
from socialvalue.common.lists.asking import asked_of, ordered
from socialvalue.jobs.models import Job
from socialvalue.lists.models import SavedView

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
SPAN = (date(2025, 1, 1), date(2025, 12, 31))
# What is filtered by: (model, lookups, the column that an index is asked for)
FILTERS = {
    "contracts of a directorate": (Contract, {"directorate": 1}, "directorate_id"),
    "contracts in a status": (Contract, {"status": "active"}, "status"),
    # Of a join each step is asked for by itself: from which end it is read, the planner decides by what the tables hold
    "contracts of a supplier": (Contract.suppliers.through, {"organisation": 1}, "organisation_id"),
    "contracts that end soon": (Contract, {"ends_on__range": SPAN}, "ends_on"),
    "contracts somebody manages": (Contract, {"manager": 1}, "manager_id"),
    "framework agreements of a directorate": (FrameworkAgreement, {"directorate": 1}, "directorate_id"),
    "lots a supplier is on": (LotSupplier, {"supplier": 1}, "supplier_id"),
    "tenders a supplier was invited to": (InvitedSupplier, {"supplier": 1}, "supplier_id"),
    # An index of these alone
    "returns that wait": (Return, {"status": "submitted"}, "using return_waiting"),
    "returns of a period": (Return, {"due": 1}, "due_id"),
    "periods of a KPI": (DueReturn, {"kpi": 1}, "kpi_id"),
    "tenders in a status": (Tender, {"status": "draft"}, "status"),
    "commissions in a stage": (Commission, {"council": 1, "stage": "plan"}, "council_id"),
    "commissions of a directorate": (Commission, {"directorate": 1}, "directorate_id"),
    "commissions for a district": (Commission.districts.through, {"district": 1}, "district_id"),
    "commissions somebody leads": (Commission, {"lead": 1}, "lead_id"),
    "opportunities somebody posted": (Posting, {"posted_by": 1}, "posted_by_id"),
    "reports of a council": (Report, {"council": 1, "status": "approved"}, "council_id"),
    "jobs that failed": (Job, {"status": "failed"}, "status"),
    "the views of a list": (SavedView, {"user": 1, "list": "contracts"}, "user_id"),
}
# Of a column that may be empty, PostgreSQL's index has what is missing last only forwards
STORED = ["title", "reference", "starts", "status"]
MAY_BE_EMPTY = ["value", "yearly", "ends"]


def plan(rows) -> str:
    with connection.cursor() as cursor:
        # What the tables hold just now must not decide: whole tables and sorting are read only where there is no other way
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
        return rows.explain()


@pytest.mark.parametrize("name", FILTERS)
def test_what_a_list_is_narrowed_by_has_an_index(name):
    model, wanted, column = FILTERS[name]
    said = plan(model._base_manager.filter(**wanted).order_by())
    assert "Seq Scan" not in said, said
    assert re.search(column if column.startswith("using ") else rf"Index Cond: .*\b{column}\b", said), said


@pytest.mark.parametrize("sort", [*STORED, *(f"-{key}" for key in STORED), *MAY_BE_EMPTY])
def test_a_page_in_an_order_is_read_from_an_index_without_sorting(sort):
    rows = ordered(Contract._base_manager.all(), CONTRACTS, asked_of(CONTRACTS, QueryDict(f"sort={sort}")))
    said = plan(rows[:25])
    assert "Sort" not in said, said
    assert "using contracts_c_" in said, said
