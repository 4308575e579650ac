"""What independent looks ask of a person: to check what they were asked, to say what follows where a figure is doubted."""

from datetime import datetime

from django.urls import reverse

from contracts.independent.models import Confirmation
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import User
from socialvalue.common.needs import Need

# One line each up to here
MOST_LINES = 12
CONTRACT = "kpi_return__due__kpi__obligation__contract"


def needs(user: User, now: datetime) -> list[Need]:
    """Checks that were asked of this person; findings that do not agree in contracts that they manage."""
    return _asked(user) + _differing(user)


def _asked(user: User) -> list[Need]:
    if not user.can(P.VERIFY_RETURNS):
        return []
    rows = Confirmation.objects.visible_to(user).open().filter(asked_of=user, kpi_return__status="verified")
    return [_need(one, "Check independently") for one in rows.select_related(CONTRACT).order_by("pk")[:MOST_LINES]]


def _differing(user: User) -> list[Need]:
    if not user.can(P.EDIT_CONTRACTS):
        return []
    rows = Confirmation.objects.visible_to(user).differing().filter(**{f"{CONTRACT}__manager": user})
    return [
        _need(one, "An independent check does not agree with")
        for one in rows.select_related(CONTRACT).order_by("pk")[:MOST_LINES]
    ]


def _need(one: Confirmation, words: str) -> Need:
    kpi = one.kpi_return.due.kpi
    return Need(f"{words} “{kpi.wording}” of {kpi.obligation.contract.title}", reverse("confirmation", args=[one.pk]))
