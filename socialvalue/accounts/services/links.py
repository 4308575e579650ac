"""Signed links in emails. Each kind has its own salt, so that one is never good for another."""

from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core import signing
from django.urls import reverse

from socialvalue.common import clock
from socialvalue.common.errors import Refused

CONFIRM = "accounts.confirm"
INVITE = "accounts.invite"
LASTS = timedelta(days=7)


def make(kind: str, key: int) -> str:
    """A token for the row with this key, good for ``LASTS`` from now."""
    return signing.dumps([key, int(clock.now().timestamp())], salt=kind)


def read(kind: str, token: str) -> int:
    """The key in ``token``. Raises Refused when it was altered or is older than ``LASTS``."""
    try:
        key, made = signing.loads(token, salt=kind)
    except (signing.BadSignature, ValueError):
        raise Refused("This link is not complete. Copy the whole of it from the email.") from None
    if clock.now().timestamp() > made + LASTS.total_seconds():
        raise Refused("This link is more than 7 days old. Ask for a new one.")
    return key


def set_password(user) -> str:
    """The whole address with which whoever reads this user's mail sets a password; good once, for 3 days."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return f"{settings.SITE_URL}{reverse('account_reset_password_from_key', kwargs=key)}"
