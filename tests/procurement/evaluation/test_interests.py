"""An interest that is declared late: nothing leads to an award before it is decided, and barred scores count nowhere."""

import io
import json
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from procurement.award import needs as award_needs
from procurement.award import permissions as award_permissions
from procurement.award import services as award_services
from procurement.evaluation import needs, permissions, selectors, services
from procurement.evaluation.models import ModeratedScore, Score
from procurement.evaluation.selectors.record import file_of, record_of
from procurement.panel import permissions as panel_permissions
from procurement.panel import services as panel_services
from procurement.panel.models import Assignment
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from tests.builders import award as awards
from tests.builders import evaluation as scenes
from tests.builders import people

pytestmark = pytest.mark.django_db
SISTER = "My sister has just joined one of the bidders as a director."
WHY = "A sister who directs a bidder is too close for a fair score."
FAR = "The firm she joined left this tender a year ago."
UNDECIDED = "declared an interest, and nobody has decided on it. Another evaluation lead or a lead director decides"
AGREED = "The panel agreed that people and days are named, and checks are not."
AGAIN = "Without the score set aside: days are named, people and checks are not."


def declares(scene, number=0):
    """Panellist ``number`` declares an interest now."""
    place = scene.place(number)
    panel_services.declare(place, by=place.user, has_interest=True, interest=SISTER)
    return scene.place(number)


def director_of(scene):
    return people.person(scene.council, Role.LEAD_DIRECTOR)


def decide(scene, may, number=0, reason=None):
    place, reason = scene.place(number), reason or (FAR if may else WHY)
    return services.decide_interest(place, by=director_of(scene), may_score=may, reason=reason)


def all_final(panellists=2, **options):
    scene = scenes.scoring(bids=1, panellists=panellists, **options)
    for number in range(panellists):
        scenes.score_all(scene, number)
    return scene


# Nothing goes on while an interest is undecided


def test_moderation_does_not_start_while_an_interest_is_undecided():
    scene = all_final()
    place = declares(scene)
    assert not permissions.can_start(scene.lead, scene.evaluation, "start moderation")
    with pytest.raises(WrongState, match=f"^{place} {UNDECIDED}"):
        services.start_moderation(scene.evaluation, by=scene.lead)
    decide(scene, True)
    assert permissions.can_start(scene.lead, scene.evaluation, "start moderation")
    assert services.start_moderation(scene.evaluation, by=scene.lead).status == "moderating"


def test_an_evaluation_is_not_closed_while_an_interest_is_undecided():
    scene = scenes.moderating(bids=1, panellists=2)
    scenes.moderate_all(scene)
    place = declares(scene)
    assert not permissions.can_start(scene.lead, scene.evaluation, "close")
    with pytest.raises(WrongState, match=f"^{place} {UNDECIDED}"):
        services.close(scene.evaluation, by=scene.lead)
    decide(scene, True)
    assert services.close(scene.evaluation, by=scene.lead)[0].sha256


def test_two_names_are_named():
    scene = scenes.moderating(bids=1, panellists=2)
    first, second = declares(scene, 0), declares(scene, 1)
    with pytest.raises(WrongState, match=f"^{first} and {second} {UNDECIDED}"):
        services.close(scene.evaluation, by=scene.lead)


def test_the_interest_of_a_lead_who_stepped_aside_counts_too():
    scene = scenes.moderating(bids=1, panellists=1)
    other = people.person(scene.council, Role.EVALUATION_LEAD)
    panel_services.declare_as_lead(scene.evaluation, by=other, has_interest=False)
    panel_services.declare_as_lead(scene.evaluation, by=scene.lead, has_interest=True, interest=SISTER)
    with pytest.raises(WrongState, match=f"^{scene.lead} {UNDECIDED}"):
        services.close(scene.evaluation, by=other)


