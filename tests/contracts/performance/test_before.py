"""A figure beside what was there before: worked by hand, on both sides, and never divided by nought."""

from decimal import Decimal as D
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.performance.before import against, for_one_period
from contracts.performance.enums import Kind


@pytest.mark.parametrize(
    ("now", "before", "unit", "direction", "words"),
    [
        (F(15), D(12), "hours", "higher", "25 % more than before, which is better"),
        (F(9), D(12), "hours", "higher", "25 % less than before, which is worse"),
        (F(9), D(12), "complaints", "lower", "25 % less than before, which is better"),
        (F(15), D(12), "complaints", "lower", "25 % more than before, which is worse"),
        (F(12), D("12.0000"), "hours", "higher", "the same as before"),
        # 0.5 % rounds up, less than that is no difference worth a number
        (F(201), D(200), "hours", "higher", "1 % more than before, which is better"),
        (F(2009, 10), D(200), "hours", "higher", "about the same as before"),
        # Of a percentage the difference is in points: from 60 to 66 is 6 points, not 10 %
        (F(66), D(60), "%", "higher", "6 percentage points more than before, which is better"),
        (F(61), D(60), "%", "higher", "1 percentage point more than before, which is better"),
        (F(60), D(66), "%", "lower", "6 percentage points less than before, which is better"),
        (F(5), D(0), "%", "higher", "5 percentage points more than before, which is better"),
        # Nothing can be said in per cent of nought
        (F(3), D(0), "people", "higher", "more than before, when it was 0, which is better"),
        (F(-3), D(0), "tonnes", "lower", "less than before, when it was 0, which is better"),
        # From −10 to −5 is half of it nearer to nought
        (F(-5), D(-10), "tonnes", "higher", "50 % more than before, which is better"),
        (F(1, 3), D("0.25"), "people", "higher", "33 % more than before, which is better"),
    ],
)
def test_how_it_compares(now, before, unit, direction, words):
    assert against(now, before, unit=unit, direction=direction) == words


@pytest.mark.parametrize(("kind", "each"), [(Kind.SUM, F(5)), (Kind.LEVEL, F(20)), (Kind.RATIO, F(20)), (Kind.COMPOSITE, F(20))])
def test_only_what_is_added_up_is_shared_over_its_periods(kind, each):
    assert for_one_period(F(20), kind, 4) == each


amounts = st.decimals(D(-10) ** 6, D(10) ** 6, places=2, allow_nan=False, allow_infinity=False)


@given(amounts, amounts, st.sampled_from(["%", "people"]))
def test_what_is_better_one_way_is_worse_the_other(now, before, unit):
    higher, lower = (against(F(now), before, unit=unit, direction=way) for way in ("higher", "lower"))
    assert higher.replace("better", "worse") == lower.replace("better", "worse")
    assert ("better" in higher) is ("worse" in lower)
    assert (higher == "the same as before") is (now == before)
