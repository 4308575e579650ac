"""Scores are one's own until moderation, and stay what they were."""

from decimal import Decimal

import pytest

from procurement.evaluation import permissions, selectors, services
from procurement.evaluation.models import Score
from procurement.panel import services as panel_services
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.audit.selectors import timeline
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from socialvalue.notifications.models import Message
from tests.builders import evaluation as scenes
from tests.builders import people

pytestmark = pytest.mark.django_db
SECRET = "Zebra reason that nobody else may read"


def save(scene, number=0, key="q1", **given):
    place = scene.place(number)
    given = {"by": place.user, "bid": scene.bids[0], "criterion": scene.criterion(key), **given}
    return services.save_score(place, **given)


def test_a_draft_may_lack_a_part_and_missing_is_not_zero():
    scene = scenes.scoring()
    assert save(scene, reason="Half of it").value is None
    assert save(scene, value=Decimal(0), reason="Nothing answers the question").value == 0
    progress = selectors.progress_by_panellist([scene.evaluation])[scene.panel[0].pk]
    assert (str(progress[0]), str(progress[1])) == ("1 of 8", "0 of 8")


@pytest.mark.parametrize(
    "value, words",
    [
        ("-0.01", "must be from 0 to 5"),
        ("5.01", "must be from 0 to 5"),
        ("6", "must be from 0 to 5"),
        ("2.345", "can have two decimal places at most"),
        ("NaN", "must be from 0 to 5"),
        ("Infinity", "must be from 0 to 5"),
    ],
)
def test_values_off_the_scale_are_refused(value, words):
    with pytest.raises(Refused, match=f"The score {words}") as refusal:
        save(scenes.scoring(bids=1, panellists=1), value=Decimal(value), reason="x")
    assert refusal.value.field == "value"


@pytest.mark.parametrize("value", ["0", "5", "2.5", "3.25"])
def test_values_on_the_scale_are_kept_exactly(value):
    assert save(scenes.scoring(bids=1, panellists=1), value=Decimal(value), reason="x").value == Decimal(value)


def test_two_windows_do_not_overwrite_each_other():
    scene = scenes.scoring(bids=1, panellists=1)
    first = save(scene, value=Decimal(3), reason="First", expected_version=0)
    with pytest.raises(Conflict, match="You saved this in another tab or window at"):
        save(scene, value=Decimal(4), reason="Second", expected_version=0)
    save(scene, value=Decimal(4), reason="Second", expected_version=first.version)
    assert Score.objects.get().reason == "Second"


def test_only_what_was_given_to_them_and_only_by_themselves():
    scene = scenes.prepared(bids=1, panellists=2)
    services.add_panellist(scene.evaluation, by=scene.lead, user=scene.panel[0].user, criteria=[scene.criterion("q1")])
    for place in scene.panel:
        panel_services.declare(place, by=place.user, has_interest=False)
    services.start_scoring(scene.evaluation, by=scene.lead)
    with pytest.raises(NotAllowed, match=r"This question was not given to you"):
        save(scene, key="q2", value=Decimal(3), reason="x")
    with pytest.raises(NotAllowed, match=r"This is another panellist’s place"):
        save(scene, by=scene.lead, value=Decimal(3), reason="x")
    other = scenes.scoring(bids=1, panellists=1)
    with pytest.raises(NotAllowed, match=r"This bid is not among those to be scored"):
        save(scene, bid=other.bids[0], value=Decimal(3), reason="x")
    assert not Score.objects.exists()


def test_somebody_without_the_role_any_more_scores_nothing():
    scene = scenes.scoring(bids=1, panellists=1)
    user = scene.panel[0].user
    user.memberships.update(ended_at=scene.evaluation.created_at)
    with pytest.raises(NotAllowed, match=r"Your role does not include: score the questions one is given"):
        save(scene, by=people.fresh(user), value=Decimal(3), reason="x")