def test_no_award_is_recommended_decided_or_told_while_an_interest_is_undecided():
    scene = scenes.closed(bids=1, panellists=2)
    place, director = declares(scene), director_of(scene)
    refused = {"match": f"^{place} {UNDECIDED}"}
    assert not award_permissions.can_recommend(scene.lead, scene.evaluation)
    with pytest.raises(WrongState, **refused):
        awards.proposed(scene)
    decide(scene, True)
    assert award_permissions.can_recommend(scene.lead, scene.evaluation)
    award = awards.proposed(scene)
    declares(scene)
    assert not award_permissions.can_decide(director, award)
    with pytest.raises(WrongState, **refused):
        award_services.decide(award, by=director, comment=awards.DECIDED)
    assert award_permissions.can_return(director, award)  # sending it back leads to no award
    decide(scene, True)
    award = award_services.decide(award, by=director, comment=awards.DECIDED)
    declares(scene)
    assert not award_permissions.can_tell(scene.lead, award)
    with pytest.raises(WrongState, **refused):
        award_services.tell_bidders(award, by=scene.lead)
    decide(scene, True)
    assert award_services.tell_bidders(award, by=scene.lead).status == "notified"


def test_after_the_bidders_are_told_nothing_is_declared_or_decided_here():
    scene = scenes.closed(bids=1, panellists=1)
    place = declares(scene)
    decide(scene, True)
    awards.told(scene)
    refused = {"match": "^The bidders were told of the award, so interests are neither declared nor decided here any more"}
    assert not panel_permissions.can_declare(place.user, scene.place(0))
    with pytest.raises(WrongState, **refused):
        declares(scene)
    assert not panel_permissions.can_decide_interest(director_of(scene), scene.place(0))
    with pytest.raises(WrongState, **refused):
        decide(scene, False)


@pytest.mark.parametrize("stage", ["scoring", "moderating", "closed"])
def test_home_keeps_showing_the_interest_until_it_is_decided(stage):
    scene = getattr(scenes, stage)(bids=1, panellists=2)
    place, director = declares(scene), director_of(scene)
    line = f"Decide whether {place} may score {scene.tender.title}"

    def shown(user):
        return [n.text for n in needs.needs(people.fresh(user), clock.now()) if n.text.startswith("Decide whether")]

    assert shown(director) == shown(scene.lead) == [line]
    assert shown(place.user) == []
    assert shown(people.person(people.council(), Role.LEAD_DIRECTOR)) == []
    decide(scene, True)
    assert shown(director) == shown(scene.lead) == []


def test_nobody_decides_on_their_own_interest():
    tender = scenes.opened(1)
    both = people.person(tender.commission.council, Role.EVALUATION_LEAD, Role.EVALUATOR, Role.LEAD_DIRECTOR)
    scene = scenes.prepared(tender=tender, panellists=1, lead=both)
    place = services.add_panellist(scene.evaluation, by=both, user=both, criteria=scene.criteria)
    panel_services.declare(place, by=both, has_interest=True, interest=SISTER)
    with pytest.raises(NotAllowed, match="^This is your own interest. Somebody else has to decide on it.$"):
        services.decide_interest(place, by=both, may_score=True, reason=FAR)
    assert services.decide_interest(place, by=director_of(scene), may_score=True, reason=FAR).may_score


@pytest.mark.parametrize("reason", ["", "ok", "as discussed", "No problem"])
def test_the_decision_on_an_interest_needs_a_reason_that_says_something(reason):
    scene = scenes.prepared(bids=1, panellists=1)
    declares(scene)
    with pytest.raises(Refused, match="^Say what makes the interest matter, or not") as refusal:
        services.decide_interest(scene.place(0), by=scene.lead, may_score=True, reason=reason)
    assert refusal.value.field == "reason"
    assert scene.place(0).decided_at is None


# “Does not score” sets scores aside


