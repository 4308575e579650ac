"""Where a KPI stands: like against like, and nothing unreported taken for nought."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from contracts.performance.standing import PeriodRow, stand

D = Decimal
TODAY = date(2026, 1, 25)
# target, minimum, verified, waiting; quarters of 2025/26, due on the 20th after each
QUARTERS = [
    (date(2025, 4, 1), date(2025, 6, 30), date(2025, 7, 20)),
    (date(2025, 7, 1), date(2025, 9, 30), date(2025, 10, 20)),
    (date(2025, 10, 1), date(2025, 12, 31), date(2026, 1, 20)),
    (date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 20)),
]


def rows(*values, target="3", minimum="2", waiting=()):
    pairs = zip(QUARTERS, values, strict=True)
    return [
        PeriodRow(*days, D(target) if target else None, D(minimum) if minimum else None, D(v) if v else None, i in waiting)
        for i, (days, v) in enumerate(pairs)
    ]


@pytest.mark.parametrize(
    "values, kind, delivered, promised, by_now, rating, coverage",
    [
        (("3", "4", "2", None), "sum", D(9), D(9), D(9), "green", "3 of 3 returns in"),
        (("3", None, "3", None), "sum", D(6), D(6), D(9), "green", "2 of 3 returns in"),
        (("3", None, "2", None), "sum", D(5), D(6), D(9), "amber", "2 of 3 returns in"),
        (("1", None, None, None), "sum", D(1), D(3), D(9), "red", "1 of 3 returns in"),
        ((None, None, None, None), "sum", None, None, D(9), None, "0 of 3 returns in"),
        (("3", "3", "3", "9"), "sum", D(18), D(12), D(12), "green", "4 of 4 returns in"),
        (("3", None, "2", None), "mean", Fraction(5, 2), Fraction(3), D(3), "amber", "2 of 3 returns in"),
        (("9", "1", None, None), "latest", D(1), D(3), D(3), "red", "2 of 3 returns in"),
        ((None, None, None, None), "latest", None, None, D(3), None, "0 of 3 returns in"),
    ],
)
def test_standing(values, kind, delivered, promised, by_now, rating, coverage):
    found = stand(rows(*values), kind, "higher", TODAY)
    assert (found.delivered, found.promised, found.promised_by_now) == (delivered, promised, by_now)
    assert (found.rating, found.coverage) == (rating, coverage)


def test_what_waits_is_in_but_does_not_count():
    found = stand(rows("3", None, None, None, waiting=(1,)), "sum", "higher", TODAY)
    assert (found.delivered, found.coverage) == (D(3), "2 of 3 returns in, 1 verified")


def test_nothing_due_yet():
    found = stand(rows(None, None, None, None)[3:], "sum", "higher", TODAY)
    assert (found.delivered, found.promised, found.rating, found.coverage) == (None, None, None, "No return is due yet")
    assert found.promised_in_all == D(3)


def test_without_a_target_there_is_no_colour():
    assert stand(rows("3", "3", "3", None, target=None, minimum=None), "sum", "higher", TODAY).rating == "none"
