"""Files of providers as they are: words in cells, names of periods, a column a month, slips; all of it or nothing."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contracts.returns.models import Return, ReturnMapping
from contracts.returns.services import save_return
from contracts.returns.services.bringing_back import bring_back
from contracts.returns.services.template import HEADINGS, keep_mapping, suggested, template_rows
from contracts.schedule.models import DueReturn
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.tables import HeadingsMissing, write_csv, write_xlsx
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db
D = Decimal
SHARE = {"kind": "ratio", "unit": "%", "target": D(90), "minimum": D(80)}
LEVEL = {"kind": "level", "unit": "%", "target": D(90), "minimum": D(80)}
Q1 = "2025-04-01 to 2025-06-30"


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2026, 4, 10, 9)):
        yield


def brought(contract, who, lines: list[str], headings: str = "reference;period;value", **details):
    data = "\n".join([headings, *lines]).encode()
    return bring_back(contract, by=who.reporter, data=data, name="own.csv", **details)


def problems(preview) -> list[tuple[int, str, str]]:
    return [(p.line, p.column, p.message) for p in preview.problems]


def kept() -> list[tuple]:
    rows = Return.objects.order_by("due__starts_on", "due__kpi__number")
    return [(r.value, r.parts, r.no_cases, r.estimated, r.narrative) for r in rows]


# Words in cells: case fail-23


@pytest.mark.parametrize(
    ("kpi", "cell", "wanted"),
    [
        ({}, "nil", (0, "", False, False, "")),
        ({}, "none", (0, "", False, False, "")),
        ({}, "approx 4", (4, "", False, True, "")),
        (LEVEL, "N/A", (None, "no cases", True, False, "")),
        (LEVEL, "n/a - no cases", (None, "no cases", True, False, "no cases")),
        (SHARE, "N/A (no referrals in spring)", (None, "no cases", True, False, "no referrals in spring")),
        (SHARE, "12 of 15", (80, "12 of 15", False, False, "")),
        (SHARE, "12/15", (80, "12 of 15", False, False, "")),
        (SHARE, "80% (12 of 15)", (80, "12 of 15", False, False, "")),
        (SHARE, "0 of 0", (None, "no cases", True, False, "")),
        ({"kind": "yes_no", "target": None, "minimum": None}, "Yes", (1, "", False, False, "")),
        ({"kind": "yes_no", "target": None, "minimum": None}, "no", (0, "", False, False, "")),
    ],
)
def test_words_in_cells_are_answers(kpi, cell, wanted):
    contract, who = build.active_contract(kpi=kpi)
    line = f"K1;{Q1};{cell}"
    assert brought(contract, who, [line]).summary == "1 new, 0 changed, 0 unchanged, 0 empty, 0 refused"
    assert kept() == [wanted]
    assert brought(contract, who, [line]).summary == "0 new, 0 changed, 1 unchanged, 0 empty, 0 refused"
    assert Return.objects.get().version == 1


@pytest.mark.parametrize(
    ("kpi", "cell", "column", "words"),
    [
        ({}, "n/a - no cases", "no cases", "Only a share or a level can have no cases. If nothing was achieved, the figure is 0"),
        ({}, "yes", "value", "This KPI is a number: yes and no are no answer to it"),
        ({}, "12 of 15", "value", "This KPI is one number, not so many out of so many"),
        ({}, "-3", "value", "The value cannot be negative"),
        ({}, "1,9", "value", "has a comma: did you mean 1.9?"),
        ({}, "-", "value", "can mean two things: write 0, or “no cases” where there was nothing to measure"),
        (SHARE, "80", "numerator", "This KPI is a share: enter two numbers, such as 12 of 15"),
        (SHARE, "3 of 0", "denominator", "Nothing is counted out of 0. If there were no cases, both numbers are 0"),
        ({"kind": "yes_no", "target": None, "minimum": None}, "3", "value", "Answer yes or no"),
    ],
)
def test_what_is_no_answer_is_said_with_its_column(kpi, cell, column, words):
    contract, who = build.active_contract(kpi=kpi)
    assert problems(brought(contract, who, [f"K1;{Q1};{cell}"])) == [(2, column, words)]
    assert not Return.objects.exists()


def test_the_two_numbers_of_a_share_in_columns_of_their_own():
    contract, who = build.active_contract(kpi=SHARE)
    headings = "reference;period;numerator;denominator;no cases;estimated;narrative"
    lines = [f"K1;{Q1};27;30;;yes;Counted by hand", "K1;Q2 2025/26;;;yes;;The centre was closed"]
    assert brought(contract, who, lines, headings).summary == "2 new, 0 changed, 0 unchanged, 0 empty, 0 refused"
    assert kept() == [(90, "27 of 30", False, True, "Counted by hand"), (None, "no cases", True, False, "The centre was closed")]
    half = brought(contract, who, ["K1;Q3 2025/26;27;;;;"], headings)
    assert problems(half) == [(2, "denominator", "Enter both numbers, such as 12 of 15")]


def test_a_percentage_beside_its_two_numbers_agrees_with_them():
    contract, who = build.active_contract(kpi=SHARE)
    headings = "reference;period;value;numerator;denominator"
    wrong = brought(contract, who, [f"K1;{Q1};95%;12;15"], headings)
    assert problems(wrong) == [(2, "value", "does not agree with 12 of 15, which is 80 %")]
    brought(contract, who, [f"K1;{Q1};80.4%;12;15"], headings)
    assert kept() == [(80, "12 of 15", False, False, "")]


# What an empty cell says


def test_an_empty_cell_takes_nothing_away():
    contract, who = build.active_contract()
    save_return(build.first_due(contract), by=who.reporter, value=D(3), narrative="Three started", direct_result="Yes, ours")
    preview = brought(contract, who, [f"K1;{Q1};;In the file"], "reference;period;value;evidence note")
    assert preview.summary == "0 new, 1 changed, 0 unchanged, 0 empty, 0 refused"
    body = Return.objects.get()
    assert (body.value, body.narrative, body.evidence_note, body.direct_result) == (
        3,
        "Three started",
        "In the file",
        "Yes, ours",
    )
    brought(contract, who, [f"K1;{Q1};4"])
    body.refresh_from_db()
    assert (body.value, body.narrative, body.evidence_note) == (4, "Three started", "In the file")


# Names of periods: case fail-25


@pytest.mark.parametrize(
    ("starts_on", "name", "first_day"),
    [
        (date(2025, 4, 1), "Q1 2025/26", date(2025, 4, 1)),
        (date(2025, 4, 1), "Quarter 3 2025/26", date(2025, 10, 1)),
        (date(2025, 4, 1), "April to June 2025", date(2025, 4, 1)),
        (date(2025, 4, 1), "Jun-25", date(2025, 4, 1)),
        (date(2025, 5, 1), "Q1 2025/26", date(2025, 5, 1)),
        (date(2025, 5, 1), "November to January 2026", date(2025, 11, 1)),
        (date(2025, 5, 1), "Nov 2025–Jan 2026", date(2025, 11, 1)),
    ],
)
def test_periods_by_their_names(starts_on, name, first_day):
    contract, who = build.active_contract(starts_on=starts_on)
    assert problems(brought(contract, who, [f"K1;{name};3"])) == []
    assert Return.objects.get().due.starts_on == first_day


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Q1", "fits several periods: give the first and the last day"),
        ("Q1 2019/20", "is no period of this KPI that has begun: the latest is 2026-07-01 to 2026-09-30"),
        ("last quarter", "is no period of this KPI that has begun: the latest is 2026-07-01 to 2026-09-30"),
    ],
)
def test_a_name_that_is_not_clear_is_asked_about(name, words):
    with clock.at(datetime(2026, 7, 10, 9)):
        contract, who = build.active_contract()
        assert problems(brought(contract, who, [f"K1;{name};3"])) == [(2, "period", words)]


def test_a_kpi_is_found_by_its_wording_too_unless_several_have_it():
    contract, who = build.active_contract()
    assert problems(brought(contract, who, [f"apprenticeships  started;{Q1};3"])) == []
    twins, who = build.active_contract(obligations=2)
    assert problems(brought(twins, who, [f"Apprenticeships started;{Q1};3"])) == [
        (2, "reference", "is the wording of several KPIs: give the number, such as K1")
    ]


# A column a month


def test_a_table_with_a_column_a_month_is_turned_round():
    contract, who = build.active_contract(obligations=2, kpi={"frequency": "month"})
    headings = "KPI;Apr-25;May-25;Jun-25;Comments"
    lines = ["K1;3;nil;;Said of all months", "K2;;5;approx 4;"]
    preview = brought(contract, who, lines, headings)
    assert preview.summary == "4 new, 0 changed, 0 unchanged, 0 empty, 0 refused"
    found = [
        (r.due.starts_on.month, r.due.kpi.number, r.value, r.estimated)
        for r in Return.objects.order_by("due__starts_on", "due__kpi__number")
    ]
    assert found == [(4, 1, 3, False), (5, 1, 0, False), (5, 2, 5, False), (6, 2, 4, True)]
    # What is said of the whole line is not repeated month by month
    assert set(Return.objects.values_list("narrative", flat=True)) == {""}
    assert brought(contract, who, lines, headings).summary == "0 new, 0 changed, 4 unchanged, 0 empty, 0 refused"


def test_a_bad_cell_of_a_turned_table_has_its_line_and_brings_nothing():
    contract, who = build.active_contract(kpi={"frequency": "month"})
    preview = brought(contract, who, ["K1;3;many"], "KPI;Apr-25;May-25")
    assert [(line, column) for line, column, _ in problems(preview)] == [(2, "value")]
    assert not Return.objects.exists()


def test_a_workbook_whose_headings_are_dates_is_turned_round_too():
    contract, who = build.active_contract(kpi={"frequency": "month"})
    data = write_xlsx(["KPI", "2025-04-01", "2025-05-01"], [["K1", 3, 4]], title="Returns")
    assert bring_back(contract, by=who.reporter, data=data, name="own.xlsx").count("new") == 2
    assert [(r.due.starts_on.month, r.value) for r in Return.objects.order_by("due__starts_on")] == [(4, 3), (5, 4)]


# Headings


def test_what_providers_call_their_headings_is_suggested():
    assert suggested(["KPI", "Period", "Actual", "Comments"]) == {
        "reference": "KPI", "period": "Period", "value": "Actual", "narrative": "Comments",
    }  # fmt: skip
    assert suggested(["Indicator", "When", "Achieved"]) == {"reference": "Indicator", "period": "When", "value": "Achieved"}
    assert suggested(["Colour"]) == {}


def test_a_report_with_other_headings_is_mapped_on_its_page_with_the_suggestions_chosen(client):
    contract, who = build.active_contract()
    client.force_login(who.reporter)
    address = reverse("returns-back", args=[contract.pk])
    own = b"KPI,Period,Actual,Comments\nK1,Q1 2025/26,3,Good quarter\n"
    with pytest.raises(HeadingsMissing, match="no heading “value”"):
        bring_back(contract, by=who.reporter, data=own, name="own.csv")
    asked = client.post(address, {"file": SimpleUploadedFile("own.csv", own)})
    form = asked.context["mapping_form"]
    assert {name: form[name].value() for name in ("reference", "period", "value", "narrative")} == {
        "reference": "KPI", "period": "Period", "value": "Actual", "narrative": "Comments",
    }  # fmt: skip
    chosen = {name: form[name].value() or "" for name in form.fields}
    unsaid = client.post(address, chosen | {"value": "", "map": "1", "carried": asked.context["carried"]})
    assert list(unsaid.context["mapping_form"].errors) == ["value"]
    shown = client.post(address, chosen | {"map": "1", "carried": asked.context["carried"]})
    assert shown.context["preview"].summary == "1 new, 0 changed, 0 unchanged, 0 empty, 0 refused"
    assert not Return.objects.exists()
    assert ReturnMapping.objects.get().mapping["value"] == "Actual"
    client.post(address, {"confirm": "1", "carried": shown.context["carried"]})
    assert kept() == [(3, "", False, False, "Good quarter")]


def test_what_is_confirmed_is_what_was_shown_whatever_somebody_says_of_the_headings_in_between(client):
    contract, who = build.active_contract()
    client.force_login(who.reporter)
    address = reverse("returns-back", args=[contract.pk])
    keep_mapping(contract, by=who.reporter, mapping={"value": "Actual"})
    own = SimpleUploadedFile("own.csv", b"KPI,Period,Actual,Forecast\nK1,Q1 2025/26,3,9\n")
    shown = client.post(address, {"file": own})
    assert shown.context["preview"].summary == "1 new, 0 changed, 0 unchanged, 0 empty, 0 refused"
    keep_mapping(contract, by=who.reporter, mapping={"value": "Forecast"})
    client.post(address, {"confirm": "1", "carried": shown.context["carried"]})
    assert kept() == [(3, "", False, False, "")]
    assert AuditEvent.objects.get(verb="bring back returns").changes == {"headings": [None, "value: Actual"]}


def test_a_mapped_report_keeps_its_mapping_for_a_column_a_month():
    contract, who = build.active_contract(kpi={"frequency": "month"})
    keep_mapping(contract, by=who.reporter, mapping={"reference": "Indicator"})
    assert brought(contract, who, ["1;3;4"], "Indicator;Apr-25;May-25").count("new") == 2


# Questions of sense: finding 14, case fail-24


def asked(preview) -> list[list[str]]:
    return [line.asked for line in preview.lines]


def test_a_fraction_for_a_percentage_is_asked_about_in_the_preview():
    contract, who = build.active_contract(kpi=LEVEL)
    preview = brought(contract, who, [f"K1;{Q1};0.95"], dry_run=True)
    assert asked(preview) == [["0.95\u00a0% – did you mean 95\u00a0%?"]]
    assert preview.problems == []
    # Asked, never blocked
    assert brought(contract, who, [f"K1;{Q1};0.95"]).count("new") == 1


def test_figures_are_set_against_earlier_lines_of_the_same_file_whatever_their_order():
    contract, who = build.active_contract(kpi={"frequency": "month", "target": None, "minimum": None})
    lines = ["K1;Jun-25;21", "K1;Apr-25;20", "K1;May-25;1500"]
    assert asked(brought(contract, who, lines, dry_run=True)) == [
        ["21 apprenticeships, after 1,500 apprenticeships in the period before. Is the figure right?"],
        [],
        ["1,500 apprenticeships, after 20 apprenticeships in the period before. Is the figure right?"],
    ]


def test_the_preview_shows_the_questions(client):
    contract, who = build.active_contract()
    client.force_login(who.reporter)
    own = f"reference;period;value\nK1;{Q1};1500\n".encode()
    page = client.post(reverse("returns-back", args=[contract.pk]), {"file": SimpleUploadedFile("own.csv", own)})
    assert (
        "1,500 apprenticeships is more than three times the 3 apprenticeships promised. Is the figure right?"
        in page.content.decode()
    )


# The template


def test_the_template_has_a_cell_for_everything_and_comes_back_as_it_was_filled():
    contract, who = build.active_contract(kpi=SHARE)
    rows = [dict(zip(HEADINGS, row, strict=True)) for row in template_rows(contract, who.manager)]
    assert len(rows) == len(DueReturn.objects.filter(starts_on__lte=date(2026, 4, 10)))
    rows[0] |= {
        "numerator": D(27),
        "denominator": D(30),
        "estimated": "yes",
        "narrative": "Counted",
        "evidence note": "In the file",
    }
    rows[1] |= {"no cases": "yes", "narrative": "The centre was closed in these months."}
    data = write_csv(HEADINGS, [list(row.values()) for row in rows])
    for word, count in (("new", 2), ("unchanged", 2)):
        assert bring_back(contract, by=who.reporter, data=data, name="f.csv").count(word) == count
    assert kept()[0][:4] == (90, "27 of 30", False, True)


def test_one_bad_line_among_many_good_ones_brings_nothing():
    contract, who = build.active_contract(obligations=2)
    preview = brought(contract, who, [f"K1;{Q1};3", f"K2;{Q1};many"])
    assert (preview.summary, len(preview.problems)) == ("1 new, 0 changed, 0 unchanged, 0 empty, 1 refused", 1)
    assert not Return.objects.exists()