def test_scores_are_kept_as_they_were_and_counted_nowhere():
    scene = scenes.moderating(bids=1, panellists=2)
    place = declares(scene)
    kept = ("panellist", "bid", "criterion", "value", "passed", "reason", "status", "saved_at", "version")
    before = list(Score.objects.order_by("pk").values(*kept))
    decided = decide(scene, False)
    assert list(Score.objects.order_by("pk").values(*kept)) == before
    aside = Score.objects.set_aside()
    assert {s.panellist_id for s in aside} == {place.pk}
    assert {(s.set_aside_by, s.set_aside_at, s.set_aside_reason) for s in aside} == {
        (decided.decided_by, aside[0].set_aside_at, WHY)
    }
    assert len(aside) == 4
    for cell in selectors.cells(scene.lead, scene.evaluation):
        assert [s.panellist_id for s in cell.scores] == [scene.panel[1].pk]
        assert [s.panellist_id for s in cell.set_aside] == [place.pk]
        assert cell.spread is None  # one score has no spread
        assert [name for name, _ in cell.marks] == [str(scene.panel[1])]
    event = AuditEvent.objects.get(verb="decide interest")
    assert event.changes == {"scores set aside": ["0", "4"]}
    assert event.reason == WHY


def test_may_score_leaves_every_score_counting():
    scene = scenes.moderating(bids=1, panellists=2)
    declares(scene)
    decide(scene, True)
    assert not Score.objects.filter(set_aside_at__isnull=False).exists()
    assert {len(cell.scores) for cell in selectors.cells(scene.lead, scene.evaluation)} == {2}


def test_before_moderation_a_decision_may_turn_and_the_scores_count_again():
    scene = all_final()
    declares(scene)
    decide(scene, False)
    assert Score.objects.set_aside().count() == 4
    decide(scene, True)
    assert not Score.objects.set_aside().exists()
    assert {(s.set_aside_by, s.set_aside_reason) for s in Score.objects.all()} == {(None, "")}


@pytest.mark.parametrize("stage", ["moderating", "closed"])
def test_from_moderation_on_scores_stay_set_aside(stage):
    scene = getattr(scenes, stage)(bids=1, panellists=2)
    declares(scene)
    decide(scene, False)
    with pytest.raises(Refused, match="were set aside, and stay so once moderation has begun$") as refusal:
        decide(scene, True)
    assert refusal.value.field == "may_score"
    assert Score.objects.set_aside().count() == 4


def test_an_agreed_score_that_rested_on_one_is_agreed_again_with_a_new_reason():
    scene = scenes.moderating(bids=2, panellists=2)
    scenes.moderate_all(scene)
    declares(scene)
    decide(scene, False)
    assert str(selectors.moderated_so_far(scene.evaluation)) == "0 of 8"
    assert str(selectors.moderation_progress(selectors.cells(scene.lead, scene.evaluation))) == "0 of 8"
    with pytest.raises(Refused, match="^Bid A, Delivery: agree the score again, with a new reason; ") as refusal:
        services.close(scene.evaluation, by=scene.lead)
    assert len(refusal.value.problems) == 8
    for one in ModeratedScore.objects.select_related("bid", "criterion"):
        given = {"by": scene.lead, "bid": one.bid, "criterion": one.criterion, "value": one.value}
        with pytest.raises(Refused, match="^Give a new reason: the one that stands here was agreed with scores") as refusal:
            services.moderate(scene.evaluation, reason=one.reason, **given)
        assert refusal.value.field == "reason"
        services.moderate(scene.evaluation, reason=AGAIN, expected_version=one.version, **given)
    assert str(selectors.moderated_so_far(scene.evaluation)) == "8 of 8"
    assert services.close(scene.evaluation, by=scene.lead)[0].sha256


