"""The suppliers a contract is with: linked under the name they have then, and opened to their people once it is sure."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse

from contracts.register.calculations.links import Link
from contracts.register.models import Contract, ContractSupplier
from contracts.register.permissions import check_can_confirm_link
from socialvalue.accounts.enums import OrganisationKind, Permission
from socialvalue.accounts.models import Membership, Organisation, User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ
from socialvalue.common.saving import locked
from socialvalue.notifications.services import tell_all


def as_links(suppliers: Sequence[Organisation | Link]) -> list[Link]:
    """What an officer chose counts as chosen by an officer."""
    return [one if isinstance(one, Link) else Link(one) for one in suppliers]


def supplier_problems(suppliers: Sequence[Organisation | Link]) -> list[tuple[str, str]]:
    """What the register refuses of them: (field, message) each."""
    found = [link.organisation for link in as_links(suppliers)]
    return [("suppliers", f"{one} is not registered as a supplier") for one in found if one.kind != OrganisationKind.SUPPLIER]


def is_trusted(organisation: Organisation) -> bool:
    """No stranger can be behind it: an officer confirmed who it is, or nobody has an account for it."""
    accounts = Membership.objects.filter(organisation=organisation, ended_at=None, user__is_active=True)
    return organisation.is_confirmed or not accounts.exists()


def set_suppliers(contract: Contract, suppliers: Sequence[Organisation | Link], *, by: User) -> list[str] | None:
    """The contract is with these suppliers from now on. [old, new] as text where that is a change, otherwise None.

    Who stays keeps the name it was linked under. Who comes sees the contract at once where the link is sure and an officer
    confirmed who it is, or nobody has an account for it. The caller has locked the contract and checked permission.
    """
    links = {link.organisation.pk: link for link in as_links(suppliers)}
    old = list(contract.parties.filter(last_day=None).select_related("organisation"))
    if {party.organisation_id for party in old} == set(links):
        return None
    for party in old:
        if party.organisation_id not in links:
            party.delete()
    known = {party.organisation_id for party in old}
    for key, link in links.items():
        if key not in known:
            link_supplier(contract, link, by)
    return [", ".join(str(party.organisation) for party in old), ", ".join(str(link.organisation) for link in links.values())]


def link_supplier(contract: Contract, link: Link, by: User, first_day: date | None = None) -> ContractSupplier:
    """The contract is with this supplier too, under its name of now, from ``first_day`` where that is later than its own."""
    body = link.organisation
    opens = link.is_sure and (link.how == "award" or is_trusted(body))
    return ContractSupplier.objects.create(
        contract=contract,
        organisation=body,
        open_to=body if opens else None,
        name_then=str(body),
        number_then=body.registration_number,
        linked_how=link.how,
        linked_by=by,
        confirmed_by=by if opens else None,
        confirmed_at=clock.now() if opens else None,
        first_day=first_day,
    )


@transaction.atomic
def confirm_link(party: ContractSupplier, *, by: User) -> ContractSupplier:
    """An officer says that this is the supplier the contract means. Its people see the contract from now on, and are told."""
    party = locked(party, AS_READ)
    contract, body = party.contract, party.organisation
    check_can_confirm_link(by, party)
    if not is_trusted(body):
        raise Refused(f"Confirm who {body} is first: somebody registered under this name, and no council has checked them")
    party.open_to, party.confirmed_by, party.confirmed_at = body, by, clock.now()
    party.save(update_fields=["open_to", "confirmed_by", "confirmed_at"])
    record(
        "confirmed a supplier of the contract", f"confirmed that the contract is with {body}",
        by=by, about=[contract, body], council=contract.council,
    )  # fmt: skip
    tell_all(
        people_who(Permission.BID, body),
        key=f"contract-opened:{party.pk}",
        subject=f"You can now see {contract.title}",
        body=f"The council has confirmed that the contract “{contract.title}” ({contract.reference}) is with {body}. You see it "
        "and report on it from now on.",
        url=reverse("contract", args=[contract.pk]),
        action="See the contract and what is due",
        why=f"You get this because you act for {body}.",
        council=contract.council,
    )
    return party
