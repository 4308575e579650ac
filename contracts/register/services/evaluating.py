"""What a grant owes before it ends or goes on: its evaluation. ``contracts/grants`` writes it; the register holds to it."""

from datetime import date

from contracts.register.calculations.details import ContractDetails
from contracts.register.calculations.ends import first_evaluation
from contracts.register.models import Contract
from procurement.commissioning.enums import CommissionKind
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.templatetags.formats import plain_day

FIRST_SAY = "Say first what the grant is for, which outcomes it seeks and when it is evaluated"


def check_evaluated(contract: Contract, field: str | None = None) -> None:
    """Raise Refused while the evaluation of a grant is owed: it neither ends nor goes on before that."""
    if contract.evaluation_due_on is not None:
        raise Refused(
            f"This grant is not evaluated yet (due {plain_day(contract.evaluation_due_on)}): write its evaluation, and let a "
            "second person agree to it",
            field,
        )


def check_goes_on(contract: Contract) -> None:
    """Raise Refused where a grant may not go on: it is not evaluated, or it was agreed that it ends."""
    if not contract.is_grant:
        return
    check_evaluated(contract)
    latest = contract.grant_evaluations.filter(accepted=True).order_by("-decided_at", "-pk").first()
    if latest is not None and latest.ends_it:
        raise Refused("Its evaluation says that this grant ends, and a second person agreed: register another grant instead")


def check_has_terms(contract: Contract) -> None:
    """Raise Refused where a grant is to begin and nobody has said what it is for."""
    if contract.is_grant and not hasattr(contract, "grant"):
        raise Refused(FIRST_SAY)


def due_when_begun(contract: Contract, *, in_force_already: bool) -> date | None:
    """When it is evaluated. Of a grant that was over when a register brought it nobody asks for an evaluation any more."""
    over = contract.ends_on is not None and contract.ends_on < clock.today()
    return None if in_force_already and over else contract.evaluation_due_on


def due_by_entry(details: ContractDetails, before: Contract | None = None) -> date | None:
    """When a grant of this entry is evaluated: a day that was chosen stays, and moves with the last day where it was that day.

    A later last day is the grant going on: another evaluation is due then.
    """
    if details.kind != CommissionKind.GRANT:
        return None
    new = first_evaluation(details.starts_on, details.ends_on)
    if before is None or not before.is_grant:
        return new
    if before.evaluation_due_on is None:
        goes_on = before.ends_on is not None and details.ends_on is not None and details.ends_on > before.ends_on
        return new if goes_on else None
    chosen = before.evaluation_due_on != first_evaluation(before.starts_on, before.ends_on)
    return before.evaluation_due_on if chosen else new


def problems_of_grant(details: ContractDetails, before: ContractDetails | None) -> list[tuple[str, str]]:
    """A grant is for a time: (field, message). One that came without a last day is told on its page, and stays as it came."""
    had = before is not None and before.ends_on is None
    if details.kind == CommissionKind.GRANT and details.ends_on is None and not had:
        return [("ends_on", "Enter the last day: a grant is for a time and a task")]
    return []


def check_stays_owed(before: Contract, details: ContractDetails) -> None:
    """Raise Refused where a change of the entry would let a grant in force go on, or be none, without its evaluation."""
    if not (before.is_grant and before.is_active):
        return
    if details.kind != before.kind:
        check_evaluated(before, "kind")
    if before.ends_on is not None and (details.ends_on is None or details.ends_on > before.ends_on):
        check_evaluated(before, "ends_on")
        check_goes_on(before)