def test_only_agreed_scores_of_their_questions_are_looked_at_again():
    scene = scenes.prepared(bids=1, panellists=2)
    services.add_panellist(scene.evaluation, by=scene.lead, user=scene.panel[0].user, criteria=[scene.criterion("q1")])
    for place in scene.panel:
        panel_services.declare(place, by=place.user, has_interest=False)
    services.start_scoring(scene.evaluation, by=scene.lead)
    for place, criteria in ((scene.place(0), [scene.criterion("q1")]), (scene.place(1), scene.criteria)):
        for criterion in criteria:
            services.save_score(
                place, by=place.user, bid=scene.bids[0], criterion=criterion, value=Decimal(3), reason=scenes.REASON
            )
        services.finalise_scores(place, by=place.user)
    services.start_moderation(scene.evaluation, by=scene.lead)
    scene.reload()
    scenes.moderate_all(scene)
    declares(scene)
    decide(scene, False)
    shaken = ModeratedScore.objects.filter(look_again_at__isnull=False)
    assert [m.criterion.key for m in shaken] == ["q1"]
    assert shaken[0].look_again_because == f"{scene.panel[0]} does not score because of an interest: {WHY}"


def test_what_a_lead_agreed_is_agreed_again_by_another():
    scene = scenes.moderating(bids=1, panellists=1)
    other = people.person(scene.council, Role.EVALUATION_LEAD)
    panel_services.declare_as_lead(scene.evaluation, by=other, has_interest=False)
    scenes.moderate_all(scene)
    panel_services.declare_as_lead(scene.evaluation, by=scene.lead, has_interest=True, interest=SISTER)
    place = scene.evaluation.panel.get(user=scene.lead)
    services.decide_interest(place, by=other, may_score=False, reason=WHY)
    assert ModeratedScore.objects.filter(look_again_at__isnull=False).count() == 4
    with pytest.raises(Refused, match="agree the score again"):
        services.close(scene.evaluation, by=other)


def test_a_result_that_rests_on_set_aside_scores_carries_no_award():
    scene = scenes.closed(bids=2, panellists=2)
    frozen = scene.record.sha256
    declares(scene)
    decide(scene, False)
    assert not award_permissions.can_recommend(scene.lead, scene.evaluation)
    with pytest.raises(WrongState) as refusal:
        awards.proposed(scene)
    assert refusal.value.message == (
        "The result uses agreed scores that no longer apply: “Delivery” for Bid A, Bid B; “People” for Bid A, Bid B; "
        "“Apprenticeships” for Bid A, Bid B; “Local employment” for Bid A, Bid B. "
        f"{scene.panel[0]} does not score because of an interest: {WHY} They would have to be agreed again, and a closed "
        "evaluation cannot be opened again here. No award can follow from this result; a procurement officer can end the "
        "procurement."
    )
    assert scene.record.sha256 == frozen


def test_nor_is_it_decided_or_told():
    scene = scenes.closed(bids=1, panellists=2)
    award, director = awards.proposed(scene), director_of(scene)
    declares(scene)
    decide(scene, False)
    with pytest.raises(WrongState, match="^The result uses agreed scores that no longer apply: “Delivery” for Bid A;"):
        award_services.decide(award, by=director, comment=awards.DECIDED)
    scene = scenes.closed(bids=1, panellists=2)
    award = awards.decided(scene)
    declares(scene)
    decide(scene, False)
    with pytest.raises(WrongState, match="^The result uses agreed scores that no longer apply: “Delivery” for Bid A;"):
        award_services.tell_bidders(award, by=scene.lead)


def test_home_asks_nobody_for_an_award_that_cannot_follow():
    scene = scenes.closed(bids=1, panellists=2)

    def asked(user):
        return [n.text for n in award_needs.needs(people.fresh(user), clock.now())]

    title, director = scene.tender.title, director_of(scene)
    assert asked(scene.lead) == [f"Recommend the award of {title}"]
    declares(scene)
    assert asked(scene.lead) == []
    decide(scene, True)
    awards.proposed(scene)
    assert asked(director) == [f"Decide the award of {title}"]
    declares(scene)
    assert asked(director) == []
    decide(scene, False)  # decided, and the result does not stand
    assert asked(director) == []
    assert list(selectors.held_up()) == [scene.evaluation]


