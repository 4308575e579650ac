"""What goes wrong at the door, and who comes in by a new one: in the record, counted and not flooded."""

from django.http import HttpRequest

from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.enums import FAILED, FAILED_STEP, NEW_DEVICE, REFUSED, WAITED
from socialvalue.audit.services import record_folded
from socialvalue.common.logs import without_secrets
from socialvalue.sessions.services.devices import account_hash
from socialvalue.sessions.services.throttle import address_of


def sign_in_failed(request: HttpRequest, email: str) -> None:
    """A wrong password. The actor is nobody: who does not know the password is not shown to be its owner."""
    _about_account(request, email, FAILED, "a wrong password was given for")


def second_step_failed(request: HttpRequest, user: User) -> None:
    _about_account(request, user.email, FAILED_STEP, "the password was right and the second step was wrong for")


def made_to_wait(request: HttpRequest, email: str) -> None:
    _about_account(request, email, WAITED, "after too many wrong tries somebody was made to wait for")


def new_device(request: HttpRequest, user: User, device: str) -> None:
    words = f"signed in on a new device: {device}, from {address_of(request)}"
    record_folded(f"{user.pk} {device}", NEW_DEVICE, words, by=user, about=user, council=user.council)


def refused(request: HttpRequest, user: User) -> None:
    """Somebody who is signed in was refused: 403. Pages of one kind count as one, whatever number their addresses have."""
    words = f"was refused {request.method} {without_secrets(request.path)[:300]}"
    kind = request.resolver_match.route if request.resolver_match else request.path
    what = f"{user.pk} {address_of(request)} {request.method} {kind}"
    record_folded(what, REFUSED, words, by=user, about=[], council=getattr(user, "council", None))


def _about_account(request: HttpRequest, email: str, verb: str, words: str) -> None:
    """Of a council's person by name, in its record. Of anybody else by a keyed hash: who has an account is not told.

    Of addresses that have none, all of one network count as one: else every guess would be an event of its own.
    """
    address = address_of(request)
    user = User.objects.filter(email=email.strip().lower()).first()
    council: Organisation | None = user.council if user else None
    who = str(user) if council else f"an account outside the council ({account_hash(email)[:12]})"
    what = f"{user.pk} {address}" if user else address
    record_folded(what, verb, f"{words} {who}, from {address}", by=None, about=[user] if council else [], council=council)
