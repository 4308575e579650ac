"""A form that creates something makes it once: Back, a second press and a slow line lead to what the first post made.

A page says a token in its form (the tag ``once_only``), which holds for one person and one address for seven days. Whoever makes
something from it calls ``only``: token and creation are one transaction, so a second post waits for the first and is led to
what that made. A post that was refused leaves its token as it was.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from socialvalue.common import clock, reading
from socialvalue.common.errors import DomainError

# The name of the hidden field
FIELD = "once"
LIVES = timedelta(days=7)
# So long the same words at the same address are taken for the same thing, whatever page they come from
SAME_FOR = timedelta(minutes=10)
ANYWAY = "anyway"
SENT_ALREADY = "This was sent already; here is what it made."

T = TypeVar("T")


class SentForm(models.Model):
    """A token that was used: by whom, where, with which words (only their digest), and what came of it."""

    token = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    path = models.CharField(max_length=500)
    words = models.CharField(max_length=64)
    led_to = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["user", "path", "made_at"])]

    def __str__(self):
        return f"{self.path} at {self.made_at:%Y-%m-%d %H:%M}"


class SentAlready(Exception):
    """The very same was sent before with this token. ``led_to`` is what it made."""

    def __init__(self, led_to: str):
        super().__init__(led_to)
        self.led_to = led_to


class OutOfDate(DomainError):
    """The form has no token, one of somebody else or of another page, or one of more than seven days ago."""

    def __init__(self):
        super().__init__("This page is out of date, so nothing was saved. What you typed is kept below: press the button again.")


class MadeBefore(DomainError):
    """The token was used for other words, or the same words were sent a few minutes ago from another page."""

    def __init__(self, message: str, led_to: str):
        super().__init__(message)
        self.led_to = led_to


@dataclass(frozen=True)
class _Token:
    name: str
    anyway: bool


def token(user_key: object, path: str, *, anyway: bool = False) -> str:
    """A new one for this person (a user's key, None for nobody) and address. ``anyway``: they know of the first and go on."""
    return _signer(user_key, path).sign(secrets.token_urlsafe(16) + (f".{ANYWAY}" if anyway else ""))


def _signer(user_key: object, path: str) -> TimestampSigner:
    return TimestampSigner(salt=f"socialvalue.common.once:{user_key or ''}:{path}")


def _said(request: HttpRequest) -> _Token:
    try:
        text = _signer(request.user.pk, request.path).unsign(request.POST.get(FIELD, ""), max_age=LIVES)
    except BadSignature as bad:  # of age, too
        raise OutOfDate() from bad
    name, _, anyway = text.partition(".")
    return _Token(name, anyway == ANYWAY)


def only(request: HttpRequest, make: Callable[[], T], led_to: Callable[[T], str]) -> T:
    """What ``make()`` returns, made in one transaction with the token of ``request``; ``led_to`` says where that is.

    Raises SentAlready when this token has made it with the same words, MadeBefore when it made something else or the same came
    from another page a few minutes ago, OutOfDate without a good token. What ``make`` raises undoes everything.
    """
    said, words = _said(request), _words(request)
    with transaction.atomic():
        row, first = SentForm.objects.get_or_create(
            token=said.name, defaults={"user_id": request.user.pk, "path": request.path, "words": words}
        )
        if not first:
            if row.words == words:
                raise SentAlready(row.led_to)
            raise MadeBefore(
                "This form was sent already, and what it made is saved. To make another one of what you typed here, press the "
                "button again.",
                row.led_to,
            )
        if not said.anyway and (before := _same(row)):
            raise MadeBefore(
                "The same was sent a few minutes ago, and what it made is saved. To make a second one just like it, press the "
                "button again.",
                before.led_to,
            )
        made = make()
        row.led_to = led_to(made)
        row.save(update_fields=["led_to"])
    return made


def look(request: HttpRequest) -> None:
    """Raise SentAlready before a form is checked: what the first post made may be why the second would be refused."""
    try:
        said = _said(request)
    except OutOfDate:
        return
    row = SentForm.objects.filter(token=said.name, words=_words(request)).first()
    if row is not None:
        raise SentAlready(row.led_to)


def _same(row: SentForm) -> SentForm | None:
    rows = SentForm.objects.filter(user=row.user_id, path=row.path, words=row.words, made_at__gt=clock.now() - SAME_FOR)
    return rows.exclude(pk=row.pk).order_by("-made_at").first()


def _words(request: HttpRequest) -> str:
    """A digest of what was typed and chosen, without what the page itself says."""
    typed = [
        f"{name}={value}"
        for name, values in sorted(request.POST.lists())
        if name not in ("csrfmiddlewaretoken", FIELD, reading.FIELD, "page") and not name.endswith("version")
        for value in values
    ]
    files = [f"{name}={one.name}:{one.size}" for name in sorted(request.FILES) for one in request.FILES.getlist(name)]
    return salted_hmac("common.once", "\n".join(typed + files), algorithm="sha256").hexdigest()


def clear() -> int:
    """Forget tokens that hold no longer; how many there were."""
    count, _ = SentForm.objects.filter(made_at__lt=clock.now() - LIVES).delete()
    return count
