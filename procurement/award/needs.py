"""What needs this person today: recommend, decide, tell the bidders, make the contract; read one's summary."""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from procurement.award import selectors
from procurement.award.enums import AwardStatus as S
from procurement.evaluation.selectors import held_up
from procurement.panel.enums import EvaluationStatus
from procurement.panel.models import Evaluation
from procurement.panel.selectors import untied
from procurement.tendering.enums import TenderStatus
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.needs import Need
from socialvalue.common.templatetags.formats import plain_day


def needs(user, now: datetime) -> list[Need]:
    """Lines for the home page; three queries at most. Contracts to be made are told by the storey above."""
    return [*_to_recommend(user), *_of_awards(user), *_lengthened(user)]


def _url(tender) -> str:
    return reverse("award", args=[tender.reference])


def _to_recommend(user) -> list[Need]:
    if not user.can(P.LEAD_EVALUATION):
        return []
    waiting = (
        Evaluation.objects.visible_to(user)
        .filter(
            Q(tender__lots__award=None) | Q(tender__lots__award__status=S.RETURNED),
            status=EvaluationStatus.CLOSED,
            lead=user,
            tender__status=TenderStatus.EVALUATED,
        )
        .exclude(pk__in=held_up())
        .distinct()
    )
    return [
        Need(f"Recommend the award of {e.tender.title}", _url(e.tender))
        for e in untied(user, waiting.select_related("tender"), by="tender")
    ]


def _lengthened(user) -> list[Need]:
    """Those who told the bidders read of the later day until it has come."""
    if not any(user.can(p) for p in (P.LEAD_EVALUATION, P.CHECK_TENDERS)):
        return []
    return [
        Need(f"The standstill of {a.tender.title} ends later than was told: {plain_day(a.standstill_last_day)}", _url(a.tender))
        for a in selectors.lengthened_standstills(user)
    ]


def _of_awards(user) -> list[Need]:
    if not any(user.can(p) for p in (P.DECIDE_AWARDS, P.CHECK_TENDERS)):
        return []
    found = []
    open_ones = selectors.awards_of(user).filter(status__in=[S.PROPOSED, S.DECIDED])
    going_on = open_ones.exclude(tender__status=TenderStatus.TERMINATED)
    for award in untied(user, going_on.exclude(tender__evaluation__in=held_up()), by="tender"):
        council, tender = award.tender.commission.council_id, award.tender
        if award.status == S.PROPOSED and user.can(P.DECIDE_AWARDS, council) and award.recommended_by_id not in user.one_hand:
            found.append(Need(f"Decide the award of {tender.title}", _url(tender)))
        if award.status == S.DECIDED and user.can(P.CHECK_TENDERS, council):
            found.append(Need(f"Tell the bidders for {tender.title}", _url(tender)))
    return found
