"""What joining and parting do, and what stands against joining."""

from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation
from socialvalue.accounts.selectors import people_who
from socialvalue.accounts.services.joining import end
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.suppliers.models import Joining, JoinRequest, RegisterNumber
from socialvalue.suppliers.services.identity import show_number
from socialvalue.suppliers.services.joining_in import tell_of_request


def check_may_be_one(kept: Organisation, joined: Organisation) -> None:
    """Raise Refused where the two cannot be joined as things stand, saying what to do."""
    if kept.pk == joined.pk:
        raise Refused("Choose another supplier: this is the one that goes on", "joined")
    for one in (kept, joined):
        if one.part_of:
            raise Refused(f"{one} is joined with {one.part_of} already", "joined")
    if joined.parts.exists():
        others = ", ".join(str(one) for one in joined.parts.order_by("name", "pk"))
        raise Refused(
            f"{joined} was joined with {others} before. Separate them first, then join each of them with {kept}.", "joined"
        )
    _check_numbers(kept, joined)
    people = {one.pk: one.memberships.filter(ended_at=None, user__is_active=True).exists() for one in (kept, joined)}
    if people[joined.pk] and not people[kept.pk]:
        raise Refused(f"People act for {joined} and nobody acts for {kept}. Let {joined} be the one that goes on.", "joined")
    if people[kept.pk] and not kept.is_confirmed:
        raise Refused(
            f"Confirm who {kept} is first: somebody registered under this name, and no council has checked them", "joined"
        )


def _check_numbers(kept: Organisation, joined: Organisation) -> None:
    """Two numbers of one register are two bodies, or one of them is mistaken."""
    current = RegisterNumber.objects.current()
    theirs = {(row.scheme, row.number): row for row in current.filter(organisation=joined)}
    mine = current.filter(organisation__in=[kept.pk, *kept.parts.values_list("pk", flat=True)])
    for row in mine.order_by("scheme", "number", "pk"):
        other = next((one for (scheme, _), one in theirs.items() if scheme == row.scheme), None)
        if other is not None and (row.scheme, row.number) not in theirs:
            raise Refused(
                f"{kept} has {row}, and {joined} has {other}. Two numbers of one register are two organisations. "
                "If one of them is mistaken, have it changed first.",
                "joined",
            )


def join_now(joining: Joining) -> dict[str, list]:
    """One pointer. Who acts for the one asks to act for the other; its own people decide, and until then nothing opens."""
    kept, joined = joining.kept, joining.joined
    joined.part_of = kept
    joined.save(update_fields=["part_of"])
    show_number(kept)
    there = set(kept.memberships.filter(ended_at=None).values_list("user", flat=True))
    for member in people_who(Permission.BID, joined):
        if member.pk in there or kept.join_requests.filter(user=member, decided_at=None).exists():
            continue
        said = ("registration_number", "number"), ("address", "address"), ("postcode", "postcode")
        typed = {"name": str(joined), **{key: getattr(joined, field) for field, key in said}}
        tell_of_request(JoinRequest.objects.create(organisation=kept, user=member, typed=typed, because_of=joining))
    return {"part_of": ["", str(kept)]}


def part_now(joining: Joining) -> dict[str, list]:
    """The pointer goes; so do the memberships that came of it, and what still waits of them is refused."""
    kept, joined = joining.kept, joining.joined
    if joined.part_of_id != kept.pk:
        raise Refused("These two are not joined any more")
    for asked in JoinRequest.objects.filter(organisation=kept, because_of__joined=joined).select_related("user"):
        if asked.decided_at is None:
            asked.decided_by, asked.decided_at, asked.accepted = joining.decided_by, clock.now(), False
            asked.reason = "The two suppliers were separated"
            asked.save(update_fields=["decided_by", "decided_at", "accepted", "reason"])
        elif asked.accepted:
            for membership in asked.user.memberships.filter(organisation=kept, ended_at=None):
                end(membership)
    joined.part_of = None
    joined.save(update_fields=["part_of"])
    show_number(kept)
    return {"part_of": [str(kept), ""]}
