"""What is asked about a figure: slips are asked after, figures as expected never."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.returns.calculations.sense import Asked, Earlier, questions

D = Decimal
FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)


def before(*values, days: int = 92) -> list[Earlier]:
    """Earlier periods of ``days`` days, the oldest first, the last ending the day before this one."""
    found, ends = [], FIRST - timedelta(days=1)
    for value in reversed(values):
        found.append(Earlier(starts_on=ends - timedelta(days=days - 1), ends_on=ends, value=D(value)))
        ends -= timedelta(days=days)
    return found[::-1]


def asked(value, *, earlier=(), target=None, minimum=None, numerator=None, denominator=None, **details) -> list[str]:
    decimals = {
        name: None if given is None else D(given)
        for name, given in (
            ("value", value),
            ("target", target),
            ("minimum", minimum),
            ("numerator", numerator),
            ("denominator", denominator),
        )
    }
    settled = {"kind": "sum", "unit": "miles", "starts_on": FIRST, "ends_on": LAST, "earlier": earlier} | decimals | details
    return questions(Asked(**settled))


# The promise


@pytest.mark.parametrize(
    ("value", "details", "wanted"),
    [
        # 1,500 miles where 1.4 was promised and 1.9 came before
        (
            "1500",
            {"target": "1.4", "earlier": before("1.9")},
            [
                "1,500 miles is more than three times the 1.4 miles promised. Is the figure right?",
                "1,500 miles, after 1.9 miles in the period before. Is the figure right?",
            ],
        ),
        ("36", {"target": "12"}, []),
        ("36.0001", {"target": "12"}, ["36 miles is more than three times the 12 miles promised. Is the figure right?"]),
        ("4", {"target": "12"}, []),
        ("3.9", {"target": "12"}, ["3.9 miles is less than a third of the 12 miles promised. Is the figure right?"]),
        ("0", {"target": "12"}, ["0 miles is less than a third of the 12 miles promised. Is the figure right?"]),
        # Both sides agreed that so little may be: no question
        ("3", {"target": "12", "minimum": "3"}, []),
        ("2.9", {"target": "12", "minimum": "3"}, ["2.9 miles is less than a third of the 12 miles promised. Is the figure right?"]),
        ("0", {"target": "0"}, []),
        ("50", {"target": "0"}, []),
        ("50", {}, []),
        # Lower is better
        ("0", {"target": "12", "direction": "lower"}, []),
        ("36", {"target": "12", "direction": "lower"}, []),
        ("37", {"target": "12", "direction": "lower"}, ["37 miles is more than three times the 12 miles agreed as the most. Is the figure right?"]),
        ("37", {"target": "12", "minimum": "40", "direction": "lower"}, []),
        ("41", {"target": "12", "minimum": "40", "direction": "lower"}, ["41 miles is more than three times the 12 miles agreed as the most. Is the figure right?"]),
        # Of 100 one is 1 %; nought is nought of anything, and nobody means something else by it
        ("0", {"target": "90", "unit": "%"}, ["0\u00a0% is less than a third of the 90\u00a0% promised. Is the figure right?"]),
        ("0", {"minimum": "0", "target": "90", "unit": "%"}, []),
        # Nothing typed yet is compared with nothing
        (None, {"target": "12", "earlier": before("5")}, []),
        # A net change may be below nought
        ("-3", {"target": "-1"}, []),
    ],
)  # fmt: skip
def test_far_from_the_promise(value, details, wanted):
    assert asked(value, **details) == wanted


# The period before


@pytest.mark.parametrize(
    ("value", "earlier", "wanted"),
    [
        ("60", before("20"), []),
        ("61", before("20"), ["61 miles, after 20 miles in the period before. Is the figure right?"]),
        ("7", before("21"), []),
        ("6", before("21"), ["6 miles, after 21 miles in the period before. Is the figure right?"]),
        ("0", before("20"), ["0 miles, after 20 miles in the period before. Is the figure right?"]),
        # Only the last counts
        ("61", before("20", "60"), []),
        # Small whole numbers jump by chance; small parts do not
        ("5", before("1"), []),
        ("0", before("5"), []),
        ("6", before("1"), ["6 miles, after 1 mile in the period before. Is the figure right?"]),
        ("4.5", before("1"), ["4.5 miles, after 1 mile in the period before. Is the figure right?"]),
        ("20", before("0"), []),
        ("20", before("-4"), []),
        ("-4", before("20"), []),
    ],
)
def test_far_from_the_last_period(value, earlier, wanted):
    assert asked(value, earlier=earlier) == wanted


def test_a_short_period_before_is_reckoned_as_long_as_this_one():
    stub = before("10", days=23)  # a quarter of 92 days
    assert asked("120", earlier=stub) == []
    assert asked("121", earlier=stub) == ["121 miles, after 10 miles in the period before. Is the figure right?"]
    # A level does not grow with the days
    assert asked("31", earlier=stub, kind="level", unit="miles") == [
        "31 miles, after 10 miles in the period before. Is the figure right?"
    ]


# Percentages


@pytest.mark.parametrize("unit", ["%", "% of staff", "per cent", "percent of bills"])
@pytest.mark.parametrize(
    ("value", "details", "slips"),
    [
        ("0.95", {"target": "90"}, True),
        ("1", {"target": "90"}, True),
        ("1.01", {"target": "2"}, False),
        ("0.95", {"earlier": before("94", "96")}, True),
        ("0.95", {"target": "1"}, False),
        ("0.95", {"target": "0.5", "earlier": before("0.9")}, False),
        ("0.95", {}, False),
        ("0", {"earlier": before("0")}, False),
    ],
)
def test_a_fraction_where_a_percentage_is_meant(unit, value, details, slips):
    found = asked(value, kind="level", unit=unit, **details)
    assert [q for q in found if "did you mean" in q] == (found if slips else [])
    assert bool(found) == slips


def test_the_words_of_the_slip():
    space = "\u00a0"
    assert asked("0.95", kind="level", unit="%", target="90", earlier=before("95")) == [
        f"0.95{space}% – did you mean 95{space}%?"
    ]


@pytest.mark.parametrize(
    ("value", "details", "asks"),
    [
        ("100", {"target": "90"}, False),
        ("100.01", {"target": "90"}, True),
        ("104", {"target": "110"}, False),
        ("104", {"earlier": before("103")}, False),
        ("104", {"unit": "miles"}, False),
    ],
)
def test_more_than_all(value, details, asks):
    found = asked(value, **({"kind": "level", "unit": "%"} | details))
    assert [q.endswith("is more than 100 %. Can that be?") for q in found] == ([True] if asks else [])


@pytest.mark.parametrize(
    ("numerator", "denominator", "value", "wanted"),
    [
        ("15", "12", "125", ["15 of 12 is more than all of them. Are the two numbers the right way round?"]),
        ("12", "12", "100", []),
        ("12", "15", "80", []),
        # One of a hundred is one per cent, and no slip
        ("1", "100", "1", ["1\u00a0% is less than a third of the 90\u00a0% promised. Is the figure right?"]),
    ],
)
def test_two_numbers(numerator, denominator, value, wanted):
    assert asked(value, kind="ratio", unit="%", target="90", numerator=numerator, denominator=denominator) == wanted


# People


@pytest.mark.parametrize(
    ("unit", "value", "asks"),
    [
        ("people", "2.5", True),
        ("people", "2", False),
        ("young carers in work", "2.5", True),
        ("jobs", "0.5", True),
        ("apprenticeships", "1.25", True),
        ("people (FTE)", "2.5", False),
        ("full-time equivalent jobs", "2.5", False),
        ("hours per person", "2.5", False),
        ("days of volunteers", "2.5", False),
        ("tonnes", "2.5", False),
        ("£", "2.5", False),
    ],
)
def test_parts_of_people(unit, value, asks):
    found = asked(value, unit=unit)
    assert [q.endswith(": is this counted in heads, or in full-time equivalents?") for q in found] == ([True] if asks else [])
    assert asked(value, unit=unit, kind="level") == []


# What is never asked


@pytest.mark.parametrize("kind", ["yes_no", "milestone"])
@pytest.mark.parametrize("value", ["0", "1"])
def test_yes_and_no_are_not_questioned(kind, value):
    assert asked(value, kind=kind, unit="%", target="90", earlier=before("90")) == []


def test_nothing_typed_is_not_questioned():
    assert asked(None, target="12", earlier=before("12")) == []


AMOUNTS = st.decimals(min_value="0.01", max_value="100000", places=2)


@given(
    AMOUNTS,
    st.sampled_from(["sum", "level"]),
    st.sampled_from(["higher", "lower"]),
    st.sampled_from(["people", "£", "%", "tonnes"]),
)
def test_what_was_promised_and_came_before_is_never_questioned(amount, kind, direction, unit):
    whole = amount.to_integral_value()
    if whole == 0 or (unit == "%" and whole > 100):
        whole = Decimal(1)
    assert asked(whole, kind=kind, unit=unit, direction=direction, target=whole, earlier=before(whole)) == []


@given(AMOUNTS, AMOUNTS)
def test_far_is_the_same_distance_up_and_down(value, last):
    up, down = asked(value, earlier=before(last)), asked(last, earlier=before(value))
    assert bool(up) == bool(down)
