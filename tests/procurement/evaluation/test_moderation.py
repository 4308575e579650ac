"""Moderation and closing: no moderated score without a reason, and a record that computes to the result."""

import io
import json
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.management import call_command

from procurement.evaluation import selectors, services
from procurement.evaluation.models import ModeratedScore, Score
from procurement.evaluation.selectors.record import digest, file_of, record_of
from procurement.panel import services as panel_services
from procurement.scoring import compute, read_record
from procurement.tendering.models import Criterion, Tender
from socialvalue.audit.selectors import timeline
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from tests.builders import evaluation as scenes

pytestmark = pytest.mark.django_db
AGREED = "The panel agreed that people and days are named, and checks are not."


def moderate(scene, **given):
    base = {"by": scene.lead, "bid": scene.bids[0], "criterion": scene.criterion("q1"), "value": Decimal(3), "reason": AGREED}
    return services.moderate(scene.evaluation, **{**base, **given})


@pytest.mark.parametrize("reason", ["", "  ", "\r\n"])
def test_no_moderated_score_without_a_reason(reason):
    scene = scenes.moderating(bids=1, panellists=2)
    with pytest.raises(Refused, match="Say what in the answer earns this score") as refusal:
        moderate(scene, reason=reason)
    assert refusal.value.field == "reason"
    assert not ModeratedScore.objects.exists()


def test_moderation_leaves_the_scores_as_they_were():
    scene = scenes.moderating(bids=1, panellists=2)
    before = list(Score.objects.order_by("pk").values())
    moderate(scene, value=Decimal(5))
    assert list(Score.objects.order_by("pk").values()) == before


def test_two_people_moderating_are_told():
    scene = scenes.moderating(bids=1, panellists=1)
    first = moderate(scene, expected_version=0)
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        moderate(scene, value=Decimal(4), expected_version=0)
    moderate(scene, value=Decimal(4), reason="On second reading the checks are named too.", expected_version=first.version)
    assert ModeratedScore.objects.get().value == 4


def test_only_the_lead_and_only_in_moderation():
    scene = scenes.scoring(bids=1, panellists=1)
    with pytest.raises(WrongState, match=r"Moderation has not started yet"):
        moderate(scene)
    scene = scenes.moderating(bids=1, panellists=1)
    with pytest.raises(NotAllowed, match=r"Your role does not include: set up panels, moderate, recommend an award"):
        moderate(scene, by=scene.panel[0].user)
    assert not timeline(scene.evaluation).filter(verb="moderate").exists()


def test_moderation_waits_for_everybody():
    scene = scenes.scoring(bids=1, panellists=2)
    scenes.score_all(scene, 0)
    with pytest.raises(Refused) as refusal:
        services.start_moderation(scene.evaluation, by=scene.lead)
    assert refusal.value.problems == [(None, f"{scene.panel[1].user} has not made all scores final")]


def test_closing_waits_for_every_moderated_score():
    scene = scenes.moderating(bids=2, panellists=1)
    moderate(scene)
    with pytest.raises(Refused) as refusal:
        services.close(scene.evaluation, by=scene.lead)
    assert len(refusal.value.problems) == 7
    assert Tender.objects.get(pk=scene.tender.pk).status == "opened"


def test_the_result_is_what_the_score_command_finds(tmp_path, capsys):
    scene = scenes.closed(bids=3, panellists=2, scores={"q1": [4, 5, 1], "q2": [3, 3.5, 5], "q3": [2, 4, 5], "q4": [5, 1, 5]})
    frozen = scene.record
    path = tmp_path / "record.json"
    path.write_bytes(file_of(frozen.content))
    call_command("score", str(path), check=True)  # leaves with an exit code where it differs
    out = io.StringIO()
    call_command("score", str(path), stdout=out)
    assert json.loads(out.getvalue()) == frozen.content["result"]
    third = next(b for b in frozen.content["result"]["bids"] if b["id"] == "Bid C")
    assert third["status"] == "failed_minimum"
    assert third["reasons"] == ["q1"]
    assert Tender.objects.get(pk=scene.tender.pk).status == "evaluated"
    assert digest(frozen.content) == frozen.sha256


