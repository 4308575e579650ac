"""What people on a panel read of the bids: what was given to them, while they score for the council, and no price."""

import pytest
from django.urls import reverse

from procurement.bidding.models import Answer, Bid, OfferedCommitment
from procurement.evaluation import services
from procurement.panel import services as panel_services
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Membership
from socialvalue.common import clock
from tests.builders import evaluation as scenes
from tests.builders import people

pytestmark = pytest.mark.django_db


def whole_bid(client, user, bid):
    client.force_login(user)
    return client.get(reverse("bid", args=[bid.pk]))


def test_a_panellist_whose_role_ended_reads_nothing_any_more():
    scene = scenes.scoring(bids=1, panellists=1)
    user = scene.panel[0].user
    seen = [model.objects.visible_to(people.fresh(user)).count() for model in (Bid, Answer, OfferedCommitment)]
    assert all(seen)
    user.memberships.update(ended_at=clock.now())
    with people.from_before():
        people.give(user, people.supplier(), Role.SUPPLIER)
    for model in (Bid, Answer, OfferedCommitment):
        assert not model.objects.visible_to(people.fresh(user)).exists(), model


@pytest.mark.parametrize("role", [Role.PROCUREMENT_OFFICER, Role.EVALUATION_LEAD, Role.LEAD_DIRECTOR])
def test_who_scores_sees_no_price_until_scoring_is_over_whatever_else_they_are(client, role):
    scene = scenes.scoring(bids=1, panellists=1)
    user, bid = scene.panel[0].user, scene.bids[0]
    Membership.objects.create(user=user, organisation=scene.council, role=role)
    services.add_panellist(scene.evaluation, by=scene.lead, user=people.fresh(user), criteria=[scene.criterion("q1")])
    page = whole_bid(client, user, bid)
    assert page.status_code == 403
    assert b"no price" in page.content
    assert [a.question.criterion.key for a in Answer.objects.visible_to(people.fresh(user))] == ["q1"]

    services.add_panellist(scene.evaluation, by=scene.lead, user=people.fresh(user), criteria=scene.criteria)
    scenes.score_all(scene, 0)
    services.start_moderation(scene.evaluation, by=scene.lead)
    assert whole_bid(client, user, bid).status_code == 200


def test_who_is_barred_by_an_interest_does_not_read_the_bids_through_another_role(client):
    scene = scenes.prepared(bids=1, panellists=1)
    place, bid = scene.place(0), scene.bids[0]
    Membership.objects.create(user=place.user, organisation=scene.council, role=Role.EVALUATION_LEAD)
    panel_services.declare(place, by=people.fresh(place.user), has_interest=True, interest="My brother works there")
    assert whole_bid(client, place.user, bid).status_code == 403
    assert not Answer.objects.visible_to(people.fresh(place.user)).exists()


def test_readers_who_are_on_no_panel_read_the_whole_bid(client):
    scene = scenes.scoring(bids=1, panellists=1)
    assert whole_bid(client, scene.lead, scene.bids[0]).status_code == 200
