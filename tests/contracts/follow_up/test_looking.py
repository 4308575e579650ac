"""The list is made by the clock: each question with its sentence, done with a word, back when it stands again."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from contracts.follow_up import services
from contracts.follow_up.models import FollowUp
from contracts.follow_up.services import follow
from contracts.follow_up.timed import due
from contracts.independent.models import Confirmation
from contracts.kept.models import Kept
from contracts.returns import services as returns
from contracts.returns.models import Return
from contracts.schedule import services as schedule
from socialvalue.common import clock
from socialvalue.framework.models import Measure
from tests.builders import contracts as build
from tests.builders import framework
from tests.contracts.follow_up.steps import NOW, WHOLE, dues_of, history, looked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


def test_what_is_late_is_not_in_time():
    """Quarters from April 2025: two are over and late, the third is due on 20 January."""
    contract, who = build.active_contract()
    first, second = dues_of(contract)[:2]
    assert looked() == [
        ("in_time", "The return for 1 April 2025 to 30 June 2025 was due on 20 July 2025 and is not here"),
        ("in_time", "The return for 1 July 2025 to 30 September 2025 was due on 20 October 2025 and is not here"),
    ]
    build.submitted_return(first, who, **WHOLE)
    schedule.waive(second, by=who.manager, reason="The service paused in this quarter.")
    assert looked() == []


def test_a_return_is_late_on_the_day_after_it_was_due_and_the_clock_knows_when():
    contract, who = build.active_contract()
    for one in dues_of(contract)[:2]:
        build.submitted_return(one, who, **WHOLE)
    third = dues_of(contract)[2]
    assert looked() == []
    assert Kept.objects.get().follow_on == third.due_on + timedelta(days=1)
    for day, count in ((third.due_on, 0), (third.due_on + timedelta(days=1), 1)):
        with clock.at(datetime.combine(day, NOW.timetz())):
            assert len(looked()) == count


@pytest.mark.parametrize(
    ("left_out", "says"),
    [
        ((), None),
        (("evidence_note",), "No evidence: no file, and no note of where it is kept"),
        (("anyway",), "Not answered: would it have happened anyway?"),
    ],
)
def test_what_lacks_something_is_not_complete(left_out, says):
    contract, who = build.active_contract()
    one, two = dues_of(contract)[:2]
    build.submitted_return(two, who, **WHOLE)
    build.submitted_return(one, who, **{name: text for name, text in WHOLE.items() if name not in left_out})
    expected = [] if says is None else [("complete", f"The return for 1 April 2025 to 30 June 2025 lacks something. {says}")]
    assert looked() == expected


def test_what_is_unlike_its_own_history_is_not_consistent():
    """By the day: 30, 31, 30, 31, 31 and 30 days of April to September at one a day, and then 100 in October's 31.

    The median a day is 1, a tenth of it 0.1: for 31 days from 21.7 to 40.3.
    """
    history(["30", "31", "30", "31", "31", "30", "100", "30", "31"])
    ((question, sentence),) = looked()
    assert (question, sentence) == (
        "consistent",
        "100 apprenticeships for 1 October 2025 to 31 October 2025 is unlike the 6 periods before: "
        "from 21.7 apprenticeships to 40.3 apprenticeships would be usual",
    )


def test_of_a_share_more_than_all_of_them_is_not_correct():
    contract, who = build.active_contract(kpi={"kind": "ratio", "unit": "%", "target": Decimal(90), "minimum": Decimal(80)})
    one, two = dues_of(contract)[:2]
    for due_row, numbers in ((one, (12, 10)), (two, (8, 10))):
        numerator, denominator = map(Decimal, numbers)
        draft = returns.save_return(due_row, by=who.reporter, numerator=numerator, denominator=denominator, **WHOLE)
        returns.submit_return(draft, by=who.reporter)
    assert looked() == [("correct", "12 of 10 for 1 April 2025 to 30 June 2025 is more than all of them")]


def with_measures(council) -> list[Measure]:
    """Two measures of one unit in the council's framework, as apprentices and the workforce that they are part of."""
    version = framework.published(framework.editor(council), measures=2)
    rows = Measure.objects.filter(outcome__priority__version=version).select_related("outcome__priority")
    return list(rows.order_by("code"))