def test_the_worked_numbers():
    """Price 40, q1 30, q2 18, q3 7.2 and q4 4.8 points of 100, on a scale to 5; the lowest price is 100000."""
    scene = scenes.closed(bids=2, panellists=1, scores={"q1": [4, 5], "q2": [3, 4], "q3": [2, 4], "q4": [5, 1]})
    totals = {one.id: one.total for one in compute(read_record(scene.record.content)).bids}
    for bid, scored in zip(scene.bids, ("24 + 10.8 + 2.88 + 4.8", "30 + 14.4 + 5.76 + 0.96"), strict=True):
        quality = sum(Fraction(part) for part in scored.split(" + "))
        assert totals[bid.label] == Fraction(4000000) / Fraction(bid.price) + quality


def test_a_later_change_of_the_tender_changes_no_record():
    scene = scenes.closed(bids=2, panellists=1)
    before = scene.record.content
    Criterion.objects.filter(tender=scene.tender, key="q1").update(weight=1)
    scene.reload()
    assert scene.record.content == before
    assert digest(before) == scene.record.sha256


def test_the_record_leaves_out_what_has_no_place_in_it():
    scene = scenes.moderating(bids=1, panellists=1)
    moderate(scene, value=Decimal("3.50"))
    data = record_of(scene.evaluation, scene.tender.only_lot)
    assert data["bids"][0]["scores"] == {"q1": "3.5"}
    assert "gateway" not in data
    price = next(c for c in data["criteria"] if c["id"] == "price")
    assert "minimum" not in price
    assert "form" not in price


def test_pass_or_fail_and_a_gateway():
    """A bid beyond the gateway needs no score for social value; a failed bid does."""
    tender = scenes.opened(2)
    Tender.objects.filter(pk=tender.pk).update(method="gateway", minimum_quality=Decimal(60))
    scene = scenes.prepared(tender=Tender.objects.get(pk=tender.pk), panellists=1)
    panel_services.declare(scene.place(0), by=scene.panel[0].user, has_interest=False)
    passing = Criterion.objects.create(
        tender=scene.tender, lot=scene.tender.only_lot, kind="pass_fail", key="insurance", title="Insurance", order=9
    )
    services.start_scoring(scene.evaluation, by=scene.lead)
    scenes_all = [c for c in scene.criteria if c.kind != "pass_fail"]
    place = scene.place(0)
    for bid in scene.bids:
        for c in scenes_all:
            services.save_score(place, by=place.user, bid=bid, criterion=c, value=Decimal(3), reason=AGREED)
    services.finalise_scores(place, by=place.user)
    services.start_moderation(scene.evaluation, by=scene.lead)
    evaluation = scene.reload()
    good, weak = scene.bids
    with pytest.raises(Refused, match=r"This question is passed or failed; it has no score"):  # a pass/fail question has no score
        services.moderate(evaluation, by=scene.lead, bid=good, criterion=passing, value=Decimal(3), reason=AGREED)
    for bid in (good, weak):
        services.moderate(
            evaluation, by=scene.lead, bid=bid, criterion=passing, passed=True, reason="The certificate was seen and is valid."
        )
        for c in scenes_all:
            if bid == good or c.kind == "quality":
                value = Decimal(4) if bid == good else Decimal(2)
                services.moderate(evaluation, by=scene.lead, bid=bid, criterion=c, value=value, reason=AGREED)
    cells = selectors.cells(scene.lead, evaluation)
    assert {(c.bid.label, c.criterion.key) for c in cells if not c.needed} == {("Bid B", "q3"), ("Bid B", "q4")}
    (frozen,) = services.close(evaluation, by=scene.lead)
    assert [(b["id"], b["status"]) for b in frozen.content["result"]["bids"]] == [
        ("Bid A", "ranked"),
        ("Bid B", "failed_gateway"),
    ]


def test_widest_spread_comes_from_the_scores():
    scene = scenes.moderating(bids=2, panellists=2)
    cells = selectors.cells(scene.lead, scene.evaluation)
    assert {c.spread for c in cells} == {Decimal(1), Decimal(3)}
    assert all(len(c.marks) == 2 for c in cells)
