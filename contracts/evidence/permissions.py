"""Who reports on what is owed, and so who adds files and stories to a return."""

from contracts.evidence.models import HeldElsewhere
from contracts.obligations.permissions import check_can_shape, side_of
from contracts.performance.enums import Kind
from contracts.register.enums import ContractStatus, Side
from contracts.schedule.enums import OPEN, ReturnStatus
from contracts.schedule.permissions import check_can_waive, check_not_locked
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.permissions import check_another_hand
from socialvalue.common.errors import NotAllowed, WrongState, can

# Kinds of KPI whose figure may be of people
COUNTS_PEOPLE = (Kind.SUM, Kind.RATIO, Kind.LEVEL)
# … and of how many of them are in a district
COUNTS_PLACES = (Kind.SUM, Kind.RATIO)


def contract_of(due):
    return due.kpi.obligation.contract


def reports_for(user, contract) -> Side | None:
    """The side for which they report on the contract; who delivered it before another supplier still owes what was due then."""
    return Side.SUPPLIER if contract.is_open_to(user.delivers_as) else side_of(user, contract)


def check_can_report(user, due) -> Side:
    """The side for which the user reports on this due row. What is the council's own duty only the council reports.

    On a service of the council's own its head reports, and never its contract manager, who verifies.
    """
    side, contract = check_is_owed(user, due), contract_of(due)
    if contract.service_head_id is not None and side == Side.COUNCIL and not due.kpi.client_side:
        raise NotAllowed("The head of service reports on this, and somebody else verifies it")
    return side


def check_is_owed(user, due) -> Side:
    """The side of whoever may keep a figure of this due row: also one of earlier records, which its council brings over."""
    contract = contract_of(due)
    side = side_of(user, contract, due.due_on)
    if side is None:
        raise NotAllowed("Returns are made by the contract's supplier or by the council's contract managers")
    if due.kpi.client_side and side == Side.SUPPLIER:
        raise NotAllowed("This is the council's own duty in the contract: the council reports on it")
    if contract.status == ContractStatus.DRAFT:
        raise WrongState("The contract has not started yet: there is nothing to report")
    if due.waived_at:
        raise WrongState(f"This return is waived. Why: {due.waived_reason}")
    check_not_locked(user, due)
    return side


def can_report(user, due) -> bool:
    return can(check_can_report, user, due)


def check_can_write(user, kpi_return) -> Side:
    """Change a return: by the side that began it, while it is a draft or was sent back."""
    side = check_can_report(user, kpi_return.due)
    if kpi_return.status not in OPEN:
        raise WrongState(f"This return can no longer be changed: it is “{kpi_return.get_status_display()}”")
    if kpi_return.status == ReturnStatus.DRAFT and kpi_return.side != side:
        other = "supplier" if kpi_return.side == Side.SUPPLIER else "council"
        raise WrongState(f"The {other} has begun this return and has not submitted it yet")
    return side


def can_write(user, kpi_return) -> bool:
    return can(check_can_write, user, kpi_return)


def check_can_add_to_story(user, story) -> None:
    """Add a photograph or a recording to a story, or take one out: by the side that writes its return, while it may."""
    check_can_write(user, story.kpi_return)
    check_still_there(story)


def can_add_to_story(user, story) -> bool:
    return can(check_can_add_to_story, user, story)


def check_can_answer_for_story(user, story) -> Side:
    """Write down what is said in a recording, tag a story, or record that the person withdrew: either side, at any time."""
    due = story.kpi_return.due
    side = side_of(user, contract_of(due), due.due_on)
    if side is None:
        raise NotAllowed("This is done by the contract’s supplier or by the council’s contract managers")
    if story.kpi_return.status == ReturnStatus.DRAFT:
        check_can_write(user, story.kpi_return)
    check_still_there(story)
    return side


def can_answer_for_story(user, story) -> bool:
    return can(check_can_answer_for_story, user, story)


def check_still_there(story) -> None:
    if story.is_withdrawn:
        raise WrongState("The person withdrew their agreement, and the case study is gone")


def check_can_enter_people(user, due) -> Side:
    """Enter what each person reached: whoever may write the return of this period now."""
    side = check_can_report(user, due)
    latest = due.returns.order_by("number").last()
    if latest is not None:
        check_can_write(user, latest)
    return side


def can_enter_people(user, due) -> bool:
    return can(check_can_enter_people, user, due)


def check_can_count_postcodes(user, due) -> Side:
    """Count where people or suppliers are, and take a figure from it: whoever may write the return of this period now."""
    side = check_can_enter_people(user, due)
    if due.kpi.kind not in COUNTS_PLACES:
        raise WrongState("Postcodes are counted for a share or a number that is added up, not for a level or a yes and no")
    return side


def can_count_postcodes(user, due) -> bool:
    return can(check_can_count_postcodes, user, due)


def check_can_set_scale(user, kpi) -> None:
    """Say on which scale a KPI's people are measured: who shapes the contract's obligations."""
    check_can_shape(user, kpi.obligation.contract)
    if kpi.kind not in COUNTS_PEOPLE:
        raise WrongState("A KPI that is only kept or not, or reached or not, has no people to measure")


def can_set_scale(user, kpi) -> bool:
    return can(check_can_set_scale, user, kpi)


def check_can_keep_scales(user, council) -> None:
    """The council's list of scales: its contract managers."""
    user.must_have(Permission.EDIT_CONTRACTS, council)


def can_keep_scales(user, council) -> bool:
    return can(check_can_keep_scales, user, council)


def check_can_give_reference(user, due) -> None:
    """Say where a regulator's record of the period stands: who reports on it, while nothing was sent."""
    check_can_report(user, due)
    if not HeldElsewhere.objects.filter(kpi=due.kpi_id).exists():
        raise WrongState("Nobody has agreed that a regulator holds this: the council’s contract manager does")
    if any(version.first_submitted_at for version in due.returns.all()):
        raise WrongState("A return was submitted for this period: correct that instead")


def can_give_reference(user, due) -> bool:
    return can(check_can_give_reference, user, due)


def check_can_accept_reference(user, given) -> None:
    """Accept it, so that the period is not owed any more: who may waive it, and did not give the reference."""
    check_can_waive(user, given.due)
    check_another_hand(user, given.given_by_id, words="You gave this reference yourself: somebody else accepts it")


def can_accept_reference(user, given) -> bool:
    return can(check_can_accept_reference, user, given)
