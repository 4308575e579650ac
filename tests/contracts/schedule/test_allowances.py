"""“No more than three complaints a year”: used up over the year, whole at its beginning."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.schedule.calculations.allowances import Blocks, allowance_rows
from contracts.schedule.calculations.periods import DAY, Grid, periods
from contracts.schedule.calculations.spreading import spread
from contracts.schedule.calculations.steps import CannotShare, Carried

D = Decimal
START = date(2025, 4, 1)
MONTHS, QUARTERS, YEARS = (Grid(name, START) for name in ("month", "quarter", "year"))


def rows(grid, ends=date(2027, 3, 31), **more):
    return periods(grid.frequency, START, ends, 20, **more)


def allowed(amount, per, grid, free, fixed=()):
    return spread(D(amount), per, free, grid, lower=True, fixed=fixed)


def carried(grid, made, amounts):
    return [Carried(grid.position(r.starts_on), grid.position(r.ends_on + DAY), D(a)) for r, a in zip(made, amounts, strict=True)]


def test_one_complaint_in_the_first_month_is_one_of_three():
    assert allowed(3, "year", MONTHS, rows(MONTHS)) == [3, *[0] * 11] * 2


@pytest.mark.parametrize(
    "per, grid, expected",
    [
        ("month", MONTHS, [2] * 24),
        ("quarter", MONTHS, [2, 0, 0] * 8),
        ("half_year", MONTHS, [2, *[0] * 5] * 4),
        ("month", QUARTERS, [6] * 8),
        ("year", QUARTERS, [2, 0, 0, 0] * 2),
        ("quarter", YEARS, [8, 8]),
        ("term", QUARTERS, [1, 0, 0, 0] * 2),
        ("term", YEARS, [1, 1]),
    ],
)
def test_an_allowance_stands_at_the_beginning_of_its_block(per, grid, expected):
    assert allowed(2, per, grid, rows(grid)) == expected


def test_an_odd_allowance_over_the_term_is_rounded_up_first_and_adds_up():
    assert allowed(3, "term", QUARTERS, rows(QUARTERS)) == [2, 0, 0, 0, 1, 0, 0, 0]


def test_a_last_year_that_is_cut_has_the_part_its_days_are_rounded_up():
    assert allowed(3, "year", QUARTERS, rows(QUARTERS, date(2026, 9, 30))) == [3, 0, 0, 0, 2, 0]


def test_what_rows_that_cannot_change_carry_is_taken_off():
    made = rows(QUARTERS)
    fixed = carried(QUARTERS, made[:2], [3, 0])
    assert allowed(5, "year", QUARTERS, made[2:], fixed) == [2, 0, 5, 0, 0, 0]
    assert allowed(2, "year", QUARTERS, made[2:], fixed) == [0, 0, 2, 0, 0, 0]


@pytest.mark.parametrize("reported_from, first", [(date(2025, 10, 1), [3, 0, 3, 0, 0, 0]), (date(2026, 4, 1), [3, 0, 0, 0])])
def test_the_allowance_stands_on_the_first_row_that_there_is(reported_from, first):
    assert allowed(3, "year", QUARTERS, rows(QUARTERS, reported_from=reported_from)) == first


def test_an_extension_shares_what_is_left_of_an_allowance_over_the_years_to_come():
    """12 over two years, 6 in the first; two years more while the first still runs: the first has its 6, the others 2 each."""
    made = rows(QUARTERS, date(2029, 3, 31))
    fixed = carried(QUARTERS, made[:1], [6])
    assert allowed(12, "term", QUARTERS, made[1:], fixed) == [0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0]
    assert allowed(20, "term", QUARTERS, rows(QUARTERS)[1:], fixed) == [4, 0, 0, 10, 0, 0, 0]


@pytest.mark.parametrize("done", range(8))
def test_planning_again_moves_nothing_while_nothing_changes(done):
    made, parts = rows(QUARTERS), [2, 0, 0, 0, 1, 0, 0, 0]
    assert allowed(3, "term", QUARTERS, made[done:], carried(QUARTERS, made[:done], parts[:done])) == parts[done:]


def test_more_carried_than_allowed_over_the_term_is_refused():
    made = rows(QUARTERS)
    with pytest.raises(CannotShare, match="1 promised over the term, 2 in periods that cannot change"):
        allowed(1, "term", QUARTERS, made[1:], carried(QUARTERS, made[:1], [2]))


def test_the_only_free_rows_take_what_is_left_though_their_year_has_its_part():
    made = rows(QUARTERS)
    fixed = carried(QUARTERS, made[:5], [1, 0, 0, 0, 2])
    assert allowed(4, "term", QUARTERS, made[5:], fixed) == [1, 0, 0]


def test_a_promise_to_stay_above_a_negative_figure_is_an_allowance_too():
    assert spread(D(-3), "year", rows(QUARTERS), QUARTERS) == [-3, 0, 0, 0] * 2
    assert spread(D(-3), "year", rows(QUARTERS, date(2026, 3, 31)), QUARTERS, lower=True) == [0, -1, -1, -1]


def test_a_month_is_judged_with_the_months_of_its_year_before_it():
    made = rows(MONTHS)
    assert allowance_rows(made[::-1], made[1], "month", "year", START) == made[:2]
    assert allowance_rows(made, made[11], "month", "year", START) == made[:12]
    assert allowance_rows(made, made[12], "month", "year", START) == [made[12]]
    assert allowance_rows(made, made[14], "month", "term", START) == made[12:15]
    assert allowance_rows(made, made[5], "month", "", START) == [made[5]]
    assert allowance_rows(made, made[5], "month", "quarter", START) == made[3:6]


def test_a_row_that_took_in_days_of_the_year_before_belongs_to_its_own():
    blocks = Blocks(QUARTERS, "year")
    (joined,) = periods("quarter", START, date(2026, 6, 30), 20, fixed=[(START, date(2026, 3, 20))])
    assert (joined.starts_on, blocks.of(joined)) == (date(2026, 3, 21), 1)
    (longer,) = rows(YEARS, date(2026, 4, 1))
    assert Blocks(YEARS, "year").of(longer) == 0
