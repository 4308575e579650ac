"""What a supplier changes itself, and what it asks for: its name and its numbers change by an officer's word."""

from django.db import transaction
from django.urls import reverse

from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.permissions import check_can_manage_supplier
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import check_editable, locked, save_changes
from socialvalue.notifications.services import tell_all
from socialvalue.suppliers.calculations.names import cleaned
from socialvalue.suppliers.calculations.numbers import in_scheme, is_placeholder, problem_with
from socialvalue.suppliers.enums import Doing
from socialvalue.suppliers.models import DetailsChange, OrganisationName, RegisterNumber
from socialvalue.suppliers.permissions import check_can_decide_change
from socialvalue.suppliers.querysets.concern import officers_for
from socialvalue.suppliers.services.identity import check_nobody_else_has, show_number

OWN = ("address", "postcode", "email", "sme", "vcse")
ACCEPTED_HOW = "Say how you know that this is right"
REFUSED_WHY = "Say why it is refused: the supplier reads it"


@transaction.atomic
def edit_organisation(
    organisation: Organisation, *, by: User, name: str = "", scheme: str = "", number: str = "", **changes
) -> list[DetailsChange]:
    """Change a supplier's own details (``OWN``), and ask for another ``name`` or ``number`` of the register ``scheme``.

    An empty name or scheme asks nothing. Returns what waits for an officer because of this. Raises Refused with the field.
    """
    check_can_manage_supplier(by, organisation)
    check_editable(changes, OWN)
    organisation = locked(organisation, AS_READ)
    changed = save_changes(organisation, **changes)
    if changed:
        record("changed the organisation", "changed the organisation's details", by=by, about=organisation, changes=changed)
    asked = []
    name = cleaned(name)
    if name and name != organisation.name:
        asked.append(_ask(organisation, Doing.NAME, by=by, name=name))
    number = "" if is_placeholder(number) else number
    if scheme or number:
        asked += _ask_number(organisation, scheme, number, by)
    return asked


def _ask_number(organisation: Organisation, scheme: str, number: str, by: User) -> list[DetailsChange]:
    if not scheme:
        raise Refused("Choose the register that this number is of", "scheme")
    wanted = in_scheme(scheme, number)
    if wanted is None:
        raise Refused(problem_with(scheme, number) or "", "number")
    if organisation.numbers.current().filter(scheme=wanted.scheme, number=wanted.number).exists():
        return []
    return [_ask(organisation, Doing.NUMBER, by=by, scheme=wanted.scheme, number=wanted.number)]


def _ask(organisation: Organisation, doing: Doing, *, by: User, **wanted: str) -> DetailsChange:
    """One question of a kind waits at a time: a later one takes the place of an earlier one."""
    waiting = organisation.details_changes.select_for_update().filter(doing=doing, decided_at=None).first()
    if waiting:
        if all(getattr(waiting, field) == value for field, value in wanted.items()):
            return waiting
        waiting.delete()
    change = DetailsChange.objects.create(organisation=organisation, doing=doing, asked_by=by, **wanted)
    record(
        "asked for a change of details", f"asked for another {change.get_doing_display().lower()}: {change.wanted}",
        by=by, about=organisation,
    )  # fmt: skip
    tell_all(
        officers_for(organisation),
        key=f"supplier-change:{change.pk}:waits",
        subject=f"{organisation} asks for another {change.get_doing_display().lower()}",
        body=f"{organisation} asks to be recorded as: {change.wanted}. Nothing changes until an officer accepts it.",
        url=reverse("supplier", args=[organisation.pk]),
        action="Accept or refuse it",
        why="You get this because you confirm who suppliers are.",
    )
    return change


@transaction.atomic
def withdraw_change(change: DetailsChange, *, by: User) -> None:
    """The supplier no longer asks for it. Once decided it stays as it is."""
    check_can_manage_supplier(by, change.organisation)
    change = locked(change, AS_READ)
    if change.decided_at:
        raise Refused("This was decided already")
    record("withdrew a change of details", f"no longer asks for: {change.wanted}", by=by, about=change.organisation)
    change.delete()


@transaction.atomic
def decide_change(change: DetailsChange, *, by: User, accept: bool, reason: str) -> DetailsChange:
    """An officer accepts or refuses it; ``reason`` says how they know, or why not. The supplier's people are told."""
    change = locked(change, AS_READ)
    check_can_decide_change(by, change)
    check_reason(reason, ACCEPTED_HOW if accept else REFUSED_WHY)
    organisation = locked(change.organisation, NOTHING_READ)
    change.decided_by, change.decided_at, change.accepted, change.reason = by, clock.now(), accept, reason
    change.save(update_fields=["decided_by", "decided_at", "accepted", "reason"])
    if accept:
        changes = rename(organisation, change.name) if change.doing == Doing.NAME else _renumber(change, organisation, reason)
        record(
            "accepted a change of details", f"accepted {change.wanted}", by=by, about=organisation, reason=reason, changes=changes
        )
    else:
        record("refused a change of details", f"refused {change.wanted}", by=by, about=organisation, reason=reason)
    what = change.get_doing_display().lower()
    tell_all(
        people_who(Permission.BID, organisation),
        key=f"supplier-change:{change.pk}:decided",
        subject=f"Your change of {what} was {'accepted' if accept else 'refused'}",
        body=f"You asked to be recorded as: {change.wanted}. "
        + ("The council accepted it." if accept else "The council refused it, and nothing was changed."),
        private=reason,
        url=reverse("account"),
        action="See your organisation",
        why=f"You get this because you act for {organisation}.",
        for_information=True,
    )
    return change


def rename(organisation: Organisation, name: str) -> dict[str, list]:
    """The organisation is called ``name`` from now on; what it was called is kept with its days. Locked by the caller."""
    last = organisation.names.order_by("-until").first()
    since = last.until if last else organisation.created_at
    OrganisationName.objects.create(organisation=organisation, name=organisation.name, since=since, until=clock.now())
    return save_changes(organisation, name=name)


def _renumber(change: DetailsChange, organisation: Organisation, how: str) -> dict[str, list]:
    """The number takes the place of the one it had of the same register, confirmed by who accepted it."""
    wanted = in_scheme(change.scheme, change.number)
    assert wanted is not None
    check_nobody_else_has(wanted, organisation)
    old = organisation.registration_number
    organisation.numbers.current().filter(scheme=change.scheme).update(ended_at=clock.now())
    RegisterNumber.objects.create(
        organisation=organisation,
        scheme=wanted.scheme,
        number=wanted.number,
        declared_by=change.asked_by,
        declared_at=change.asked_at,
        confirmed_by=change.decided_by,
        confirmed_at=clock.now(),
        confirmed_how=how,
    )
    show_number(organisation)
    return {"registration_number": [old, organisation.registration_number]}
