"""Timetables laid backwards, against days counted by hand on a calendar with England's bank holidays."""

from datetime import date
from decimal import Decimal

import pytest

from procurement.pipeline.enums import Phase
from procurement.pipeline.periods import holiday_period
from procurement.pipeline.timetable import Span, faults, planned_backwards, usual_lengths
from socialvalue.law.days import last_of_working_days


def spans_of(found):
    return {s.phase: (s.starts_on, s.ends_on) for s in found}


def test_over_christmas():
    """1 January is a bank holiday, and so is Monday 28 December 2026, for Boxing Day on the Saturday."""
    found = planned_backwards(date(2027, 2, 1), usual_lengths(Decimal("500000")))
    assert spans_of(found) == {
        Phase.ENGAGEMENT: (date(2026, 7, 31), date(2026, 9, 24)),
        Phase.NOTICE: (date(2026, 9, 25), date(2026, 10, 15)),
        Phase.TENDER: (date(2026, 10, 16), date(2026, 11, 19)),
        Phase.EVALUATION: (date(2026, 11, 20), date(2026, 12, 17)),
        # 31, 30, 29, 24, 23, 22, 21, 18 December
        Phase.STANDSTILL: (date(2026, 12, 18), date(2026, 12, 31)),
        Phase.MOBILISATION: (date(2027, 1, 2), date(2027, 1, 31)),
    }
    assert [s.phase for s in found] == [p for p in Phase if p != Phase.TRANSFER]


def test_over_easter():
    """Good Friday is 3 April 2026, Easter Monday the 6th: 14, 13, 10, 9, 8, 7, 2, 1 April."""
    (found,) = planned_backwards(date(2026, 4, 15), {})
    assert found == Span(Phase.STANDSTILL, date(2026, 4, 1), date(2026, 4, 14))


@pytest.mark.parametrize("start", [date(2026, 6, 15), date(2026, 12, 28), date(2027, 1, 4), date(2027, 5, 4), date(2026, 8, 31)])
def test_the_standstill_is_eight_working_days_beginning_with_its_first(start):
    """As section 51 counts: forwards from the day of the notice, that day included."""
    (found,) = planned_backwards(start, {})
    assert last_of_working_days(8, found.starts_on) == found.ends_on < start


def test_a_large_contract_has_a_staff_transfer_and_no_phase_touches_another():
    found = planned_backwards(date(2027, 6, 1), usual_lengths(Decimal("1000000")))
    assert [s.phase for s in found] == list(Phase)
    assert faults(found) == []
    assert found[-1].ends_on == date(2027, 5, 31)
    lengths = {s.phase: s.days for s in found if s.phase != Phase.STANDSTILL}
    assert lengths == usual_lengths(Decimal("1000000"))


def test_nought_leaves_a_phase_out_and_less_is_refused():
    assert planned_backwards(date(2027, 6, 1), {Phase.TENDER: 0}, standstill_working_days=0) == []
    assert [s.phase for s in planned_backwards(date(2027, 6, 1), {Phase.TENDER: 1})] == [Phase.TENDER, Phase.STANDSTILL]
    with pytest.raises(ValueError, match="-1 days"):
        planned_backwards(date(2027, 6, 1), {Phase.TENDER: -1})


def test_phases_over_each_other_or_backwards_are_faults():
    tender = Span(Phase.TENDER, date(2026, 5, 1), date(2026, 5, 31))
    assert faults([Span(Phase.EVALUATION, date(2026, 6, 1), date(2026, 6, 30)), tender]) == []
    assert faults([Span(Phase.EVALUATION, date(2026, 5, 31), date(2026, 6, 30)), tender]) == [
        "Evaluation and approval starts before tender period has ended."
    ]
    assert faults([Span(Phase.TENDER, date(2026, 5, 2), date(2026, 5, 1))]) == ["Tender period ends before it starts."]


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (date(2025, 12, 19), date(2026, 1, 4), "the Christmas and New Year period"),
        (date(2026, 2, 16), date(2026, 2, 20), "the February half-term"),
        # Easter Sunday 2026 is 5 April
        (date(2026, 3, 27), date(2026, 4, 13), "the Easter holidays"),
        (date(2026, 5, 25), date(2026, 5, 29), "the May half-term"),
        (date(2026, 7, 22), date(2026, 9, 1), "the summer holidays"),
        (date(2026, 10, 26), date(2026, 10, 30), "the October half-term"),
        (date(2026, 12, 19), date(2027, 1, 4), "the Christmas and New Year period"),
    ],
)
def test_holiday_periods_of_2026(first, last, name):
    assert holiday_period(first) == holiday_period(last) == name
    assert holiday_period(date.fromordinal(first.toordinal() - 1)) is None
    assert holiday_period(date.fromordinal(last.toordinal() + 1)) is None
