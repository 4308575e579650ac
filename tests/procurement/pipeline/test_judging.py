"""Every warning about a timetable, on both sides of its boundary."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from procurement.pipeline.calculations.judging import Facts, Market, Rival, warnings
from procurement.pipeline.calculations.timetable import Span, planned_backwards, usual_lengths
from procurement.pipeline.enums import Phase
from socialvalue.law import rules
from socialvalue.law.days import BankHoliday
from socialvalue.law.rules import RULE_SETS

TODAY = date(2026, 7, 1)
START = date(2027, 2, 15)
FACTS = Facts(
    value=Decimal("500000"), light_touch=False, starts_on=START, category="Care and support", reference="COM-0001",
    began_on=date(2026, 6, 1),
)  # fmt: skip
# Engagement 19 August to 13 October, tender 4 November to 8 December, standstill from 6 January: nothing is wrong with it
CLEAN = {s.phase: s for s in planned_backwards(START, usual_lengths(FACTS.value), standstill_working_days=8, proclaimed={})}
LARGE = {
    s.phase: s for s in planned_backwards(START, usual_lengths(Decimal("1000000")), standstill_working_days=8, proclaimed={})
}


def keys(spans=CLEAN, facts=FACTS, market=None, today=TODAY, proclaimed=None):
    return [w.key for w in warnings(spans.values(), facts, market or Market(), today=today, proclaimed=proclaimed or {})]


def lasting(phase, days, spans=CLEAN):
    """The timetable with a phase of so many days, its last day unmoved."""
    ends = spans[phase].ends_on
    return spans | {phase: Span(phase, ends - timedelta(days=days - 1), ends)}


def without(phase, spans=CLEAN):
    return {p: s for p, s in spans.items() if p != phase}


def test_a_good_timetable_has_none_and_so_has_none_at_all():
    assert keys() == []
    assert keys({}) == []


@pytest.mark.parametrize(("days", "found"), [(24, ["window-law-24"]), (25, ["window-own-25"]), (27, ["window-own-27"]), (28, [])])
def test_the_tender_period_above_the_threshold(days, found):
    assert keys(lasting(Phase.TENDER, days)) == found


@pytest.mark.parametrize(
    "changes",
    [{"light_touch": True}, {"law_applies": False}, {"value": Decimal("207719.99")}],
    ids=["light touch", "a grant", "below the threshold"],
)
def test_where_the_law_sets_no_minimum_the_councils_own_holds(changes):
    facts = replace(FACTS, **changes)
    (found,) = warnings(lasting(Phase.TENDER, 24).values(), facts, Market(), today=TODAY, proclaimed={})
    assert (found.key, found.lawful) == ("window-own-24", False)
    assert "own minimum is 28" in found.text


def test_the_laws_own_minimum_is_marked_as_the_laws():
    (found,) = warnings(lasting(Phase.TENDER, 24).values(), FACTS, Market(), today=TODAY, proclaimed={})
    assert found.lawful
    assert found.text == "The tender period is 24 days. The law asks for at least 25 (Procurement Act 2023, section 54)."


def test_the_threshold_itself_counts_as_above():
    assert keys(lasting(Phase.TENDER, 24), replace(FACTS, value=Decimal("207720"))) == ["window-law-24"]


def test_what_the_law_asks_for_comes_first():
    spans = lasting(Phase.MOBILISATION, 29, lasting(Phase.TENDER, 24, without(Phase.ENGAGEMENT)))
    assert keys(spans)[0] == "window-law-24"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 18), None),
        (date(2026, 12, 21), "in the Christmas and New Year period"),
        (date(2027, 3, 26), "in the Easter holidays"),
        (date(2027, 5, 3), "a bank holiday (May Day)"),
        (date(2026, 11, 21), "a Saturday"),
        (date(2026, 11, 23), None),
    ],
)
def test_deadlines_in_holidays_and_on_days_nobody_works(day, words):
    spans = {Phase.TENDER: Span(Phase.TENDER, day - timedelta(days=34), day)}
    found = [w for w in warnings(spans.values(), FACTS, Market(), today=TODAY, proclaimed={}) if w.key.startswith("deadline")]
    assert [w.key for w in found] == ([f"deadline-holiday-{day.isoformat()}"] if words else [])
    assert not words or words in found[0].text


def rival(first, last, category="Care and support", reference="COM-0002"):
    return Market([Rival(reference, "Home care", category, first, last)])


def test_two_tenders_for_one_market_at_once():
    tender = CLEAN[Phase.TENDER]
    day = timedelta(days=1)
    assert keys(market=rival(tender.ends_on, tender.ends_on + 30 * day)) == ["clash-COM-0002"]
    assert keys(market=rival(tender.starts_on - 30 * day, tender.starts_on)) == ["clash-COM-0002"]
    assert keys(market=rival(tender.ends_on + day, tender.ends_on + 30 * day)) == []
    assert keys(market=rival(tender.starts_on - 30 * day, tender.starts_on - day)) == []
    assert keys(market=rival(tender.starts_on, tender.ends_on, category=" care AND support ")) == ["clash-COM-0002"]
    assert keys(market=rival(tender.starts_on, tender.ends_on, category="Highways")) == []
    assert keys(market=rival(tender.starts_on, tender.ends_on, reference="COM-0001")) == []


def test_a_tender_that_is_over_clashes_with_nobody():
    tender = CLEAN[Phase.TENDER]
    known = replace(FACTS, deadline=tender.ends_on)
    at_once = rival(tender.starts_on, tender.ends_on)
    assert keys(facts=known, market=at_once, today=tender.ends_on) == ["clash-COM-0002"]
    assert keys(facts=known, market=at_once, today=tender.ends_on + timedelta(days=1)) == []
    assert keys(without(Phase.TENDER), market=at_once) == ["tender-none"]


def test_a_published_tender_is_compared_by_its_real_days():
    tender = CLEAN[Phase.TENDER]
    later = tender.ends_on + timedelta(days=5)
    out = replace(FACTS, published=tender.ends_on + timedelta(days=2), deadline=later)
    assert "clash-COM-0002" in keys(facts=out, market=rival(later, later))
    assert "clash-COM-0002" not in keys(facts=out, market=rival(tender.starts_on, tender.ends_on + timedelta(days=1)))
    # Without both of its days, the planned ones
    for half in (replace(out, deadline=None), replace(out, published=None)):
        assert "clash-COM-0002" in keys(facts=half, market=rival(tender.starts_on, tender.starts_on))
        assert "clash-COM-0002" not in keys(facts=half, market=rival(later, later))


def test_each_rival_is_named_once_and_a_tender_that_is_out_with_its_days():
    tender = CLEAN[Phase.TENDER]
    day = tender.starts_on
    planned = Rival("COM-0002", "Home care", "Care and support", day, day)
    out = Rival("COM-0003", "Day care", "Care and support", date(2026, 11, 5), date(2026, 12, 3), out=True)
    found = warnings(CLEAN.values(), FACTS, Market([planned, planned, out]), today=TODAY, proclaimed={})
    assert [w.text for w in found] == [
        "“Home care” (COM-0002) asks the same market (Care and support) for bids at the same time.",
        "“Day care” (COM-0003) asks the same market (Care and support) for bids at the same time: its tender is out from "
        "5 November 2026 to 3 December 2026.",
    ]


@pytest.mark.parametrize(("days", "found"), [(29, ["mobilisation-short-29"]), (30, [])])
def test_mobilisation(days, found):
    assert keys(lasting(Phase.MOBILISATION, days)) == found


def test_without_mobilisation_there_are_nought_days_of_it():
    assert keys(without(Phase.MOBILISATION)) == ["mobilisation-short-0"]


@pytest.mark.parametrize(
    ("phase", "days", "found"),
    [
        (Phase.MOBILISATION, 59, ["mobilisation-short-59"]),
        (Phase.MOBILISATION, 60, []),
        (Phase.TRANSFER, 27, ["transfer-short-27"]),
        (Phase.TRANSFER, 28, []),
    ],
)
def test_a_million_takes_longer_to_hand_over(phase, days, found):
    def handover(value):
        found = keys(lasting(phase, days, LARGE), replace(FACTS, value=Decimal(value)))
        return [key for key in found if key.startswith(("mobilisation", "transfer"))]

    assert handover("1000000") == found
    assert handover("999999.99") == []


@pytest.mark.parametrize(("days", "found"), [(41, ["engagement-short-41"]), (42, [])])
def test_co_production(days, found):
    last = date(2026, 10, 13)
    spans = CLEAN | {Phase.ENGAGEMENT: Span(Phase.ENGAGEMENT, last - timedelta(days=days - 1), last)}
    assert keys(spans) == found


def test_co_production_counts_the_days_outside_holidays():
    """The summer holidays end on 1 September: 2 September to 13 October are 42 days."""
    assert keys(lasting(Phase.ENGAGEMENT, 56)) == []
    earlier = Span(Phase.ENGAGEMENT, date(2026, 8, 18), date(2026, 10, 12))
    assert keys(CLEAN | {Phase.ENGAGEMENT: earlier}) == ["engagement-holiday-41"]
    assert keys(without(Phase.ENGAGEMENT)) == ["engagement-none"]


def test_the_standstill_is_the_laws_above_the_threshold_and_the_councils_own_elsewhere():
    short = CLEAN | {Phase.STANDSTILL: replace(CLEAN[Phase.STANDSTILL], starts_on=date(2027, 1, 7))}
    (found,) = warnings(short.values(), FACTS, Market(), today=TODAY, proclaimed={})
    assert (found.key, found.lawful) == ("standstill-short-7", True)
    (found,) = warnings(short.values(), replace(FACTS, light_touch=True), Market(), today=TODAY, proclaimed={})
    assert (found.key, found.lawful) == ("standstill-short-7", False)
    assert keys(without(Phase.STANDSTILL)) == ["standstill-short-0"]
    assert keys(without(Phase.STANDSTILL), replace(FACTS, law_applies=False)) == []


def test_the_standstill_is_counted_in_the_laws_days_and_the_deadline_in_the_councils():
    """CLEAN's standstill has eight working days; a day proclaimed in Wales alone takes one of them and no deadline."""
    day = CLEAN[Phase.STANDSTILL].starts_on
    assert keys(proclaimed={day: BankHoliday("Victory", frozenset({"WLS"}))}) == ["standstill-short-7"]
    due = CLEAN[Phase.TENDER].ends_on
    assert keys(proclaimed={due: BankHoliday("Victory", frozenset({"WLS"}))}) == []
    assert keys(proclaimed={due: BankHoliday("Victory", frozenset({"ENG"}))}) == [f"deadline-holiday-{due.isoformat()}"]