# A question that nobody's counting score is left for


def test_a_question_without_a_counting_scorer_stops_the_start_of_moderation():
    scene = all_final(panellists=1)
    declares(scene)
    decide(scene, False)
    with pytest.raises(Refused, match="^Nobody whose scores count has scored “Delivery”. Give the question to somebody else.;"):
        services.start_moderation(scene.evaluation, by=scene.lead)
    second = people.person(scene.council, Role.EVALUATOR)
    scene.panel.append(services.add_panellist(scene.evaluation, by=scene.lead, user=second, criteria=scene.criteria))
    panel_services.declare(scene.place(1), by=second, has_interest=False)
    scenes.score_all(scene, 1)
    assert services.start_moderation(scene.evaluation, by=scene.lead).status == "moderating"


def test_a_question_that_lost_its_panellist_stops_it_too():
    scene = scenes.scoring(bids=1, panellists=1)
    given = [c for c in scene.criteria if c.key != "q2"]
    services.add_panellist(scene.evaluation, by=scene.lead, user=scene.panel[0].user, criteria=given)
    for criterion in given:
        services.save_score(
            scene.place(0),
            by=scene.panel[0].user,
            bid=scene.bids[0],
            criterion=criterion,
            value=Decimal(3),
            reason=scenes.REASON,
        )
    services.finalise_scores(scene.place(0), by=scene.panel[0].user)
    with pytest.raises(Refused, match="^Nobody whose scores count has scored “People”. Give the question to somebody else.$"):
        services.start_moderation(scene.evaluation, by=scene.lead)


def test_in_moderation_somebody_else_is_named_declares_scores_and_then_it_closes():
    scene = scenes.moderating(bids=1, panellists=1)
    scenes.moderate_all(scene)
    second = people.person(scene.council, Role.EVALUATOR)
    q1 = scene.criterion("q1")
    with pytest.raises(Refused, match="^“Delivery” has somebody whose scores count, so it stays as it is$"):
        services.name_scorer(scene.evaluation, by=scene.lead, user=second, criterion=q1)
    declares(scene)
    decide(scene, False)
    with pytest.raises(Refused, match="Nobody whose scores count has scored “Delivery”"):
        services.close(scene.evaluation, by=scene.lead)
    with pytest.raises(Refused, match=f"^{scene.panel[0]} may not score this tender because of an interest$"):
        services.name_scorer(scene.evaluation, by=scene.lead, user=scene.panel[0].user, criterion=q1)
    for criterion in scene.criteria:
        place = services.name_scorer(scene.evaluation, by=scene.lead, user=second, criterion=criterion)
    assert Assignment.objects.filter(panellist=place).count() == 4
    scene.panel.append(place)
    with pytest.raises(NotAllowed, match="^Declare first whether you have an interest in this tender$"):
        scenes.score_all(scene, 1)
    panel_services.declare(scene.place(1), by=second, has_interest=False)
    assert permissions.can_score(second, scene.place(1))
    with pytest.raises(Refused, match=f"^{second} has not made all scores final"):
        services.close(scene.evaluation, by=scene.lead)
    scenes.score_all(scene, 1)
    assert not permissions.can_score(second, scene.place(1))  # frozen like everybody's
    for one in ModeratedScore.objects.select_related("bid", "criterion"):
        services.moderate(scene.evaluation, by=scene.lead, bid=one.bid, criterion=one.criterion, value=Decimal(3), reason=AGAIN)
    assert services.close(scene.evaluation, by=scene.lead)[0].sha256


