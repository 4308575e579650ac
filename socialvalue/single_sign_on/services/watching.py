"""What goes wrong on the way through a provider: in the record, counted and not flooded."""

import logging

from django.http import HttpRequest

from socialvalue.accounts.models import User
from socialvalue.audit.enums import FAILED_ELSEWHERE
from socialvalue.audit.services import record_folded
from socialvalue.sessions.services.devices import account_hash
from socialvalue.sessions.services.throttle import address_of
from socialvalue.single_sign_on.calculations.configured import Provider
from socialvalue.single_sign_on.selectors import council_of

log = logging.getLogger(__name__)


def failed(request: HttpRequest, provider: Provider, why: str, *, email: str = "", detail: object = "") -> None:
    """``why`` in the record; ``detail``, which the provider may have written, in the log alone.

    The council's own people are named, and anybody else's address by a keyed hash: who has an account elsewhere is not told.
    """
    council, address = council_of(provider), address_of(request)
    user = User.objects.filter(email=email, memberships__organisation=council).distinct().first() if email and council else None
    who = f" for {user}" if user else f" for an address outside the council ({account_hash(email)[:12]})" if email else ""
    log.warning("Signing in with %s failed: %s %s", provider.key, why, detail)
    record_folded(
        f"{provider.key} {why} {user.pk if user else ''} {address}",
        FAILED_ELSEWHERE,
        f"signing in with {provider.name} failed{who}, from {address}: {why}",
        by=None,
        about=[user] if user else [],
        council=council,
    )
