"""What was known of a return on a day: a version that waited, one that was sent back, one that was replaced."""

from datetime import date, datetime
from decimal import Decimal as D

import pytest

from contracts.kept.selectors.statement import end_of
from contracts.performance.rows import Reported
from contracts.returns import services as returns
from contracts.returns.models import Return
from contracts.schedule.models import DueReturn
from measurement.figures.selectors.behind import due_rows
from measurement.figures.selectors.known import row_known, waits
from measurement.figures.selectors.recomputed import differences
from measurement.figures.selectors.sources import sources
from measurement.figures.selectors.subjects import subject
from socialvalue.common import clock
from tests.builders import measurement as build

from . import steps

pytestmark = pytest.mark.django_db


def at(month, day, hour=10):
    return clock.at(datetime(2025, month, day, hour, tzinfo=clock.LONDON))


@pytest.fixture
def scene():
    """Handed in on 1 September, 43 days late, sent back on the 3rd, handed in again on the 10th, verified on the 20th."""
    scene = build.scene()
    body = build.contract(scene, {"values": []}, reference="HC-1")
    due, who = DueReturn.objects.filter(kpi__obligation__contract=body).earliest("starts_on"), scene.who
    with at(9, 1):
        one = returns.submit_return(returns.save_return(due, by=who.reporter, value=D(3)), by=who.reporter)
    with at(9, 3):
        returns.query_return(one, by=who.manager, comment="Which people?")
    with at(9, 10):
        again = returns.submit_return(Return.objects.get(pk=one.pk), by=who.reporter)
    with at(9, 20):
        returns.verify_return(again, by=who.manager, comment=build.contracts.SEEN)
    return scene


def known(scene, day: date):
    due = DueReturn.objects.filter(kpi__obligation__contract__reference="HC-1").earliest("starts_on")
    row = row_known(due, list(due.returns.order_by("number")), end_of(day))
    return row.sent, row.waiting, row.reported


@pytest.mark.parametrize(
    ("day", "sent", "reported"),
    [
        (date(2025, 8, 31), False, None),
        (date(2025, 9, 1), True, None),
        (date(2025, 9, 19), True, None),
        (date(2025, 9, 20), True, Reported(D(3))),
    ],
)
def test_a_return_is_sent_and_reported_from_the_evening_of_its_days(scene, day, sent, reported):
    found = known(scene, day)
    assert (found[0], found[2]) == (sent, reported)


def test_what_was_verified_later_waited_until_then(scene):
    assert [known(scene, date(2025, 9, day))[1] for day in (10, 19, 20)] == [True, True, False]


def version(**moments) -> Return:
    days = {"first_submitted_at": 1, "submitted_at": 1, **moments}
    return Return(**{name: d and datetime(2025, 9, d, 10, tzinfo=clock.LONDON) for name, d in days.items()})


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        ({}, True),
        ({"decided_at": 9}, False),
        ({"decided_at": 11}, True),
        ({"sent_back_at": 9}, False),
        ({"sent_back_at": 11}, True),
        # Sent back, and handed in again before the day, or only after it
        ({"sent_back_at": 5, "submitted_at": 9}, True),
        ({"sent_back_at": 5, "submitted_at": 11}, False),
        ({"sent_back_at": 5, "submitted_at": 5}, False),
    ],
)
def test_a_version_waits_until_somebody_decides(moments, expected):
    assert waits(version(**moments), end_of(date(2025, 9, 10))) is expected


def shown(scene, day: date):
    what = subject(scene.who.manager, "council", scene.council.pk, scene.council)
    scope = scene.scope(ends_on=date(2025, 6, 30), as_of=day)
    [one] = sources(list(due_rows(what, scope, scene.who.manager)), scope)
    return one


def test_the_page_of_returns_says_what_was_known_on_the_day(scene):
    found = {day: shown(scene, date(2025, 9, day)) for day in (1, 10, 19, 20)}
    assert [(s.status, s.value, s.note, s.decided_by) for s in found.values()] == [
        ("Waiting to be verified", None, "", ""),
        ("Waiting to be verified", None, "", ""),
        ("Waiting to be verified", None, "", ""),
        ("Verified", D(3), build.contracts.SEEN, str(scene.who.manager)),
    ]
    # By the first handing in, whatever came after: 20 July to 1 September
    assert {s.days_late for s in found.values()} == {43}
    late = shown(scene, date(2025, 8, 31))
    assert (late.status, late.days_late, late.submitted_by) == ("Late", 0, "")


def test_the_two_ways_agree_on_every_day_of_it(scene):
    for day in (1, 2, 3, 9, 10, 11, 19, 20, 21):
        assert differences(scene.scope(as_of=date(2025, 9, day))) == (1, []), day


def test_of_a_corrected_return_the_version_that_held_is_shown():
    made = steps.hand()

    def row(day):
        scope = made.scene.scope(as_of=day)
        what = subject(made.scene.who.manager, "kpi", made.kpis["corrected"].pk, made.council)
        return sources(list(due_rows(what, scope, made.scene.who.manager)), scope)[-1]

    before, after = row(date(2025, 9, 30)), row(date(2025, 10, 1))
    assert (before.value, before.version) == (D(3), "Held until 1 October 2025, when a correction took its place")
    assert (after.value, after.version) == (D(1), "Version 2, a correction: Two were counted twice")


def test_a_share_is_shown_with_its_two_numbers_and_no_cases_are_said():
    made = steps.hand()

    def parts(name):
        scope = made.scene.scope(as_of=build.NOW.date())
        what = subject(made.scene.who.manager, "kpi", made.kpis[name].pk, made.council)
        return [s.parts for s in sources(list(due_rows(what, scope, made.scene.who.manager)), scope)]

    assert (parts("ratio"), parts("no cases")) == (["10 of 20", "58 of 100"], ["no cases", "no cases"])
