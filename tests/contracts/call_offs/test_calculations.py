"""Ceilings, warnings and their words: worked numbers, both sides of each boundary."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.call_offs.calculations.ceiling import Use
from contracts.call_offs.calculations.due import Facts, Notice, Planned, notices
from contracts.call_offs.calculations.words import said
from contracts.call_offs.enums import WarningKind

MILLION = Decimal(1_000_000)
DAY = date(2026, 3, 2)
ENDS = date(2030, 3, 31)
POUNDS = st.decimals(min_value=0, max_value=10_000_000, places=2)


def use(called, ceiling=MILLION) -> Use:
    return Use(Decimal(called), ceiling)


@pytest.mark.parametrize(
    ("called", "words", "stage", "left"),
    [
        ("0", "£0 of £1,000,000 called off (0 %)", 0, "1000000"),
        ("240000", "£240,000 of £1,000,000 called off (24 %)", 0, "760000"),
        ("799999.99", "£799,999.99 of £1,000,000 called off (79 %)", 0, "200000.01"),
        ("800000", "£800,000 of £1,000,000 called off (80 %)", 80, "200000"),
        ("999999.99", "£999,999.99 of £1,000,000 called off (99 %)", 80, "0.01"),
        ("1000000", "£1,000,000 of £1,000,000 called off (100 %)", 100, "0"),
        ("1200000", "£1,200,000 of £1,000,000 called off (120 %)", 100, "0"),
    ],
)
def test_what_is_called_off_is_said_and_never_rounded_up(called, words, stage, left):
    found = use(called)
    assert (found.words, found.stage, found.left) == (words, stage, Decimal(left))


def test_a_lot_without_a_ceiling_of_its_own_takes_everything():
    found = use("5", None)
    assert (found.words, found.per_cent, found.left, found.stage) == ("£5 called off", None, None, 0)
    assert found.takes(Decimal(10**9))
    assert not found.is_over


@pytest.mark.parametrize(("value", "fits"), [("200000", True), ("200000.01", False)])
def test_the_last_penny_fits_and_one_more_does_not(value, fits):
    assert use("800000").takes(Decimal(value)) is fits


def test_exactly_the_ceiling_is_reached_and_not_passed():
    assert not use("1000000").is_over
    assert use("1000000.01").is_over


@given(POUNDS, POUNDS.filter(bool), POUNDS)
def test_what_fits_leaves_no_more_called_off_than_the_ceiling(called, ceiling, value):
    found = Use(called, ceiling)
    after = Use(called + value, ceiling)
    assert found.takes(value) is (not after.is_over)
    assert found.per_cent == Fraction(called) / Fraction(ceiling) * 100
    assert found.left >= 0


def facts(**changes) -> Facts:
    return Facts(**{"ends_on": ENDS, "use": use("0")} | changes)


def kinds(found: list[Notice]) -> list[tuple[str, int]]:
    return [(one.kind, one.stage) for one in found]


@pytest.mark.parametrize(
    ("days", "stage"),
    [(366, None), (365, 365), (181, 365), (180, 180), (31, 180), (30, 30), (0, 30)],
)
def test_its_end_is_warned_of_a_year_half_a_year_and_a_month_before(days, stage):
    found = notices(facts(ends_on=DAY + timedelta(days=days)), DAY)
    assert kinds(found) == ([(WarningKind.ENDS, stage)] if stage else [])


@pytest.mark.parametrize(
    ("days", "stage"),
    [(91, None), (90, 90), (31, 90), (30, 30), (0, 30), (-1, -1), (-400, -1)],
)
def test_a_refresh_is_warned_of_before_its_day_and_until_it_is_done(days, stage):
    planned = Planned(7, WarningKind.REFRESH, DAY + timedelta(days=days))
    found = notices(facts(planned=(planned,)), DAY)
    assert kinds(found) == ([(WarningKind.REFRESH, stage)] if stage else [])


@pytest.mark.parametrize(("days", "stage"), [(31, None), (30, 30), (0, 30), (-1, -1)])
def test_a_review_is_warned_of_a_month_before(days, stage):
    planned = Planned(7, WarningKind.REVIEW, DAY + timedelta(days=days))
    assert kinds(notices(facts(planned=(planned,)), DAY)) == ([(WarningKind.REVIEW, stage)] if stage else [])


def test_the_law_asks_for_a_refresh_where_none_is_planned_by_then():
    by = DAY + timedelta(days=20)
    assert kinds(notices(facts(refresh_by=by), DAY)) == [(WarningKind.REFRESH, 30)]
    too_late = Planned(7, WarningKind.REFRESH, by + timedelta(days=1))
    assert [one.planned for one in notices(facts(refresh_by=by, planned=(too_late,)), DAY)] == [7, 0]
    in_time = Planned(7, WarningKind.REFRESH, by)
    assert [one.planned for one in notices(facts(refresh_by=by, planned=(in_time,)), DAY)] == [7]
    # The agreement is over by then
    assert notices(facts(refresh_by=ENDS, planned=()), DAY) == []


def test_old_news_is_shown_and_not_told():
    over = Notice(WarningKind.REVIEW, DAY - timedelta(days=31), -1, 7)
    older = Notice(WarningKind.REVIEW, DAY - timedelta(days=32), -1, 7)
    assert over.is_news(DAY)
    assert not older.is_news(DAY)
    assert Notice(WarningKind.CEILING, None, 80).is_news(DAY)


def test_a_fact_is_another_one_as_soon_as_it_says_something_else():
    one = Notice(WarningKind.ENDS, ENDS, 365)
    others = [
        Notice(WarningKind.ENDS, ENDS, 180),
        Notice(WarningKind.ENDS, ENDS + timedelta(days=1), 365),
        Notice(WarningKind.REVIEW, ENDS, 365, 7),
        Notice(WarningKind.CEILING, None, 80, ceiling=MILLION),
        Notice(WarningKind.CEILING, None, 80, ceiling=MILLION * 2),
    ]
    assert len({one.fact, *(other.fact for other in others)}) == 6


@pytest.mark.parametrize(
    ("notice", "called", "subject", "asks"),
    [
        (
            Notice(WarningKind.ENDS, date(2026, 9, 1), 365),
            "0",
            "The framework agreement Repairs ends on 1 September 2026",
            "Repairs: the framework agreement ends on 1 September 2026. Decide what comes after it",
        ),
        (
            Notice(WarningKind.REVIEW, date(2026, 3, 10), 30, 7),
            "0",
            "The review of the framework agreement Repairs is due on 10 March 2026",
            "Review the framework agreement Repairs by 10 March 2026",
        ),
        (
            Notice(WarningKind.REVIEW, date(2026, 3, 1), -1, 7),
            "0",
            "The review of the framework agreement Repairs was due on 1 March 2026",
            "Review the framework agreement Repairs by 1 March 2026",
        ),
        (
            Notice(WarningKind.REFRESH, date(2026, 3, 1), -1, 7),
            "0",
            "The refresh of the framework agreement Repairs was due on 1 March 2026",
            "Take new suppliers into the framework agreement Repairs: was due on 1 March 2026",
        ),
        (
            Notice(WarningKind.REFRESH, date(2026, 3, 31), 30),
            "0",
            "Repairs has to take in new suppliers by 31 March 2026",
            "Plan a refresh of the framework agreement Repairs by 31 March 2026: the law asks for one",
        ),
        (
            Notice(WarningKind.CEILING, None, 80, ceiling=MILLION),
            "850000",
            "£850,000 of £1,000,000 called off (85 %) under Repairs",
            "Repairs: £850,000 of £1,000,000 called off (85 %)",
        ),
    ],
)
def test_what_a_warning_says(notice, called, subject, asks):
    words = said(notice, "Repairs", use(called), DAY)
    assert (words.subject, words.asks) == (subject, asks)


@pytest.mark.parametrize(
    ("called", "stage", "body"),
    [
        ("850000", 80, "£150,000 is left. If more work of this kind is needed, plan another procurement in time."),
        ("1000000", 100, "Nothing more can be called off."),
        ("1000001", 100, "That is more than its ceiling."),
    ],
)
def test_what_the_ceiling_s_warning_says_of_what_is_left(called, stage, body):
    words = said(Notice(WarningKind.CEILING, None, stage, ceiling=MILLION), "Repairs", use(called), DAY)
    assert words.body.endswith(body)
