"""Where a KPI stands: like against like, nothing unreported taken for nought, and the same words whatever it counts."""

from datetime import date
from decimal import Decimal as D
from fractions import Fraction

import pytest

from contracts.performance.enums import RATED, Kind, Standing
from contracts.performance.rows import Counts, Reported, Row, count
from contracts.performance.standing import figure_of

AS_OF = date(2026, 1, 25)
# The quarters of 2025/26, each due on the 20th after it
QUARTERS = [
    (date(2025, 4, 1), date(2025, 6, 30), date(2025, 7, 20)),
    (date(2025, 7, 1), date(2025, 9, 30), date(2025, 10, 20)),
    (date(2025, 10, 1), date(2025, 12, 31), date(2026, 1, 20)),
    (date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 20)),
]
NOTHING = "-"


def row(days, reported, target="3", minimum="2"):
    """``reported``: a value, "n/d" for a share, "none" for no cases, "waits", "sent back", NOTHING."""
    found = {"waits": {"waiting": True, "sent": True}, "sent back": {"sent": True}, NOTHING: {}}.get(reported)
    if found is None:
        found = {"reported": read(reported), "sent": True}
    return Row(*days, number(target), number(minimum), **found)


def read(text):
    if text == "none":
        return Reported()
    if "/" in text:
        n, d = text.split("/")
        return Reported(numerator=D(n), denominator=D(d))
    return Reported(value=D(text))


def number(text):
    return None if text is None else D(text)


def rows(*values, target="3", minimum="2"):
    return [row(days, value, target, minimum) for days, value in zip(QUARTERS, values, strict=False)]


def found(rows_, kind=Kind.SUM, direction="higher", as_of=AS_OF):
    figure = figure_of(rows_, kind, direction, as_of)
    return figure.value, figure.target, figure.minimum, figure.standing


@pytest.mark.parametrize(
    ("values", "value", "target", "minimum", "standing"),
    [
        (("3", "4", "2"), 9, 9, 6, "on_target"),
        (("3", NOTHING, "3"), 6, 6, 4, "on_target"),
        (("3", NOTHING, "2"), 5, 6, 4, "below_target"),
        (("1", NOTHING, NOTHING), 1, 3, 2, "below_minimum"),
        (("2", NOTHING, NOTHING), 2, 3, 2, "below_target"),
        ((NOTHING, NOTHING, NOTHING), None, None, None, "not_reported"),
        (("waits", "sent back", NOTHING), None, None, None, "not_reported"),
        # Verified before it was due: it counts
        (("3", "3", "3", "9"), 18, 12, 8, "on_target"),
    ],
)
def test_sums(values, value, target, minimum, standing):
    assert found(rows(*values)) == (value, target, minimum, standing)


def test_without_an_expected_row_nothing_is_due_yet():
    assert found(rows(NOTHING, NOTHING, NOTHING, NOTHING)[3:]) == (None, None, None, "nothing_due")
    assert found([]) == (None, None, None, "nothing_due")


def test_the_counts_of_rows_of_every_fate():
    """Due days are in time themselves: on 20 January the third is expected and not late."""
    four = rows("3", "waits", NOTHING, NOTHING)
    assert figure_of(four, Kind.SUM, "higher", date(2026, 1, 19)).counts == Counts(2, 1, 1, 0)
    assert figure_of(four, Kind.SUM, "higher", date(2026, 1, 20)).counts == Counts(3, 1, 1, 0)
    assert figure_of(four, Kind.SUM, "higher", date(2026, 1, 21)).counts == Counts(3, 1, 1, 1)
    sent_back = rows("3", "sent back")
    assert figure_of(sent_back, Kind.SUM, "higher", date(2026, 1, 21)).counts == Counts(2, 1, 0, 0)
    early = rows(NOTHING, NOTHING, NOTHING, "waits")
    assert figure_of(early, Kind.SUM, "higher", AS_OF).counts == Counts(3, 0, 0, 3)


def test_below_minimum_is_never_said_without_a_minimum():
    assert found(rows("0", target="3", minimum=None)) == (0, 3, None, "below_target")
    mixed = [row(QUARTERS[0], "0", "3", "2"), row(QUARTERS[1], "1", "3", None)]
    assert found(mixed) == (1, 6, None, "below_target")


def test_a_target_added_later_is_set_against_its_own_periods():
    """Five without a target, then five of ten: ten are counted, five are compared."""
    late = [row(QUARTERS[0], "5", None, None), row(QUARTERS[1], "5", "10", "6")]
    figure = figure_of(late, Kind.SUM, "higher", AS_OF)
    assert (figure.value, figure.compared, figure.target, figure.minimum) == (10, 5, 10, 6)
    assert figure.standing == "below_minimum"


def test_a_minimum_counts_only_where_there_is_a_target():
    assert found([row(QUARTERS[0], "5", None, "6")]) == (5, None, None, "no_target")


