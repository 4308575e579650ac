"""What scoring waits for."""

from datetime import timedelta

import pytest

from procurement.evaluation import services
from procurement.evaluation.workflow import SCORE
from procurement.panel import selectors as panel_selectors
from procurement.panel import services as panel_services
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.notifications.models import Message
from tests.builders import evaluation as scenes
from tests.builders import people, tendering

pytestmark = pytest.mark.django_db


def test_no_status_of_a_score_is_out_of_reach():
    assert SCORE.unreachable() == set()


def test_scoring_waits_for_opened_bids_and_for_somebody_on_every_question():
    tender = tendering.published_tender()
    lead = people.person(tender.commission.council, Role.EVALUATION_LEAD)
    evaluation = panel_services.set_up(tender, by=lead)
    panel_services.declare_as_lead(evaluation, by=lead, has_interest=False)
    with pytest.raises(WrongState, match=r"Scoring starts when two people have opened the bids"):
        services.start_scoring(evaluation, by=lead)
    scene = scenes.prepared(bids=1, panellists=0)
    evaluator = people.person(scene.council, Role.EVALUATOR)
    services.add_panellist(scene.evaluation, by=scene.lead, user=evaluator, criteria=[scene.criterion("q1")])
    with pytest.raises(Refused) as refusal:
        services.start_scoring(scene.evaluation, by=scene.lead)
    assert [m for _, m in refusal.value.problems] == [
        "Nobody scores “People” yet",
        "Nobody scores “Apprenticeships” yet",
        "Nobody scores “Local employment” yet",
    ]


def test_the_lead_declares_before_anything_starts_and_so_does_whoever_stands_in():
    tender = scenes.opened(1)
    lead, other = (people.person(tender.commission.council, Role.EVALUATION_LEAD) for _ in range(2))
    evaluation = panel_services.set_up(tender, by=lead)
    user = people.person(tender.commission.council, Role.EVALUATOR)
    services.add_panellist(evaluation, by=lead, user=user, criteria=panel_selectors.judged_criteria(tender))
    assert evaluation.panel.get(user=lead).declared_at is None
    with pytest.raises(NotAllowed, match="Declare first"):
        services.start_scoring(evaluation, by=lead)
    panel_services.declare(evaluation.panel.get(user=lead), by=lead, has_interest=False)
    # The matrix of questions does not take the lead's place away, and nobody tells the lead to score
    services.assign_all(evaluation, by=lead, assignments={user: panel_selectors.judged_criteria(tender)})
    with pytest.raises(NotAllowed, match="Declare first"):
        services.start_scoring(evaluation, by=other)
    panel_services.declare_as_lead(evaluation, by=other, has_interest=True, interest="My sister works for a bidder.")
    with pytest.raises(NotAllowed, match="somebody else has to lead"):
        services.start_scoring(evaluation, by=other)
    services.start_scoring(evaluation, by=lead)
    assert not Message.objects.filter(recipient=lead, key__startswith="scoring-started").exists()


def test_a_tender_ended_meanwhile_starts_no_scoring():
    scene = scenes.prepared(bids=1, panellists=1)
    Tender.objects.filter(pk=scene.tender.pk).update(status="terminated", terminated_at=clock.now() - timedelta(days=1))
    with pytest.raises(WrongState, match=r"Scoring starts when two people have opened the bids"):
        services.start_scoring(scene.reload(), by=scene.lead)
