"""What the pages of an award show."""

from django.urls import reverse

from procurement.award import permissions
from procurement.award.documents.summaries import content_for
from procurement.award.enums import AwardStatus as S
from procurement.award.models import AssessmentSummary, Award
from procurement.award.pages.summary import summary_view
from procurement.award.selectors.standstill import Standstill, lengthening_of, standstill
from procurement.commissioning.pages.cycle import bar_of
from procurement.evaluation.pages.result import ResultPage
from procurement.evaluation.permissions import can_read_result, why_held_up
from procurement.evaluation.selectors.ranking import ranking_of
from procurement.panel.models import Evaluation
from procurement.panel.permissions import can_decide_interest, check_not_tied
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import tied_words
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.documents.models import Document
from socialvalue.law.rules import rules_on
from socialvalue.law.selectors import proclaimed_days


def award_page(user: User, award: Award | None, evaluation: Evaluation) -> dict:
    """The award with what this person may do next; ``award`` None before a recommendation."""
    tender, reads = evaluation.tender, can_read_result(user, evaluation)
    summaries = []
    if award is not None and award.status in (S.NOTIFIED, S.CONTRACTED):
        summaries = list(
            AssessmentSummary.objects.visible_to(user).filter(award=award).select_related("bid__supplier").order_by("bid__label")
        )
    papers = {d.owner_id: d for d in _papers(user, summaries)}
    held, here = _held_up(user, award, evaluation), reverse("award", args=[tender.reference])
    return {
        "award": award,
        "tender": tender,
        "evaluation": evaluation,
        "reads_result": reads,
        "result": ResultPage(ranking_of(evaluation)) if reads else None,
        "tied": "" if reads else _tied(user, award, evaluation),
        "can_decide": award is not None and permissions.can_decide(user, award),
        "can_return": award is not None and permissions.can_return(user, award),
        **held,
        "can_tell": award is not None and permissions.can_tell(user, award),
        "can_take_file": permissions.can_take_file(user, tender),
        "can_contract": award is not None and permissions.can_contract(user, award),
        "own_recommendation": award is not None and award.status == S.PROPOSED and award.recommended_by_id == user.pk,
        **_standstill(award),
        "summaries": [(one, papers.get(str(one.pk))) for one in summaries],
        "events": timeline(award) if award is not None else [],
        "bar": bar_of(tender.commission, user, here=here, tender=tender.pk, held_up=bool(held["held_up"])),
        "breadcrumbs": _crumbs(user, evaluation),
    }


def _tied(user: User, award: Award | None, evaluation: Evaluation) -> str:
    """Why a tie keeps this person from what comes next, and who can do it."""
    tender, council = evaluation.tender, evaluation.tender.council
    step: dict[str, P] = {S.PROPOSED: P.DECIDE_AWARDS, S.DECIDED: P.CHECK_TENDERS, S.NOTIFIED: P.EDIT_CONTRACTS}
    first = step.get(award.status, P.LEAD_EVALUATION) if award is not None else P.LEAD_EVALUATION
    for permission in dict.fromkeys((first, P.LEAD_EVALUATION, P.CHECK_TENDERS, P.DECIDE_AWARDS)):
        if words := tied_words(user, permission, council, check_not_tied, tender):
            return words
    return ""


def _held_up(user: User, award: Award | None, evaluation: Evaluation) -> dict:
    """Why no award may follow yet, and the interests that this person can decide on."""
    if award is not None and award.notified_at is not None:
        return {"held_up": "", "interests": []}
    places = evaluation.panel.undecided().select_related("user", "evaluation__tender__commission")
    return {"held_up": why_held_up(evaluation), "interests": [p for p in places if can_decide_interest(user, p)]}


def _standstill(award: Award | None) -> dict:
    """When the standstill ends by all that is known by now, and what has made it longer since the bidders were told."""
    if award is None or award.may_sign_from is None:
        return {"standstill_over": False}
    longer = lengthening_of(award)
    last_day = longer.last_day if longer else award.standstill_ends_on
    return {
        "standstill_over": last_day < clock.today(),
        "standstill_last_day": last_day,
        "standstill_may_sign_from": longer.may_sign_from if longer else award.may_sign_from,
        "standstill_working_days": rules_on(award.tender.started_on).standstill_working_days,
        "lengthening": longer,
    }


def _papers(user: User, summaries) -> list[Document]:
    keys = [str(one.pk) for one in summaries]
    return list(Document.objects.visible_to(user).filter(owner_type=AssessmentSummary._meta.label_lower, owner_id__in=keys))


def _crumbs(user: User, evaluation: Evaluation) -> list[tuple[str, str]]:
    if not Evaluation.objects.visible_to(user).filter(pk=evaluation.pk).exists():
        return []
    return [
        ("Scoring", reverse("evaluations")),
        (evaluation.tender.title, reverse("evaluation", args=[evaluation.tender.reference])),
    ]


def telling_page(award: Award) -> dict:
    """Who will be told, and the standstill if the notice is published today."""
    ranking = ranking_of(award.tender.evaluation, award.lot)
    return {"bids": list(ranking.bids.values()), "standstill": standstill(award, clock.today(), proclaimed_days())}


def summary_page(user: User, reference: str, bid_id: int) -> dict | None:
    """The summary as sent; a preview for those who read results while the award is proposed or decided; None for others."""
    sent = (
        AssessmentSummary.objects.visible_to(user)
        .filter(award__tender__reference=reference, bid=bid_id, sent_at__isnull=False)
        .select_related("award__tender", "award__lot", "bid")
        .first()
    )
    if sent is not None:
        context = summary_view(sent.content, sha256=sent.sha256, made_at=sent.made_at)
        paper = next(iter(_papers(user, [sent])), None)
        return context | {"paper": paper, "preview": False, "lengthening": lengthening_of(sent.award), **_above(user, sent.award)}
    award = (
        Award.objects.visible_to(user)
        .filter(tender__reference=reference, status__in=[S.PROPOSED, S.DECIDED])
        .select_related("tender__commission__council", "lot", "bid__supplier")
        .first()
    )
    if award is None or not can_read_result(user, award.tender.evaluation):
        return None
    return _preview(award, bid_id)


def _preview(award: Award, bid_id: int) -> dict | None:
    ranking = ranking_of(award.tender.evaluation, award.lot)
    bid = next((b for b in ranking.bids.values() if b.pk == bid_id), None)
    if bid is None:
        return None
    period: Standstill = standstill(award, clock.today(), proclaimed_days())
    content = content_for(ranking, bid, award.bid, reason=award.reason, standstill=period.as_dict())
    context = summary_view(content, sha256="", made_at=None)
    return context | {"preview": True, "paper": None, "breadcrumbs": [_award_crumb(award)]}


def _above(user: User, award: Award) -> dict:
    officer = Award.objects.visible_to(user).filter(pk=award.pk).exists()
    return {"breadcrumbs": [_award_crumb(award)] if officer else []}


def _award_crumb(award: Award) -> tuple[str, str]:
    return "Award", reverse("award", args=[award.tender.reference])
