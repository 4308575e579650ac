"""A promise is spread in whole steps, and over the term its parts always add up to it."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from contracts.schedule.calculations.periods import DAY, Grid, periods
from contracts.schedule.calculations.spreading import cut_target, spread
from contracts.schedule.calculations.steps import CannotShare, Carried

D = Decimal
START = date(2025, 4, 1)
YEARS, HALVES, QUARTERS = (Grid(name, START) for name in ("year", "half_year", "quarter"))


def rows(grid, ends, **more):
    return periods(grid.frequency, grid.starts_on, ends, 20, **more)


def carried(grid, made, amounts):
    return [Carried(grid.position(r.starts_on), grid.position(r.ends_on + DAY), D(a)) for r, a in zip(made, amounts, strict=True)]


FOUR_YEARS = rows(YEARS, date(2029, 3, 31))


def test_people_over_the_term_are_whole_people():
    assert spread(D(3), "term", FOUR_YEARS, YEARS) == [0, 1, 1, 1]


def test_a_yearly_promise_in_half_years():
    assert spread(D(3), "year", rows(HALVES, date(2027, 3, 31)), HALVES) == [1, 2, 1, 2]


def test_a_promise_for_the_period_stands_in_each_and_shrinks_in_a_cut_one():
    grid = Grid("quarter", date(2025, 1, 1))
    assert spread(D(6), "quarter", rows(grid, date(2025, 8, 15)), grid) == [6, 6, 3]


def test_decimals_split_to_four_places_and_lose_nothing():
    grid = Grid("month", date(2025, 1, 1))
    parts = spread(D("10.5"), "term", rows(grid, date(2025, 9, 30)), grid)
    assert sum(parts) == D("10.5")
    assert all(p == p.quantize(D("0.0001")) for p in parts)


@pytest.mark.parametrize("lower", [False, True])
@pytest.mark.parametrize("amount", [D(1), D(7), D(100), D("33.3333"), D(0), D(-5)])
@pytest.mark.parametrize("end", [date(2026, 3, 31), date(2027, 7, 9), date(2030, 3, 31)])
def test_the_parts_of_a_term_add_up(amount, end, lower):
    parts = spread(amount, "term", rows(QUARTERS, end), QUARTERS, lower=lower)
    assert sum(parts) == amount
    assert min(abs(p) for p in parts) >= 0
    assert all(p * amount >= 0 for p in parts)


def test_nothing_promised_stays_nothing():
    assert spread(None, "term", FOUR_YEARS, YEARS) == [None] * 4


def test_an_extension_shares_what_is_left_of_a_promise_over_the_term():
    """12 over two years, 6 of them in the first; then two years more: 12 in all, as was promised."""
    first = rows(QUARTERS, date(2027, 3, 31))
    assert spread(D(12), "term", first, QUARTERS) == [1, 2, 1, 2, 1, 2, 1, 2]
    fixed = carried(QUARTERS, first[:4], [1, 2, 1, 2])
    free = rows(QUARTERS, date(2029, 3, 31))[4:]
    assert spread(D(12), "term", free, QUARTERS, fixed=fixed) == [0, 1] * 6


@pytest.mark.parametrize("done", range(8))
def test_planning_again_moves_nothing_while_nothing_changes(done):
    made = rows(QUARTERS, date(2027, 3, 31))
    parts = [1, 2, 1, 2, 1, 2, 1, 2]
    fixed = carried(QUARTERS, made[:done], parts[:done])
    assert spread(D(12), "term", made[done:], QUARTERS, fixed=fixed) == parts[done:]


def test_a_new_amount_for_a_year_follows_its_own_steps_from_there():
    """Three a year, then five: the third quarter of five a year brings what five have by then beyond the half year."""
    free = rows(QUARTERS, date(2027, 3, 31))[2:]
    assert spread(D(5), "year", free, QUARTERS) == [1, 2, 1, 1, 1, 2]


@pytest.mark.parametrize("amount, refused", [(D(6), False), (D(5), True)])
def test_periods_that_carry_more_than_the_promise_are_refused(amount, refused):
    made = rows(QUARTERS, date(2027, 3, 31))
    fixed = carried(QUARTERS, made[:4], [1, 2, 1, 2])
    if not refused:
        assert spread(amount, "term", made[4:], QUARTERS, fixed=fixed) == [0, 0, 0, 0]
        return
    with pytest.raises(CannotShare, match="5 promised over the term, 6 in periods that cannot change") as problem:
        spread(amount, "term", made[4:], QUARTERS, fixed=fixed)
    assert problem.value.too_much


@pytest.mark.parametrize("lower", [False, True])
def test_without_a_free_period_there_is_no_place_for_the_rest(lower):
    made = rows(YEARS, date(2027, 3, 31))
    fixed = carried(YEARS, made, [6, 0])
    assert spread(D(6), "term", [], YEARS, fixed=fixed, lower=lower) == []
    with pytest.raises(CannotShare, match="7 promised over the term, 6 in periods that cannot change") as problem:
        spread(D(7), "term", [], YEARS, fixed=fixed, lower=lower)
    assert not problem.value.too_much


def test_what_fixed_periods_carry_in_parts_leaves_parts():
    made = rows(YEARS, date(2028, 3, 31))
    parts = spread(D(4), "term", made[1:], YEARS, fixed=carried(YEARS, made[:1], ["0.5"]))
    assert parts == [D("1.75"), D("1.75")]


@pytest.mark.parametrize(
    "target, days, lower, left",
    [
        (D(6), 46, False, D(3)),
        (D(6), 45, False, D(2)),
        (D(6), 45, True, D(3)),
        (D(6), 92, False, D(6)),
        (D("1.5"), 1, False, D("0.0163")),
        (D("1.5"), 1, True, D("0.0164")),
        (None, 1, False, None),
    ],
)
def test_a_period_cut_by_an_early_end_owes_the_part_its_days_are(target, days, lower, left):
    last = date(2025, 10, 1) + timedelta(days=days - 1)
    assert cut_target(target, date(2025, 10, 1), date(2025, 12, 31), last, lower=lower) == left


def test_a_cut_and_extended_quarter_together_carry_its_whole_target():
    fixed = [(date(2025, 10, 1), date(2025, 11, 15))]
    free = rows(QUARTERS, date(2026, 3, 31), fixed=fixed)
    parts = spread(D(6), "quarter", free, QUARTERS)
    assert parts == [6, 6, 3, 6]
    assert free[2].months == Fraction(3, 2)
