"""Which accounts a browser has signed in to: a signed cookie of its own, so that a stranger's guesses do not shut it out."""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from socialvalue.sessions.enums import DEVICE_KNOWN_FOR, MOST_ACCOUNTS_A_DEVICE

SALT = "socialvalue.sessions.device"


def account_hash(email: str) -> str:
    """What the cookie says instead of the account: the browser's other users learn no address from it."""
    return salted_hmac(SALT, email.strip().lower(), algorithm="sha256").hexdigest()[:24]


def known(request: HttpRequest, email: str) -> str:
    """The number of this browser, where it has signed in to this account before; else nothing."""
    number, accounts = _read(request)
    return number if account_hash(email) in accounts else ""


def remember(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """From now on this browser is known to the account."""
    number, accounts = _read(request)
    mine = account_hash(email)
    accounts = [*(one for one in accounts if one != mine), mine][-MOST_ACCOUNTS_A_DEVICE:]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps([number or secrets.token_urlsafe(12), accounts], salt=SALT, compress=True),
        max_age=int(DEVICE_KNOWN_FOR.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        number, accounts = signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT, max_age=DEVICE_KNOWN_FOR
        )
    except (signing.BadSignature, ValueError):
        return "", []
    return number, accounts
