"""What bidders are told of a mark worked out from proxy values, what is kept, and where the pounds never go."""

import json
from decimal import Decimal

import pytest

from contracts.handover.selectors.proposals import proposals
from procurement.award.documents import casefile
from procurement.award.models import AssessmentSummary
from procurement.evaluation.selectors.proxies import Allowed
from socialvalue.accounts.enums import Role
from tests.builders import award as awards
from tests.builders import people
from tests.builders import proxies as build

pytestmark = pytest.mark.django_db
OFFERS = ([("A", "3", "year"), ("H", "10", "month")], [("A", "1", "term")])


def some_left_out(bid):
    return {bid.commitments.get(measure__code="A").pk: Allowed(Decimal(2), "Two work there already.")}


@pytest.fixture
def scene():
    return build.closed(*OFFERS, allowed={1: some_left_out, 2: some_left_out_of_second})


def some_left_out_of_second(bid):
    return {bid.commitments.get().pk: Allowed(Decimal(0), "Would happen anyway.")}


def q4(assessment: dict) -> dict:
    return next(row for row in assessment["criteria"] if row["key"] == "q4")


def test_each_bidder_reads_their_own_working_and_nobody_else_s(scene, client):
    award = awards.told(scene)
    loser = AssessmentSummary.objects.exclude(bid=award.bid).get()
    own, best = q4(loser.content["own"]), q4(loser.content["winner"])
    assert own["working"]["commitments"]
    assert "Worked out from the commitments" in own["explanation"]
    assert "working" not in best
    assert "Worked out from the commitments" in best["explanation"]
    theirs = {1: "Two work there already.", 2: "Would happen anyway."}
    winner_number = int(award.bid.supplier.name.split()[-1])
    text = json.dumps(loser.content)
    assert theirs[winner_number] not in text
    assert theirs[3 - winner_number] in text
    client.force_login(people.person(loser.bid.supplier, Role.SUPPLIER))
    shown = client.get(f"/awards/{award.tender.reference}/summaries/{loser.bid.opaque}/").content.decode()
    assert f"Why less: {theirs[3 - winner_number]}" in shown
    assert "full marks" in shown


def test_the_file_of_the_procurement_keeps_values_decision_and_working(scene):
    kept = casefile.content(scene.tender)
    question = next(c["question"] for c in kept["criteria"] if c["key"] == "q4")
    assert question["proxy_marking"]["justification"] == build.WHY
    assert [v["source"] for v in question["proxy_marking"]["values"]] == ["An invented source"] * 2
    assert next(c["question"] for c in kept["criteria"] if c["key"] == "q1")["proxy_marking"] is None
    assert {row["reason"] for row in kept["evaluation"]["proxy_allowances"]} == {
        "Two work there already.",
        "Would happen anyway.",
    }
    assert kept["evaluation"]["record"][0]["content"]["bids"][0]["proxy_working"]["q4"]["mark"]


def test_the_contract_holds_the_promise_in_its_own_unit_and_whole(scene):
    award = awards.proposed(scene)
    award.bid = build.bid_of(scene, 1)
    offered = [(p.kpi.target, p.kpi.unit, p.kpi.per) for p in proposals(award) if p.details.commitment]
    assert offered == [(Decimal(3), "people", "year"), (Decimal(10), "hours", "month")]
    assert not [p for p in proposals(award) if "£" in p.details.wording or "£" in p.kpi.wording]
