"""An evaluator takes back that their scores are final: within ten minutes, before moderation, and the lead hears of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from procurement.evaluation import services
from procurement.evaluation.models import Score
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from socialvalue.notifications.models import Message
from tests.builders import evaluation as scenes

pytestmark = pytest.mark.django_db
WHAT = ("value", "passed", "reason", "status")


@pytest.fixture
def scene():
    return scenes.scoring(bids=1)


@pytest.fixture
def start():
    return clock.now()


def rows(place) -> list[tuple]:
    return list(Score.objects.filter(panellist=place).order_by("pk").values_list(*WHAT))


def subjects(user) -> list[str]:
    return list(Message.objects.filter(recipient=user).order_by("pk").values_list("subject", flat=True))


def test_scores_are_drafts_again_as_they_were(scene, start):
    place = scene.place(0)
    with clock.at(start):
        scenes.score_all(scene, 0, final=False)
        before = rows(place)
        services.finalise_scores(place, by=place.user)
    assert {row[-1] for row in rows(place)} == {"final"}
    with clock.at(start + timedelta(minutes=9, seconds=59)):
        services.undo_final(place, by=place.user)
    assert rows(place) == before
    assert AuditEvent.objects.filter(verb__contains="finalise").order_by("pk").values_list("verb", "sentence", "confidential")[
        1
    ] == (
        "undo finalise scores",
        "undid making their scores final",
        False,
    )


def test_after_ten_minutes_they_stay_final(scene, start):
    with clock.at(start):
        scenes.score_all(scene, 0)
    with (
        clock.at(start + timedelta(minutes=10)),
        pytest.raises(WrongState, match=r"^This could be undone for 10 minutes, until "),
    ):
        services.undo_final(scene.place(0), by=scene.place(0).user)


def test_the_lead_hears_of_it_only_if_they_were_told_that_all_are_final(scene, start):
    title = scene.tender.title
    with clock.at(start):
        scenes.score_all(scene, 0)
        services.undo_final(scene.place(0), by=scene.place(0).user)
        assert subjects(scene.lead).count(f"Moderation has to wait: {title}") == 0
    with clock.at(start + timedelta(minutes=1)):
        services.finalise_scores(scene.place(0), by=scene.place(0).user)
        scenes.score_all(scene, 1)
        services.undo_final(scene.place(1), by=scene.place(1).user)
        services.undo_final(scene.place(0), by=scene.place(0).user)
    assert subjects(scene.lead)[-2:] == [f"Start moderation: {title}", f"Moderation has to wait: {title}"]


def test_in_moderation_they_stay(start):
    with clock.at(start):
        scene = scenes.moderating(bids=1)
        with pytest.raises(WrongState, match=r"^This cannot be undone: your scores are in moderation$"):
            services.undo_final(scene.place(0), by=scene.place(0).user)


def test_nobody_else_and_not_what_the_lead_has_opened(scene, start):
    place = scene.place(0)
    with clock.at(start):
        with pytest.raises(WrongState, match=r"^There is nothing to undo: your scores are not final$"):
            services.undo_final(place, by=place.user)
        scenes.score_all(scene, 0)
        for other in (scene.lead, scene.place(1).user):
            with pytest.raises(NotAllowed, match=r"^Only the evaluator who made these scores final can undo it$"):
                services.undo_final(place, by=other)
        criterion, bid = scene.criterion("q1"), scene.bids[0]
        services.reopen_score(
            scene.evaluation, by=scene.lead, panellist=place, bid=bid, criterion=criterion, reason="The wrong page was read"
        )
        with pytest.raises(
            WrongState, match=r"^This cannot be undone: the evaluation lead has opened one of these scores again$"
        ):
            services.undo_final(place, by=place.user)
    with clock.at(start + timedelta(minutes=20)):
        services.finalise_scores(place, by=place.user)
        assert len(services.undo_final(place, by=place.user)) == 1


def test_the_button(client, scene, start):
    place = scene.place(0)
    page, undo = (reverse(name, args=[scene.tender.reference]) for name in ("evaluation-scores", "evaluation-undo-final"))
    with clock.at(start):
        scenes.score_all(scene, 0, final=False)
        client.force_login(place.user)
        after = client.post(page, follow=True).content.decode()
        assert after.count(f'action="{undo}"') == 1
        assert client.get(page).content.decode().count(f'action="{undo}"') == 1
        client.force_login(scene.lead)
        client.post(undo)  # the lead's own place, on which nothing is final
        assert {row[-1] for row in rows(place)} == {"final"}
        client.force_login(place.user)
        done = client.post(undo, follow=True).content.decode()
    assert "Undone. Your scores are not final: change them, then make them final again." in done
    assert {row[-1] for row in rows(place)} == {"draft"}
