"""The file of one procurement as plain data: what section 98 of the Procurement Act 2023 has the council keep.

Enough to explain every material decision, years later and without this system: what was considered, asked, amended and answered;
who opened what; every declaration, score, agreed score and how each of them changed, with reasons; the award and what bidders
were told; every event. Drafts that were never sent, and bids that were never opened, are not in it: nobody read them.
"""

from procurement.award.models import AssessmentSummary, Award
from procurement.bidding.enums import BidStatus
from procurement.bidding.models import Bid, Opening, Submission
from procurement.evaluation.models import EvaluationRecord, ModeratedScore, ProxyAllowance, Score
from procurement.panel.models import Evaluation
from procurement.tendering.models import Tender
from socialvalue.audit.models import AuditEvent

FORMAT = "procurement-file/1"
# Fields that are this database's own, or sealed bytes
LEFT_OUT = {"sealed", "sealed_draft", "file", "version"}


def content(tender: Tender) -> dict:
    """Everything about ``tender``. The caller has checked who asks, and that nothing is being scored any more."""
    bids = Bid.objects.filter(tender=tender, status=BidStatus.OPENED).select_related("supplier").order_by("label")
    evaluation = Evaluation.objects.filter(tender=tender).first()
    award = Award.objects.filter(tender=tender).first()
    return {
        "format": FORMAT,
        "tender": plain(tender) | {"council": tender.council.name, "scale": rows(tender.scale.all())},
        "commission": _commission(tender.commission),
        "criteria": [_criterion(c) for c in tender.criteria.select_related("question__proxy_marking").order_by("order", "id")],
        "amendments": rows(tender.amendments.all()),
        "clarifications": rows(tender.clarifications.all()),
        "opening": rows(Opening.objects.filter(tender=tender)),
        "bids": [_bid(bid) for bid in bids],
        "evaluation": None if evaluation is None else _evaluation(evaluation),
        "award": None if award is None else plain(award),
        "assessment_summaries": rows(AssessmentSummary.objects.filter(award__tender=tender)),
        "events": _events(tender, evaluation, award, bids),
    }


def plain(row) -> dict:
    """A row's fields by name; what it points to in words."""
    found = {}
    for field in row._meta.concrete_fields:
        if field.name in LEFT_OUT:
            continue
        value = getattr(row, field.name)
        found[field.name] = str(value) if field.is_relation and value is not None else value
    return found


def rows(queryset) -> list[dict]:
    points_to = [f.name for f in queryset.model._meta.concrete_fields if f.is_relation]
    return [plain(row) for row in queryset.select_related(*points_to)]


def _commission(commission) -> dict:
    return plain(commission) | {
        "act_considerations": rows(commission.act_considerations.all()),
        "documents": rows(commission.frozen_documents.all()),
        "requirements": [
            plain(requirement) | {"earlier": rows(requirement.versions.all())} for requirement in commission.requirements.all()
        ],
    }


def _criterion(criterion) -> dict:
    question = getattr(criterion, "question", None)
    if question is None:
        return plain(criterion) | {"question": None}
    marking = criterion.proxy_marking
    pinned = None if marking is None else plain(marking) | {"values": rows(marking.proxies.all())}
    codes = list(question.requirements.order_by("id").values_list("code", flat=True))
    return plain(criterion) | {"question": plain(question) | {"requirements": codes, "proxy_marking": pinned}}


def _bid(bid: Bid) -> dict:
    return plain(bid) | {
        "submissions": rows(Submission.objects.filter(bid=bid)),
        "answers": rows(bid.answers.all()),
        "commitments": rows(bid.commitments.all()),
        "files": rows(bid.files.filter(opened_at__isnull=False)),
    }


def _evaluation(evaluation: Evaluation) -> dict:
    return plain(evaluation) | {
        "panel": [
            plain(place) | {"questions": [str(a.criterion) for a in place.assignments.select_related("criterion")]}
            for place in evaluation.panel.select_related("user", "decided_by", "evaluation")
        ],
        "scores": rows(Score.objects.filter(panellist__evaluation=evaluation).order_by("bid", "criterion", "panellist")),
        "moderated_scores": rows(ModeratedScore.objects.filter(bid__tender=evaluation.tender_id).order_by("bid", "criterion")),
        "proxy_allowances": rows(ProxyAllowance.objects.filter(commitment__bid__tender=evaluation.tender_id).order_by("id")),
        "record": rows(EvaluationRecord.objects.filter(evaluation=evaluation)),
    }


def _events(tender, evaluation, award, bids) -> list[dict]:
    """Every event about these, the first one first, with what changed: also those that waited for the bids or scores to open."""
    about = [tender, tender.commission, *bids, *(one for one in (evaluation, award) if one is not None)]
    numbers: set[int] = set()
    for one in about:
        found = AuditEvent.objects.filter(subjects__object_type=one._meta.label_lower, subjects__object_id=str(one.pk))
        numbers.update(found.values_list("pk", flat=True))
    return [
        {"at": e.at, "who": e.actor_label, "what": e.sentence, "reason": e.reason, "changes": e.changes}
        for e in AuditEvent.objects.filter(pk__in=numbers).order_by("at", "pk")
    ]
