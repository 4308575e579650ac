"""When a period locks and through whose exception it is still changed: the rule alone, worked by hand."""

from datetime import date, timedelta

import pytest

from contracts.register.enums import Side
from contracts.schedule.calculations.locking import (
    MOST_DAYS,
    SOON,
    TO_DECIDE,
    Act,
    Opened,
    Step,
    days_of,
    is_locked,
    kept_steps,
    last_day,
    locks_soon,
    opens,
    steps_from,
    with_step,
)

DUE = date(2026, 7, 20)
LAST = date(2026, 9, 18)  # 60 days after it
SIXTY = [Step(date(2026, 4, 1), 60)]
OURS, THEIRS = 7, 8


@pytest.mark.parametrize(
    "due_on, days",
    [
        (date(2026, 3, 31), None),  # due before the first step: it never locks
        (date(2026, 4, 1), 60),
        (date(2026, 12, 31), 60),
        (date(2027, 1, 1), 30),
        (date(2027, 6, 30), 30),
        (date(2027, 7, 1), None),  # from then on nothing locks
    ],
)
def test_the_step_of_the_due_day_counts(due_on, days):
    steps = [*SIXTY, Step(date(2027, 1, 1), 30), Step(date(2027, 7, 1), None)]
    assert days_of(due_on, steps) == days
    assert last_day(due_on, None, steps) == (None if days is None else due_on + timedelta(days=days))


def test_a_council_that_has_said_nothing_locks_nothing():
    assert last_day(DUE, None, []) is None
    assert not is_locked(None, date(2050, 1, 1))


def test_the_days_run_from_when_the_kpi_was_agreed_where_that_came_later():
    assert last_day(DUE, None, SIXTY) == LAST
    assert last_day(DUE, date(2026, 7, 19), SIXTY) == LAST
    assert last_day(DUE, DUE, SIXTY) == LAST
    assert last_day(DUE, date(2026, 9, 1), SIXTY) == date(2026, 10, 31)


def test_which_step_counts_is_told_by_the_due_day_alone():
    """A KPI agreed under a new step reports on what was due under the old one by the old days."""
    steps = [*SIXTY, Step(date(2026, 8, 1), 20)]
    assert last_day(DUE, date(2026, 9, 1), steps) == date(2026, 10, 31)


@pytest.mark.parametrize("today, locked", [(DUE, False), (date(2026, 9, 17), False), (LAST, False), (date(2026, 9, 19), True)])
def test_the_last_day_is_still_open(today, locked):
    assert is_locked(LAST, today) is locked


@pytest.mark.parametrize(
    "today, soon", [(LAST - timedelta(days=SOON + 1), False), (LAST - timedelta(days=SOON), True), (LAST, True),
                    (LAST + timedelta(days=1), False)],
)  # fmt: skip
def test_what_locks_soon(today, soon):
    assert locks_soon(LAST, today) is soon
    assert not locks_soon(None, today)


def test_a_new_step_takes_the_place_of_those_that_would_begin_later():
    steps = [*SIXTY, Step(date(2027, 1, 1), 30)]
    assert with_step(steps, Step(date(2026, 10, 1), 90)) == [*SIXTY, Step(date(2026, 10, 1), 90)]
    assert with_step(steps, Step(date(2026, 4, 1), None)) == [Step(date(2026, 4, 1), None)]
    assert with_step([], SIXTY[0]) == SIXTY


def test_steps_are_kept_and_read_in_the_order_of_their_days():
    steps = [Step(date(2026, 4, 1), 60), Step(date(2027, 1, 1), None)]
    assert kept_steps(steps) == [["2026-04-01", 60], ["2027-01-01", None]]
    assert steps_from(reversed(kept_steps(steps))) == steps
    assert MOST_DAYS > 366


