"""A panellist who has a second role at the council reads no whole bid and no price for as long as they score."""

import pytest
from django.urls import reverse

from procurement.bidding.models import Answer, OfferedCommitment
from procurement.bidding.permissions import may_read_whole
from procurement.bidding.querysets import questions_to_score
from procurement.evaluation import services
from procurement.panel import services as panel_services
from procurement.panel.enums import EvaluationStatus as S
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Membership
from tests.builders import evaluation as scenes
from tests.builders import people

pytestmark = pytest.mark.django_db
BROUGHT_TO = {S.PREPARING: scenes.prepared, S.SCORING: scenes.scoring, S.MODERATING: scenes.moderating, S.CLOSED: scenes.closed}
HELD_BACK = {S.PREPARING: True, S.SCORING: True, S.MODERATING: False, S.CLOSED: False}
SECOND_ROLES = (Role.PROCUREMENT_OFFICER, Role.LEAD_DIRECTOR, Role.EVALUATION_LEAD)
WHY = "A sister who directs a bidder is too close for a fair score."


def opens_the_bid(client, user, bid) -> bool:
    client.force_login(people.fresh(user))
    status = client.get(reverse("bid", args=[bid.pk])).status_code
    assert status in (200, 403)
    return status == 200


def reads(user) -> set[str]:
    """The keys of the questions to which ``user`` reads an answer or a commitment."""
    user = people.fresh(user)
    answered = Answer.objects.visible_to(user).values_list("question__criterion__key", flat=True)
    offered = OfferedCommitment.objects.visible_to(user).values_list("answer__question__criterion__key", flat=True)
    return {*answered, *offered}


def test_the_table_names_every_status():
    assert set(BROUGHT_TO) == set(HELD_BACK) == set(S)


@pytest.mark.parametrize("role", SECOND_ROLES)
@pytest.mark.parametrize("status", list(S))
def test_until_scoring_is_over_only_what_was_given(client, status, role):
    scene = BROUGHT_TO[status](bids=1, panellists=2)
    assert scene.reload().status == status
    place, bid = scene.place(0), scene.bids[0]
    Membership.objects.create(user=place.user, organisation=scene.council, role=role)
    if HELD_BACK[status]:
        services.add_panellist(scene.evaluation, by=scene.lead, user=people.fresh(place.user), criteria=[scene.criterion("q1")])
    if status == S.PREPARING:
        assert reads(place.user) == set()
        panel_services.declare(place, by=people.fresh(place.user), has_interest=False)
    assert opens_the_bid(client, place.user, bid) is not HELD_BACK[status]
    assert may_read_whole(people.fresh(place.user), scene.tender) is not HELD_BACK[status]
    assert reads(place.user) == ({"q1"} if HELD_BACK[status] else {"q1", "q2", "q3", "q4"})


@pytest.mark.parametrize("role", SECOND_ROLES)
def test_somebody_named_during_moderation_waits_until_their_own_scores_are_final(client, role):
    scene = scenes.moderating(bids=2, panellists=1)
    sister, bid = scene.place(0), scene.bids[0]
    panel_services.declare(sister, by=sister.user, has_interest=True, interest="My sister directs one of the bidders.")
    services.decide_interest(scene.place(0), by=people.person(scene.council, Role.LEAD_DIRECTOR), may_score=False, reason=WHY)
    user = people.person(scene.council, Role.EVALUATOR, role)

    scene.panel.append(services.name_scorer(scene.evaluation, by=scene.lead, user=user, criterion=scene.criterion("q1")))
    assert not opens_the_bid(client, user, bid)
    panel_services.declare(scene.place(1), by=user, has_interest=False)
    assert not opens_the_bid(client, user, bid)
    assert reads(user) == {"q1"}
    for one in scene.bids:
        given = {"bid": one, "criterion": scene.criterion("q1"), "value": 3, "reason": scenes.REASON}
        services.save_score(scene.place(1), by=user, **given)
    assert not opens_the_bid(client, user, bid)
    services.finalise_scores(scene.place(1), by=user)
    assert opens_the_bid(client, user, bid)
    assert reads(user) == {"q1", "q2", "q3", "q4"}
    # One more question, and they wait again
    services.name_scorer(scene.evaluation, by=scene.lead, user=user, criterion=scene.criterion("q2"))
    assert not opens_the_bid(client, user, bid)
    assert reads(user) == {"q1", "q2"}


def test_a_question_is_left_while_one_bid_has_no_final_score():
    scene = scenes.scoring(bids=2, panellists=2)

    def left():
        return [one.criterion.key for one in questions_to_score().filter(panellist=scene.panel[0]).order_by("criterion__key")]

    scenes.score_all(scene, 0, final=False)
    scenes.score_all(scene, 1)
    assert left() == ["q1", "q2", "q3", "q4"]
    services.finalise_scores(scene.place(0), by=scene.panel[0].user)
    assert left() == []
    given = {"panellist": scene.panel[0], "bid": scene.bids[1], "criterion": scene.criterion("q2")}
    services.reopen_score(scene.evaluation, by=scene.lead, reason="The second page of the answer was not read.", **given)
    assert left() == ["q2"]
