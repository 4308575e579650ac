"""Who may change the register. ``check_…`` raises NotAllowed with the reason, ``can_…`` answers yes or no."""

from contracts.register.enums import ContractStatus
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.permissions import check_another_hand, check_not_with
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState, can
from socialvalue.second_word.permissions import check_first, check_waits


def check_can_register_contract(user, council) -> None:
    user.must_have(Permission.EDIT_CONTRACTS, council)


def can_register_contract(user, council) -> bool:
    return council is not None and can(check_can_register_contract, user, council)


def check_can_edit_contract(user, contract) -> None:
    user.must_have(Permission.EDIT_CONTRACTS, contract.council_id)
    check_does_not_head(user, contract)
    if contract.status == ContractStatus.ENDED:
        raise WrongState("This contract has ended: what stands in the register is kept as it was")


def check_can_carry_on(user, contract) -> None:
    """Extend it until a new day: contract managers, while it is in force or after its last day ended it."""
    user.must_have(Permission.EDIT_CONTRACTS, contract.council_id)
    check_no_tie_to_supplier(user, contract)
    if contract.status == ContractStatus.DRAFT:
        raise WrongState("This contract has not started: change its dates instead")
    if contract.ended_early:
        raise WrongState("This contract was ended before its last day: it does not go on. Register the new one.")


def can_carry_on(user, contract) -> bool:
    return can(check_can_carry_on, user, contract)


def check_no_tie_to_supplier(user, contract) -> None:
    """Whoever acts for the council on what a supplier promised or reported is, and within two years was, with none of them.

    A declared interest is about one tender and names no supplier, so it bars from that tender alone. Whoever heads a service
    of the council's own is its other side.
    """
    check_does_not_head(user, contract)
    if user.ties:
        check_not_with(user, (supplier.pk for supplier in contract.suppliers.all()))


def heads_service(user, contract) -> bool:
    """Whether they agree and report for this service of the council's own, in the place of a supplier."""
    return contract.service_head_id is not None and contract.service_head_id == user.pk


def check_does_not_head(user, contract) -> None:
    """Two people are two: whoever heads the service does not act for the council in its contract."""
    if heads_service(user, contract):
        raise NotAllowed("You head this service: somebody else acts for the council in its contract")


def check_can_confirm_link(user, party) -> None:
    """Say that a contract found by a supplier's name is with that supplier: officers of the contract's council, once.

    Nobody who is, or within two years was, with that supplier.
    """
    user.must_have(Permission.CONFIRM_SUPPLIERS, party.contract.council_id)
    if user.ties:
        check_not_with(user, [party.organisation_id])
    if not party.waits:
        raise WrongState("This link is confirmed already")


def can_confirm_link(user, party) -> bool:
    return can(check_can_confirm_link, user, party)


def check_can_change_supplier(user, contract) -> None:
    """Propose that another supplier delivers it: contract managers, while it is in force, with no tie to its suppliers."""
    user.must_have(Permission.EDIT_CONTRACTS, contract.council_id)
    check_no_tie_to_supplier(user, contract)
    if contract.status != ContractStatus.ACTIVE:
        raise WrongState("The supplier changes while a contract is in force, neither before nor after")
    if all(party.last_day is not None for party in contract.parties.all()):
        raise WrongState("This is an in-house service: it has no supplier")


def can_change_supplier(user, contract) -> bool:
    return can(check_can_change_supplier, user, contract)


CHANGE_OVER = "This was decided already, or taken back"


def check_can_decide_supplier_change(user, change) -> None:
    """Agree or refuse: who decides on awards in its council, another hand than proposed it, with no tie to any of them."""
    user.must_have(Permission.DECIDE_AWARDS, change.contract.council_id)
    check_no_tie_to_supplier(user, change.contract)
    if user.ties:
        check_not_with(user, [change.comes_id])
    check_waits(change, CHANGE_OVER)
    check_another_hand(user, change.asked_by_id, words="You proposed this. Somebody else decides.")


def can_decide_supplier_change(user, change) -> bool:
    return can(check_can_decide_supplier_change, user, change)


def check_can_withdraw_supplier_change(user, change) -> None:
    """Take back what one has proposed oneself, until it is decided."""
    check_first(user, change, words="Only the officer who proposed this can take it back", over=CHANGE_OVER)


def can_withdraw_supplier_change(user, change) -> bool:
    return can(check_can_withdraw_supplier_change, user, change)


def acts_for_supplier(user, contract, day=None) -> bool:
    """Whether the user acts for a supplier who delivers the contract on ``day`` (today), and is open to it; or heads the service.

    ``contract.parties`` may be prefetched.
    """
    return heads_service(user, contract) or contract.is_open_to(user.delivers_as, day or clock.today())


def acts_for_council(user, contract) -> bool:
    """Whether the user manages contracts of the contract's council."""
    return user.can(Permission.EDIT_CONTRACTS, contract.council_id) and not heads_service(user, contract)


def check_can_say_why_no_kpis(user, contract) -> None:
    """Record why section 52 asks for no KPIs: contract managers with no tie to the supplier, until the contract has ended."""
    check_can_edit_contract(user, contract)
    check_no_tie_to_supplier(user, contract)


def can_say_why_no_kpis(user, contract) -> bool:
    return can(check_can_say_why_no_kpis, user, contract)


def check_can_publish_kpis(user, contract) -> None:
    """Record that the KPIs were published: contract managers, where they have to be and nobody has recorded it."""
    check_can_edit_contract(user, contract)
    if contract.kpis_publish_by is None:
        raise WrongState("The law does not ask that the KPIs of this contract are published")
    if contract.kpis_published_on is not None:
        raise WrongState("It is recorded already when they were published")


def can_publish_kpis(user, contract) -> bool:
    return can(check_can_publish_kpis, user, contract)
