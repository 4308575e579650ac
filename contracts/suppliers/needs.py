"""What suppliers ask of an officer: who they are, who acts for them, and which contracts are theirs."""

from datetime import datetime

from django.urls import reverse

from contracts.suppliers.selectors.waiting import waits_for
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.needs import Need


def needs(user, now: datetime) -> list[Need]:
    """One line, with how many suppliers wait."""
    if not user.can(P.CONFIRM_SUPPLIERS):
        return []
    count = len(waits_for(user).keys())
    words = "1 supplier" if count == 1 else f"{count} suppliers"
    return [Need(f"Confirm who {words} {'is' if count == 1 else 'are'}", f"{reverse('suppliers')}?waiting=yes")] if count else []
