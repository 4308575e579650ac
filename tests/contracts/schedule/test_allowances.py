"""“No more than three complaints a year”: accrues over the year, rounded up, and is used up over the whole of it."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.schedule.calculations.allowances import Blocks, block_of
from contracts.schedule.calculations.periods import DAY, Grid, periods
from contracts.schedule.calculations.spreading import spread
from contracts.schedule.calculations.steps import CannotShare, Carried

D = Decimal
START = date(2025, 4, 1)
MONTHS, QUARTERS, HALVES, YEARS = (Grid(name, START) for name in ("month", "quarter", "half_year", "year"))


def rows(grid, ends=date(2027, 3, 31), **more):
    return periods(grid.frequency, START, ends, 20, **more)


def allowed(amount, per, grid, free, fixed=()):
    return spread(D(amount), per, free, grid, lower=True, fixed=fixed)


def carried(grid, made, amounts):
    return [Carried(grid.position(r.starts_on), grid.position(r.ends_on + DAY), D(a)) for r, a in zip(made, amounts, strict=True)]


def test_one_complaint_in_the_first_month_is_one_of_one():
    assert allowed(3, "year", MONTHS, rows(MONTHS)) == [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0] * 2


@pytest.mark.parametrize(
    "per, grid, expected",
    [
        ("month", MONTHS, [2] * 24),
        ("quarter", MONTHS, [1, 1, 0] * 8),
        ("half_year", MONTHS, [1, 0, 0, 1, 0, 0] * 4),
        ("month", QUARTERS, [6] * 8),
        ("year", QUARTERS, [1, 0, 1, 0] * 2),
        ("quarter", YEARS, [8, 8]),
        ("term", QUARTERS, [1, 0, 0, 0, 1, 0, 0, 0]),
        ("term", YEARS, [1, 1]),
    ],
)
def test_an_allowance_accrues_in_whole_steps_rounded_up(per, grid, expected):
    assert allowed(2, per, grid, rows(grid)) == expected


def test_each_half_of_a_year_has_its_part_of_it():
    """A six-monthly paper: two in the first half, one in the second, three in the year."""
    assert allowed(3, "year", HALVES, rows(HALVES)) == [2, 1] * 2
    monthly = allowed(3, "year", MONTHS, rows(MONTHS))
    assert (sum(monthly[:6]), sum(monthly[6:12]), sum(monthly[3:15])) == (2, 1, 3)


def test_a_last_year_that_is_cut_has_the_part_its_days_are_rounded_up():
    assert allowed(3, "year", QUARTERS, rows(QUARTERS, date(2026, 9, 30))) == [1, 1, 1, 0, 1, 1]


def test_a_changed_allowance_follows_its_own_steps_from_there_on():
    made = rows(QUARTERS)
    fixed = carried(QUARTERS, made[:2], [1, 1])
    assert allowed(5, "year", QUARTERS, made[2:], fixed) == [1, 1, 2, 1, 1, 1]


def test_what_lies_before_the_first_report_accrues_to_nobody():
    assert allowed(3, "year", QUARTERS, rows(QUARTERS, reported_from=date(2025, 10, 1))) == [1, 0, 1, 1, 1, 0]


def test_an_extension_shares_what_is_left_over_what_is_to_come():
    """12 over two years, 2 of it in the first quarter; two years more: the other 10 over fifteen quarters."""
    made = rows(QUARTERS, date(2029, 3, 31))
    parts = allowed(12, "term", QUARTERS, made[1:], carried(QUARTERS, made[:1], [2]))
    assert parts == [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0]
    assert sum(parts) == 10


@pytest.mark.parametrize("done", range(8))
def test_planning_again_moves_nothing_while_nothing_changes(done):
    made, parts = rows(QUARTERS), [1, 0, 1, 0, 0, 1, 0, 0]
    assert allowed(3, "term", QUARTERS, made) == parts
    assert allowed(3, "term", QUARTERS, made[done:], carried(QUARTERS, made[:done], parts[:done])) == parts[done:]


def test_more_carried_than_allowed_over_the_term_is_refused():
    made = rows(QUARTERS)
    with pytest.raises(CannotShare, match="1 promised over the term, 2 in periods that cannot change"):
        allowed(1, "term", QUARTERS, made[1:], carried(QUARTERS, made[:1], [2]))


def test_a_promise_to_stay_above_a_negative_figure_is_an_allowance_too():
    assert spread(D(-3), "year", rows(QUARTERS), QUARTERS) == [-1, -1, -1, 0] * 2
    assert spread(D(-3), "year", rows(QUARTERS, date(2026, 3, 31)), QUARTERS, lower=True) == [0, -1, -1, -1]


def test_a_month_is_judged_with_its_year():
    made = rows(MONTHS)
    assert block_of(made[::-1], made[1], "month", "year", START) == made[:12]
    assert block_of(made, made[12], "month", "year", START) == made[12:]
    assert block_of(made, made[14], "month", "term", START) == made[12:]
    assert block_of(made, made[5], "month", "", START) == [made[5]]
    assert block_of(made, made[5], "month", "quarter", START) == made[3:6]


def test_a_row_that_took_in_days_of_the_year_before_belongs_to_its_own():
    blocks = Blocks(QUARTERS, "year")
    (joined,) = periods("quarter", START, date(2026, 6, 30), 20, fixed=[(START, date(2026, 3, 20))])
    assert (joined.starts_on, blocks.of(joined)) == (date(2026, 3, 21), 1)
    (longer,) = rows(YEARS, date(2026, 4, 1))
    assert Blocks(YEARS, "year").of(longer) == 0
