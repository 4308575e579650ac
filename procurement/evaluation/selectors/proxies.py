"""Marks worked out from proxy values: each commitment with what counts of it, for moderation, the record and the pages.

Nobody scores such a question. The lead may count less of a commitment, with a reason; the mark follows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from procurement.bidding.models import Bid, OfferedCommitment
from procurement.evaluation.models import ModeratedScore
from procurement.panel.models import Evaluation
from procurement.scoring import decimal_text
from procurement.scoring.proxy_marks import Line, Offer, Working
from procurement.scoring.record import given
from procurement.tendering.models import Criterion, Lot, PinnedProxy, ProxyMarking
from procurement.tendering.selectors.proxy_marking import working_for
from socialvalue.common.templatetags.formats import plain_money, plain_number

FULL_MARKS = "at how many pounds full marks are reached"


@dataclass(frozen=True)
class Allowed:
    """How much of a commitment counts, in its own unit and period, and why when it is less than was offered."""

    accepted: Decimal
    reason: str = ""


@dataclass(frozen=True)
class Counted:
    """One commitment in the working. ``pinned`` None: its measure has no value here, and it counts for nothing."""

    commitment: OfferedCommitment
    pinned: PinnedProxy | None
    offered: Line
    counted: Line
    reason: str

    @property
    def accepted(self) -> Decimal:
        return given(self.counted.offer.quantity, "how much of a commitment counts")

    @property
    def left_out(self) -> bool:
        return self.pinned is not None and not self.accepted

    @property
    def in_part(self) -> bool:
        return 0 < self.accepted < self.commitment.quantity

    def as_dict(self) -> dict:
        """For the record: every number as a decimal text."""
        one = self.commitment
        entry = {
            "commitment": one.outcome_text,
            "measure": one.measure_text,
            "unit": one.unit,
            "quantity": _text(one.quantity, "the quantity offered"),
            "per": one.per,
            "over_the_term": _text(self.offered.over_term, "the quantity over the term"),
        }
        if self.pinned is None:
            return entry | {"value": None, "pounds": "0"}
        if self.accepted < one.quantity:
            entry["accepted"] = _text(self.accepted, "how much of a commitment counts")
            entry["accepted_over_the_term"] = _text(self.counted.over_term, "what counts over the term")
            entry["reason"] = self.reason
        return entry | {"value": _text(self.pinned.value, "the pinned value"), "pounds": decimal_text(self.counted.pounds)}


@dataclass(frozen=True)
class Marked:
    """The whole working of one bid and question."""

    marking: ProxyMarking
    rows: list[Counted]
    working: Working

    @property
    def sentence(self) -> str:
        """The reason of the mark, as bidders read it; without the amounts of any commitment."""
        w = self.working
        parts = [
            f"Worked out from the commitments and the values published with the tender: {plain_money(w.pounds)}, where "
            f"{plain_money(w.full_marks_at)} or more earns {w.maximum}. That is {plain_number(w.mark)} of {w.maximum}."
        ]
        if not self.rows:
            parts.append("No commitment was offered.")
        unvalued = sum(row.pinned is None for row in self.rows)
        for number, what in (
            (unvalued, "without a published value, which earn no marks here"),
            (sum(row.in_part for row in self.rows), "counted in part"),
            (sum(row.left_out for row in self.rows), "left out"),
        ):
            if number:
                parts.append(f"Commitments {what}: {number} of {len(self.rows)}.")
        return " ".join(parts)

    def as_dict(self) -> dict:
        return {
            "commitments": [row.as_dict() for row in self.rows],
            "pounds": decimal_text(self.working.pounds),
            "full_marks_at": _text(self.working.full_marks_at, FULL_MARKS),
            "mark": _text(self.working.mark, "the mark"),
        }


def _text(value: Decimal | None, what: str) -> str:
    return format(given(value, what).normalize(), "f")


def commitments_of(bid: Bid, criterion: Criterion) -> list[OfferedCommitment]:
    """For services and the record; pages pass what their reader may see."""
    found = OfferedCommitment.objects.filter(bid=bid, answer__question__criterion=criterion)
    return list(found.select_related("proxy_allowance").order_by("order", "id"))


def allowed_now(commitments: Iterable[OfferedCommitment]) -> dict[int, Allowed]:
    """What was decided so far, by commitment id; whatever is not there counts in full."""
    found = {one.pk: getattr(one, "proxy_allowance", None) for one in commitments}
    return {pk: Allowed(row.accepted, row.reason) for pk, row in found.items() if row is not None}


def marked(criterion: Criterion, commitments: list[OfferedCommitment], allowed: Mapping[int, Allowed]) -> Marked:
    """The working of one bid's commitments by the pinned values. Arithmetic: ``tendering.proxy_marks``."""
    marking, tender = criterion.proxy_marking, criterion.tender
    pinned = {proxy.measure_id: proxy for proxy in marking.proxies.all()}
    full = [Offer(one.pk, one.measure_id, one.quantity, one.per) for one in commitments]
    less = [
        Offer(one.pk, one.measure_id, allowed[one.pk].accepted if one.pk in allowed else one.quantity, one.per)
        for one in commitments
    ]
    offered, counted = working_for(tender, marking, full), working_for(tender, marking, less)
    rows = [
        Counted(one, pinned.get(one.measure_id), before, after, allowed[one.pk].reason if one.pk in allowed else "")
        for one, before, after in zip(commitments, offered.lines, counted.lines, strict=True)
    ]
    return Marked(marking, rows, counted)


