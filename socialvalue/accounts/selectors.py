"""Reads on people: for the account page, the sign-in page, and whom a message is for."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from allauth.mfa.utils import is_mfa_enabled
from django.db.models import QuerySet

from socialvalue.accounts.enums import DUTY_PERMISSIONS, ROLE_PERMISSIONS, Duty, OrganisationKind, Permission, Role, roles_with
from socialvalue.accounts.models import Delegation, Membership, Organisation, SupplierTie, User, memberships_of
from socialvalue.accounts.permissions import can_manage_supplier
from socialvalue.audit.selectors import timeline
from socialvalue.common.counting import listed
from socialvalue.common.errors import Tied

TIMELINE = 20
# Of those who can do what a tied colleague cannot
MOST_NAMED = 5


def has_account(email: str) -> bool:
    """Whether somebody signs in with this address. Ask only on behalf of the address's owner."""
    return User.objects.filter(email=email).exists()


def people_who(permission: str, organisation) -> list[User]:
    """Everybody active who holds ``permission`` in the organisation now, each once: those a message about a task is for."""
    return list(User.objects.holding(permission, organisation))


def people_by_organisation(permission: str, organisations: Iterable[int]) -> dict[int, list[User]]:
    """``people_who`` of several organisations, by the organisation's id; those without anybody are empty. One query."""
    rows = Membership.objects.filter(
        user__is_active=True, organisation__in=set(organisations), role__in=roles_with(permission), ended_at=None
    )
    found: dict[int, dict[int, User]] = defaultdict(dict)
    for row in rows.select_related("user").order_by("user__name", "user__email"):
        found[row.organisation_id].setdefault(row.user_id, row.user)
    return defaultdict(list, {organisation: list(people.values()) for organisation, people in found.items()})


def load_memberships(people: Iterable[User]) -> None:
    """What they hold now, for all of them in one query: whom a message goes to while somebody is away needs no other."""
    held: dict[int, list[Membership]] = defaultdict(list)
    everybody = [person for person in people if person.is_active]
    for row in memberships_of({person.pk: person for person in everybody}) if everybody else ():
        held[row.user_id].append(row)
    for person in everybody:
        vars(person)["current_memberships"] = held[person.pk]


def tied_words(user: User, permission: str, council: Organisation, check: Callable[..., None], *args) -> str:
    """Why somebody whose role would let them does not act here because of a tie, and who can; empty where there is no tie.

    ``check(person, *args)`` raises Tied, as ``check_not_tied`` does. Nearly nobody has a tie: the others are asked for only then.
    """
    refusal = _tie_of(user, check, *args) if user.can(permission, council) else None
    if refusal is None:
        return ""
    others = [one for one in people_who(permission, council) if one.pk not in user.one_hand and not _tie_of(one, check, *args)]
    if not others:
        return f"{refusal} Nobody else has the role that this takes: an administrator has to give it to somebody."
    named = [str(one) for one in others[:MOST_NAMED]]
    named += [f"{len(others) - MOST_NAMED} more"] if len(others) > MOST_NAMED else []
    return f"{refusal} {listed(named)} can do it."


@dataclass(frozen=True)
class Ask:
    """For somebody who was refused: whose it is (“evaluation leads and procurement officers”), what they are, whom to ask."""

    whose: str
    own: str
    people: list[User]
    inside: bool


def whom_to_ask(user: User, permissions: Iterable[str]) -> Ask:
    """Of the council they work for; outside it nobody is named, for there each council decides by itself."""
    wanted = set(permissions)
    roles = [role.label.lower() + "s" for role in Role if ROLE_PERMISSIONS[role] & wanted]
    own = dict.fromkeys(m.get_role_display().lower() for m in user.current_memberships)
    council = user.council
    others = [one for one in people_who(Permission.ADMINISTER, council) if one.pk != user.pk] if council else []
    return Ask(listed(roles) if roles else "", listed(own) if own else "", others[:MOST_NAMED], council is not None)


def _tie_of(user: User, check: Callable[..., None], *args) -> str | None:
    try:
        check(user, *args)
    except Tied as refusal:
        return refusal.message
    return None


def account(user: User) -> dict:
    """What the account page shows: memberships, and for a supplier its people, open invitations and what has happened."""
    supplier = user.supplier
    managed = supplier if supplier and can_manage_supplier(user, supplier) else None
    return {
        "memberships": user.current_memberships,
        "two_step": is_mfa_enabled(user),
        "supplier": supplier,
        "ties": list(user.supplier_ties.filter(withdrawn_at=None)) if user.council else [],
        "people": list(managed.memberships.filter(ended_at=None).select_related("user").order_by("user__name"))
        if managed
        else [],
        "invitations": list(managed.invitations.filter(accepted_at=None, cancelled_at=None)) if managed else [],
        "events": timeline(managed)[:TIMELINE] if managed else [],
    }


def demonstration_accounts() -> list[dict]:
    """For the demonstration's sign-in page: everybody it made, council people first. Each {user, roles, organisation}.

    Whoever registered since has a password of their own and is left out.
    """
    rows = (
        Membership.objects.filter(ended_at=None, user__is_active=True, user__email__endswith="@demo.example")
        .exclude(user__password__startswith="!")  # noqa: S106 - Django's mark of no password
        .select_related("user", "organisation")
        .order_by("organisation__kind", "pk")
    )
    found: dict[int, dict] = {}
    for row in rows:
        entry = found.setdefault(
            row.user_id,
            {
                "user": row.user,
                "roles": [],
                "organisation": row.organisation,
                "ours": row.organisation.kind == OrganisationKind.COUNCIL,
            },
        )
        entry["roles"].append(row.get_role_display())
    return sorted(found.values(), key=lambda entry: not entry["ours"])


def delegations_of(user: User) -> QuerySet[Delegation]:
    """What this person passed on and took on, the latest first."""
    return Delegation.objects.of(user).select_related("absent", "delegate", "council", "ended_by")


def delegations_in(council: Organisation) -> QuerySet[Delegation]:
    """For an administrator: who stands in for whom in the council, now, before and to come."""
    return Delegation.objects.filter(council=council).select_related("absent", "delegate", "ended_by")


def could_stand_in(user: User) -> QuerySet[User]:
    """Colleagues of the council who hold something of what this person can pass on; the service says what is missing."""
    council = user.council
    if council is None:
        return User.objects.none()
    held = {p for m in user.current_memberships if m.organisation_id == council.pk for p in ROLE_PERMISSIONS[m.role]}
    wanted = [role for role, gives in ROLE_PERMISSIONS.items() if gives & held & DUTY_PERMISSIONS[Duty.EVERYTHING]]
    people = User.objects.filter(
        is_active=True, memberships__organisation=council, memberships__ended_at=None, memberships__role__in=wanted
    )
    return people.exclude(pk=user.pk).distinct().order_by("name", "email")


def ties_of(person: User) -> QuerySet[SupplierTie]:
    """For which suppliers they work or worked, what was taken back among it, the latest entry first."""
    return person.supplier_ties.select_related("supplier", "entered_by", "withdrawn_by")
