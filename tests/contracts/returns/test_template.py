"""The return template: taken away, filled, brought back; a provider's own headings remembered."""

import copy
import csv
import io
from datetime import datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from contracts.returns.models import Return, ReturnMapping
from contracts.returns.services import submit_together
from contracts.returns.services.bringing_back import bring_back
from contracts.returns.services.template import HEADINGS, keep_mapping, template_rows
from socialvalue.common import clock
from socialvalue.common.tables import HeadingsMissing, write_csv, write_xlsx
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db
D = Decimal
VALUE, NARRATIVE = HEADINGS.index("value"), HEADINGS.index("narrative")


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 10, 10, 9)):
        yield


@pytest.fixture(scope="module")
def made_once(module_database):
    return build.active_contract(obligations=2)  # three quarters have begun: six rows


@pytest.fixture
def stage(made_once):
    return copy.deepcopy(made_once)


def filled(contract, values, narrative="=SUM(A1)"):
    rows = template_rows(contract, contract.manager)
    for row, value in zip(rows, values, strict=False):
        row[VALUE], row[NARRATIVE] = value, narrative if value is not None else ""
    return rows


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_comes_back_as_drafts_once(stage, kind):
    contract, who = stage
    rows = filled(contract, [D("2"), D("0"), D("3.5"), None])
    data = write_csv(HEADINGS, rows) if kind == "csv" else write_xlsx(HEADINGS, rows, title="Returns")
    preview = bring_back(contract, by=who.reporter, data=data, name=f"f.{kind}", dry_run=True)
    assert preview.summary == "3 new, 0 changed, 0 unchanged, 3 empty, 0 refused"
    assert not Return.objects.exists()
    bring_back(contract, by=who.reporter, data=data, name=f"f.{kind}")
    assert [(r.value, r.narrative, r.status) for r in Return.objects.order_by("pk")] == [
        (D("2"), "=SUM(A1)", "draft"),
        (D("0"), "=SUM(A1)", "draft"),
        (D("3.5"), "=SUM(A1)", "draft"),
    ]
    again = bring_back(contract, by=who.reporter, data=data, name=f"f.{kind}")
    assert again.summary == "0 new, 0 changed, 3 unchanged, 3 empty, 0 refused"
    assert Return.objects.count() == 3
    done = submit_together(contract, [(r.pk, r.version) for r in Return.objects.all()], by=who.reporter)
    assert done.sentence == "3 returns are submitted. For 10 minutes you can undo each on its page."
    assert (
        bring_back(contract, by=who.reporter, data=data, name="f").summary == "0 new, 0 changed, 3 unchanged, 3 empty, 0 refused"
    )
    assert len(template_rows(contract, who.manager)) == 3


def test_one_bad_row_brings_nothing(stage):
    contract, who = stage
    rows = filled(contract, [D(2), "many", D(3), D(-1)])
    rows[4][1] = "2031-01-01 to 2031-03-31"
    rows[5][0] = "K99"
    preview = bring_back(contract, by=who.reporter, data=write_csv(HEADINGS, rows), name="f")
    assert [(p.line, p.column) for p in preview.problems] == [(3, "value"), (5, "value"), (6, "period"), (7, "reference")]
    assert not Return.objects.exists()


def test_a_row_twice_is_refused(stage):
    contract, who = stage
    row = filled(contract, [D(2)])[0]
    preview = bring_back(contract, by=who.reporter, data=write_csv(HEADINGS, [row, row]), name="f")
    assert [(p.line, p.message) for p in preview.problems] == [(3, "stands on line 2 already")]


def test_a_verified_return_is_not_overwritten(stage):
    contract, who = stage
    rows = filled(contract, [D(2)])[:1]
    build.verified_return(build.first_due(contract), who, "3")
    preview = bring_back(contract, by=who.reporter, data=write_csv(HEADINGS, rows), name="f")
    assert "correction" in preview.problems[0].message
    assert Return.objects.get().value == 3


def test_a_providers_own_report_is_mapped_once(stage):
    contract, who = stage
    own = b"Indicator;When;Achieved;Comment\n1;1/4/2025;4;Good\nk2;30 June 2025;5;\n"
    with pytest.raises(HeadingsMissing, match="no heading “reference”"):
        bring_back(contract, by=who.reporter, data=own, name="own.csv")
    mapping = {"reference": "indicator", "period": "When", "value": "Achieved", "narrative": "Comment", "nonsense": "x"}
    keep_mapping(contract, by=who.reporter, mapping=mapping)
    assert "nonsense" not in ReturnMapping.objects.get().mapping
    assert (
        bring_back(contract, by=who.reporter, data=own, name="own.csv").summary
        == "2 new, 0 changed, 0 unchanged, 0 empty, 0 refused"
    )
    assert sorted(Return.objects.values_list("value", flat=True)) == [4, 5]


def test_a_stranger_brings_nothing(stage):
    contract, _ = stage
    other = build.parties()
    rows = filled(contract, [D(2)])
    preview = bring_back(contract, by=other.reporter, data=write_csv(HEADINGS, rows), name="f")
    assert preview.problems
    assert not Return.objects.exists()


def test_wording_that_looks_like_a_formula_is_guarded_in_the_template():
    contract, who = build.active_contract(kpi={"wording": "=cmd()"})
    rows = template_rows(contract, who.manager)
    text = write_csv(HEADINGS, rows).decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(text)))["wording"] == "'=cmd()"
    sheet = load_workbook(io.BytesIO(write_xlsx(HEADINGS, rows, title="R"))).active
    assert (sheet["D2"].value, sheet["D2"].data_type) == ("'=cmd()", "s")


@pytest.mark.parametrize(
    "data, asks",
    [
        (b"Indicator;When;Achieved\n1;1/4/2025;4\n", "Which heading is the reference?"),
        (b"reference;period;narrative\nK1;1/4/2025;Fine\n", "Which heading is the value?"),
    ],
)
def test_only_missing_headings_lead_to_the_page_that_maps_them(client, stage, data, asks):
    contract, who = stage
    client.force_login(who.reporter)
    page = client.post(
        reverse("returns-back", args=[contract.pk]), {"file": SimpleUploadedFile("own.csv", data)}
    ).content.decode()
    assert asks in page


def test_a_file_without_any_heading_is_refused_beside_the_field(client, stage):
    contract, who = stage
    client.force_login(who.reporter)
    empty = SimpleUploadedFile("own.csv", b";;;\n;;\n")
    page = client.post(reverse("returns-back", args=[contract.pk]), {"file": empty}).content.decode()
    assert "The file has no headings" in page
    assert "Which heading is the" not in page