def _moderated(found: QuerySet[ModeratedScore]) -> list[tuple[ModeratedScore, Marked]]:
    rows = found.filter(criterion__question__proxy_marking__isnull=False)
    pairs = []
    for one in rows.select_related("bid", "criterion__question__proxy_marking", "criterion__tender").order_by(
        "criterion__key", "bid__label"
    ):
        commitments = commitments_of(one.bid, one.criterion)
        pairs.append((one, marked(one.criterion, commitments, allowed_now(commitments))))
    return pairs


def not_as_worked_out(evaluation: Evaluation) -> list[str]:
    """Moderated marks that their commitments no longer come to; always empty while only this room's services write."""
    rows = _moderated(ModeratedScore.objects.filter(bid__tender=evaluation.tender_id))
    return [f"{one.bid.label}, {one.criterion.title}" for one, found in rows if found.working.mark != one.value]


def workings(lot: Lot) -> dict[str, dict[str, dict]]:
    """For the record of a lot: bid label → criterion key → working. Empty where no question is marked by proxy values."""
    found: dict[str, dict[str, dict]] = {}
    for one, working in _moderated(ModeratedScore.objects.filter(criterion__lot=lot)):
        found.setdefault(one.bid.label, {})[one.criterion.key] = working.as_dict()
    return found


def pinned_in_words(lot: Lot) -> dict[str, dict]:
    """For the record of a lot: criterion key → what was pinned at publication and the decision it rests on."""
    markings = ProxyMarking.objects.filter(question__criterion__lot=lot).select_related("question__criterion")
    return {
        marking.question.criterion.key: {
            "full_marks_at": _text(marking.full_marks_at, FULL_MARKS),
            "decision": {
                "at": marking.decided_at.isoformat(),
                "by": marking.decided_by,
                "justification": marking.justification,
            },
            "values": [
                {
                    "measure": proxy.wording,
                    "unit": proxy.unit,
                    "value": _text(proxy.value, "the pinned value"),
                    "value_unit": proxy.value_unit,
                    "source": proxy.source,
                    "licence": proxy.licence,
                    "price_year": proxy.price_year,
                    "area": proxy.area,
                }
                for proxy in marking.proxies.all()
            ],
        }
        for marking in markings.prefetch_related("proxies").order_by("question__criterion__key")
    }
