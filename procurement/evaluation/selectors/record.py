"""From the rows of an evaluation to its record: the one builder, for reading on the way and for closing."""

import hashlib
import json
from decimal import Decimal

from procurement.bidding.enums import BidStatus
from procurement.evaluation.models import ModeratedScore, Score
from procurement.evaluation.selectors import proxies
from procurement.panel.models import Evaluation
from procurement.scoring import Record, read_record
from procurement.scoring.record import RECORD_FORMAT
from procurement.tendering.calculations import tree
from procurement.tendering.enums import Method
from procurement.tendering.models import Lot


def text(value: Decimal) -> str:
    """A decimal as the record writes it: all its digits, no zeros at the end."""
    return format(value.normalize(), "f")


def record_of(evaluation: Evaluation, lot: Lot) -> dict:
    """The record (evaluation-record/1) of one lot as plain data, without a result: pinned tender, prices, moderated scores.

    Bids are named by their labels. Nothing is filled in for a score that is missing. Where proxy values marked a question, their
    working stands beside it, and so do scores that were set aside; the result does not need them.
    """
    tender = evaluation.tender
    scores: dict[int, dict] = {}
    for one in ModeratedScore.objects.filter(criterion__lot=lot).select_related("criterion").order_by("criterion__key"):
        scores.setdefault(one.bid_id, {})[one.criterion.key] = one.passed if one.value is None else text(one.value)
    found = tender.bids.filter(status=BidStatus.OPENED).select_related("supplier")
    pinned, worked_out = proxies.pinned_in_words(lot), proxies.workings(lot)
    aside = scores_set_aside(evaluation, lot)
    return (
        _head(lot)
        | ({"proxy_marking": pinned} if pinned else {})
        | ({"set_aside": aside} if aside else {})
        | {
            "bids": [
                {
                    "id": bid.label,
                    "supplier": bid.bidder,
                    "price": None if bid.price is None else text(bid.price),
                    "scores": scores.get(bid.pk, {}),
                }
                | ({"proxy_working": worked_out[bid.label]} if bid.label in worked_out else {})
                for bid in sorted(found, key=lambda bid: (len(bid.label), bid.label))
            ]
        }
    )


def scores_set_aside(evaluation: Evaluation, lot: Lot) -> list[dict]:
    """Final scores of its questions that count nowhere because of an interest, with who set them aside, when and why."""
    found = Score.objects.set_aside().filter(panellist__evaluation=evaluation, criterion__lot=lot)
    rows = found.select_related("panellist__user", "bid", "criterion", "set_aside_by")
    return [
        {
            "bid": one.bid.label,
            "criterion": one.criterion.key,
            "evaluator": str(one.panellist),
            "score": one.passed if one.value is None else text(one.value),
            "ground": "interest",
            "at": one.set_aside_at.isoformat(),
            "by": str(one.set_aside_by),
            "reason": one.set_aside_reason,
        }
        for one in rows.order_by("bid__label", "criterion__key", "panellist_id")
    ]


def reader_without_bids(lot: Lot) -> Record:
    """The criteria, weights and thresholds alone, as the arithmetic reads them."""
    return read_record(_head(lot) | {"bids": []})


def _head(lot: Lot) -> dict:
    tender = lot.tender
    data = {
        "format": RECORD_FORMAT,
        "tender": {"reference": tender.reference, "title": tender.title, "started_on": tender.started_on.isoformat()},
        "method": tender.method,
        "scale": {"maximum": str(tender.scale_maximum)},
        "criteria": [node.as_record() for node in tree.build(lot.criteria.order_by("order", "id"))],
    }
    if lot.is_division:
        data["lot"] = {"number": lot.number, "title": lot.title}
    if tender.method == Method.GATEWAY:
        limits = {"minimum_quality": tender.minimum_quality, "maximum_price": tender.maximum_price}
        data["gateway"] = {name: text(value) for name, value in limits.items() if value is not None}
    return data


def file_of(content: dict) -> bytes:
    """The bytes that are downloaded and whose SHA-256 is kept: sorted keys, two spaces, UTF-8, one line end at the end."""
    return (json.dumps(content, sort_keys=True, indent=2, ensure_ascii=False) + "\n").encode()


def digest(content: dict) -> str:
    """SHA-256 of ``file_of(content)``, in hexadecimal."""
    return hashlib.sha256(file_of(content)).hexdigest()
