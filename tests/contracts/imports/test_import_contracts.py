"""The contracts register, brought in by the command and by the service: the same code."""

from datetime import date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from contracts.imports.documents.columns import HEADINGS, PUBLIC_HEADINGS, row_of
from contracts.imports.services import import_contracts
from contracts.register.models import Contract
from socialvalue.accounts.models import Organisation
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused
from socialvalue.common.tables import write_csv, write_xlsx
from tests.builders import contracts as build
from tests.builders import people
from tests.reading import as_read

pytestmark = pytest.mark.django_db

GOOD = """reference;Title;Directorate;supplier;Supplier_Number;SME;vcse;Start Date;END DATE;total value;procurement;extension
HW-1;Highways;{d};Amber Roads Ltd;01234567;no;;2024-04-01;2030-03-31;£45,000;tender;12
HW-2;Two firms;{d};Amber Roads Ltd; Blue Paths CIC;;;;1/4/2025;31/3/2026;"12,000.50";direct award;
"""


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2026, 7, 1, 9)):
        yield


@pytest.fixture
def who():
    return build.parties()


def good(who) -> bytes:
    text = GOOD.replace("{d}", who.council.directorates.first().name)
    return text.replace("Amber Roads Ltd; Blue Paths CIC;;", '"Amber Roads Ltd; Blue Paths CIC";;').encode("cp1252")


def bring(who, data, **options):
    return import_contracts(by=who.manager, council=who.council, data=data, name="register.csv", **options)


def test_good_rows_come_in_and_are_in_force_or_over(who):
    outcome = bring(who, good(who))
    assert outcome.summary == "2 created, 0 updated, 0 unchanged, 0 refused"
    first, second = Contract.objects.order_by("reference")
    assert (first.status, second.status) == ("active", "ended")
    assert (first.total_value, first.extension_months, first.ends_on) == (Decimal("45000.00"), 12, date(2030, 3, 31))
    assert [s.name for s in second.suppliers.order_by("name")] == ["Amber Roads Ltd", "Blue Paths CIC"]
    roads = Organisation.objects.get(name="Amber Roads Ltd")
    assert (roads.registration_number, roads.sme, roads.vcse) == ("01234567", False, None)


def test_twice_doubles_nothing_and_a_change_is_an_update(who):
    bring(who, good(who))
    events = AuditEvent.objects.count()
    assert bring(who, good(who)).summary == "0 created, 0 updated, 2 unchanged, 0 refused"
    # Only the import itself is recorded: nothing was changed
    assert AuditEvent.objects.count() == events + 1
    changed = good(who).replace(b"45,000", b"46,000")
    assert bring(who, changed).summary == "0 created, 1 updated, 1 unchanged, 0 refused"
    assert Contract.objects.count() == 2
    assert Organisation.objects.filter(kind="supplier").count() == 3  # the two, and the one of the fixture


def test_a_dry_run_does_nothing(who):
    outcome = bring(who, good(who), dry_run=True)
    assert outcome.summary == "2 created, 0 updated, 0 unchanged, 0 refused"
    assert [did for *_, did in outcome.lines] == ["created", "created"]
    assert not Contract.objects.exists()
    assert not Organisation.objects.filter(name="Amber Roads Ltd").exists()


def test_one_bad_row_keeps_everything_out_and_every_problem_is_named(who):
    bad = good(who) + (
        f"HW-3;;{who.council.directorates.first().name};A;;perhaps;;2025-13-01;2026-01-01;-5;barter;\n"
        f"HW-1;Again;Nowhere;A;;;;2026-02-01;2026-01-01;1;tender;\n"
    ).encode("cp1252")
    outcome = bring(who, bad)
    assert outcome.summary == "0 created, 0 updated, 0 unchanged, 2 refused"
    assert not Contract.objects.exists()
    assert {(p.line, p.column) for p in outcome.problems} == {
        (4, "title"),
        (4, "sme"),
        (4, "start date"),
        (4, "procurement"),
        (4, "total value"),
        (5, "reference"),
    }


def line(who, **cells) -> bytes:
    fields = {
        "reference": "X-1",
        "title": "One",
        "directorate": who.council.directorates.first().code,
        "supplier": "Some Body",
        "start date": "2026-01-01",
        "end date": "2026-12-31",
        "total value": "49999.99",
        "procurement": "quotation",
    }
    fields.update(cells)
    return write_csv(list(fields), [list(fields.values())])


@pytest.mark.parametrize(
    "cells, column",
    [
        ({"end date": "2025-12-31"}, "end date"),
        ({"total value": ""}, "total value"),
        ({"total value": "50000"}, "contract manager"),
        ({"total value": "", "annual value": "50000"}, "contract manager"),
        ({"directorate": "Nowhere"}, "directorate"),
        ({"contract manager": "nobody@example.org"}, "contract manager"),
        ({"supplier": "A; B", "supplier number": "1;2;3"}, "supplier number"),
        ({"reference": "R" * 41}, "reference"),
    ],
)
def test_what_a_register_refuses(who, cells, column):
    outcome = bring(who, line(who, **cells))
    assert column in {p.column for p in outcome.problems}
    assert not Contract.objects.exists()


