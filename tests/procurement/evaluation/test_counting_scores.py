"""An agreed score follows from scores that count, and whoever agrees them gives none."""

from decimal import Decimal

import pytest
from django.urls import reverse

from procurement.evaluation import services
from procurement.evaluation.models import ModeratedScore
from procurement.panel import services as panel_services
from socialvalue.accounts.enums import Role
from socialvalue.common.errors import Refused
from tests.builders import evaluation as scenes
from tests.builders import people
from tests.reading import as_read

pytestmark = pytest.mark.django_db
AGREED = "The panel agreed after reading the second paragraph of the answer."


@pytest.fixture
def scene():
    """In moderation; the only scorer's interest has just been decided on: no."""
    scene = scenes.moderating(bids=1, panellists=1)
    place = scene.place(0)
    panel_services.declare(place, by=place.user, has_interest=True, interest="My sister is a director of a bidder.")
    services.decide_interest(scene.place(0), by=scene.lead, may_score=False, reason="A sister who is a director is too close.")
    scene.reload()
    return scene


def agree(scene):
    given = {"bid": scene.bids[0], "criterion": scene.criterion("q1"), "value": Decimal(3), "reason": AGREED}
    return services.moderate(scene.evaluation, by=scene.lead, **given)


def test_nothing_is_agreed_from_no_score_nor_before_all_are_there(scene):
    with pytest.raises(
        Refused, match="^Nobody is left whose scores count for “Delivery”. Give the question to somebody else first.$"
    ):
        agree(scene)
    second = people.person(scene.council, Role.EVALUATOR)
    for criterion in scene.criteria:
        scene.panel.append(services.name_scorer(scene.evaluation, by=scene.lead, user=second, criterion=criterion))
    with pytest.raises(Refused, match=f"^{second} has still to score “Delivery”. Agree on it once those scores are final.$"):
        agree(scene)
    panel_services.declare(scene.place(1), by=second, has_interest=False)
    scenes.score_all(scene, 1, final=False)
    with pytest.raises(Refused, match=f"^{second} has still to score “Delivery”"):
        agree(scene)
    scenes.score_all(scene, 1)
    assert agree(scene).value == Decimal(3)
    assert ModeratedScore.objects.count() == 1


def test_whoever_agrees_the_scores_gives_none(scene):
    other = people.person(scene.council, Role.EVALUATION_LEAD, Role.EVALUATOR)
    panel_services.declare_as_lead(scene.evaluation, by=other, has_interest=False)
    for by, user in ((scene.lead, scene.lead), (other, other), (other, scene.lead)):
        with pytest.raises(Refused, match="^The evaluation lead has read the others' scores. Choose somebody who has not.$"):
            services.name_scorer(scene.evaluation, by=by, user=user, criterion=scene.criterion("q1"))


def test_a_list_of_nobody_says_who_can_help(scene, client):
    client.force_login(scene.lead)
    url = reverse("evaluation-name-scorer", args=[scene.tender.reference])
    answer = client.get(url)
    assert answer.status_code == 403
    assert "Nobody is left who may score this. An administrator can give somebody the role of evaluator." in as_read(answer)
    second = people.person(scene.council, Role.EVALUATOR)
    assert str(second) in as_read(client.get(url))