def test_finalising_names_every_gap_and_freezes():
    scene = scenes.scoring(bids=1, panellists=1)
    save(scene, value=Decimal(3))
    with pytest.raises(Refused) as refusal:
        services.finalise_scores(scene.place(0), by=scene.panel[0].user)
    assert [m for _, m in refusal.value.problems] == [
        "Bid A, Delivery: the reason is missing",
        "Bid A, People: the score is missing",
        "Bid A, Apprenticeships: the score is missing",
        "Bid A, Local employment: the score is missing",
    ]
    scenes.score_all(scene, 0)
    assert set(Score.objects.values_list("status", flat=True)) == {"final"}
    with pytest.raises(WrongState, match=r"This score is final"):
        save(scene, value=Decimal(5), reason="Better")


def test_the_lead_reopens_one_without_seeing_it_and_the_old_one_is_kept():
    scene = scenes.scoring(bids=1, panellists=1)
    scenes.score_all(scene, 0)
    before = Score.objects.get(criterion=scene.criterion("q1"))
    given = {"panellist": scene.place(0), "bid": scene.bids[0], "criterion": scene.criterion("q1")}
    with pytest.raises(Refused, match=r"Say why the score has to be opened again"):
        services.reopen_score(scene.evaluation, by=scene.lead, reason="", **given)
    services.reopen_score(scene.evaluation, by=scene.lead, reason="The answer has a second page.", **given)
    assert list(Score.objects.visible_to(scene.lead)) == []
    with pytest.raises(Refused, match="has not made all scores final"):
        services.start_moderation(scene.evaluation, by=scene.lead)
    save(scene, value=Decimal(5), reason="With the second page")
    services.finalise_scores(scene.place(0), by=scene.panel[0].user)
    event = AuditEvent.objects.get(verb="reopen score")
    assert event.confidential
    assert event.changes["score"][0] == str(before.value)
    assert event.reason
    services.start_moderation(scene.evaluation, by=scene.lead)
    with pytest.raises(WrongState, match=r"A final score can be reopened only while scoring goes on, before moderation begins"):
        services.reopen_score(scene.reload(), by=scene.lead, reason="The wrong page was read", **given)


def test_unseen_by_each_other_on_every_way_to_read():
    scene = scenes.scoring(bids=1, panellists=2)
    save(scene, number=0, value=Decimal(4), reason=SECRET)
    others = [scene.panel[1].user, scene.lead]
    others += [people.person(scene.council, role) for role in Role if role not in (Role.SUPPLIER, Role.PARTNER)]
    for user in map(people.fresh, others):
        assert not Score.objects.visible_to(user).exists(), user
    assert [s.reason for s in Score.objects.visible_to(scene.panel[0].user)] == [SECRET]
    for about in (scene.evaluation, scene.tender, scene.tender.commission, scene.panel[0], Score.objects.get()):
        assert not [e for e in timeline(about) if SECRET in str(e.changes) + e.sentence + e.reason]
    assert not Message.objects.filter(body__contains=SECRET).exists()
    assert not AuditEvent.objects.filter(verb="score", confidential=False).exists()


def test_in_moderation_the_lead_sees_final_scores_and_nobody_else_does():
    scene = scenes.moderating(bids=1, panellists=2)
    assert Score.objects.visible_to(people.fresh(scene.lead)).count() == 8
    assert Score.objects.visible_to(people.fresh(scene.panel[0].user)).count() == 4
    for role in (
        Role.PROCUREMENT_OFFICER,
        Role.LEAD_DIRECTOR,
        Role.EVALUATOR,
        Role.COMMISSIONER,
        Role.MEMBER,
        Role.ADMINISTRATOR,
    ):
        assert not Score.objects.visible_to(people.person(scene.council, role)).exists(), role
    stranger = people.person(people.council(), Role.EVALUATION_LEAD)
    assert not Score.objects.visible_to(stranger).exists()
    assert not permissions.can_moderate(stranger, scene.evaluation)
