"""How figures and dates are written. Nothing missing is ever shown as nought."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from socialvalue.common.templatetags import formats as f


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1234.50"), "£1,234.50"),
        (Decimal("1234.00"), "£1,234"),
        (Decimal("1234.505"), "£1,234.51"),
        (Decimal("-5"), "−£5"),
        (0, "£0"),
        (Fraction(1, 3), "£0.33"),
    ],
)
def test_money(value, text):
    assert f.money(value) == text


def test_money_with_and_without_pence():
    assert f.money(Decimal(12), "pence") == "£12.00"
    assert f.money(Decimal("12.50"), "pounds") == "£13"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1234.500"), "1,234.5"),
        (1234567, "1,234,567"),
        (Decimal("0.005"), "0.01"),
        (Decimal("-0.001"), "0"),
        (Decimal("-2"), "−2"),
    ],
)
def test_numbers(value, text):
    assert f.number(value) == text


def test_points_line_up_and_percentages_keep_their_sign():
    assert f.points(Decimal("12.5")) == "12.50"
    assert f.percent(Decimal("12.50")) == "12.5\u00a0%"
    assert f.share(Decimal("0.125")) == "12.5\u00a0%"


@pytest.mark.parametrize("show", [f.money, f.number, f.points, f.percent, f.share, f.quantity, f.day, f.moment])
def test_missing_is_said_and_is_not_nought(show):
    assert "not reported" in show(None)
    assert "0" not in show(None)


def test_nought_is_nought():
    assert (f.number(0), f.percent(0), f.quantity(0, "places")) == ("0", "0\u00a0%", "0 places")


def test_quantities_have_their_unit_on_the_right_side():
    assert f.quantity(1200, "£") == "£1,200"
    assert f.quantity(Decimal("3.0"), "%") == "3\u00a0%"
    assert f.quantity(4, "apprenticeships") == "4 apprenticeships"


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 11, 20, 14, 5, tzinfo=UTC), "20 November 2026 at 2:05pm"),
        (datetime(2026, 7, 20, 14, 0, tzinfo=UTC), "20 July 2026 at 3pm"),
        (datetime(2026, 7, 20, 23, 30, tzinfo=UTC), "21 July 2026 at 12:30am"),
        (datetime(2026, 11, 20, 12, 0, tzinfo=UTC), "20 November 2026 at midday"),
    ],
)
def test_moments_are_england_s(at, text):
    assert f">{text}</time>" in f.moment(at)


def test_days():
    assert f.day(date(2026, 11, 5)) == '<time datetime="2026-11-05">5 November 2026</time>'
    assert f.day(datetime(2026, 7, 20, 23, 30, tzinfo=UTC)) == '<time datetime="2026-07-21">21 July 2026</time>'


def test_how_far_away():
    today = date(2026, 11, 20)
    words = [f.days_from(date(2026, 11, d), today) for d in (20, 21, 19, 25, 10)]
    assert words == ["today", "tomorrow", "yesterday", "in 5 days", "10 days ago"]


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1, "people", "1 person"),
        (Decimal("1.00"), "apprenticeships", "1 apprenticeship"),
        (2, "people", "2 people"),
        (Decimal("0.5"), "hours", "0.5 hours"),
        (1, "hours of care", "1 hour of care"),
        (1, "young carers in work", "1 young carer in work"),
        (1, "charities", "1 charity"),
        (1, "tonnes CO2e", "1 tonne CO2e"),
        (1, "access", "1 access"),
        (1, "%", "1\u00a0%"),
        (1, "£", "£1"),
    ],
)
def test_a_single_one_is_no_plural(value, unit, words):
    assert f.plain_quantity(value, unit) == words