def two_measured(values: tuple[str, str]):
    who = build.parties()
    apprentices, workforce = with_measures(who.council)
    contract, _ = build.draft_contract(who)
    for measure in (apprentices, workforce):
        links = {"measure": measure, "outcome": measure.outcome, "priority": measure.outcome.priority}
        body = build.obligation(contract, who, kpi={"unit": measure.unit, "direction": measure.direction}, **links)
        for by in (who.reporter, who.manager):
            body = build.commitments.agree(body, by=by)
    contract = build.register.start_contract(contract, by=who.manager)
    rows = dues_of(contract)
    firsts = [row for row in rows if row.starts_on == rows[0].starts_on]
    seconds = [row for row in rows if row.starts_on == date(2025, 7, 1)]
    for row, value in zip(firsts, values, strict=True):
        build.submitted_return(row, who, value, **WHOLE)
    for row in seconds:
        build.submitted_return(row, who, "3", **WHOLE)
    return who, apprentices, workforce, firsts


def test_a_rule_between_measures_finds_what_breaks_it_and_its_end_takes_it_off():
    who, apprentices, workforce, _ = two_measured(("4", "3"))
    assert looked() == []
    rule = services.enter_rule(
        who.council, by=who.manager, compares="at_most", parts=[apprentices], whole=workforce,
        because="Every apprentice is one of the workforce.",
    )  # fmt: skip
    said = f"{apprentices.name}: 4 for 1 April 2025 to 30 June 2025. That is more than {workforce.name}, 3"
    assert looked() == [("correct", said)]
    services.end_rule(rule, by=who.manager)
    assert looked() == []


def test_what_somebody_outside_does_not_agree_with_is_on_the_list_until_it_is_settled():
    contract, who = build.active_contract()
    one, two = dues_of(contract)[:2]
    build.submitted_return(two, who, **WHOLE)
    verified = build.verified_return(one, who, **WHOLE)
    assert looked() == []
    Confirmation.objects.create(
        kpi_return=verified, asked_by=who.manager, body="A university", finding="differs", how="site", looked_at="The site.",
        words="Two of the three were there.", answered_at=clock.now(), answered_by=who.director,
    )  # fmt: skip
    Kept.objects.update(follow_on=clock.today())
    ((question, sentence),) = looked()
    assert (question, sentence[:12]) == ("correct", "A university")
    Confirmation.objects.update(settled_at=clock.now(), settled_by=who.manager, settled_words="The third was on leave that day.")
    Kept.objects.update(follow_on=clock.today())
    assert looked() == []


def test_done_with_stays_done_and_comes_back_when_the_fact_is_another():
    contract, who = build.active_contract(kpi={"kind": "ratio", "unit": "%", "target": Decimal(90), "minimum": Decimal(80)})
    one, two = dues_of(contract)[:2]
    for row, top in ((one, 12), (two, 8)):
        draft = returns.save_return(row, by=who.reporter, numerator=Decimal(top), denominator=Decimal(10), **WHOLE)
        returns.submit_return(draft, by=who.reporter)
    assert len(looked()) == 1
    services.done_with(FollowUp.objects.get(), by=who.manager, words="They count helpers too, we spoke about it.")
    Kept.objects.update(follow_on=clock.today())
    assert (looked(), FollowUp.objects.get().returned) == ([], 0)
    version = returns.query_return(Return.objects.get(due=one), by=who.manager, comment="Which twelve?")
    # Sent back, there is no figure of it any more
    assert [question for question, _ in looked()] == ["in_time"]
    draft = returns.save_return(one, by=who.reporter, numerator=Decimal(13), denominator=Decimal(10), **WHOLE)
    returns.submit_return(draft, by=who.reporter, change_reason="One more was found in the list of June.")
    assert looked() == [("correct", "13 of 10 for 1 April 2025 to 30 June 2025 is more than all of them")]
    item = FollowUp.objects.get(rule="share")
    assert (item.returned, item.done_at, item.done_words) == (1, None, "")
    assert version.due == one


def test_nothing_is_asked_where_nothing_changed(django_assert_num_queries):
    history(["30", "31", "30", "31"])
    looked()
    with django_assert_num_queries(1):
        assert follow(clock.now()) == 0
    assert due(clock.now()) == []


@pytest.mark.parametrize("many", [1, 4])
def test_a_set_asks_the_same_number_of_questions_however_many_it_holds(django_assert_num_queries, many):
    who = build.parties()
    for _ in range(many):
        build.active_contract(who)
    with django_assert_num_queries(LOOKS):
        assert follow(clock.now()) == 2 * many


LOOKS = 23


def test_saving_marks_what_is_to_be_looked_through_again():
    contract, who = build.active_contract()
    looked()
    assert Kept.objects.get().follow_on > clock.today()
    assert due(clock.now()) == []
    build.submitted_return(dues_of(contract)[0], who)
    assert Kept.objects.get().follow_on == clock.today()
    assert [event.what for event in due(clock.now())] == ["look through what returns say"]
