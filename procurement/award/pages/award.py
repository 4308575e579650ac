"""What the pages of an award show."""

from django.urls import reverse

from procurement.award import permissions
from procurement.award.documents.summaries import content_for
from procurement.award.enums import AwardStatus as S
from procurement.award.models import AssessmentSummary, Award
from procurement.award.pages.summary import summary_view
from procurement.award.services.telling import Standstill, standstill
from procurement.evaluation.models import Evaluation
from procurement.evaluation.pages.result import ResultPage
from procurement.evaluation.permissions import READ_RESULTS, can_read_result
from procurement.evaluation.selectors.ranking import standing_of
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.documents.models import Document


def award_page(user, award: Award | None, evaluation: Evaluation) -> dict:
    """The award with what this person may do next; ``award`` None before a recommendation."""
    tender, reads = evaluation.tender, can_read_result(user, evaluation)
    summaries = []
    if award is not None and award.status in (S.NOTIFIED, S.CONTRACTED):
        summaries = list(
            AssessmentSummary.objects.visible_to(user).filter(award=award).select_related("bid__supplier").order_by("bid__label")
        )
    papers = {d.owner_id: d for d in _papers(user, summaries)}
    return {
        "award": award,
        "tender": tender,
        "evaluation": evaluation,
        "reads_result": reads,
        "result": ResultPage(standing_of(evaluation)) if reads else None,
        "can_decide": award is not None and permissions.can_decide(user, award),
        "can_tell": award is not None and permissions.can_tell(user, award),
        "can_take_file": permissions.can_take_file(user, tender),
        "can_contract": award is not None and permissions.can_contract(user, award),
        "own_recommendation": award is not None and award.status == S.PROPOSED and award.recommended_by_id == user.pk,
        "standstill_over": award is not None and award.may_sign_from is not None and award.may_sign_from <= clock.today(),
        "summaries": [(one, papers.get(str(one.pk))) for one in summaries],
        "events": timeline(award) if award is not None else [],
        "breadcrumbs": _crumbs(user, evaluation),
    }


def _papers(user, summaries) -> list[Document]:
    keys = [str(one.pk) for one in summaries]
    return list(Document.objects.visible_to(user).filter(owner_type=AssessmentSummary._meta.label_lower, owner_id__in=keys))


def _crumbs(user, evaluation: Evaluation) -> list[tuple[str, str]]:
    if not Evaluation.objects.visible_to(user).filter(pk=evaluation.pk).exists():
        return []
    return [
        ("Scoring", reverse("evaluations")),
        (evaluation.tender.title, reverse("evaluation", args=[evaluation.tender.reference])),
    ]


def telling_page(award: Award) -> dict:
    """Who will be told, and the standstill if the notice is published today."""
    standing = standing_of(award.tender.evaluation)
    return {"bids": list(standing.bids.values()), "standstill": standstill(award, clock.today())}


def summary_page(user, reference: str, bid_id: int) -> dict | None:
    """The summary as sent; a preview for those who read results while the award is proposed or decided; None for others."""
    sent = (
        AssessmentSummary.objects.visible_to(user)
        .filter(award__tender__reference=reference, bid=bid_id, sent_at__isnull=False)
        .select_related("award__tender", "bid")
        .first()
    )
    if sent is not None:
        context = summary_view(sent.content, sha256=sent.sha256, made_at=sent.made_at)
        return context | {"paper": next(iter(_papers(user, [sent])), None), "preview": False, **_back(user, sent.award)}
    award = (
        Award.objects.visible_to(user)
        .filter(tender__reference=reference, status__in=[S.PROPOSED, S.DECIDED])
        .select_related("tender__commission__council", "bid__supplier")
        .first()
    )
    if award is None or not any(user.can(p, award.tender.commission.council_id) for p in READ_RESULTS):
        return None
    return _preview(award, bid_id)


def _preview(award: Award, bid_id: int) -> dict | None:
    standing = standing_of(award.tender.evaluation)
    bid = next((b for b in standing.bids.values() if b.pk == bid_id), None)
    if bid is None:
        return None
    period: Standstill = standstill(award, clock.today())
    content = content_for(standing, bid, award.bid, reason=award.reason, standstill=period.as_dict())
    context = summary_view(content, sha256="", made_at=None)
    return context | {"preview": True, "paper": None, "back_url": reverse("award", args=[award.tender.reference])}


def _back(user, award: Award) -> dict:
    officer = Award.objects.visible_to(user).filter(pk=award.pk).exists()
    return {"back_url": reverse("award", args=[award.tender.reference])} if officer else {"back_url": reverse("bids")}