def test_the_rule_set_says_how_many_days(monkeypatch):
    """By the day the tender is planned to go out: from a later day on, a rule set may ask for more."""
    out = CLEAN[Phase.TENDER].starts_on
    later = replace(RULE_SETS[-1], since=out, standstill_working_days=10)
    monkeypatch.setattr(rules, "RULE_SETS", (*RULE_SETS, later))
    (found,) = warnings(CLEAN.values(), FACTS, Market(), today=TODAY, proclaimed={})
    assert found.text == "The standstill has 8 working days. The law asks for 10 (Procurement Act 2023, section 51)."
    monkeypatch.setattr(rules, "RULE_SETS", (*RULE_SETS, replace(later, since=out + timedelta(days=1))))
    assert keys() == []


def test_the_whole_fits_between_its_beginning_and_the_contracts_start():
    first = CLEAN[Phase.ENGAGEMENT].starts_on
    assert keys(facts=replace(FACTS, began_on=first)) == []
    assert keys(facts=replace(FACTS, began_on=first + timedelta(days=1))) == [f"late-start-{first.isoformat()}"]
    assert keys(facts=replace(FACTS, starts_on=START - timedelta(days=1))) == ["after-start-2027-02-14"]


def test_a_tender_that_should_be_out_and_one_that_closes_on_another_day():
    tender = CLEAN[Phase.TENDER]
    assert keys(today=tender.starts_on - timedelta(days=1)) == []
    assert keys(today=tender.starts_on) == ["tender-late-2026-11-04"]
    assert keys(facts=replace(FACTS, deadline=tender.ends_on), today=tender.starts_on) == []
    other = replace(FACTS, deadline=date(2026, 12, 10))
    assert keys(facts=other, today=tender.starts_on) == ["deadline-differs-2026-12-10-2026-12-08"]
    assert keys(facts=other, today=date(2026, 12, 11)) == []