@pytest.mark.parametrize("stage", ["scoring", "closed"])
def test_another_scorer_is_named_in_moderation_only_and_by_the_lead(stage):
    scene = getattr(scenes, stage)(bids=1, panellists=1)
    given = {"user": people.person(scene.council, Role.EVALUATOR), "criterion": scene.criterion("q1")}
    with pytest.raises(WrongState, match="^Another scorer is named during moderation. Before it the panel itself is changed.$"):
        services.name_scorer(scene.evaluation, by=scene.lead, **given)
    moderating = scenes.moderating(bids=1, panellists=1)
    with pytest.raises(NotAllowed, match="^Your role does not include"):
        services.name_scorer(moderating.evaluation, by=moderating.panel[0].user, **given)


def test_a_panellist_whose_scores_are_final_does_not_score_in_moderation():
    scene = scenes.moderating(bids=1, panellists=1)
    with pytest.raises(WrongState, match="^Scoring has ended$"):
        scenes.score_all(scene, 0)


# Before their time, or without a declaration


def test_moderation_does_not_start_before_scoring_has():
    scene = scenes.prepared(bids=1, panellists=1)
    with pytest.raises(WrongState, match="^This cannot be done now: the evaluation is “Panel being set up”$"):
        services.start_moderation(scene.evaluation, by=scene.lead)


def test_a_lead_who_has_not_declared_moderates_nothing():
    scene = scenes.moderating(bids=1, panellists=1)
    other = people.person(scene.council, Role.EVALUATION_LEAD)
    given = {"bid": scene.bids[0], "criterion": scene.criterion("q1"), "value": Decimal(3), "reason": AGREED}
    assert not permissions.can_moderate(other, scene.evaluation)
    with pytest.raises(NotAllowed, match="^Declare first whether you have an interest in this tender. The lead declares"):
        services.moderate(scene.evaluation, by=other, **given)
    panel_services.declare_as_lead(scene.evaluation, by=other, has_interest=False)
    assert permissions.can_moderate(other, scene.evaluation)
    assert services.moderate(scene.evaluation, by=other, **given).by == other


# The record and the database


def test_the_record_lists_what_was_set_aside_and_computes_the_same(tmp_path, capsys):
    scene = scenes.moderating(bids=1, panellists=2)
    assert "set_aside" not in record_of(scene.evaluation, scene.tender.only_lot)
    declares(scene)
    decided = decide(scene, False)
    scenes.moderate_all(scene)
    content = services.close(scene.evaluation, by=scene.lead)[0].content
    score = Score.objects.set_aside().get(criterion__key="q1")
    assert [row["criterion"] for row in content["set_aside"]] == ["q1", "q2", "q3", "q4"]
    assert content["set_aside"][0] == {
        "bid": "Bid A",
        "criterion": "q1",
        "evaluator": str(scene.panel[0]),
        "score": format(score.value.normalize(), "f"),
        "ground": "interest",
        "at": score.set_aside_at.isoformat(),
        "by": str(decided.decided_by),
        "reason": WHY,
    }
    path = tmp_path / "record.json"
    path.write_bytes(file_of(content))
    call_command("score", "--check", str(path))
    assert capsys.readouterr().out == ""
    bare = {name: value for name, value in content.items() if name != "set_aside"}
    path.write_text(json.dumps(bare))
    out = io.StringIO()
    call_command("score", str(path), stdout=out)
    assert json.loads(out.getvalue()) == content["result"]


@pytest.mark.parametrize(
    "half",
    [
        lambda s: Score.objects.update(set_aside_at=clock.now()),
        lambda s: Score.objects.update(set_aside_at=clock.now(), set_aside_by=s.lead),
        lambda s: Score.objects.update(set_aside_reason=WHY),
        lambda s: ModeratedScore.objects.update(look_again_at=clock.now()),
        lambda s: ModeratedScore.objects.update(look_again_because=WHY),
    ],
)
def test_the_database_keeps_no_half_of_it(half):
    scene = scenes.closed(bids=1, panellists=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        half(scene)
