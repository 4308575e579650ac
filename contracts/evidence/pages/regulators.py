"""What a regulator holds already, on the page of a return."""

from contracts.evidence.models import HeldElsewhere, RegulatorReference
from contracts.evidence.permissions import can_accept_reference, can_give_reference, contract_of
from contracts.obligations.permissions import can_shape
from contracts.schedule.models import DueReturn
from socialvalue.accounts.models import User


def regulator_part(due: DueReturn, user: User) -> dict:
    held = HeldElsewhere.objects.filter(kpi=due.kpi_id).first()
    given = RegulatorReference.objects.filter(due=due).select_related("given_by", "accepted_by").first()
    if given is not None:
        given.due = due
    return {
        "held": held,
        "given": given,
        # What is accepted, and what is then waived
        "read": [given, due],
        "may_give": held is not None and can_give_reference(user, due),
        "may_accept": given is not None and can_accept_reference(user, given),
        "may_say": held is None and can_shape(user, contract_of(due)),
    }
