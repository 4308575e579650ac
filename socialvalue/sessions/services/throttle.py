"""Guessing is slow: by account, by browser and by network address, counted in the database."""

from dataclasses import dataclass
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import truncate_ip
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from socialvalue.common import clock
from socialvalue.sessions.calculations.limits import ACCOUNT, ADDRESS, CODES, KNOWN_DEVICE, Limit
from socialvalue.sessions.models import Attempts
from socialvalue.sessions.services import devices

# Nothing is counted longer; what is older may go
KEPT_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Try:
    """What one try counts for: key → limit."""

    counts: dict[str, Limit]


def password_for(request: HttpRequest, email: str) -> Try:
    """A password for an account. A browser it knows has a count of its own, which nobody else can fill."""
    email = email.strip().lower()
    if device := devices.known(request, email):
        return Try({_key("password", "device", device, email): KNOWN_DEVICE})
    return Try({_key("password", "account", email): ACCOUNT, _key("password", "address", network_of(request)): ADDRESS})


def code_for(request: HttpRequest, email: str) -> Try:
    """A code of the second step, after the password was right."""
    device = devices.known(request, email)
    return Try({_key("code", device, email.lower()): CODES})


@transaction.atomic
def begin(one: Try) -> timedelta:
    """Count a try before it is looked at, so that many at once are all counted. What is returned is how long to wait.

    Nothing where it may go on; then nothing is counted either where one limit is reached, so that waiting ends.
    """
    now = clock.now()
    rows = {key: _row(key, now) for key in sorted(one.counts)}
    for key, row in rows.items():
        if one.counts[key].is_over(row.began_at, now):
            row.count, row.began_at = 0, now
    wait = max(one.counts[key].wait(row.count, row.began_at, now) for key, row in rows.items())
    if not wait:
        for row in rows.values():
            row.count += 1
            row.save(update_fields=["count", "began_at"])
    return wait


def succeeded(one: Try) -> None:
    """It was right: this try does not count, and whoever knows the password begins afresh at this account."""
    addresses = {key: limit for key, limit in one.counts.items() if limit is ADDRESS}
    Attempts.objects.filter(key__in=set(one.counts) - set(addresses)).delete()
    give_back(Try(addresses))


def give_back(one: Try) -> None:
    """This try does not count."""
    Attempts.objects.filter(key__in=one.counts, count__gt=0).update(count=F("count") - 1)


def clear() -> int:
    """Forget what nobody waits for any more. Twice does nothing."""
    return Attempts.objects.filter(began_at__lt=clock.now() - KEPT_FOR).delete()[0]


def network_of(request: HttpRequest) -> str:
    """The visitor's network address, as far as our own proxies say; of an IPv6 address the network of the household."""
    return truncate_ip(address_of(request))


def address_of(request: HttpRequest) -> str:
    return get_adapter().get_client_ip(request)


def _row(key: str, now) -> Attempts:
    Attempts.objects.get_or_create(key=key, defaults={"began_at": now})
    return Attempts.objects.select_for_update().get(key=key)


def _key(*parts: str) -> str:
    return salted_hmac("socialvalue.sessions.attempts", "\n".join(parts), algorithm="sha256").hexdigest()
