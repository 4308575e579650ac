"""Who may do what to a commission. ``check_…`` raises NotAllowed with the reason; ``can_…`` answers."""

from procurement.commissioning.enums import PlanStatus, Stage
from procurement.commissioning.models import ActConsideration, Commission, Plan
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.permissions import check_another_hand
from socialvalue.common.errors import WrongState, can


def check_can_create(user, council) -> None:
    user.must_have(Permission.EDIT_COMMISSIONS, council)


def check_can_edit(user, commission: Commission) -> None:
    """Draft anything on a commission: whoever edits the council's commissions, until it is closed."""
    user.must_have(Permission.EDIT_COMMISSIONS, commission.council_id)
    if commission.stage == Stage.CLOSED:
        raise WrongState("This commission is closed. Its record is kept as it is.")


def check_can_copy(user, commission: Commission) -> None:
    """Start a commission from this one, in whatever stage it is: whoever may start one in the same council."""
    check_can_create(user, commission.council_id)


def can_copy(user, commission: Commission) -> bool:
    return can(check_can_copy, user, commission)


def can_create(user, council) -> bool:
    return can(check_can_create, user, council)


def can_edit(user, commission: Commission) -> bool:
    return can(check_can_edit, user, commission)


def check_can_edit_plan(user, plan: Plan) -> None:
    check_can_edit(user, plan.commission)
    if plan.status not in (PlanStatus.DRAFT, PlanStatus.RETURNED):
        raise WrongState(f"The plan is “{plan.get_status_display()}”; it can be changed while it is a draft or was returned")


def can_edit_plan(user, plan: Plan) -> bool:
    return can(check_can_edit_plan, user, plan)


def check_can_comment(user, plan: Plan) -> None:
    """Whoever approves plans, and whoever edits the commission."""
    if not user.can(Permission.APPROVE_PLANS, plan.commission.council_id):
        check_can_edit(user, plan.commission)


def can_comment(user, plan: Plan) -> bool:
    return can(check_can_comment, user, plan)


def check_can_decide_plan(user, plan: Plan) -> None:
    """Approve or return: somebody who approves plans and did not submit this one."""
    user.must_have(Permission.APPROVE_PLANS, plan.commission.council_id)
    check_another_hand(user, plan.submitted_by_id, words="You submitted this plan. Somebody else has to approve or return it.")


def can_decide_plan(user, plan: Plan) -> bool:
    return can(check_can_decide_plan, user, plan)


def check_can_confirm_urgency(user, urgency: ActConsideration) -> None:
    """Somebody who checks tenders and did not record the urgency."""
    user.must_have(Permission.CHECK_TENDERS, urgency.commission.council_id)
    check_another_hand(user, urgency.officer_id, words="You recorded the urgency. Somebody else has to confirm it and publish.")
