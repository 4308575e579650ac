"""Somebody asks to act for a supplier that is known here, and its people or an officer decide."""

from django.db import transaction
from django.urls import reverse

from socialvalue.accounts.enums import Permission, Role
from socialvalue.accounts.models import User
from socialvalue.accounts.permissions import can_manage_supplier
from socialvalue.accounts.selectors import people_who
from socialvalue.accounts.services.joining import join
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked
from socialvalue.notifications.services import tell, tell_all
from socialvalue.suppliers.models import JoinRequest
from socialvalue.suppliers.permissions import check_can_decide_join
from socialvalue.suppliers.querysets.concern import officers_for

LET_IN_HOW = "Say how you know that they act for this supplier"
REFUSED_WHY = "Say why they are refused: they read it"


def deciders(asked: JoinRequest) -> list[User]:
    """Its own people; officers where it has none, and beside them where nobody has confirmed who they are."""
    people = people_who(Permission.BID, asked.organisation)
    if people and asked.organisation.is_confirmed:
        return people
    return [*people, *officers_for(asked.organisation)]


def tell_of_request(asked: JoinRequest) -> None:
    """Tell whoever decides, once the address is confirmed."""
    tell_all(
        deciders(asked),
        key=f"asks-to-join:{asked.pk}",
        subject=f"{asked.user} asks to act for {asked.organisation}",
        body=(
            f"{asked.user} ({asked.user.email}) registered and asks to act for {asked.organisation}: to see its bids and to "
            "report on its contracts. Until somebody decides, they see nothing of it."
        ),
        url=reverse("join-request", args=[asked.pk]),
        action="Let them in, or refuse",
        why=f"You get this because you decide who acts for {asked.organisation}.",
    )


@transaction.atomic
def decide_join(asked: JoinRequest, *, by: User, accept: bool, reason: str = "") -> JoinRequest:
    """Let them in or refuse. An officer says how they know; a refusal always says why. They and its people are told."""
    asked = locked(asked, AS_READ)
    check_can_decide_join(by, asked)
    organisation, person = asked.organisation, asked.user
    if not accept:
        check_reason(reason, REFUSED_WHY)
    elif not can_manage_supplier(by, organisation):
        check_reason(reason, LET_IN_HOW)
    # Who acts for what was joined to it is no stranger, and keeps what they have there
    if accept and any(one.organisation.part_of_id != organisation.pk for one in person.current_memberships):
        raise Refused("This person acts for somebody else by now. An account acts for one side only.")
    others = [other for other in people_who(Permission.BID, organisation) if other.pk != by.pk]
    asked.decided_by, asked.decided_at, asked.accepted, asked.reason = by, clock.now(), accept, reason
    asked.save(update_fields=["decided_by", "decided_at", "accepted", "reason"])
    if accept:
        join(person, organisation, Role.SUPPLIER)
    verb = "let somebody act for a supplier" if accept else "refused somebody who asked to join"
    sentence = f"let {person} act for {organisation}" if accept else f"refused {person}, who asked to act for {organisation}"
    record(verb, sentence, by=by, about=[organisation, person], reason=reason)
    _tell_decided(asked)
    tell_all(
        others,
        key=f"join-decided:{asked.pk}:news",
        subject=f"{person} {'now acts' if accept else 'was refused and does not act'} for {organisation}",
        body=f"{person} ({person.email}) asked to act for {organisation}. {by} decided.",
        url=reverse("account"),
        action="See who acts for your organisation",
        why=f"You get this because you act for {organisation}.",
        for_information=True,
    )
    return asked


def _tell_decided(asked: JoinRequest) -> None:
    tell(
        asked.user,
        key=f"join-decided:{asked.pk}",
        subject=f"You {'now' if asked.accepted else 'do not'} act for {asked.organisation}",
        body=(
            f"You asked to act for {asked.organisation}. "
            + (
                "You were let in: you see its bids and can report on its contracts."
                if asked.accepted
                else "You were refused. What you typed is kept. If this is a mistake, reply to the council you deal with."
            )
        ),
        private=asked.reason,
        url=reverse("account"),
        action="See your account",
        why="You get this because you asked.",
        for_information=True,
    )
