"""Whom an interest bars: nothing of what follows from the evaluation is theirs to decide, to send or to read (s.81 to 83)."""

import pytest
from django.urls import reverse

from procurement.award import permissions
from procurement.award.models import AssessmentSummary
from procurement.evaluation import services as evaluating
from procurement.evaluation.models import Score
from procurement.panel import services as panel_services
from socialvalue.accounts.enums import Role
from socialvalue.common.errors import NotAllowed
from tests.builders import award as awards
from tests.builders import evaluation as scenes
from tests.builders import people

pytestmark = pytest.mark.django_db
REASON = "it goes on without you"
ROLES = [(Role.EVALUATION_LEAD, Role.LEAD_DIRECTOR), (Role.EVALUATION_LEAD, Role.PROCUREMENT_OFFICER)]


@pytest.fixture
def scene():
    return scenes.prepared(bids=2, panellists=1)


def barred(scene, roles):
    """Somebody with these roles whose interest was decided on: no."""
    user = people.person(scene.council, *roles)
    place = panel_services.declare_as_lead(scene.evaluation, by=user, has_interest=True, interest="My sister is a director.")
    evaluating.decide_interest(place, by=scene.lead, may_score=False, reason="A sister who is a director is too close.")
    return people.fresh(user)


def said(check, user, about) -> str:
    """The reason of a refusal; empty where there is none."""
    try:
        check(user, about)
    except NotAllowed as refusal:
        return refusal.message
    return ""


def closed(scene):
    """Scored, moderated and closed, as the builders do it."""
    for place in scene.panel:
        panel_services.declare(place, by=place.user, has_interest=False)
    evaluating.start_scoring(scene.evaluation, by=scene.lead)
    scene.reload()
    scenes.score_all(scene, 0)
    evaluating.start_moderation(scene.evaluation, by=scene.lead)
    scene.reload()
    scenes.moderate_all(scene)
    evaluating.close(scene.evaluation, by=scene.lead)
    scene.reload()
    return scene


@pytest.mark.parametrize("roles", ROLES, ids=["lead and director", "lead and procurement officer"])
def test_nothing_that_follows_is_theirs(scene, roles, client):
    kept_out = barred(scene, roles)
    twin = people.person(scene.council, *roles)  # the same roles, and no interest
    closed(scene)
    award = awards.proposed(scene)
    tender = award.tender
    asked = [(permissions.check_can_tell, award), (permissions.check_can_take_file, tender)]
    if Role.LEAD_DIRECTOR in roles:
        asked += [(permissions.check_can_return, award), (permissions.check_can_decide, award)]
    for check, about in asked:
        assert REASON not in said(check, twin, about)
        assert REASON in said(check, kept_out, about)
    preview = reverse("assessment-summary", args=[tender.reference, scene.bids[0].pk])
    client.force_login(twin)
    assert client.get(preview).status_code == 200
    client.force_login(kept_out)
    assert client.get(preview).status_code == 404
    assert Score.objects.visible_to(twin).count() == Score.objects.count() > 0
    assert Score.objects.visible_to(kept_out).count() == 0


def test_summaries_that_were_sent_stay_closed_to_them(scene):
    kept_out = barred(scene, ROLES[0])
    closed(scene)
    awards.told(scene)
    sent = AssessmentSummary.objects.count()
    assert sent == 2
    assert AssessmentSummary.objects.visible_to(scene.lead).count() == sent
    assert AssessmentSummary.objects.visible_to(kept_out).count() == 0