def test_from_fifty_thousand_pounds_with_owners(who):
    outcome = bring(
        who,
        line(who, **{"total value": "50000", "contract manager": who.manager.email.upper(), "lead director": who.director.email}),
    )
    assert outcome.problems == []
    contract = Contract.objects.get()
    assert (contract.manager, contract.lead_director) == (who.manager, who.director)


def test_owners_must_hold_the_role(who):
    outcome = bring(who, line(who, **{"contract manager": who.member.email}))
    assert [p.column for p in outcome.problems] == ["contract manager"]


def test_in_house_has_no_supplier(who):
    bring(who, line(who, supplier=who.council.name, procurement="In-house"))
    assert Contract.objects.get().suppliers.count() == 0


def test_what_is_taken_away_can_be_brought_back(who):
    build.active_contract(who)
    build.draft_contract(
        who,
        title="=HYPERLINK(1)",
        extension_months=6,
        review_on=date(2027, 1, 1),
        total_value=None,
        annual_value=Decimal("10.50"),
    )
    contracts = Contract.objects.select_related("directorate", "manager", "lead_director", "council").prefetch_related(
        "suppliers"
    )
    for data in (
        write_csv(HEADINGS, [row_of(c) for c in contracts]),
        write_xlsx(HEADINGS, [row_of(c) for c in contracts], title="Contracts"),
        write_csv(PUBLIC_HEADINGS, [row_of(c, PUBLIC_HEADINGS) for c in contracts]),
    ):
        assert bring(who, data).summary == "0 created, 0 updated, 2 unchanged, 0 refused"


def test_dates_of_a_contract_with_kpis_move_its_schedule(who):
    contract, _ = build.active_contract(who)
    row = dict(zip(HEADINGS, row_of(Contract.objects.get(pk=contract.pk)), strict=True)) | {"end date": date(2028, 6, 30)}
    assert bring(who, write_csv(list(row), [list(row.values())])).summary == "0 created, 1 updated, 0 unchanged, 0 refused"
    assert build.kpi_of(contract).due_returns.count() == 13


def test_only_contract_managers_bring_registers_in(who):
    with pytest.raises(NotAllowed, match=r"Your role does not include: create contracts, agree obligations, log returns"):
        import_contracts(by=who.member, council=who.council, data=good(who), name="f.csv")


def test_a_missing_heading_is_named(who):
    with pytest.raises(Refused, match="“title”"):
        bring(who, b"reference\nA\n")


# The command


def run(tmp_path, data, *options):
    path = tmp_path / "register.csv"
    path.write_bytes(data)
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command("import_contracts", str(path), *options, stdout=out, stderr=err)
    except SystemExit as left:
        code = left.code
    return code, out.getvalue().strip().splitlines(), err.getvalue()


def test_the_command_imports(who, tmp_path):
    code, out, _ = run(tmp_path, good(who).replace(b"extension", b"colour"))
    assert (code, out[-1]) == (0, "2 created, 0 updated, 0 unchanged, 0 refused")
    assert "colour" in out[0]


def test_the_commands_dry_run(who, tmp_path):
    code, out, _ = run(tmp_path, good(who), "--dry-run")
    assert (code, out[-1]) == (0, "2 created, 0 updated, 0 unchanged, 0 refused")
    assert not Contract.objects.exists()


def test_the_command_refuses_with_two(who, tmp_path):
    code, out, err = run(tmp_path, good(who).replace(b"2024-04-01", b"2024-04-31"))
    assert (code, out[-1]) == (2, "0 created, 0 updated, 0 unchanged, 1 refused")
    assert "line 2, start date: must be a real date" in err
    assert "2024-04-31" in err


@pytest.mark.parametrize("data", [b"", b"reference\nA\n"])
def test_the_command_refuses_what_it_cannot_read(who, tmp_path, data):
    code, out, _ = run(tmp_path, data)
    assert (code, out[-1]) == (2, "0 created, 0 updated, 0 unchanged, 0 refused")


def test_the_command_takes_a_councils_name(who, tmp_path):
    other = people.council("Other Council")
    code, _, err = run(tmp_path, good(who), "--council", "other council")
    assert code == 2
    assert "contract manager of Other Council" in err
    assert not other.contracts_let.exists()


def test_the_preview_names_new_suppliers_and_counts_the_lines_that_are_right(who, client):
    client.force_login(people.fresh(who.manager))
    outcome = bring(who, good(who), dry_run=True)
    assert (outcome.new_suppliers, outcome.right) == (["Amber Roads Ltd", "Blue Paths CIC"], 2)
    page = preview(client, good(who))
    assert "New suppliers that would be added: Amber Roads Ltd; Blue Paths CIC." in page
    bring(who, good(who))
    assert bring(who, good(who), dry_run=True).new_suppliers == []
    assert "New suppliers that would be added" not in preview(client, good(who))


def test_the_lines_that_are_right_are_counted_beside_those_that_are_not(who, client):
    client.force_login(people.fresh(who.manager))
    bad = good(who).replace(b"2024-04-01", b"2024-04-31")
    assert bring(who, bad).right == 1
    page = preview(client, bad)
    assert "1 line cannot be imported as it is." in page
    assert "Import 1 line and keep the rest" in page
    assert not Contract.objects.exists()


def preview(client, data) -> str:
    upload = SimpleUploadedFile("register.csv", data)
    return as_read(client.post(reverse("contracts-import"), {"file": upload}))
