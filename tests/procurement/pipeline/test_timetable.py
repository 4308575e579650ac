"""Timetables laid backwards, against days counted by hand on a calendar with the bank holidays of every part of the Kingdom."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from procurement.pipeline.calculations import timetable
from procurement.pipeline.calculations.timetable import Span, faults, is_transfer_meanwhile, usual_lengths
from procurement.pipeline.enums import Phase
from socialvalue.law.days import BankHoliday, last_of_working_days


def planned_backwards(starts_on, lengths, *, standstill_working_days=8, proclaimed=None, transfer_meanwhile=False):
    """With the eight days of the rule sets known today and no proclaimed day, unless a test says otherwise."""
    return timetable.planned_backwards(
        starts_on,
        lengths,
        standstill_working_days=standstill_working_days,
        proclaimed=proclaimed or {},
        transfer_meanwhile=transfer_meanwhile,
    )


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
    assert last_of_working_days(8, found.starts_on, {}) == found.ends_on < start


def test_a_proclaimed_day_is_no_day_of_the_standstill_and_does_not_end_it():
    """From 1 June 2027, by hand: 28, 27, 26, 25, 24, 21, 20, 19 May; without the 28th: 27 down to the 18th."""
    proclaimed = {date(2027, 5, 28): BankHoliday("Coronation", frozenset({"NIR"}))}
    assert planned_backwards(date(2027, 6, 1), {}) == [Span(Phase.STANDSTILL, date(2027, 5, 19), date(2027, 5, 28))]
    assert planned_backwards(date(2027, 6, 1), {}, proclaimed=proclaimed) == [
        Span(Phase.STANDSTILL, date(2027, 5, 18), date(2027, 5, 27))
    ]


@pytest.mark.parametrize(("count", "first"), [(1, date(2027, 5, 28)), (2, date(2027, 5, 27)), (10, date(2027, 5, 17))])
def test_the_number_of_days_comes_from_the_rule_set(count, first):
    (found,) = planned_backwards(date(2027, 6, 1), {}, standstill_working_days=count)
    assert found == Span(Phase.STANDSTILL, first, date(2027, 5, 28))


def test_a_large_contract_has_a_staff_transfer_and_no_phase_touches_another():
    found = planned_backwards(date(2027, 6, 1), usual_lengths(Decimal("1000000")))
    assert [s.phase for s in found] == list(Phase)
    assert faults(found) == []
    assert found[-1].ends_on == date(2027, 5, 31)
    lengths = {s.phase: s.days for s in found if s.phase != Phase.STANDSTILL}
    assert lengths == usual_lengths(Decimal("1000000"))


def test_staff_transfer_during_mobilisation_over_easter():
    """Counted by hand: Good Friday is 26 March 2027, Easter Monday the 29th, 31 May the spring bank holiday."""
    lengths = usual_lengths(Decimal("1000000")) | {Phase.ENGAGEMENT: 0, Phase.NOTICE: 0}
    after = spans_of(planned_backwards(date(2027, 6, 1), lengths))
    assert after[Phase.MOBILISATION] == (date(2027, 4, 2), date(2027, 5, 31))
    assert after[Phase.TRANSFER] == (date(2027, 3, 5), date(2027, 4, 1))
    # 4, 3, 2, 1 March, 26, 25, 24, 23 February
    assert after[Phase.STANDSTILL] == (date(2027, 2, 23), date(2027, 3, 4))
    meanwhile = planned_backwards(date(2027, 6, 1), lengths, transfer_meanwhile=True)
    assert spans_of(meanwhile) == {
        Phase.TENDER: (date(2027, 1, 1), date(2027, 2, 4)),
        Phase.EVALUATION: (date(2027, 2, 5), date(2027, 3, 18)),
        # 1 April, 31, 30, 25, 24, 23, 22, 19 March
        Phase.STANDSTILL: (date(2027, 3, 19), date(2027, 4, 1)),
        Phase.TRANSFER: (date(2027, 5, 4), date(2027, 5, 31)),
        Phase.MOBILISATION: (date(2027, 4, 2), date(2027, 5, 31)),
    }
    assert faults(meanwhile) == []
    assert is_transfer_meanwhile(meanwhile)
    assert not is_transfer_meanwhile(planned_backwards(date(2027, 6, 1), lengths))
    unsaid = timetable.planned_backwards(date(2027, 6, 1), lengths, standstill_working_days=8, proclaimed={})
    assert spans_of(unsaid) == after


def test_a_transfer_longer_than_mobilisation_decides_when_the_standstill_ends():
    """4 January 2027 is a Monday; 6 December a Sunday, so the standstill ends on Friday the 4th.

    Monday 30 November is Scotland's: 4, 3, 2, 1 December, 27, 26, 25, 24 November.
    """
    found = planned_backwards(date(2027, 1, 4), {Phase.TRANSFER: 28, Phase.MOBILISATION: 20}, transfer_meanwhile=True)
    assert spans_of(found) == {
        Phase.STANDSTILL: (date(2026, 11, 24), date(2026, 12, 4)),
        Phase.TRANSFER: (date(2026, 12, 7), date(2027, 1, 3)),
        Phase.MOBILISATION: (date(2026, 12, 15), date(2027, 1, 3)),
    }


def test_only_staff_transfer_and_mobilisation_may_share_days():
    standstill = Span(Phase.STANDSTILL, date(2026, 5, 4), date(2026, 5, 14))
    transfer = Span(Phase.TRANSFER, date(2026, 5, 20), date(2026, 6, 16))
    inside = Span(Phase.MOBILISATION, date(2026, 5, 15), date(2026, 6, 16))
    assert faults([standstill, transfer, inside]) == []
    early = Span(Phase.MOBILISATION, date(2026, 5, 14), date(2026, 6, 16))
    assert faults([standstill, transfer, early]) == ["Mobilisation starts before standstill has ended."]
    assert faults([standstill, Span(Phase.TRANSFER, date(2026, 5, 14), date(2026, 6, 1)), inside]) == [
        "Staff transfer starts before standstill has ended."
    ]
    evaluation = Span(Phase.EVALUATION, date(2026, 4, 1), date(2026, 5, 3))
    assert faults([evaluation, standstill, transfer, early]) == ["Mobilisation starts before standstill has ended."]
    assert faults([evaluation, standstill, transfer, inside]) == []
    # What shares a day with the phase before it is a fault where that is no transfer
    assert faults([standstill, early]) == ["Mobilisation starts before standstill has ended."]
    before = Span(Phase.MOBILISATION, date(2026, 5, 15), date(2026, 5, 19))
    assert faults([standstill, transfer, before]) == ["Mobilisation starts before staff transfer has ended."]
    # Without the one, the other stays what it was
    assert planned_backwards(date(2026, 6, 1), {Phase.MOBILISATION: 30}, transfer_meanwhile=True) == planned_backwards(
        date(2026, 6, 1), {Phase.MOBILISATION: 30}
    )


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


@pytest.mark.parametrize("phase", [Phase.TENDER, Phase.MOBILISATION])
def test_a_phase_of_one_day_is_no_fault(phase):
    assert faults([Span(phase, date(2026, 5, 1), date(2026, 5, 1))]) == []


def test_phases_of_the_first_and_last_day_that_they_may_have():
    """The tender ends on the day before evaluation starts, mobilisation shares its first day with the end of the transfer."""
    transfer = Span(Phase.TRANSFER, date(2026, 5, 1), date(2026, 5, 28))
    for first in (date(2026, 5, 1), date(2026, 5, 28)):
        assert is_transfer_meanwhile([transfer, Span(Phase.MOBILISATION, first, date(2026, 6, 30))])
        assert is_transfer_meanwhile(
            [Span(Phase.TRANSFER, first, date(2026, 6, 30)), replace(transfer, phase=Phase.MOBILISATION)]
        )
    assert not is_transfer_meanwhile([transfer, Span(Phase.MOBILISATION, date(2026, 5, 29), date(2026, 6, 30))])
    assert not is_transfer_meanwhile([transfer])
    assert not is_transfer_meanwhile([replace(transfer, phase=Phase.MOBILISATION)])


@pytest.mark.parametrize(("value", "lengths"), [("999999.99", (56, 21, 35, 28, 0, 30)), ("1000000", (84, 21, 35, 42, 28, 60))])
def test_how_long_the_phases_usually_take_below_a_million_and_from_it_on(value, lengths):
    phases = (Phase.ENGAGEMENT, Phase.NOTICE, Phase.TENDER, Phase.EVALUATION, Phase.TRANSFER, Phase.MOBILISATION)
    assert usual_lengths(Decimal(value)) == dict(zip(phases, lengths, strict=True))


def test_faults_are_told_in_the_order_of_the_phases_and_each_beside_the_one_before_it():
    tender = Span(Phase.TENDER, date(2026, 5, 1), date(2026, 5, 31))
    evaluation = Span(Phase.EVALUATION, date(2026, 5, 31), date(2026, 5, 30))
    standstill = Span(Phase.STANDSTILL, date(2026, 5, 30), date(2026, 6, 10))
    assert faults([standstill, evaluation, tender]) == [
        "Evaluation and approval ends before it starts.",
        "Evaluation and approval starts before tender period has ended.",
        "Standstill starts before evaluation and approval has ended.",
    ]
