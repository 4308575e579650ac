"""A part of one in percent: worked by hand, at nothing, at the whole, and close to both."""

from decimal import Decimal
from fractions import Fraction

import pytest

from contracts.performance.shown import part


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Fraction(1, 2), "50\u00a0%"),
        (Decimal("0.25"), "25\u00a0%"),
        (Fraction(1, 3), "33.3\u00a0%"),
        (0, "0\u00a0%"),
        (1, "100\u00a0%"),
        (Decimal("0.9996"), "99.96\u00a0%"),
        (Decimal("0.0004"), "0.04\u00a0%"),
        (Fraction(3, 2), "150\u00a0%"),
    ],
)
def test_a_part_is_a_hundred_times_what_it_is(value, said):
    assert part(value) == said
