"""Setting up, declaring, deciding on interests."""

import pytest
from django.db import IntegrityError, transaction

from procurement.evaluation import permissions, selectors, services
from procurement.evaluation.models import ModeratedScore, Score
from procurement.panel import permissions as panel_permissions
from procurement.panel import services as panel_services
from procurement.panel.models import Panellist
from procurement.panel.workflow import EVALUATION
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Membership
from socialvalue.audit.selectors import timeline
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from socialvalue.notifications.models import Message
from tests.builders import evaluation as scenes
from tests.builders import people, tendering

pytestmark = pytest.mark.django_db


def test_no_status_is_out_of_reach():
    assert EVALUATION.unreachable() == set()


@pytest.mark.parametrize(
    "role, may",
    [
        (Role.EVALUATION_LEAD, True),
        (Role.EVALUATOR, False),
        (Role.PROCUREMENT_OFFICER, False),
        (Role.COMMISSIONER, False),
        (Role.LEAD_DIRECTOR, False),
        (Role.CONTRACT_MANAGER, False),
        (Role.MEMBER, False),
        (Role.ADMINISTRATOR, False),
    ],
)
def test_who_sets_up(role, may):
    tender = tendering.published_tender()
    user = people.person(tender.commission.council, role)
    assert panel_permissions.can_set_up(user, tender) is may
    if may:
        assert panel_services.set_up(tender, by=user).lead == user
    else:
        with pytest.raises(NotAllowed, match=r"Your role does not include: set up panels, moderate, recommend an award"):
            panel_services.set_up(tender, by=user)


def test_a_lead_of_another_council_sets_up_nothing():
    tender = tendering.published_tender()
    stranger = people.person(people.council(), Role.EVALUATION_LEAD)
    with pytest.raises(NotAllowed, match=r"Your role does not include: set up panels, moderate, recommend an award"):
        panel_services.set_up(tender, by=stranger)


def test_not_before_publication_and_not_twice():
    draft = tendering.checking_tender()
    lead = people.person(draft.commission.council, Role.EVALUATION_LEAD)
    with pytest.raises(WrongState, match=r"A panel can be set up once a tender is published\. This one is “Being checked”\."):
        panel_services.set_up(draft, by=lead)
    tender = tendering.published_tender()
    lead = people.person(tender.commission.council, Role.EVALUATION_LEAD)
    panel_services.set_up(tender, by=lead)
    with pytest.raises(Refused, match=r"This tender’s evaluation was set up already"):
        panel_services.set_up(tender, by=lead)


def test_only_people_who_score_for_this_council_and_never_the_price():
    scene = scenes.prepared(bids=1, panellists=0)
    outsider = people.person(people.council(), Role.EVALUATOR)
    with pytest.raises(Refused, match="does not score bids for this council"):
        services.add_panellist(scene.evaluation, by=scene.lead, user=outsider, criteria=scene.criteria)
    evaluator = people.person(scene.council, Role.EVALUATOR)
    price = scene.tender.criteria.get(key="price")
    with pytest.raises(Refused, match=r"“Price” is not a question that people score: prices are computed"):
        services.add_panellist(scene.evaluation, by=scene.lead, user=evaluator, criteria=[price])
    assert not scene.evaluation.panel.exclude(user=scene.lead).exists()


def test_the_matrix_is_saved_as_a_whole_and_a_stale_page_is_told():
    scene = scenes.prepared(bids=1, panellists=1)
    evaluation = scene.reload()
    first, second = scene.panel[0].user, people.person(scene.council, Role.EVALUATOR)
    services.assign_all(
        evaluation, by=scene.lead, assignments={first: [], second: [scene.criterion("q1")]}, expected_version=evaluation.version
    )
    assert [p.user for p in evaluation.panel.exclude(user=scene.lead)] == [second]
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        services.assign_all(evaluation, by=scene.lead, assignments={second: []}, expected_version=evaluation.version)
    assert evaluation.panel.exclude(user=scene.lead).count() == 1


