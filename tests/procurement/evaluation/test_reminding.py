"""Scores that are not final: those who owe them and the lead hear of it two days before the day, and once it has passed."""

from datetime import datetime, time, timedelta

import pytest

from procurement.evaluation import timed
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.notifications.models import Message
from tests.builders import evaluation as build

pytestmark = pytest.mark.django_db


def at(day, hour=9) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=clock.LONDON)


def told(user: User) -> list[str]:
    return [m.subject for m in Message.objects.filter(recipient=user, key__startswith="score-by:").order_by("pk")]


@pytest.fixture
def scene():
    found = build.scoring(bids=1, panellists=2)
    build.score_all(found, 0)
    return found


def test_two_days_before_and_once_it_has_passed(scene):
    done, owes = scene.place(0).user, scene.place(1).user
    day, title = scene.evaluation.score_by, scene.tender.title
    before = at(day - timedelta(days=3), 23)
    assert (timed.due(before), timed.apply(before)) == ([], 0)
    near = at(day - timedelta(days=2), 0)
    assert [(e.when, e.subject) for e in timed.due(near)] == [(near, scene.tender.reference)]
    assert [timed.apply(near), timed.apply(at(day, 23)), timed.due(at(day, 23))] == [2, 0, []]
    message = Message.objects.get(recipient=owes, key__startswith="score-by:")
    assert (message.due_on, message.action) == (day, "Finish your scores")
    assert f"\n- {owes}" in Message.objects.get(recipient=scene.lead, key__startswith="score-by:").body
    late = at(day + timedelta(days=1), 0)
    assert [(e.when, e.subject) for e in timed.due(late)] == [(late, scene.tender.reference)]
    assert [timed.apply(late), timed.apply(late + timedelta(days=30))] == [2, 0]
    assert told(owes)[1] == told(scene.lead)[1] == f"Scores overdue: {title}"
    assert (len(told(owes)), len(told(scene.lead)), told(done)) == (2, 2, [])
    assert Message.objects.filter(recipient=owes).latest("pk").due_on is None, "it cannot be done by a day that is past"


def test_when_all_are_final_nobody_is_reminded(scene):
    build.score_all(scene, 1)
    assert timed.due(at(scene.evaluation.score_by + timedelta(days=5))) == []


def test_a_later_day_is_reminded_of_anew_and_without_a_day_nobody_is(scene):
    day = scene.evaluation.score_by
    assert timed.apply(at(day)) == 2
    scene.evaluation.score_by = later = day + timedelta(days=20)
    scene.evaluation.save(update_fields=["score_by"])
    assert [timed.apply(at(day)), timed.apply(at(later))] == [0, 2]
    scene.evaluation.score_by = None
    scene.evaluation.save(update_fields=["score_by"])
    assert timed.due(at(later + timedelta(days=9))) == []
