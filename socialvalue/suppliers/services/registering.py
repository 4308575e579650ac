"""Registering: a new supplier with its first person, or somebody who asks to act for one that is known here."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.services import links
from socialvalue.accounts.services.joining import join
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.notifications.services import write_to
from socialvalue.suppliers.calculations.linking import New, Question, link
from socialvalue.suppliers.calculations.numbers import in_scheme, is_placeholder, problem_with
from socialvalue.suppliers.models import JoinRequest
from socialvalue.suppliers.selectors.linking import register_of_suppliers
from socialvalue.suppliers.services.identity import make_supplier
from socialvalue.suppliers.services.joining_in import tell_of_request

# The answer of somebody whose organisation only has a name like another's
ANOTHER = "another"


@dataclass(frozen=True)
class Meant:
    """Which suppliers here somebody may mean. ``known_number``: one has the number, so it cannot be another."""

    candidates: tuple[Organisation, ...] = ()
    known_number: bool = False


@dataclass(frozen=True)
class _Body:
    """What was typed of a new supplier."""

    name: str
    scheme: str
    number: str
    details: dict[str, Any]


def who_is_meant(name: str, scheme: str = "", number: str = "") -> Meant:
    """The suppliers that a registering organisation may be: by its number, or by a name that is equal or like."""
    register = register_of_suppliers()
    wanted = in_scheme(scheme, number) if scheme else None
    holders = register.holding([wanted] if wanted else [])
    if holders:
        return Meant(_organisations(sorted(holders)), known_number=True)
    same = link(name, str(wanted or ""), register)
    if isinstance(same, New):
        return Meant()
    return Meant(_organisations(list(same.candidates if isinstance(same, Question) else (same.key,))))


def _organisations(keys: list[int]) -> tuple[Organisation, ...]:
    found = Organisation.objects.in_bulk(keys)
    return tuple(found[key] for key in keys)


def register_supplier(
    *,
    name: str,
    email: str,
    password: str,
    organisation_name: str,
    address: str,
    postcode: str,
    scheme: str = "",
    number: str = "",
    sme: bool | None = None,
    vcse: bool | None = None,
    who: str = "",
    next_url: str = "",
) -> User | None:
    """Make a supplier and its first person, or a person who asks to join the one they mean, and send the link that confirms
    the address.

    ``who``: the key of the supplier they mean, or ``ANOTHER``. Raises Refused on ``who`` while that is a question, whatever
    the address. With an address that has an account, nothing is made and its owner is told by email (an unconfirmed one gets
    the link again); returns None. The caller shows the same page either way, so that nobody learns who has an account.
    """
    number = "" if is_placeholder(number) else number
    if (scheme or number) and (problem := _number_problem(scheme, number)):
        raise Refused([problem])
    meant = who_is_meant(organisation_name, scheme, number)
    joins = _chosen(meant, who)
    email = email.strip().lower()
    known = User.objects.filter(email=email).first()
    details = {"address": address, "postcode": postcode}
    if known is None:
        try:
            if joins:
                return _register_to_join(
                    name, email, password, next_url, joins, {"name": organisation_name, "number": number, **details}
                )
            body = _Body(organisation_name, scheme, number, {"sme": sme, "vcse": vcse, **details})
            return _register(name, email, password, next_url, body)
        except IntegrityError:  # somebody registered the same address a moment ago
            known = User.objects.get(email=email)
    # Either way as slow as making an account, for those who measure
    if known.address_unconfirmed:
        _register_again(known, known.check_password(password), next_url)
    else:
        User().set_password(password)
        _tell_owner(known)
    return None


def _number_problem(scheme: str, number: str) -> tuple[str, str] | None:
    if not scheme:
        return "scheme", "Choose the register that this number is of"
    problem = problem_with(scheme, number)
    return ("number", problem) if problem else None


def _chosen(meant: Meant, who: str) -> Organisation | None:
    """The supplier they ask to join; None for a new one. Raises Refused on ``who`` where they have to say."""
    chosen = next((one for one in meant.candidates if str(one.pk) == who), None)
    if chosen or not meant.candidates:
        return chosen
    if meant.known_number:
        raise Refused("A supplier with this register number is here already. Ask to join it, or correct the number.", "who")
    if who != ANOTHER:
        raise Refused("A supplier of this name, or a like one, is here already. Say whether it is yours.", "who")
    return None


@transaction.atomic
def _register(name: str, email: str, password: str, next_url: str, body: _Body) -> User:
    user = User.objects.create_user(email, password, name=name, address_unconfirmed=True)
    number = in_scheme(body.scheme, body.number) if body.scheme else None
    organisation = make_supplier(body.name, number, by=user, email=email, **body.details)
    join(user, organisation, Role.SUPPLIER)
    record("registered a supplier", f"registered {organisation} as a supplier", by=user, about=[organisation, user])
    _send_confirmation(user, next_url)
    return user


@transaction.atomic
def _register_to_join(name: str, email: str, password: str, next_url: str, body: Organisation, typed: dict[str, str]) -> User:
    """An account that can see nothing until somebody lets it in; what was typed of the organisation is kept beside it."""
    user = User.objects.create_user(email, password, name=name, address_unconfirmed=True)
    JoinRequest.objects.create(organisation=body, user=user, typed=typed)
    record("asked to join a supplier", f"asked to act for {body}", by=user, about=[body, user])
    _send_confirmation(user, next_url)
    return user


def _send_confirmation(user: User, next_url: str) -> None:
    path = reverse("register-confirm", args=[links.make(links.CONFIRM, user.pk)])
    query = f"?{urlencode({'next': next_url})}" if next_url else ""
    write_to(
        user.email,
        key=f"confirm-address:{user.pk}:{clock.now().isoformat()}",
        subject="Confirm your email address",
        body=(
            f"Dear {user.name},\n\nSomebody registered with this address at {settings.SERVICE_NAME}. "
            f"If it was you, open this link within 7 days and then sign in:\n\n{settings.SITE_URL}{path}{query}\n\n"
            "If it was not you, do nothing: nobody can sign in until the link is opened."
        ),
        action="Confirm your email address",
    )


@transaction.atomic
def _register_again(user: User, same_password: bool, next_url: str) -> None:
    """The link again. With another password neither counts: the first may be that of somebody who reads no mail here,
    and would be let in when the address's owner follows the link."""
    if same_password:
        _send_confirmation(user, next_url)
        return
    user = User.objects.select_for_update().get(pk=user.pk)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    record("registered again", "registered again, before the address was confirmed", by=user, about=user)
    write_to(
        user.email,
        key=f"set-password:{user.pk}:{clock.now().isoformat()}",
        subject="Set a password",
        body=(
            f"Somebody registered with this address at {settings.SERVICE_NAME} more than once, with different passwords. "
            f"If it was you, open this link within 3 days and set the password you want:\n\n{links.set_password(user)}\n\n"
            "If it was not you, do nothing: nobody can sign in until the link is opened."
        ),
        action="Set your password",
    )


def _tell_owner(user: User) -> None:
    write_to(
        user.email,
        key=f"already-registered:{user.pk}:{clock.now().isoformat()}",
        subject="You already have an account",
        body=(
            f"Dear {user.name},\n\nSomebody tried to register at {settings.SERVICE_NAME} with this address, which already "
            f"has an account. If it was you, sign in: {settings.SITE_URL}{reverse('account_login')}\n\nIf you have "
            f"forgotten the password: {settings.SITE_URL}{reverse('account_reset_password')}\n\nIf it was not you, do "
            "nothing: nothing was changed."
        ),
    )


@transaction.atomic
def confirm_address(token: str) -> User:
    """The person with this link reads the address they registered with. A second time changes nothing. May raise Refused."""
    user = User.objects.select_for_update().get(pk=links.read(links.CONFIRM, token))
    if user.address_unconfirmed:
        user.address_unconfirmed = False
        user.save(update_fields=["address_unconfirmed"])
        record("confirmed their address", "confirmed their email address", by=user, about=user)
        # Only now: an address that somebody else typed asks nothing of anybody
        for asked in JoinRequest.objects.waiting().filter(user=user):
            tell_of_request(asked)
    return user
