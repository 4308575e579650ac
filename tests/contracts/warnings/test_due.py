"""What a contract warns of on a day: pure arithmetic, with both sides of every boundary."""

from datetime import date, timedelta

import pytest

from contracts.warnings.calculations.due import (
    STAGES,
    Facts,
    Notice,
    Running,
    decided_by,
    lead_months,
    next_look,
    notices,
)
from contracts.warnings.enums import Kind

DAY = date(2028, 3, 31)


def before(days: int) -> date:
    return DAY - timedelta(days=days)


def stages(facts: Facts, today: date) -> list[tuple[str, int]]:
    return [(one.kind.value, one.stage) for one in notices(facts, today)]


@pytest.mark.parametrize("left, stage", [(91, None), (90, 90), (31, 90), (30, 30), (1, 30), (0, 0), (-1, 0)])
def test_an_end_is_told_90_and_30_days_before_and_on_the_day(left, stage):
    assert stages(Facts(ends_on=DAY), before(left)) == ([] if stage is None else [("ends", stage)])


@pytest.mark.parametrize("left, stage", [(31, None), (30, 30), (0, 30), (-1, -1), (-400, -1)])
def test_a_review_is_told_30_days_before_and_once_its_day_has_passed(left, stage):
    assert stages(Facts(review_on=DAY), before(left)) == ([] if stage is None else [("review", stage)])


@pytest.mark.parametrize("left, stage", [(61, None), (60, 60), (15, 60), (14, 14), (0, 14), (-1, -1)])
def test_a_document_is_told_60_and_14_days_before_and_once_it_has_run_out(left, stage):
    paper = Running(7, "Insurance", DAY)
    found = notices(Facts(papers=(paper,)), before(left))
    assert found == ([] if stage is None else [Notice(Kind.PAPER, DAY, stage, paper)])


@pytest.mark.parametrize("left, stage", [(15, None), (14, 14), (1, 14), (0, 0), (-1, -1), (-400, -1)])
def test_kpis_to_publish_are_told_14_days_before_on_the_day_and_once_it_has_passed(left, stage):
    assert stages(Facts(publish_by=DAY), before(left)) == ([] if stage is None else [("kpis", stage)])


@pytest.mark.parametrize("left, stage", [(61, None), (60, 60), (15, 60), (14, 14), (0, 14), (-1, -1)])
def test_an_evaluation_is_told_60_and_14_days_before_and_once_its_day_has_passed(left, stage):
    assert stages(Facts(evaluation_due_on=DAY), before(left)) == ([] if stage is None else [("evaluation", stage)])


@pytest.mark.parametrize("months, lead", [(1, 1), (2, 1), (3, 2), (6, 3), (11, 6), (12, 6), (13, 6), (48, 6)])
def test_an_extension_is_decided_half_its_length_before_the_end_at_least_one_month_and_at_most_six(months, lead):
    assert lead_months(months) == lead


@pytest.mark.parametrize(
    "ends_on, months, day",
    [
        (date(2028, 3, 31), 12, date(2027, 9, 30)),
        (date(2028, 8, 31), 24, date(2028, 2, 29)),
        (date(2028, 3, 31), 2, date(2028, 2, 29)),
        (date(2028, 3, 31), 6, date(2027, 12, 31)),
    ],
)
def test_the_last_day_to_decide_is_a_day_of_the_calendar(ends_on, months, day):
    assert decided_by(ends_on, months) == day


@pytest.mark.parametrize(
    "today, found",
    [
        (date(2027, 7, 1), []),
        (date(2027, 7, 2), [("extension", 90)]),
        (date(2027, 8, 31), [("extension", 30)]),
        (date(2027, 9, 30), [("extension", 0)]),
        (date(2027, 10, 1), [("extension", -1)]),
        (date(2027, 12, 31), [("extension", -1)]),
        # From here the end itself asks
        (date(2028, 1, 1), [("ends", 90)]),
    ],
)
def test_an_extension_of_a_year_is_asked_for_until_the_end_is_near(today, found):
    assert stages(Facts(ends_on=DAY, extension_months=12), today) == found


def test_without_an_end_there_is_no_end_and_no_extension():
    facts = Facts(extension_months=12)
    assert (notices(facts, DAY), next_look(facts, DAY)) == ([], None)


def test_who_is_missing_has_no_day_and_stands_every_day():
    facts = Facts(lacks_manager=True, lacks_director=True, lacks_head=True)
    assert notices(facts, DAY) == [Notice(Kind.MANAGER), Notice(Kind.DIRECTOR), Notice(Kind.HEAD)]
    assert next_look(facts, DAY) is None
    assert notices(Facts(lacks_head=True), DAY) == [Notice(Kind.HEAD)]


@pytest.mark.parametrize("days, news", [(0, True), (31, True), (32, False)])
def test_what_is_over_for_more_than_31_days_is_no_news(days, news):
    assert Notice(Kind.REVIEW, DAY, -1).is_news(DAY + timedelta(days=days)) is news


def test_a_fact_is_another_one_with_another_day_stage_or_document():
    one = Notice(Kind.PAPER, DAY, 60, Running(1, "Insurance", DAY))
    others = [
        Notice(Kind.PAPER, before(1), 60, Running(1, "Insurance", before(1))),
        Notice(Kind.PAPER, DAY, 14, Running(1, "Insurance", DAY)),
        Notice(Kind.PAPER, DAY, 60, Running(2, "Insurance", DAY)),
        Notice(Kind.REVIEW, DAY, 60),
    ]
    assert one.fact == "paper.2028-03-31.60.1"
    assert len({one.fact, *(other.fact for other in others)}) == 5


FACTS = [
    Facts(ends_on=DAY),
    Facts(ends_on=DAY, extension_months=12),
    Facts(ends_on=DAY, extension_months=1, review_on=date(2027, 12, 1)),
    Facts(review_on=date(2027, 7, 1), papers=(Running(1, "A", date(2027, 8, 1)), Running(2, "B", date(2027, 10, 5)))),
    Facts(ends_on=DAY, lacks_manager=True, papers=(Running(1, "A", DAY),)),
    Facts(ends_on=DAY, publish_by=date(2027, 9, 1), evaluation_due_on=date(2028, 2, 1)),
]


@pytest.mark.parametrize("facts", FACTS)
def test_nothing_changes_before_the_next_look(facts):
    """Every day of a year and a half: what stands is what stood at the last look, so looking on those days alone misses nothing."""
    today, looked_on, following = date(2027, 1, 1), None, None
    while today <= date(2028, 6, 30):
        if looked_on is None or (following is not None and following <= today):
            looked_on, following = today, next_look(facts, today)
        stood = [one.fact for one in notices(facts, looked_on)]
        assert [one.fact for one in notices(facts, today)] == stood, today
        today += timedelta(days=1)


def test_the_next_look_is_the_next_stage_and_none_after_the_last():
    facts = Facts(review_on=DAY)
    assert [next_look(facts, day) for day in (before(31), before(30), DAY, before(-1))] == [
        before(30),
        before(-1),
        before(-1),
        None,
    ]


def test_every_kind_with_a_day_has_stages_that_come_one_after_another():
    assert set(STAGES) == set(Kind) - {Kind.MANAGER, Kind.DIRECTOR, Kind.HEAD}
    assert all(list(found) == sorted(found, reverse=True) for found in STAGES.values())