FROM, UNTIL = date(2026, 10, 5), date(2026, 10, 19)
SUPPLIERS = Opened(Side.SUPPLIER, OURS, FROM, UNTIL)
COUNCILS = Opened(Side.COUNCIL, None, FROM, UNTIL)
WHO = {
    "the supplier": (Side.SUPPLIER, {OURS}),
    "another supplier": (Side.SUPPLIER, {THEIRS}),
    "the council": (Side.COUNCIL, set()),
}
# Writing in a locked period: the exception, who, and the day before, its first, its last and the day after
WRITING = """
nothing     the supplier      no no no no
nothing     another supplier  no no no no
nothing     the council       no no no no
supplier's  the supplier      no yes yes no
supplier's  another supplier  no no no no
supplier's  the council       no no no no
council's   the supplier      no no no no
council's   another supplier  no no no no
council's   the council       no yes yes no
both        the supplier      no yes yes no
both        another supplier  no no no no
both        the council       no yes yes no
"""
# Deciding on what was sent on the exception's first day; the same four days
DECIDING = """
nothing     the supplier      no no no no
nothing     another supplier  no no no no
nothing     the council       no no no no
supplier's  the supplier      no no no no
supplier's  another supplier  no no no no
supplier's  the council       yes yes yes yes
council's   the supplier      no no no no
council's   another supplier  no no no no
council's   the council       no yes yes no
both        the supplier      no no no no
both        another supplier  no no no no
both        the council       yes yes yes yes
"""
GRANTED = {"nothing": [], "supplier's": [SUPPLIERS], "council's": [COUNCILS], "both": [SUPPLIERS, COUNCILS]}
DAYS = (FROM - timedelta(days=1), FROM, UNTIL, UNTIL + timedelta(days=1))


def _cases(table: str):
    return list(_read(table))


def _read(table: str):
    for line in table.strip().splitlines():
        granted, rest = line.split(maxsplit=1)
        *who, one, two, three, four = rest.split()
        yield granted, " ".join(who), [one, two, three, four]


@pytest.mark.parametrize("granted, who, answers", _cases(WRITING))
def test_who_writes_in_a_locked_period(granted, who, answers):
    side, suppliers = WHO[who]
    found = [opens(Act.WRITE, GRANTED[granted], side=side, suppliers=suppliers, today=day) for day in DAYS]
    assert ["yes" if one else "no" for one in found] == answers


@pytest.mark.parametrize("granted, who, answers", _cases(DECIDING))
def test_who_decides_in_a_locked_period(granted, who, answers):
    side, suppliers = WHO[who]
    found = [opens(Act.DECIDE, GRANTED[granted], side=side, suppliers=suppliers, today=day, sent_on=FROM) for day in DAYS]
    assert ["yes" if one else "no" for one in found] == answers


@pytest.mark.parametrize(
    "sent_on, today, may",
    [
        (None, UNTIL, False),
        (FROM - timedelta(days=1), UNTIL, False),  # sent in time, before it was locked: the supplier's exception is not about it
        (FROM, UNTIL, True),
        (UNTIL, UNTIL + timedelta(days=TO_DECIDE), True),
        (UNTIL, UNTIL + timedelta(days=TO_DECIDE + 1), False),
        (UNTIL + timedelta(days=1), UNTIL + timedelta(days=2), False),
    ],
)
def test_what_came_through_the_suppliers_exception_is_decided_on_for_a_fortnight_more(sent_on, today, may):
    assert opens(Act.DECIDE, [SUPPLIERS], side=Side.COUNCIL, suppliers=(), today=today, sent_on=sent_on) is may


def test_an_exception_that_was_closed_opens_nothing_more():
    closed = Opened(Side.SUPPLIER, OURS, FROM, UNTIL, closed_on=FROM + timedelta(days=2))
    for day in (FROM, FROM + timedelta(days=2), UNTIL):
        assert not opens(Act.WRITE, [closed], side=Side.SUPPLIER, suppliers={OURS}, today=day)
    assert closed.decided_by == FROM + timedelta(days=2 + TO_DECIDE)
    decided = {day: opens(Act.DECIDE, [closed], side=Side.COUNCIL, suppliers=(), today=day, sent_on=FROM)
               for day in (closed.decided_by, closed.decided_by + timedelta(days=1))}  # fmt: skip
    assert list(decided.values()) == [True, False]
