"""What the panel's room writes itself, and what it leaves to the rooms above it."""

from datetime import date

import pytest
from django.urls import reverse

from procurement.evaluation import services as evaluation
from procurement.panel import services
from procurement.panel.enums import EvaluationStatus as S
from procurement.panel.models import Evaluation
from procurement.panel.permissions import bidders_in, check_interests_decided
from procurement.panel.workflow import EVALUATION
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from tests.builders import bidding, people, tendering
from tests.builders import evaluation as scenes

pytestmark = pytest.mark.django_db
SISTER = "My sister directs one of the bidders."
WHY = "A sister who directs a bidder is too close for a fair score."


def test_an_evaluation_begins_where_its_table_begins():
    tender = tendering.published_tender()
    lead = people.person(tender.commission.council, Role.EVALUATION_LEAD)
    assert services.set_up(tender, by=lead).status == S.PREPARING == EVALUATION.initial


@pytest.mark.parametrize("status", list(S))
def test_an_evaluation_is_in_one_status(status):
    one = Evaluation(status=status)
    asked = [one.is_preparing, one.is_scoring, one.is_moderating, one.is_closed]
    assert asked == [status == S.PREPARING, status == S.SCORING, status == S.MODERATING, status == S.CLOSED]


def test_questions_with_final_scores_stay_and_the_others_go():
    scene = scenes.prepared(bids=1, panellists=1)
    user, q1, q2 = scene.panel[0].user, scene.criterion("q1"), scene.criterion("q2")
    given = {"by": scene.lead, "user": user}
    with pytest.raises(Refused, match=f"^{user} has final scores for “{q1.title}”, so it stays with them$"):
        services.give_questions(scene.evaluation, criteria=[q2], settled={q1.pk}, **given)
    services.give_questions(scene.evaluation, criteria=[q1, q2], settled={q1.pk}, **given)
    assert {a.criterion for a in scene.place(0).assignments.all()} == {q1, q2}
    services.give_questions(scene.evaluation, criteria=[q2], settled=set(), **given)
    assert {a.criterion for a in scene.place(0).assignments.all()} == {q2}


def test_evaluation_says_which_questions_have_final_scores():
    scene = scenes.scoring(bids=1, panellists=2)
    scenes.score_all(scene, 0)
    first, second = scene.panel[0].user, scene.panel[1].user
    with pytest.raises(Refused, match=f"^{first} has final scores for “Delivery”, so it stays with them$"):
        evaluation.add_panellist(scene.evaluation, by=scene.lead, user=first, criteria=[scene.criterion("q2")])
    evaluation.add_panellist(scene.evaluation, by=scene.lead, user=second, criteria=[scene.criterion("q2")])
    assert [a.criterion.key for a in scene.place(1).assignments.all()] == ["q2"]


def test_a_decision_names_every_problem_at_once_and_writes_nothing():
    scene = scenes.moderating(bids=1, panellists=2)
    place = scene.place(0)
    services.declare(place, by=place.user, has_interest=True, interest=SISTER)
    director = people.person(scene.council, Role.LEAD_DIRECTOR)
    evaluation.decide_interest(scene.place(0), by=director, may_score=False, reason=WHY)
    with pytest.raises(Refused) as refusal:
        evaluation.decide_interest(scene.place(0), by=director, may_score=True, reason=" ")
    assert [field for field, _ in refusal.value.problems] == ["reason", "may_score"]
    assert (scene.place(0).may_score, scene.place(0).decision) == (False, WHY)


def test_a_decision_and_what_follows_from_it_are_one_event():
    scene = scenes.moderating(bids=1, panellists=2)
    place = scene.place(0)
    services.declare(place, by=place.user, has_interest=True, interest=SISTER)
    director = people.person(scene.council, Role.LEAD_DIRECTOR)
    evaluation.decide_interest(scene.place(0), by=director, may_score=False, reason=WHY)
    event = AuditEvent.objects.get(verb="decide interest")
    assert (event.actor, event.reason, event.changes) == (director, WHY, {"scores set aside": ["0", "4"]})


def test_the_page_sets_up_and_then_changes_with_the_version_shown(client):
    tender = tendering.published_tender()
    lead = people.person(tender.commission.council, Role.EVALUATION_LEAD)
    client.force_login(lead)
    url = reverse("evaluation-set-up", args=[tender.reference])
    given = {"lead": lead.pk, "score_by_day": "7", "score_by_month": "1", "score_by_year": "2027"}
    assert client.get(url).context["form"].initial == {"lead": lead.pk}
    assert client.post(url, given).url == reverse("evaluation-panel", args=[tender.reference])
    made = Evaluation.objects.get()
    assert (made.lead, made.score_by, made.anonymous) == (lead, date(2027, 1, 7), False)
    assert client.post(url, {**given, "anonymous": "on", "version": made.version}).status_code == 302
    stale = client.post(url, {**given, "version": made.version})
    assert stale.status_code == 200
    assert stale.context["form"].errors
    assert Evaluation.objects.get().anonymous is True


def test_the_page_is_the_leads_own(client):
    tender = tendering.published_tender()
    url = reverse("evaluation-set-up", args=[tender.reference])
    for role in (Role.EVALUATOR, Role.PROCUREMENT_OFFICER, Role.LEAD_DIRECTOR):
        client.force_login(people.person(tender.commission.council, role))
        assert client.get(url).status_code == 403, role
    client.force_login(people.person(tender.commission.council, Role.EVALUATION_LEAD))
    assert client.get(url).status_code == 200


def test_nothing_goes_on_while_nobody_has_decided_on_an_interest():
    scene = scenes.prepared(bids=1, panellists=2)
    place = scene.place(0)
    check_interests_decided(scene.evaluation)
    services.declare(place, by=place.user, has_interest=True, interest=SISTER)
    with pytest.raises(WrongState, match=f"^{place.user} declared an interest, and nobody has decided on it"):
        check_interests_decided(scene.evaluation)


def test_bidders_are_who_began_a_bid_and_after_the_deadline_who_sent_one():
    tender = tendering.published_tender()
    began, sent = bidding.bidder(), bidding.bidder()
    people.supplier("Only looks at it")
    bidding.filled_bid(tender, began)
    bidding.submitted_bid(tender, sent)
    assert bidders_in(tender) == {began.supplier.pk, sent.supplier.pk}
    with clock.at(tender.deadline):
        assert bidders_in(tender) == {sent.supplier.pk}