def test_an_interest_bars_until_somebody_else_decides():
    scene = scenes.prepared(bids=1, panellists=2)
    place = scene.place(0)
    with pytest.raises(Refused, match=r"Say what the interest is, so that somebody can decide on it"):
        panel_services.declare(place, by=place.user, has_interest=True)
    panel_services.declare(place, by=place.user, has_interest=True, interest="My brother works for a bidder.")
    panel_services.declare(scene.place(1), by=scene.panel[1].user, has_interest=False)
    services.start_scoring(scene.evaluation, by=scene.lead)
    place = scene.place(0)
    assert selectors.bids_for(place.user, scene.evaluation) == []
    assert "somebody else has decided" in _why_not(place)
    with pytest.raises(Refused, match=r"You declared an interest\."):
        panel_services.declare(place, by=place.user, has_interest=False)
    # Not even as somebody who leads evaluations as well
    Membership.objects.create(user=place.user, organisation=scene.council, role=Role.EVALUATION_LEAD)
    with pytest.raises(NotAllowed, match=r"This is your own interest\. Somebody else has to decide on it\."):
        services.decide_interest(place, by=people.fresh(place.user), may_score=True, reason="It is nothing.")
    with pytest.raises(Refused, match="Say what makes the interest matter, or not"):
        services.decide_interest(place, by=scene.lead, may_score=True, reason=" ")
    services.decide_interest(place, by=scene.lead, may_score=True, reason="He left it two years ago.")
    place = scene.place(0)
    assert permissions.can_score(place.user, place)
    assert len(selectors.bids_for(place.user, scene.evaluation)) == 1
    # A later interest bars again
    panel_services.declare(place, by=place.user, has_interest=True, interest="He has gone back to them.")
    assert not permissions.can_score(place.user, scene.place(0))
    # … and the record keeps what was declared and decided before
    events = {e.verb: e for e in timeline(scene.evaluation).filter(verb__in=("declare interest", "decide interest"))[:2]}
    assert events["decide interest"].reason == "He left it two years ago."
    assert events["declare interest"].changes["interest"] == ["My brother works for a bidder.", "He has gone back to them."]
    assert events["declare interest"].changes["decision"] == ["He left it two years ago.", ""]


def test_a_decision_against_it_stays():
    scene = scenes.prepared(bids=1, panellists=1)
    place = scene.place(0)
    panel_services.declare(place, by=place.user, has_interest=True, interest="I own shares.")
    services.decide_interest(place, by=scene.lead, may_score=False, reason="Shares in a bidder.")
    with pytest.raises(Refused, match=r"You declared an interest\."):
        panel_services.declare(scene.place(0), by=place.user, has_interest=False)
    assert not scene.place(0).may_score
    with pytest.raises(Refused, match=r"Nobody scores “Delivery” yet;"):  # nobody is left to score
        services.start_scoring(scene.evaluation, by=scene.lead)


def test_somebody_with_an_interest_does_not_lead():
    tender = scenes.opened(1)
    both = people.person(tender.commission.council, Role.EVALUATION_LEAD, Role.EVALUATOR)
    scene = scenes.prepared(tender=tender, panellists=1, lead=both)
    place = services.add_panellist(scene.evaluation, by=both, user=both, criteria=scene.criteria)
    panel_services.declare(place, by=both, has_interest=True, interest="I own shares.")
    assert not panel_permissions.can_lead(both, scene.evaluation)
    director = people.person(scene.council, Role.LEAD_DIRECTOR)
    services.decide_interest(place, by=director, may_score=True, reason="A pension fund, 20 pounds.")
    assert panel_permissions.can_lead(both, scene.evaluation)


def test_people_are_told_once():
    scene = scenes.prepared(bids=1, panellists=1)
    user = scene.panel[0].user
    services.add_panellist(scene.evaluation, by=scene.lead, user=user, criteria=scene.criteria[:1])
    assert Message.objects.filter(recipient=user).count() == 1


@pytest.mark.parametrize(
    "broken",
    [
        lambda s: Panellist.objects.filter(pk=s.panel[0].pk).update(declared_at=None, may_score=True),
        lambda s: Panellist.objects.filter(pk=s.panel[0].pk).update(decided_by=s.panel[0].user),
        lambda s: Score.objects.create(
            panellist=s.panel[0], bid=s.bids[0], criterion=s.criteria[0], status="final", value=3, reason=""
        ),
        lambda s: Score.objects.create(
            panellist=s.panel[0], bid=s.bids[0], criterion=s.criteria[0], status="final", reason="No value"
        ),
        lambda s: ModeratedScore.objects.create(bid=s.bids[0], criterion=s.criteria[0], value=3, reason="", by=s.lead),
        lambda s: ModeratedScore.objects.create(bid=s.bids[0], criterion=s.criteria[0], reason="No value", by=s.lead),
    ],
)
def test_the_database_refuses_too(broken):
    scene = scenes.prepared(bids=1, panellists=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        broken(scene)


def _why_not(place) -> str:
    try:
        permissions.check_can_score(place.user, place)
    except NotAllowed as refusal:
        return refusal.message
    return ""
