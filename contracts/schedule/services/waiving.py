"""A return that is no longer owed, and one that is owed again: said by the contract manager, with a reason, to both sides."""

from django.db import transaction
from django.urls import reverse

from contracts.kept.services import keep
from contracts.schedule.models import DueReturn
from contracts.schedule.permissions import check_can_owe_again, check_can_waive
from contracts.schedule.services.making import set_waived
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.reading import AS_READ
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.notifications.services import tell_all


@transaction.atomic
def waive(due: DueReturn, *, by: User, reason: str) -> DueReturn:
    """Give up a return that is owed. Its target stays where it was: the promise is not shared out anew."""
    fresh = _locked(due)
    check_can_waive(by, fresh)
    check_reason(reason, "Say why this return is waived")
    reason = reason.strip()
    set_waived([fresh], by=by, reason=reason)
    fresh.refresh_from_db()
    _announce(fresh, "waive return", "waived the return of", "is waived", by=by, reason=reason)
    return fresh


@transaction.atomic
def owe_again(due: DueReturn, *, by: User, reason: str) -> DueReturn:
    """Ask for a return that was given up."""
    fresh = _locked(due)
    check_can_owe_again(by, fresh)
    check_reason(reason, "Say why this return is due again")
    reason = reason.strip()
    DueReturn.objects.filter(pk=fresh.pk).update(waived_at=None, waived_by=None, waived_reason="", reminded=0)
    fresh.refresh_from_db()
    _announce(fresh, "owe return again", "asked again for the return of", "is due again", by=by, reason=reason)
    return fresh


def _locked(due: DueReturn) -> DueReturn:
    locked(due, AS_READ)
    return DueReturn.objects.select_related("kpi__obligation__contract__council__period_lock").get(pk=due.pk)


def _announce(due: DueReturn, verb: str, did: str, now: str, *, by: User, reason: str) -> None:
    kpi, contract = due.kpi, due.kpi.obligation.contract
    keep(contract.pk)
    period = f"{plain_day(due.starts_on)} to {plain_day(due.ends_on)}"
    about = [due, kpi, kpi.obligation, contract]
    record(verb, f"{did} KPI {kpi.number}, {period}", by=by, about=about, council=contract.council, reason=reason)
    if kpi.client_side:
        return  # of the council's own duties the supplier hears nothing
    for supplier in contract.delivering(due.due_on):
        tell_all(
            people_who(Permission.BID, supplier),
            key=f"return-{verb}:{due.pk}:{clock.now().isoformat()}",
            subject=f"A return for {contract.title} {now}",
            body=f"KPI {kpi}, {period}, {now}. {by} decided so; the page says why.",
            url=reverse("return", args=[due.pk]),
            action="See the return",
            why=f"You get this because {supplier} delivers this contract.",
            private=reason,
            council=contract.council,
        )