def test_what_is_over_is_no_fault_any_more():
    spans = lasting(Phase.TENDER, 24, lasting(Phase.ENGAGEMENT, 10))
    known = replace(FACTS, deadline=spans[Phase.TENDER].ends_on)
    assert keys(spans, known, today=spans[Phase.TENDER].ends_on) == ["window-law-24"]
    assert keys(spans, known, today=spans[Phase.TENDER].ends_on + timedelta(days=1)) == []
    assert keys(without(Phase.MOBILISATION), known, today=START) == []


def test_an_in_house_service_asks_nobody_for_bids():
    facts = replace(FACTS, bought=False, law_applies=False)
    spans = {p: s for p, s in CLEAN.items() if p in (Phase.ENGAGEMENT, Phase.MOBILISATION)}
    assert keys(spans, facts) == []
    assert keys(spans) == ["standstill-short-0", "tender-none"]


def texts(spans, facts=FACTS, today=TODAY) -> list[str]:
    return [w.text for w in warnings(spans.values(), facts, Market(), today=today, proclaimed={})]


def test_one_day_is_a_day_and_several_are_days():
    one = lasting(Phase.TRANSFER, 1, lasting(Phase.MOBILISATION, 1, LARGE))
    assert [text for text in texts(one, replace(FACTS, value=Decimal("1000000"))) if "1 day" in text] == [
        "Mobilisation has 1 day; this size needs 60 to recruit and to move people over safely.",
        "Staff may transfer to the new provider and 1 day is planned for it. Telling and consulting them takes at least 28.",
    ]
    none = without(Phase.TRANSFER, LARGE)
    assert (
        "Staff may transfer to the new provider and 0 days are planned for it. Telling and consulting them takes at least 28."
        in (texts(none, replace(FACTS, value=Decimal("1000000"))))
    )


