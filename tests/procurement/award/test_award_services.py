"""Recommendation, decision by somebody else, what bidders are told, standstill."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from contracts.handover.permissions import can_make_contract
from procurement.award import permissions, selectors, services
from procurement.award.documents.summaries import why_not
from procurement.award.models import AssessmentSummary, Award
from procurement.award.workflow import AWARD
from procurement.evaluation.selectors.ranking import ranking_of
from procurement.evaluation.services import close, moderate
from procurement.scoring.record import Incomplete
from procurement.tendering import selectors as selectors_of_tenders
from procurement.tendering.models import Tender
from procurement.tendering.services import terminate
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.jobs.models import Job
from socialvalue.notifications.models import Message
from tests.builders import award as awards
from tests.builders import evaluation as scenes
from tests.builders import people, tendering

pytestmark = pytest.mark.django_db
COUNCIL_ROLES = [role for role in Role if role not in (Role.SUPPLIER, Role.PARTNER)]


def test_no_status_is_out_of_reach():
    assert AWARD.unreachable() == set()


@pytest.mark.parametrize("role", COUNCIL_ROLES)
def test_who_may_do_what(role):
    scene = scenes.closed(bids=1, panellists=1)
    user = people.person(scene.council, role)
    assert permissions.can_recommend(user, scene.evaluation) is (role == Role.EVALUATION_LEAD)
    award = awards.proposed(scene)
    assert permissions.can_decide(user, award) is (role == Role.LEAD_DIRECTOR)
    award = services.decide(award, by=people.person(scene.council, Role.LEAD_DIRECTOR), comment=awards.DECIDED)
    assert permissions.can_tell(user, award) is (role in (Role.PROCUREMENT_OFFICER, Role.EVALUATION_LEAD))
    award = services.tell_bidders(award, by=scene.lead)
    with awards.standstill_over(award):
        assert permissions.can_contract(user, award) is (role == Role.CONTRACT_MANAGER)
    seen = role in (Role.EVALUATION_LEAD, Role.LEAD_DIRECTOR, Role.PROCUREMENT_OFFICER)
    assert AssessmentSummary.objects.visible_to(user).exists() is seen
    assert Award.objects.visible_to(user).exists() is (seen or role == Role.CONTRACT_MANAGER)


def test_only_the_first_is_recommended_and_with_a_reason():
    scene = scenes.closed(bids=2, panellists=1)
    first, second = scene.bids
    assert ranking_of(scene.evaluation).first == [first]
    with pytest.raises(Refused) as refusal:
        services.recommend(scene.evaluation, by=scene.lead, bid=second, reason=" ")
    assert [field for field, _ in refusal.value.problems] == ["bid", "reason"]
    assert services.recommend(scene.evaluation, by=scene.lead, bid=first, reason=awards.REASON).status == "proposed"
    with pytest.raises(WrongState, match=r"An award was recommended already: waiting for the decision"):
        services.recommend(scene.reload(), by=scene.lead, bid=first, reason=awards.REASON)


def test_between_equal_totals_people_choose():
    scene = scenes.moderating(tender=_same_price(), panellists=1)
    scenes.moderate_all(scene, {key: [4, 4] for key in ("q1", "q2", "q3", "q4")})
    close(scene.evaluation, by=scene.lead)
    scene.reload()
    assert len(ranking_of(scene.evaluation).first) == 2
    award = services.recommend(scene.evaluation, by=scene.lead, bid=scene.bids[1], reason="Drawn by lot, two people present.")
    assert award.bid == scene.bids[1]
    award = services.decide(award, by=people.person(scene.council, Role.LEAD_DIRECTOR), comment=awards.DECIDED)
    award = services.tell_bidders(award, by=scene.lead)
    told = award.summaries.get(bid=scene.bids[0]).content["why_not"]
    assert "Both tenders have" in told
    assert "Drawn by lot, two people present." in told


def test_somebody_else_decides():
    scene = scenes.closed(bids=1, panellists=1)
    both = people.person(scene.council, Role.EVALUATION_LEAD, Role.LEAD_DIRECTOR)
    award = services.recommend(scene.evaluation, by=both, bid=scene.bids[0], reason=awards.REASON)
    with pytest.raises(NotAllowed, match=r"You recommended this award\. Somebody else has to decide on it\."):
        services.decide(award, by=both, comment=awards.DECIDED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Award.objects.filter(pk=award.pk).update(decided_by=both, decided_at=clock.now(), decision_comment=awards.DECIDED)


def test_returned_and_proposed_again():
    scene = scenes.closed(bids=1, panellists=1)
    award = awards.proposed(scene)
    director = people.person(scene.council, Role.LEAD_DIRECTOR)
    with pytest.raises(Refused, match="Say what is missing, so that it can be put right"):
        services.return_award(award, by=director, comment="")
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        services.return_award(award, by=director, comment="Say more about apprenticeships.", expected_version=award.version + 1)
    services.return_award(award, by=director, comment="Say more about apprenticeships.")
    again = services.recommend(scene.reload(), by=scene.lead, bid=scene.bids[0], reason="Because of its apprenticeships.")
    assert again.pk == award.pk
    assert again.status == "proposed"
    assert again.decided_by is None
    services.decide(again, by=director, comment=awards.DECIDED)
    assert Tender.objects.get(pk=scene.tender.pk).status == "decided"


def test_the_standstill_of_the_law_counts_working_days_from_the_notice():
    scene = scenes.closed(bids=1, panellists=1)
    _above_threshold(scene)
    award = awards.decided(scene)
    # Friday 18 December 2026; Christmas, the day after it (moved to Monday 28) and New Year are no working days
    with clock.at(datetime(2026, 12, 18, 10)):
        with pytest.raises(Refused, match="The notice is published after the bidders are told:"):
            services.tell_bidders(award, by=scene.lead, notice_on=date(2026, 12, 17))
        award = services.tell_bidders(award, by=scene.lead)
    assert award.standstill_mandatory
    assert (award.notice_on, award.standstill_last_day, award.may_sign_from) == (
        date(2026, 12, 18),
        date(2026, 12, 31),
        date(2027, 1, 1),
    )


def test_a_tender_for_one_lot_is_judged_by_the_whole():
    scene = scenes.closed(bids=1, panellists=1)
    _above_threshold(scene)
    Tender.objects.filter(pk=scene.tender.pk).update(value=Decimal("90000"))
    scene.reload()
    assert selectors_of_tenders.minimum_days(scene.tender) == 25
    assert awards.told(scene).standstill_mandatory


def test_light_touch_has_the_same_days_by_policy():
    award = awards.told(bids=1, panellists=1)
    assert award.tender.commission.light_touch
    assert not award.standstill_mandatory
    assert award.may_sign_from == award.standstill_last_day + timedelta(days=1)


def test_no_contract_before_the_standstill_has_ended():
    award = awards.told(bids=1, panellists=1)
    manager = people.person(award.tender.council, Role.CONTRACT_MANAGER)
    with clock.at(datetime.combine(award.standstill_last_day, datetime.max.time(), tzinfo=clock.LONDON)):
        assert list(selectors.ready_for_contract(manager)) == []
        with pytest.raises(WrongState, match=rf"The standstill lasts until the end of {plain_day(award.standstill_last_day)}\."):
            services.mark_contracted(award, by=manager)
    with awards.standstill_over(award):
        assert list(selectors.ready_for_contract(manager)) == [award]
        services.mark_contracted(award, by=manager)
        assert list(selectors.ready_for_contract(manager)) == []
    assert Tender.objects.get(pk=award.tender_id).status == "contracted"


def test_nothing_follows_from_an_award_once_the_procurement_was_ended():
    decided, told = awards.decided(bids=1, panellists=1), awards.told(bids=1, panellists=1)
    for award in (decided, told):
        officer = people.person(award.tender.council, Role.PROCUREMENT_OFFICER)
        terminate(Tender.objects.get(pk=award.tender_id), by=officer, reason="The council needs it no more.")
    decided, told = Award.objects.get(pk=decided.pk), Award.objects.get(pk=told.pk)
    with pytest.raises(WrongState, match="ended without an award"):
        services.tell_bidders(decided, by=people.person(decided.tender.council, Role.PROCUREMENT_OFFICER))
    manager = people.person(told.tender.council, Role.CONTRACT_MANAGER)
    with awards.standstill_over(told):
        assert list(selectors.ready_for_contract(manager)) == []
        assert not permissions.can_contract(manager, told)
        assert not can_make_contract(manager, told)
        with pytest.raises(WrongState, match="ended without an award"):
            services.mark_contracted(told, by=manager)


def test_what_each_bidder_is_told():
    scene = scenes.closed(bids=3, panellists=2, scores={"q1": [5, 3, 1], "q2": [4, 5, 4], "q3": [4, 3, 4], "q4": [3, 4, 4]})
    award = awards.told(scene)
    first, second, third = (award.summaries.get(bid=bid).content for bid in scene.bids)
    assert first["successful"]
    assert "winner" not in first
    assert first["reason"] == awards.REASON
    own = {row["key"]: row for row in second["own"]["criteria"]}
    assert own["q1"]["score"] == "3"
    assert own["q1"]["points"] == "18"
    assert own["q1"]["available"] == "30"
    asked = {one["key"]: one["wording"] for one in second["questions"]}
    assert asked["q1"] == "How will you deliver the breaks?"
    assert second["criteria_in_full"].endswith(f"/opportunities/{award.tender.reference}/")
    assert own["q1"]["explanation"] == "Agreed by the panel for Bid B: Delivery is well evidenced."
    assert own["social-value"]["points"] == "8.16"
    assert own["social-value"]["available"] == "12"
    assert second["own"]["total"]
    assert second["winner"]["total"]
    best = {row["key"]: row for row in second["winner"]["criteria"]}
    assert best["q1"]["score"] == "5"
    assert best["q1"]["explanation"]
    assert second["winner"]["supplier"]["name"] == scene.bids[0].supplier.name
    assert "ranked 2nd of 2" in second["why_not"]
    assert "Delivery (12 points)" in second["why_not"]
    assert third["own"]["total"] is None
    assert third["own"]["out"] == ["It scored 1 for “Delivery”; at least 2 was needed."]
    assert second["scale"]["maximum"] == "5"
    assert len(second["scale"]["levels"]) == 6


def test_a_bidder_is_told_nothing_of_other_losers_nor_the_winners_price():
    scene = scenes.closed(bids=3, panellists=1)
    award = awards.told(scene)
    first, second, third = scene.bids
    text = json.dumps(award.summaries.get(bid=second).content)
    assert third.supplier.name not in text
    assert str(first.price) not in text
    assert str(second.price) in text


def test_each_bidder_sees_their_own_and_is_told_once():
    scene = scenes.closed(bids=2, panellists=1)
    users = [bid.supplier.memberships.get().user for bid in scene.bids]
    award = awards.decided(scene)
    assert not any(AssessmentSummary.objects.visible_to(user).exists() for user in users)
    services.tell_bidders(award, by=scene.lead)
    for user, bid in zip(users, scene.bids, strict=True):
        assert [s.bid for s in AssessmentSummary.objects.visible_to(user)] == [bid]
        assert Message.objects.filter(recipient=user, key__startswith="assessment-summary").count() == 1
        assert not Award.objects.visible_to(user).exists()
    with pytest.raises(WrongState, match=r"This cannot be done now: the award is “Bidders told, standstill”"):
        services.tell_bidders(Award.objects.get(), by=scene.lead)
    assert Job.objects.filter(kind="assessment_summaries").count() == 1


def test_the_database_keeps_a_told_award_with_its_days():
    award = awards.told(bids=1, panellists=1)
    for changes in ({"may_sign_from": award.standstill_last_day}, {"standstill_last_day": None}, {"reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Award.objects.filter(pk=award.pk).update(**changes)


def _same_price():
    from tests.builders import bidding

    return bidding.opened_tender(2, prices=["100000", "100000"])


def _above_threshold(scene):
    """As a service outside the light touch rules, above the threshold of its day."""
    commission = scene.tender.commission
    type(commission).objects.filter(pk=commission.pk).update(light_touch=False)
    assert scene.tender.value > Decimal("214904")
    scene.reload()


def test_the_whole_file_tells_every_score_and_how_it_changed(client):
    scene = scenes.moderating(bids=2, panellists=1)
    scenes.moderate_all(scene)
    bid, criterion = scene.bids[0], scene.criterion("q1")
    moderate(scene.evaluation, by=scene.lead, bid=bid, criterion=criterion, value=Decimal(4), reason="Read again: one gap.")
    url = reverse("procurement-file", args=[scene.tender.reference])
    client.force_login(scene.lead)
    assert client.get(url).status_code == 403  # scores are being agreed
    close(scene.evaluation, by=scene.lead)
    awards.told(scene)
    found = client.get(url).json()
    assert {"who": str(scene.lead), "reason": ""}.items() <= [e for e in found["events"] if "moderated score" in e["what"]][
        -1
    ].items()
    changes = [e["changes"] for e in found["events"] if "moderated score" in e["what"]]
    assert ["5.00", "4"] in [c.get("value") for c in changes]
    assert [one["reason"] for one in found["evaluation"]["moderated_scores"]].count("Read again: one gap.") == 1
    assert len(found["evaluation"]["scores"]) == 8
    assert [b["label"] for b in found["bids"]] == ["Bid A", "Bid B"]
    assert len(found["assessment_summaries"]) == 2
    for role, status in ((Role.PROCUREMENT_OFFICER, 200), (Role.EVALUATOR, 403), (Role.COMMISSIONER, 403), (Role.MEMBER, 403)):
        client.force_login(people.person(scene.council, role))
        assert client.get(url).status_code == status, role
    client.force_login(people.person(people.council(), Role.PROCUREMENT_OFFICER))
    assert client.get(url).status_code == 404


def test_bids_that_were_never_opened_are_not_in_the_file(client):
    tender = tendering.closed_tender()
    outsider = people.supplier("Never Opened Ltd")
    tender.bids.create(supplier=outsider, started_by=people.person(outsider, Role.SUPPLIER))
    officer = people.person(tender.council, Role.PROCUREMENT_OFFICER)
    client.force_login(officer)
    url = reverse("procurement-file", args=[tender.reference])
    assert client.get(url).status_code == 403
    terminate(tender, by=officer, reason="The council needs it no more.")
    text = client.get(url).content.decode()
    assert "The council needs it no more." in text
    assert "Never Opened" not in text
    assert url in client.get(reverse("tender", args=[tender.reference])).content.decode()


NOT_TOLD = r"^The bidders have not been told of this award yet, so its standstill has not begun$"


def test_no_standstill_is_reckoned_with_before_the_bidders_are_told():
    scene = scenes.closed(bids=1, panellists=1)
    award = awards.decided(scene)
    for reckon in (
        lambda: award.standstill_starts_on,
        lambda: award.standstill_ends_on,
        lambda: award.last_day_of_standstill({}),
        lambda: permissions.check_standstill_over(award),
    ):
        with pytest.raises(WrongState, match=NOT_TOLD):
            reckon()
    told = services.tell_bidders(award, by=scene.lead)
    assert (told.standstill_starts_on, told.standstill_ends_on) == (told.notice_on, told.standstill_last_day)
    assert told.last_day_of_standstill({}) == told.standstill_last_day


@pytest.mark.parametrize("missing", ["total", "rank"])
def test_nobody_is_told_why_from_a_result_without_rank_or_total(missing):
    scene = scenes.closed(bids=2, panellists=1)
    ranking = ranking_of(scene.evaluation)
    first, second = (ranking.result(bid) for bid in scene.bids)
    assert why_not(ranking, second, first, chosen_because="").startswith("The tender ranked 2nd of 2 with ")
    with pytest.raises(Incomplete, match=f"^the {missing} of Bid B is missing, and missing is not zero$"):
        why_not(ranking, replace(second, **{missing: None}), first, chosen_because="")
