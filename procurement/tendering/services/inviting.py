"""A tender for those invited alone: who they are, and what they are told when it is published."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse

from procurement.tendering.calculations.deadlines import deadline_of
from procurement.tendering.models import InvitedSupplier, Tender
from procurement.tendering.querysets import BEFORE_PUBLICATION
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import locked
from socialvalue.common.templatetags.formats import plain_moment
from socialvalue.notifications.services import tell_all

SENT = "This tender was published: who was invited stays as it is"


@transaction.atomic
def invite(tender: Tender, suppliers: Sequence[Organisation], *, by: User, because: str) -> Tender:
    """Make it a tender for these suppliers alone, whatever list it had; ``because`` is what it rests on, for everybody to read.

    For the rooms above, which have done their own checks. Raises WrongState once it was published.
    """
    tender = locked(tender, NOTHING_READ)
    if tender.status not in BEFORE_PUBLICATION:
        raise WrongState(SENT)
    if not because.strip():
        raise Refused("Say why only some suppliers may bid")
    wanted = {supplier.pk: supplier for supplier in suppliers}
    before = list(tender.invitations.all())
    if tender.by_invitation and {one.supplier_id for one in before} == set(wanted) and tender.invited_because == because.strip():
        return tender
    known = {one.supplier_id for one in before}
    tender.invitations.exclude(supplier__in=wanted).delete()
    new = [one for key, one in wanted.items() if key not in known]
    InvitedSupplier.objects.bulk_create(
        InvitedSupplier(tender=tender, supplier=one, name_then=str(one), invited_by=by) for one in new
    )
    tender.by_invitation, tender.invited_because = True, because.strip()
    tender.version += 1
    tender.save(update_fields=["by_invitation", "invited_because", "version"])
    names = [[one.name_then for one in before], [one.name_then for one in tender.invitations.order_by("name_then", "pk")]]
    record(
        "invite",
        "set who is invited to bid",
        by=by,
        about=[tender, tender.commission],
        council=tender.council,
        reason=because.strip(),
        changes={"invited": [", ".join(one) or None for one in names]},
    )
    return tender


def tell_invited(tender: Tender) -> None:
    """When it is published: everybody who bids for a supplier on the list, and for what one was joined to."""
    for one in tender.invitations.select_related("supplier__part_of"):
        acts = one.supplier.part_of or one.supplier
        tell_all(
            people_who(Permission.BID, acts),
            key=f"invited:{tender.pk}:{one.pk}",
            subject=f"You are invited to bid: {tender.title}",
            body=(
                f"{tender.council} invites {one.name_then} to bid for “{tender.title}” ({tender.reference}). "
                f"{tender.invited_because}\n\nOnly those invited can read this tender, ask about it and bid. "
                f"Bids are due by {plain_moment(deadline_of(tender))}."
            ),
            url=reverse("opportunity", args=[tender.reference]),
            action="Read the tender and start a bid",
            by=deadline_of(tender),
            why=f"You get this because you bid for {acts}.",
            council=tender.council,
        )
