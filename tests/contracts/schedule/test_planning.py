"""The schedule is right when life happens: rows added, reported, extended, cut, edited and ended in any order."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from contracts.schedule.calculations.periods import Grid
from contracts.schedule.calculations.planning import Promise, Row, cut, plan
from contracts.schedule.calculations.steps import CannotShare

D = Decimal
START = date(2025, 4, 1)
EIGHT_WEEKS = timedelta(days=56)
PEOPLE = Promise(kind="sum", frequency="quarter", days_to_report=20, per="term", target=D(12), minimum=D(6))


def targets(rows):
    return [row.target for row in rows]


def test_a_promise_over_the_term_and_its_minimum_have_steps_of_their_own():
    rows = plan(PEOPLE, START, date(2027, 3, 31))
    assert targets(rows) == [1, 2, 1, 2, 1, 2, 1, 2]
    assert [row.minimum for row in rows] == [0, 1, 1, 1, 0, 1, 1, 1]
    assert rows[0] == Row(START, date(2025, 6, 30), date(2025, 7, 20), D(1), D(0))


@pytest.mark.parametrize("kind", ["ratio", "level"])
def test_a_level_stands_in_each_row(kind):
    rows = plan(replace(PEOPLE, kind=kind, per="", target=D(95), minimum=D(90)), START, date(2025, 11, 15))
    assert [(row.target, row.minimum) for row in rows] == [(95, 90)] * 3


def test_yes_or_no_is_one_a_period_without_a_minimum():
    rows = plan(replace(PEOPLE, kind="yes_no", per="", target=None, minimum=None), START, date(2025, 12, 31))
    assert [(row.target, row.minimum) for row in rows] == [(1, None)] * 3


@pytest.mark.parametrize("reported_from, first", [(None, START), (date(2025, 3, 1), START), (date(2025, 5, 2), date(2025, 5, 2))])
def test_a_milestone_is_one_row_due_after_its_day(reported_from, first):
    promise = replace(PEOPLE, kind="milestone", per="", milestone_on=date(2026, 6, 30), reported_from=reported_from)
    (row,) = plan(promise, START, date(2027, 3, 31))
    assert row == Row(first, date(2026, 6, 30), date(2026, 7, 20), D(1), None)
    assert plan(promise, START, date(2029, 3, 31), [row]) == []
    assert plan(replace(promise, milestone_on=None), START, date(2029, 3, 31)) == []


@pytest.mark.parametrize("field", ["target", "minimum"])
def test_what_cannot_add_up_says_which_amount(field):
    fixed = plan(PEOPLE, START, date(2026, 3, 31))
    with pytest.raises(CannotShare, match="1 promised over the term") as problem:
        plan(replace(PEOPLE, **{field: D(1)}), START, date(2029, 3, 31), fixed)
    assert problem.value.field == field


def test_three_complaints_a_year_told_by_month():
    promise = replace(PEOPLE, frequency="month", per="year", lower=True, target=D(3), minimum=D(6))
    rows = plan(promise, START, date(2026, 3, 31))
    # Three by the year are one by April, August and December; six one by every other month
    assert [row.target for row in rows] == [1, 0, 0, 0] * 3
    assert [row.minimum for row in rows] == [1, 0] * 6


@pytest.mark.parametrize(
    "kind, lower, target, minimum",
    [("sum", False, D(1), D(0)), ("sum", True, D(2), D(1)), ("level", False, D(3), D(1)), ("yes_no", False, D(3), D(1))],
)
def test_an_early_end_cuts_the_running_row(kind, lower, target, minimum):
    row = Row(date(2025, 10, 1), date(2025, 12, 31), date(2026, 1, 20), D(3), D(1))
    shorter = cut(row, date(2025, 11, 15), replace(PEOPLE, kind=kind, lower=lower))
    assert shorter == Row(date(2025, 10, 1), date(2025, 11, 15), date(2025, 12, 5), target, minimum)


amounts = st.one_of(st.integers(0, 60).map(D), st.decimals(0, 60, places=1))
frequencies = st.sampled_from(["month", "quarter", "half_year", "year"])
pers = st.sampled_from(["", "month", "quarter", "half_year", "year", "term"])
starts = st.dates(date(2023, 12, 1), date(2025, 3, 31))


class Contract(RuleBasedStateMachine):
    """One KPI of a contract through everything that may happen to its schedule."""

    @initialize(
        starts_on=starts,
        days=st.integers(1, 1500),
        frequency=frequencies,
        per=pers,
        lower=st.booleans(),
        amount=amounts,
        late=st.one_of(st.none(), st.integers(0, 400)),
    )
    def add(self, starts_on, days, frequency, per, lower, amount, late):
        self.starts_on, self.ends_on = starts_on, starts_on + timedelta(days=days - 1)
        reported_from = None if late is None else starts_on + timedelta(days=late)
        self.promise = Promise(
            kind="sum", frequency=frequency, days_to_report=20, per=per, lower=lower, target=amount, reported_from=reported_from
        )
        self.fixed, self.free, self.ended = [], [], False
        try:
            self.free = plan(self.promise, self.starts_on, self.ends_on)
        except CannotShare:
            self.promise = replace(self.promise, target=D(0))

    def again(self, promise=None, ends_on=None):
        """Plan anew as the services do; what cannot be shared is refused, and then nothing changes."""
        promise, ends_on = promise or self.promise, ends_on or self.ends_on
        try:
            free = plan(promise, self.starts_on, ends_on, self.fixed)
        except CannotShare:
            carried = sum((row.target for row in self.fixed), D(0))
            explained = promise.per == "term" and carried != promise.target
        else:
            self.promise, self.ends_on, self.free, self.ended, explained = promise, ends_on, free, False, True
        assert explained

    @precondition(lambda self: self.free and not self.ended)
    @rule(count=st.integers(1, 3))
    def time_passes(self, count):
        self.fixed, self.free = self.fixed + self.free[:count], self.free[count:]

    @precondition(lambda self: self.free and not self.ended)
    @rule(data=st.data())
    def one_is_reported_early(self, data):
        row = self.free.pop(data.draw(st.integers(0, len(self.free) - 1)))
        self.fixed.append(row)

    @precondition(lambda self: not self.ended)
    @rule(days=st.integers(1, 800))
    def extend(self, days):
        self.again(ends_on=self.ends_on + timedelta(days=days))

    @precondition(lambda self: not self.ended)
    @rule(days=st.integers(1, 800))
    def cut(self, days):
        ends_on = self.ends_on - timedelta(days=days)
        assume(ends_on >= self.starts_on)
        self.again(ends_on=ends_on)

    @precondition(lambda self: not self.ended)
    @rule(amount=amounts)
    def edit(self, amount):
        self.again(promise=replace(self.promise, target=amount))

    @precondition(lambda self: not self.ended)
    @rule()
    def nothing_changes(self):
        before = list(self.free)
        self.again()
        if self.promise.per != "term":
            assert self.free == before
        assert [(r.starts_on, r.ends_on) for r in self.free] == [(r.starts_on, r.ends_on) for r in before]

    @precondition(lambda self: not self.ended)
    @rule(days=st.integers(0, 800))
    def end(self, days):
        last = self.ends_on - timedelta(days=days)
        assume(last >= self.starts_on)
        kept = [row for row in self.free if row.starts_on <= last]
        self.free = [cut(row, last, self.promise) if row.ends_on > last else row for row in kept]
        self.ends_on, self.ended = last, True

    @rule(days=st.integers(1, 400))
    @precondition(lambda self: self.ended)
    def carry_on(self, days):
        self.again(ends_on=self.ends_on + timedelta(days=days))

    @invariant()
    def every_day_is_owed_once(self):
        rows = sorted([*self.fixed, *self.free], key=lambda row: row.starts_on)
        for before, after in zip(rows, rows[1:], strict=False):
            assert before.ends_on < after.starts_on, "overlap"
        grid = Grid(self.promise.frequency, self.starts_on)
        first = self.starts_on
        if self.promise.reported_from and self.promise.reported_from > first:
            first = grid.first_day(grid.index(self.promise.reported_from - timedelta(days=1)) + 1)
        covered = sum((row.ends_on - max(row.starts_on, first)).days + 1 for row in rows if row.ends_on <= self.ends_on)
        covered += sum(
            (self.ends_on - max(row.starts_on, first)).days + 1 for row in rows if row.starts_on <= self.ends_on < row.ends_on
        )
        assert covered == max((self.ends_on - first).days + 1, 0), "gap"

    @invariant()
    def free_rows_lie_within_the_contract_and_are_due_after_they_end(self):
        assert all(self.starts_on <= row.starts_on <= row.ends_on <= self.ends_on for row in self.free)
        assert all(row.due_on == row.ends_on + timedelta(days=20) for row in self.free)

    @invariant()
    def no_free_row_is_a_stub_beside_another(self):
        if self.ended:
            return  # an early end cuts the running row wherever it is
        grid = Grid(self.promise.frequency, self.starts_on)
        for row in self.free:
            index = grid.index(row.starts_on)
            whole = min((grid.first_day(i + 1) - grid.first_day(i)).days for i in (index, grid.index(row.ends_on)))
            if (row.ends_on - row.starts_on).days + 1 < Fraction(whole, 4):
                neighbours = {row.starts_on - timedelta(days=1), row.ends_on + timedelta(days=1)}
                assert not any({r.ends_on, r.starts_on} & neighbours for r in self.free if r != row)

    @invariant()
    def a_promise_over_the_term_adds_up(self):
        rows = [*self.fixed, *self.free]
        if self.promise.per == "term" and not self.ended and rows:
            assert sum(row.target for row in rows) == self.promise.target

    @invariant()
    def targets_are_never_negative_and_whole_where_the_promise_is(self):
        assert all(row.target >= 0 for row in self.free)
        if all(r.target == r.target.to_integral_value() for r in self.fixed) and self.promise.target == int(self.promise.target):
            assert all(row.target == row.target.to_integral_value() for row in self.free)


TestContract = Contract.TestCase
TestContract.settings = settings(max_examples=150, stateful_step_count=12, deadline=None)


@settings(deadline=None)
@given(starts, st.integers(30, 2000), frequencies, st.sampled_from(["month", "quarter", "half_year", "year"]), st.integers(0, 50))
def test_what_is_promised_a_period_has_fallen_due_by_the_end_rounded_against_nobody(starts_on, days, frequency, per, amount):
    """Higher is better: never more than the exact part. Lower is better: never less."""
    ends_on = starts_on + timedelta(days=days)
    months = Grid(frequency, starts_on).position(ends_on + timedelta(days=1))
    exact = amount * months / Grid(per, starts_on).step
    for lower in (False, True):
        promise = Promise(kind="sum", frequency=frequency, days_to_report=0, per=per, lower=lower, target=D(amount))
        total = Fraction(sum(targets(plan(promise, starts_on, ends_on))))
        assert abs(total - exact) < 1
        assert total >= exact if lower else total <= exact
