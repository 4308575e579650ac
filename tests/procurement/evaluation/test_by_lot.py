"""Each lot of a tender has its own result, and all are closed together."""

import hashlib
from decimal import Decimal

import pytest

from procurement.evaluation import selectors, services
from procurement.evaluation.models import EvaluationRecord, KeptResult, ModeratedScore
from procurement.evaluation.selectors.ranking import ranking_of
from procurement.evaluation.selectors.record import file_of, record_of
from procurement.panel import selectors as panel_selectors
from procurement.scoring import compute, read_record
from socialvalue.audit.models import AuditEvent
from socialvalue.common.errors import Refused
from tests.builders import evaluation as scenes
from tests.builders import lots

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderated():
    return lots.moderated()


@pytest.fixture
def closed():
    return lots.closed()


def leaves(content) -> set[str]:
    def below(rows):
        for row in rows:
            yield from below(row["children"]) if "children" in row else [row["id"]]

    return set(below(content["criteria"]))


def test_each_lot_has_a_record_about_its_own_criteria(closed):
    west, east = closed.scene.evaluation.records.order_by("lot__number")
    assert (west.lot, east.lot) == (closed.west, closed.east)
    assert leaves(west.content) == {"price", "q1", "q2", "q3", "q4"}
    assert leaves(east.content) == {"price2", "pass1"}
    assert (west.content["lot"], east.content["lot"]) == ({"number": 1, "title": "West"}, {"number": 2, "title": "East"})
    assert [set(bid["scores"]) for bid in east.content["bids"]] == [{"pass1"}] * 2
    assert [set(bid["scores"]) for bid in west.content["bids"]] == [{"q1", "q2", "q3", "q4"}] * 2


def test_each_record_comes_to_the_result_in_it(closed):
    for record in closed.scene.evaluation.records.all():
        computed = compute(read_record(record.content))
        assert {one.id: one.rank for one in computed.bids} == {b["id"]: b["rank"] for b in record.content["result"]["bids"]}
        assert hashlib.sha256(file_of(record.content)).hexdigest() == record.sha256 == record.kept.sha256
    assert KeptResult.objects.count() == 2


def test_the_better_bid_is_first_in_west_and_the_cheaper_one_in_east(closed):
    scene = closed.scene
    better, cheaper = scene.bids
    west, east = (ranking_of(scene.evaluation, lot) for lot in (closed.west, closed.east))
    assert (west.first, east.first) == ([better], [cheaper])
    assert east.result(cheaper).total == 100
    assert east.result(better).total == Decimal(100_000) * 100 / Decimal(110_000) or east.result(better).total < 91
    assert {node.criterion.key for node in east.nodes} == {"price2", "pass1"}
    assert [asked.key for asked in east.questions] == ["pass1"]
    assert [asked.key for asked in west.questions] == ["q1", "q2", "q3", "q4"]
    assert {criterion for _, criterion in east.moderated} == {
        node.criterion.pk for node in east.nodes if node.criterion.key == "pass1"
    }


def test_a_divided_tender_has_no_result_of_the_whole(closed):
    with pytest.raises(EvaluationRecord.MultipleObjectsReturned):
        ranking_of(closed.scene.evaluation)


def test_the_entry_of_closing_names_both_digests(closed):
    entry = AuditEvent.objects.get(verb="close", sentence="closed the evaluation")
    assert entry.changes["sha256"][1] == ", ".join(r.sha256 for r in closed.scene.evaluation.records.order_by("lot__number"))


def test_one_score_missing_in_one_lot_closes_neither(moderated):
    scene = moderated.scene
    ModeratedScore.objects.filter(bid=scene.bids[1], criterion__lot=moderated.east).delete()
    with pytest.raises(Refused, match=f"{scene.bids[1].label}, Insured: the moderated score is missing"):
        services.close(scene.evaluation, by=scene.lead)
    assert not EvaluationRecord.objects.exists()
    assert scene.reload().is_moderating


def test_a_lot_without_criteria_closes_neither(moderated):
    """The first lot's record was complete; it goes with the second's."""
    scene = moderated.scene
    ModeratedScore.objects.filter(criterion__lot=moderated.east).delete()
    moderated.east.criteria.all().delete()
    with pytest.raises(Refused, match="The record is not complete"):
        services.close(scene.evaluation, by=scene.lead)
    assert not EvaluationRecord.objects.exists()


def test_questions_are_gone_through_lot_by_lot(moderated):
    found = panel_selectors.moderated_criteria(moderated.scene.tender)
    assert [one.key for one in found] == ["q1", "q2", "q3", "q4", "pass1"]
    moderated.west.number, moderated.east.number = 3, 1
    moderated.west.save()
    moderated.east.save()
    found = panel_selectors.moderated_criteria(moderated.scene.tender)
    assert [one.key for one in found] == ["pass1", "q1", "q2", "q3", "q4"]


def test_the_gateway_is_each_lot_s_own(moderated):
    """East asks no quality, so its price alone is judged; West waits for the last of its quality scores."""
    scene = moderated.scene
    dearer, cheaper = scene.bids
    tender = scene.tender
    tender.method, tender.maximum_price = "gateway", Decimal(105_000)
    tender.save(update_fields=["method", "maximum_price"])
    scene.reload()
    both = {(dearer.pk, moderated.west.pk), (dearer.pk, moderated.east.pk)}
    assert selectors.beyond_gateway(scene.evaluation) == both
    ModeratedScore.objects.filter(bid=dearer, criterion__key="q1").delete()
    assert selectors.beyond_gateway(scene.evaluation) == {(dearer.pk, moderated.east.pk)}
    needed = {(one.bid.pk, one.criterion.key): one.needed for one in selectors.spreads(scene.lead, scene.evaluation)}
    assert needed[dearer.pk, "q3"]
    assert not [pair for pair, asked in needed.items() if not asked]
    assert cheaper.pk not in {bid for bid, _ in both}


def test_beyond_the_gateway_of_a_lot_its_social_value_is_not_asked_for(moderated):
    scene = moderated.scene
    dearer, _ = scene.bids
    tender = scene.tender
    tender.method, tender.maximum_price = "gateway", Decimal(105_000)
    tender.save(update_fields=["method", "maximum_price"])
    scene.reload()
    spread = {(one.bid.pk, one.criterion.key) for one in selectors.spreads(scene.lead, scene.evaluation) if not one.needed}
    cells = {(one.bid.pk, one.criterion.key) for one in selectors.cells(scene.lead, scene.evaluation) if not one.needed}
    assert spread == cells == {(dearer.pk, "q3"), (dearer.pk, "q4")}
    assert selectors.moderated_so_far(scene.evaluation).total == 8


def test_the_record_of_an_undivided_tender_names_no_lot():
    scene = scenes.moderating()
    scenes.moderate_all(scene)
    assert "lot" not in record_of(scene.evaluation, scene.tender.only_lot)
    (record,) = services.close(scene.evaluation, by=scene.lead)
    assert "lot" not in record.content
    assert str(record) == f"Record of The whole of {scene.tender.reference}"