def test_the_standstill_of_one_day_in_words():
    day = CLEAN[Phase.STANDSTILL].ends_on
    short = CLEAN | {Phase.STANDSTILL: Span(Phase.STANDSTILL, day, day)}
    assert texts(short) == ["The standstill has 1 working day. The law asks for 8 (Procurement Act 2023, section 51)."]
    assert texts(short, replace(FACTS, light_touch=True)) == ["The standstill has 1 working day. The council’s own minimum is 8."]


def test_a_standstill_that_is_over_is_no_fault_and_one_that_ends_today_is():
    day = CLEAN[Phase.STANDSTILL].ends_on
    short = CLEAN | {Phase.STANDSTILL: Span(Phase.STANDSTILL, day, day)}
    known = replace(FACTS, deadline=CLEAN[Phase.TENDER].ends_on)
    assert keys(short, known, today=day) == ["standstill-short-1"]
    assert keys(short, known, today=day + timedelta(days=1)) == []


def test_a_timetable_is_judged_up_to_its_last_day():
    """An in-house service of a mobilisation that is too short."""
    spans = {Phase.MOBILISATION: Span(Phase.MOBILISATION, date(2026, 6, 25), TODAY)}
    facts = replace(FACTS, bought=False, law_applies=False, began_on=None)
    assert keys(spans, facts) == ["engagement-none", "mobilisation-short-7"]
    assert keys(spans, facts, today=TODAY + timedelta(days=1)) == []


def test_engagement_is_no_fault_once_it_is_over_or_the_tender_is_out():
    spans = lasting(Phase.ENGAGEMENT, 41)
    ends, out = spans[Phase.ENGAGEMENT].ends_on, spans[Phase.TENDER].starts_on
    assert keys(spans, today=ends) == ["engagement-short-41"]
    assert keys(spans, today=ends + timedelta(days=1)) == []
    known, gone = replace(FACTS, deadline=spans[Phase.TENDER].ends_on), without(Phase.ENGAGEMENT)
    assert keys(gone, known, today=out - timedelta(days=1)) == ["engagement-none"]
    assert keys(gone, known, today=out) == []


