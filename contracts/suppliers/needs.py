"""What suppliers ask of an officer: who they are, who acts for them, and which contracts are theirs."""

from datetime import datetime

from django.urls import reverse

from contracts.register.permissions import can_decide_supplier_change
from contracts.register.selectors import changes_to_decide
from contracts.suppliers.selectors.waiting import waits_for
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.needs import Need


def needs(user, now: datetime) -> list[Need]:
    """One line, with how many suppliers wait; and one for each contract that another supplier is to deliver."""
    return [*_to_confirm(user), *_to_decide(user)]


def _to_decide(user) -> list[Need]:
    return [
        Need(
            f"Decide: another supplier for {change.contract.title}",
            reverse("contract-supplier-change", args=[change.pk]),
            due=change.effective_on,
        )
        for change in changes_to_decide(user)
        if can_decide_supplier_change(user, change)
    ]


def _to_confirm(user) -> list[Need]:
    if not user.can(P.CONFIRM_SUPPLIERS):
        return []
    count = len(waits_for(user).keys())
    words = "1 supplier" if count == 1 else f"{count} suppliers"
    return [Need(f"Confirm who {words} {'is' if count == 1 else 'are'}", f"{reverse('suppliers')}?waiting=yes")] if count else []
