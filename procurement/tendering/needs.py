"""What tenders want from somebody today."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from procurement.tendering.calculations.deadlines import deadline_of
from procurement.tendering.enums import TenderStatus as S
from procurement.tendering.models import Clarification, Tender
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import User
from socialvalue.common.clock import LONDON
from socialvalue.common.needs import Need

SOON = timedelta(days=7)


def needs(user: User, now: datetime) -> list[Need]:
    """Tenders returned to this person, waiting for their check, or closing within a week; questions to answer."""
    drafts_in, checks_in = user.organisations_where(P.EDIT_COMMISSIONS), user.organisations_where(P.CHECK_TENDERS)
    if not drafts_in and not checks_in:
        return []
    own = Q(commission__council__in=drafts_in) & (Q(drafted_by=user) | Q(sent_for_checking_by=user))
    returned = Q(status=S.RETURNED) & own
    checking = Q(status=S.CHECKING, commission__council__in=checks_in) & ~Q(sent_for_checking_by__in=user.one_hand)
    mine = own | Q(commission__council__in=checks_in)
    closing = Q(status=S.PUBLISHED, deadline__gt=now, deadline__lte=now + SOON) & mine
    tenders = Tender.objects.inside(user).filter(returned | checking | closing)
    return [_need(tender) for tender in tenders.order_by("deadline", "id")] + _questions(user, now, mine)


def _need(tender: Tender) -> Need:
    if tender.status == S.RETURNED:
        return Need(f"{tender.title}: the tender was returned to you", reverse("tender", args=[tender.reference]))
    if tender.status == S.CHECKING:
        return Need(f"{tender.title}: check the tender", reverse("tender-check", args=[tender.reference]))
    due = deadline_of(tender).astimezone(LONDON).date()
    return Need(f"{tender.title}: bids are due", reverse("tender", args=[tender.reference]), "due", due)


def _questions(user: User, now: datetime, mine: Q) -> list[Need]:
    open_ = Tender.objects.inside(user).filter(mine, status=S.PUBLISHED, deadline__gt=now)
    waiting = Clarification.objects.filter(answered_at=None, tender__in=open_).select_related("tender")
    return [
        Need(
            f"{c.tender.title}: answer a supplier’s question",
            reverse("clarification-answer", args=[c.tender.reference, c.pk]),
        )
        for c in waiting
    ]
