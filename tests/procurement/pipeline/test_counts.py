"""Lists ask the database as often for three rows as for one, and for two thousand."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from procurement.commissioning.models import Commission
from procurement.pipeline.enums import Phase
from procurement.pipeline.models import TimetablePhase
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import people
from tests.builders import pipeline as build
from tests.builders.tendering import published_tender

pytestmark = pytest.mark.django_db
START = date(2027, 2, 15)
OPPORTUNITIES = 6
FORWARD_PLAN = 14
OFFICERS_PLAN = 17
DIARY = 19
DIARY_FILE = 12
PLAN_FILE = 7
OFFICERS_FILE = 10
POSTED = 5
TO_DECIDE = 4


@pytest.fixture(autouse=True)
def in_july():
    with clock.at(datetime(2026, 7, 1, 12)):
        yield


@pytest.fixture
def council():
    return people.council()


@pytest.fixture
def reader(client, council):
    client.force_login(people.person(council, Role.COMMISSIONER))
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_opportunities(client, council, rows, django_assert_num_queries):
    for _ in range(rows):
        build.published_posting(council=council)
        published_tender(council=council)
    with django_assert_num_queries(OPPORTUNITIES):
        assert client.get("/opportunities/").context["page"].paginator.count == 2 * rows


@pytest.mark.parametrize("rows", [1, 3])
def test_forward_plan(client, council, rows, django_assert_num_queries):
    for _ in range(rows):
        build.planned(build.commission(council), START)
    with django_assert_num_queries(FORWARD_PLAN):
        assert client.get("/forward-plan/").context["page"].paginator.count == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_officers_plan(reader, council, rows, django_assert_num_queries):
    for _ in range(rows):
        build.planned(build.commission(council), START)
    with django_assert_num_queries(OFFICERS_PLAN):
        assert reader.get("/forward-plan/?version=officers").context["page"].paginator.count == rows


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("address", ["/forward-plan/forward-plan.csv", "/forward-plan.ics"])
def test_the_forward_plan_taken_away(client, council, rows, address, django_assert_num_queries):
    for _ in range(rows):
        build.planned(build.commission(council), START)
    with django_assert_num_queries(PLAN_FILE):
        client.get(address).getvalue()


@pytest.mark.parametrize("rows", [1, 3])
def test_posted_opportunities(client, council, rows, django_assert_num_queries):
    body = build.partner()
    officer = people.person(body, Role.PARTNER)
    for _ in range(rows):
        build.posting(council=council, body=body, by=officer)
    client.force_login(officer)
    with django_assert_num_queries(POSTED):
        assert client.get("/opportunities/posted/").context["page"].paginator.count == rows
    client.force_login(people.person(council, Role.PROCUREMENT_OFFICER))
    with django_assert_num_queries(TO_DECIDE):
        assert len(client.get("/opportunities/posted/").context["waiting"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_diary(reader, council, rows, django_assert_num_queries):
    for _ in range(rows):
        build.planned(build.commission(council), START, mobilisation=3)
    with django_assert_num_queries(DIARY):
        page = reader.get("/diary/")
    assert len(page.context["entries"]) == rows
    assert page.context["warned"] == rows


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("ending", ["csv", "ics"])
def test_the_diary_taken_away(reader, council, rows, ending, django_assert_num_queries):
    for _ in range(rows):
        build.planned(build.commission(council), START)
    with django_assert_num_queries(DIARY_FILE):
        assert b"Tender period" in reader.get(f"/diary/diary.{ending}").getvalue()


def test_two_thousand_commissions(reader, council, django_assert_num_queries):
    lead, directorate = people.person(council, Role.COMMISSIONER), council.directorates.first()
    Commission.objects.bulk_create(
        Commission(
            reference=f"BULK-{n}", council=council, title=f"Commission {n}", summary="One of many.", lead=lead, created_by=lead,
            directorate=directorate, people="Everybody", category=f"Category {n % 40}", estimated_value=Decimal(500000),
            term_months=36, starts_on=START + timedelta(days=n % 90),
        )
        for n in range(2000)
    )  # fmt: skip
    TimetablePhase.objects.bulk_create(
        TimetablePhase(
            commission_id=pk, phase=phase, starts_on=starts - timedelta(days=before), ends_on=starts - timedelta(days=before - 30)
        )
        for pk, starts in Commission.objects.values_list("pk", "starts_on")
        for phase, before in ((Phase.TENDER, 150), (Phase.MOBILISATION, 32))
    )
    with django_assert_num_queries(DIARY):
        page = reader.get("/diary/")
    assert page.context["page"].paginator.count == 2000
    assert len(page.context["entries"]) == 40
    assert all(len(e.warnings) > 1 for e in page.context["entries"])
    for ending in ("csv", "ics"):
        with django_assert_num_queries(DIARY_FILE):
            assert reader.get(f"/diary/diary.{ending}").getvalue().count(b"Tender period") == 2000
    with django_assert_num_queries(OFFICERS_PLAN):
        assert reader.get("/forward-plan/?version=officers").context["page"].paginator.count == 2000
    with django_assert_num_queries(OFFICERS_FILE):
        whole = reader.get("/forward-plan/forward-plan.csv?version=officers").getvalue()
    assert whole.count(b"BULK-") == 2000
    reader.logout()
    with django_assert_num_queries(FORWARD_PLAN):
        assert reader.get("/forward-plan/").context["page"].paginator.count == 2000
    for address in ("/forward-plan/forward-plan.csv", "/forward-plan.ics"):
        with django_assert_num_queries(PLAN_FILE):
            assert reader.get(address).getvalue().count(b"BULK-") >= 2000
