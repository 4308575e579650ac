"""What a grant is for: said before it begins, and changed with its record kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse

from contracts.grants.models import Grant
from contracts.grants.permissions import check_can_shape_grant
from contracts.register.calculations.ends import problem_with_evaluation
from contracts.register.models import Contract
from contracts.register.services import look_again, tell_suppliers
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.reasons import problem_with_reason
from socialvalue.common.saving import locked, save_changes, set_first
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.models import Outcome

PURPOSE_SAY = "Say in a sentence what the grant is for"


@dataclass(frozen=True, kw_only=True)
class GrantDetails:
    """``outcomes`` are of the council's published framework; ``evaluation_due_on``: the day by which it is evaluated."""

    purpose: str
    outcomes: Sequence[Outcome]
    evaluation_due_on: date
    conditions: str = ""


@transaction.atomic
def say_what_for(contract: Contract, details: GrantDetails, *, by: User, expected_version: Shown = AS_READ) -> Grant:
    """Keep what a grant is for, or change it. The version is the contract's. Raises Refused with every problem.

    Who holds it is told where it changes in force.
    """
    contract = locked(contract, expected_version)
    check_can_shape_grant(by, contract)
    if problems := _problems(contract, details):
        raise Refused(problems)
    grant = Grant.objects.select_for_update(of=("self",)).filter(contract=contract).first()
    said = {"purpose": details.purpose.strip(), "conditions": details.conditions.strip()}
    if grant is None:
        grant = Grant.objects.create(contract=contract, said_by=by, **said)
        set_first(grant, outcomes=details.outcomes)
        sentence, changed = "said what the grant is for", {"purpose": ["", grant.purpose]}
    else:
        changed = save_changes(grant, {"outcomes": details.outcomes}, **said)
        sentence = "changed what the grant is for"
    moved = save_changes(contract, evaluation_due_on=details.evaluation_due_on) if contract.evaluation_due_on else {}
    if not (changed or moved):
        return grant
    if not moved:
        # Its page is read under the contract's version
        contract.version += 1
        contract.save(update_fields=["version"])
    changed |= moved
    look_again(contract)
    record("said what a grant is for", sentence, by=by, about=contract, council=contract.council, changes=changed)
    if contract.is_active:
        _tell(contract, grant, by)
    return grant


def _problems(contract: Contract, details: GrantDetails) -> list[tuple[str, str]]:
    found = []
    if problem := problem_with_reason(details.purpose, PURPOSE_SAY):
        found.append(("purpose", problem))
    if not details.outcomes:
        found.append(("outcomes", "Choose at least one outcome that the grant seeks"))
    elif any(not _is_the_councils(one, contract) for one in details.outcomes):
        found.append(("outcomes", "Choose outcomes of a published framework of this council"))
    if contract.ends_on is None:
        found.append(("purpose", "A grant is for a time and a task: enter its last day under “Change details” first"))
    if problem := problem_with_evaluation(details.evaluation_due_on, contract.starts_on, contract.ends_on):
        found.append(("evaluation_due_on", problem))
    return found


def _is_the_councils(outcome: Outcome, contract: Contract) -> bool:
    version = outcome.priority.version
    return version.framework.council_id == contract.council_id and version.status != VersionStatus.DRAFT


def _tell(contract: Contract, grant: Grant, by: User) -> None:
    due = f" It is evaluated by {plain_day(contract.evaluation_due_on)}." if contract.evaluation_due_on else ""
    tell_suppliers(
        contract,
        key=f"grant-for:{contract.pk}:{contract.version}:{grant.version}",
        subject=f"What the grant {contract.title} is for",
        body=f"{by} changed what the grant {contract.title} ({contract.reference}) is for: {grant.purpose}{due}",
        url=reverse("contract-grant", args=[contract.pk]),
        action="See the grant",
        for_information=True,
    )