@pytest.mark.parametrize(
    ("value", "target", "direction", "standing"),
    [
        ("0", "0", "higher", "nothing_due"),
        ("1", "0", "higher", "on_target"),
        ("0", "0", "lower", "on_target"),
        ("1", "0", "lower", "below_target"),
    ],
)
def test_nought_of_nought_is_nothing_due_yet_and_an_allowance_of_nought_is_kept(value, target, direction, standing):
    assert found([row(QUARTERS[0], value, target, None)], direction=direction)[-1] == standing


@pytest.mark.parametrize(
    ("value", "standing"),
    [("20", "on_target"), ("20.0001", "below_target"), ("28", "below_target"), ("28.0001", "below_minimum")],
)
def test_lower_is_better_up_to_the_target_and_the_limit(value, standing):
    assert found([row(QUARTERS[0], value, "20", "28")], direction="lower")[-1] == standing


def test_shares_are_joined_by_their_two_numbers():
    """1 of 1, then 500 of 1,000: 501 of 1,001 is 50.05 %, not the 75 % of a mean of shares."""
    two = [row(QUARTERS[0], "1/1", "60", "50"), row(QUARTERS[1], "500/1000", "60", "50")]
    assert found(two, Kind.RATIO) == (Fraction(50100, 1001), 60, 50, "below_target")


def test_a_share_s_targets_are_weighted_by_their_cases():
    """9 of 10 against 90 and 10 of 30 against 30: 19 of 40 against (900 + 900) ÷ 40 = 45."""
    two = [row(QUARTERS[0], "9/10", "90", "80"), row(QUARTERS[1], "10/30", "30", "20")]
    assert found(two, Kind.RATIO) == (Fraction(1900, 40), 45, 35, "on_target")


def test_no_cases_counts_for_nobody_and_against_nobody():
    two = [row(QUARTERS[0], "9/10", "90", "80"), row(QUARTERS[1], "none", "90", "80")]
    figure = figure_of(two, Kind.RATIO, "higher", AS_OF)
    assert (figure.value, figure.target, figure.standing) == (90, 90, "on_target")
    assert figure.counts == Counts(2, 2, 0, 0)
    assert found(two[1:], Kind.RATIO) == (None, None, None, "nothing_due")
    assert found([row(QUARTERS[0], "0/0", "90", "80")], Kind.RATIO) == (None, None, None, "nothing_due")
    assert found([row(QUARTERS[0], "none", "5", None)], Kind.LEVEL) == (None, None, None, "nothing_due")


def test_cases_without_a_target_beside_none_with_one():
    two = [row(QUARTERS[0], "9/10", None, None), row(QUARTERS[1], "none", "90", "80")]
    assert found(two, Kind.RATIO) == (90, None, None, "no_target")


def test_levels_are_weighted_by_the_days_of_their_periods():
    """100 for 91 days and 0 for 10: not 50, but 9,100 ÷ 101."""
    long = (date(2025, 4, 1), date(2025, 6, 30), date(2025, 7, 20))
    short = (date(2025, 7, 1), date(2025, 7, 10), date(2025, 7, 30))
    two = [row(long, "100", "90", "80"), row(short, "0", "90", "80")]
    assert found(two, Kind.LEVEL) == (Fraction(9100, 101), 90, 80, "on_target")


@pytest.mark.parametrize("kind", [Kind.YES_NO, Kind.MILESTONE])
def test_what_is_kept_or_done_is_counted(kind):
    three = rows("1", "0", "1", target="1", minimum=None)
    assert found(three, kind) == (2, 3, None, "below_target")
    assert found(three[:1], kind) == (1, 1, None, "on_target")
    # Not kept is no “nothing due yet”: it was due
    assert found(three[1:2], kind) == (0, 1, None, "below_target")


def test_comparison_is_exact():
    assert found([row(QUARTERS[0], "89.9999", "90", "80")], Kind.LEVEL)[-1] == "below_target"
    assert (
        found([row(d, v, t, None) for d, v, t in zip(QUARTERS, ("0.1", "0.2"), ("0.1", "0.2"), strict=False)])[-1] == "on_target"
    )
    third = [row(QUARTERS[0], "1/3", "33.3333", None), row(QUARTERS[1], "1/3", "33.3334", None)]
    assert found(third, Kind.RATIO)[-1] == "below_target"


def test_three_standings_are_set_against_a_target():
    assert set(RATED) == {Standing.ON_TARGET, Standing.BELOW_TARGET, Standing.BELOW_MINIMUM}
    assert [s.label for s in Standing] == [
        "On target", "Below target", "Below minimum", "Not reported", "No target", "Nothing due yet",
    ]  # fmt: skip


def test_what_was_verified_is_not_late_however_it_came_in():
    """On paper, say, and put down by the council: nothing was handed in by the supplier, and nothing is missing."""
    first, last, due = date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 20)
    on_paper = Row(first, last, due, reported=Reported(D(3)), sent=False)
    missing = Row(first, last, due)
    assert count([on_paper, missing], date(2026, 4, 21)) == Counts(expected=2, reported=1, waiting=0, late=1)
    assert count([on_paper, missing], due) == Counts(expected=2, reported=1, waiting=0, late=0)