def test_a_first_phase_that_is_over_was_not_begun_too_late():
    first = CLEAN[Phase.ENGAGEMENT]
    late = replace(FACTS, began_on=first.starts_on + timedelta(days=1))
    assert keys(facts=late, today=first.ends_on) == [f"late-start-{first.starts_on.isoformat()}"]
    assert keys(facts=late, today=first.ends_on + timedelta(days=1)) == []
    assert keys(facts=replace(FACTS, began_on=None)) == []
    assert keys(facts=replace(FACTS, starts_on=None)) == []
    assert keys(facts=replace(FACTS, starts_on=START)) == []


def test_the_sentences_say_which_days():
    first = CLEAN[Phase.ENGAGEMENT].starts_on
    assert texts(CLEAN, replace(FACTS, began_on=first + timedelta(days=1))) == [
        "The first phase would have had to begin on 19 August 2026; this commission was begun on 20 August 2026. "
        "Move the contract’s start, or shorten a phase on purpose."
    ]
    due = Span(Phase.TENDER, date(2026, 10, 18), date(2026, 11, 21))
    assert texts(CLEAN | {Phase.TENDER: due}) == ["Bids are due on 21 November 2026, a Saturday. Choose another day."]


@pytest.mark.parametrize(("value", "days", "found"), [("999999.99", 30, []), ("1000000", 30, ["mobilisation-short-30"])])
def test_an_in_house_service_needs_time_to_get_ready_and_moves_no_staff(value, days, found):
    facts = replace(FACTS, value=Decimal(value), bought=False, law_applies=False)
    spans = {Phase.ENGAGEMENT: CLEAN[Phase.ENGAGEMENT], Phase.MOBILISATION: lasting(Phase.MOBILISATION, days)[Phase.MOBILISATION]}
    assert keys(spans, facts) == found


def test_works_have_thresholds_of_their_own():
    spans = lasting(Phase.TENDER, 24)
    assert keys(spans, replace(FACTS, works=True)) == ["window-own-24"]
    short = CLEAN | {Phase.STANDSTILL: replace(CLEAN[Phase.STANDSTILL], starts_on=date(2027, 1, 7))}
    assert [w.lawful for w in warnings(short.values(), replace(FACTS, works=True), Market(), today=TODAY, proclaimed={})] == [
        False
    ]


def test_the_published_deadline_counts_until_it_has_passed_even_when_the_planned_one_has():
    tender = CLEAN[Phase.TENDER]
    other = replace(FACTS, deadline=date(2026, 12, 10))
    key = "deadline-differs-2026-12-10-2026-12-08"
    assert keys(facts=other, today=date(2026, 12, 10)) == [key]
    early = replace(FACTS, deadline=date(2026, 12, 4))
    assert keys(facts=early, today=tender.ends_on) == ["deadline-differs-2026-12-04-2026-12-08"]
    assert keys(facts=early, today=tender.ends_on + timedelta(days=1)) == []


def test_without_a_tender_period_the_law_is_that_of_the_next_day_that_is_planned(monkeypatch):
    """The standstill's first day, then the contract's start; with none of them there is no law to ask."""
    of = CLEAN[Phase.STANDSTILL].starts_on
    spans = without(Phase.TENDER)
    monkeypatch.setattr(rules, "RULE_SETS", (*RULE_SETS, replace(RULE_SETS[-1], since=of, standstill_working_days=10)))
    assert keys(spans) == ["standstill-short-8", "tender-none"]
    monkeypatch.setattr(
        rules, "RULE_SETS", (*RULE_SETS, replace(RULE_SETS[-1], since=of + timedelta(days=1), standstill_working_days=10))
    )
    assert keys(spans) == ["tender-none"]
    assert keys(without(Phase.STANDSTILL, spans)) == ["standstill-short-0", "tender-none"]
    assert keys(without(Phase.STANDSTILL, spans), replace(FACTS, starts_on=None)) == ["tender-none"]
