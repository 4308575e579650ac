"""A score is worked out by the service, its working is kept, and nothing agreed later rewrites it."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse

from contracts.kept.models import KeptKpi
from contracts.obligations import services as commitments
from contracts.obligations.models import AgreedText, KpiChange
from contracts.performance.spans import Span
from contracts.register.models import Contract
from contracts.returns import services as returns
from contracts.returns.models import Return
from contracts.returns.services.bringing_back import bring_back
from contracts.returns.services.template import HEADINGS, headings_for, template_rows
from contracts.schedule.models import DueReturn
from contracts.standing.selectors.kpis import kpi_lines
from measurement.figures.selectors.behind import Narrower, due_rows
from measurement.figures.selectors.recomputed import differences
from measurement.figures.selectors.scope import Scope
from measurement.figures.selectors.subjects import Subject
from measurement.reports.documents.sections.material import sources
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.tables import write_csv, write_xlsx
from tests.builders import contracts as build
from tests.builders import measurement
from tests.contracts.returns.scores.steps import LATER, OVER, PROFESSIONAL, composite, kpi_of, plain
from tests.reading import as_read

pytestmark = pytest.mark.django_db
D = Decimal
ANSWERS = {"s1": "2", "s2": "45", "s3": "good"}
WHY = "The council wants apprentices to count for more from now on."


@pytest.fixture(autouse=True)
def now():
    with clock.at(OVER):
        yield


@pytest.fixture
def stage():
    return composite()


def saved(due, who, answers=None, **more) -> Return:
    return returns.save_return(due, by=who.reporter, answers=ANSWERS if answers is None else answers, **more)


def verified(due, who, answers=None) -> Return:
    sent = returns.submit_return(saved(due, who, answers), by=who.reporter)
    return returns.verify_return(sent, by=who.manager, comment=build.SEEN)


def test_the_service_works_the_value_out(stage):
    """(50 × 66⅔ + 30 × 75 + 20 × 100) ÷ 100 = 75.8333."""
    _, who, due = stage
    made = saved(due, who)
    assert (made.value, made.answers, made.no_cases) == (D("75.8333"), ANSWERS, False)
    assert [(line["wording"], line["answer"], line["score"]) for line in made.working] == [
        ("Apprentices on the project", "2", "200/3"),
        ("Local workforce", "45", "75"),
        ("Site", "good", "100"),
    ]
    assert Return.objects.get(pk=made.pk).working == made.working


def test_half_of_it_is_kept_and_cannot_be_submitted(stage):
    _, who, due = stage
    made = saved(due, who, {"s1": "2", "s3": "good"})
    assert made.value is None
    assert made.answers == {"s1": "2", "s3": "good"}
    with pytest.raises(Refused, match="Enter “Local workforce”, or say that there was nothing to measure") as refused:
        returns.submit_return(made, by=who.reporter)
    assert refused.value.field == "answer_s2"
    with pytest.raises(Refused, match="Enter the sub-scores"):
        returns.submit_return(saved(DueReturn.objects.filter(kpi=due.kpi_id)[1], who, {}), by=who.reporter)


def test_nothing_to_measure_is_out_of_the_mean(stage):
    _, who, due = stage
    # (50 × 66⅔ + 20 × 100) ÷ 70 = 5333⅓ ÷ 70
    assert saved(due, who, ANSWERS | {"s2": "nothing"}).value == D("76.1905")


def test_nothing_to_measure_at_all_needs_a_reason(stage):
    _, who, due = stage
    made = saved(due, who, dict.fromkeys(ANSWERS, "nothing"))
    assert (made.no_cases, made.value) == (True, None)
    with pytest.raises(Refused, match="why there were no cases"):
        returns.submit_return(made, by=who.reporter)
    made = saved(due, who, dict.fromkeys(ANSWERS, "nothing"), narrative="The site was closed all quarter by flooding.")
    assert returns.submit_return(made, by=who.reporter).is_submitted


@pytest.mark.parametrize(("answers", "field", "words"), [
    ({"s1": "-1"}, "answer_s1", "cannot be negative"),
    ({"s1": "two"}, "answer_s1", "at most 10 digits"),
    ({"s1": "NaN"}, "answer_s1", "at most 10 digits"),
    ({"s1": "0.00001"}, "answer_s1", "4 behind it"),
    ({"s3": "splendid"}, "answer_s3", "Choose one of: Poor, Fair, Good"),
    ({"s9": "1"}, "value", "no sub-score s9"),
])  # fmt: skip
def test_what_no_answer_may_be(stage, answers, field, words):
    _, who, due = stage
    with pytest.raises(Refused, match=words) as refused:
        saved(due, who, answers)
    assert refused.value.field == field
    assert not Return.objects.exists()


def test_a_value_alone_is_no_score_and_answers_belong_to_a_score(stage):
    _, who, due = stage
    with pytest.raises(Refused, match="enter each sub-score"):
        returns.save_return(due, by=who.reporter, value=D(80))
    with pytest.raises(Refused, match="not so many out of so many"):
        returns.save_return(due, by=who.reporter, numerator=D(8), denominator=D(10))
    other, _ = build.active_contract(who)
    with pytest.raises(Refused, match="not made of sub-scores"):
        returns.save_return(build.first_due(other), by=who.reporter, answers={"s1": "1"})


def agreed_change(due, who, text):
    kpi = kpi_of(due)
    commitments.edit_kpi(kpi, by=who.manager, reason=WHY, sub_scores=plain(text))
    obligation = commitments.agree(kpi.obligation, by=who.reporter)
    commitments.agree(obligation, by=who.manager)


HEAVIER = PROFESSIONAL.replace("weight 50", "weight 150")


def test_other_weights_are_agreed_by_both_and_leave_the_past_alone(stage):
    contract, who, due = stage
    before = verified(due, who)
    kpi = kpi_of(due)
    commitments.edit_kpi(kpi, by=who.manager, reason=WHY, sub_scores=plain(HEAVIER))
    assert kpi_of(due).sub_scores == plain(PROFESSIONAL), "nothing changes before both agree"
    change = KpiChange.objects.get()
    assert change.terms == {"sub_scores": plain(HEAVIER)}
    obligation = commitments.agree(kpi.obligation, by=who.reporter)
    commitments.agree(obligation, by=who.manager)
    assert kpi_of(due).sub_scores == plain(HEAVIER)
    first, second = DueReturn.objects.filter(kpi=kpi).order_by("starts_on")[:2]
    assert (first.sub_scores, second.sub_scores) == (plain(PROFESSIONAL), plain(HEAVIER))
    assert Return.objects.get(pk=before.pk).value == D("75.8333")
    # A correction of the past is worked out as that period was agreed
    fresh = returns.correct_return(due, by=who.reporter, reason="One apprentice was counted in the wrong quarter.")
    assert (fresh.answers, fresh.working) == (before.answers, before.working)
    assert saved(due, who, ANSWERS | {"s1": "3"}).value == D("92.5000")
    # (150 × 66⅔ + 30 × 75 + 20 × 100) ÷ 200
    with clock.at(LATER):
        assert saved(second, who).value == D("71.2500")


def test_a_period_that_is_over_keeps_its_sub_scores_though_nobody_reported(stage):
    _, who, due = stage
    agreed_change(due, who, HEAVIER)
    rows = list(DueReturn.objects.filter(kpi=due.kpi_id).order_by("starts_on")[:2])
    assert [row.sub_scores for row in rows] == [plain(PROFESSIONAL), plain(HEAVIER)]


def test_the_change_is_told_in_words(stage):
    contract, who, due = stage
    agreed_change(due, who, HEAVIER)
    event = AuditEvent.objects.filter(verb="propose KPI change").get()
    old, new = event.changes["sub_scores"]
    assert (old.count("weight 50"), new.count("weight 150")) == (1, 1)
    text = AgreedText.objects.filter(contract=contract).latest("number")
    assert text.content["obligations"][0]["kpis"][0]["sub_scores"][0].startswith("Apprentices on the project; weight 150")


def test_both_sides_read_the_parts_before_they_agree(client):
    contract, who = build.draft_contract()
    terms = {"wording": "Score", "kind": "composite", "unit": "", "sub_scores": plain(PROFESSIONAL), "minimum": None}
    build.obligation(contract, who, kpi=terms)
    for person in (who.manager, who.reporter):
        client.force_login(person)
        page = as_read(client.get(reverse("contract-handover", args=[contract.pk]))).replace("\u00a0", " ")
        assert "Apprentices on the project; weight 50; target 3 people" in page


@pytest.mark.parametrize(("changes", "field", "words"), [
    ({"sub_scores": []}, "sub_scores", "at least one sub-score"),
    ({"direction": "lower"}, "direction", "better the higher it is"),
    ({"target": D(101)}, "target", "at most 100"),
    ({"per": "year"}, "per", "Only figures that are added up"),
])  # fmt: skip
def test_what_no_score_may_promise(changes, field, words):
    contract, who = build.draft_contract()
    terms = {"wording": "Score", "kind": "composite", "unit": "", "sub_scores": plain(PROFESSIONAL), "minimum": None}
    with pytest.raises(Refused, match=words) as refused:
        build.obligation(contract, who, kpi=terms | changes)
    assert field in {name for name, _ in refused.value.problems}


def test_another_kind_keeps_no_sub_scores_and_a_score_counts_points():
    contract, who = build.draft_contract()
    body = build.obligation(contract, who, kpi={"sub_scores": plain(PROFESSIONAL)})
    assert body.kpis.get().sub_scores == []
    assert set(DueReturn.objects.values_list("sub_scores", flat=True)) == {None}
    terms = {"kind": "composite", "unit": "people", "sub_scores": plain(PROFESSIONAL)}
    assert build.obligation(contract, who, kpi=terms).kpis.get().unit == "points"


def test_figures_have_it_as_a_level(stage):
    """91 days at 75.8333 and 92 at 100: (75.8333 × 91 + 100 × 92) ÷ 183."""
    contract, who, due = stage
    verified(due, who)
    second = DueReturn.objects.filter(kpi=due.kpi_id).order_by("starts_on")[1]
    with clock.at(LATER):
        verified(second, who, {"s1": "3", "s2": "60", "s3": "good"})
        span = Span(date(2025, 4, 1), date(2025, 9, 30), clock.today())
        (line,) = kpi_lines(Contract.objects.filter(pk=contract.pk), span)
        assert line.figure.kind == "level"
        assert line.figure.value * 183 == Fraction(D("75.8333")) * 91 + 9200
        assert (line.figure.target, line.figure.standing) == (70, "on_target")
        assert set(KeptKpi.objects.filter(contract=contract).values_list("kind", flat=True)) == {"level"}


def test_scores_of_a_measure_are_found_behind_it_and_stand_in_the_report():
    """Figures speak of levels; the returns behind them are those of levels and of scores."""
    with clock.at(measurement.SIGNED):
        scene = measurement.scene()
    score = {"kind": "composite", "sub_scores": plain(PROFESSIONAL), "target": D(70), "minimum": None, "values": []}
    contract = measurement.contract(scene, score)
    due = build.first_due(contract)
    verified(due, scene.who)
    with clock.at(LATER):
        scope = Scope(contract.council_id, date(2025, 4, 1), date(2025, 6, 30), clock.today())
        measure = Subject("measure", scene.measures["LE2.2"].pk, name="", council=contract.council_id, word="")
        assert [row.pk for row in due_rows(measure, scope, scene.who.manager, Narrower(kind="level"))] == [due.pk]
        assert [row.pk for row in due_rows(measure, scope, scene.who.manager, Narrower(kind="sum"))] == []
        assert differences(scope) == (1, [])
        assert [one.kind for one in sources(scope, clock.now())] == ["level"]


# Files


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_asks_for_each_sub_score_and_comes_back_once(stage, kind):
    contract, who, due = stage
    headings, rows = headings_for(template_rows(contract, who.reporter))
    assert (headings, len(rows)) == (HEADINGS, 2)
    assert rows[0][-1] == "Apprentices on the project:; Local workforce:; Site:"
    empty = write_csv(headings, rows)
    assert bring_back(contract, by=who.reporter, data=empty, name="f.csv").count("empty") == 2
    rows[0][-1] = "Apprentices on the project: 2; Local workforce: 45 %; Site: Good"
    data = write_csv(headings, rows) if kind == "csv" else write_xlsx(headings, rows, title="Returns")
    preview = bring_back(contract, by=who.reporter, data=data, name=f"f.{kind}")
    assert preview.summary == "1 new, 0 changed, 0 unchanged, 1 empty, 0 refused"
    assert (Return.objects.get().value, Return.objects.get().answers) == (D("75.8333"), ANSWERS)
    again = bring_back(contract, by=who.reporter, data=data, name=f"f.{kind}")
    assert again.summary == "0 new, 0 changed, 1 unchanged, 1 empty, 0 refused"


def test_a_contract_without_scores_has_no_column_for_them():
    contract, who = build.active_contract()
    headings, rows = headings_for(template_rows(contract, who.reporter))
    assert headings == HEADINGS[:-1]
    assert {len(row) for row in rows} == {len(headings)}


@pytest.mark.parametrize(("cell", "value", "words"), [
    ("Apprentices: 2", "", "“Apprentices: 2” names no sub-score of this KPI"),
    ("1: 2; 1: 3", "", "Apprentices on the project is answered twice"),
    ("1: two", "", "Apprentices on the project must be a number"),
    ("1: yes", "", "must be one number"),
    ("3: splendid", "", "Site must be"),
    ("3: 4", "", "Site must be one of: Poor, Fair, Good"),
    ("1: 2; 2: 45; 3: good", "90", "does not agree with its sub-scores, which come to 75.83"),
    ("", "90", "enter each sub-score"),
])  # fmt: skip
def test_a_cell_that_makes_no_score_is_named(stage, cell, value, words):
    contract, who, _ = stage
    headings, rows = headings_for(template_rows(contract, who.reporter))
    rows[0][-1], rows[0][headings.index("value")] = cell, value
    preview = bring_back(contract, by=who.reporter, data=write_csv(headings, rows), name="f.csv")
    assert not Return.objects.exists()
    assert [problem.line for problem in preview.problems] == [2]
    assert words in preview.problems[0].message


def test_places_nothing_to_measure_and_what_stands_already(stage):
    contract, who, due = stage
    headings, rows = headings_for(template_rows(contract, who.reporter))
    rows[0][-1] = "1: 2; 2: n/a; 3: fair"
    bring_back(contract, by=who.reporter, data=write_csv(headings, rows), name="f.csv")
    assert Return.objects.get().answers == {"s1": "2", "s2": "nothing", "s3": "fair"}
    rows[0][-1], rows[0][headings.index("narrative")] = "", "Two apprentices came and stayed."
    bring_back(contract, by=who.reporter, data=write_csv(headings, rows), name="f.csv")
    kept = Return.objects.get()
    assert (kept.answers["s1"], kept.narrative) == ("2", "Two apprentices came and stayed.")


def test_a_verified_score_is_not_saved_over(stage):
    _, who, due = stage
    verified(due, who)
    with pytest.raises(WrongState, match="A correction replaces it"):
        saved(due, who)
