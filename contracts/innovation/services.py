"""A sum is set aside, projects are proposed and approved, and what they spend never passes it.

Every write locks the contract first, so that two projects approved at once are counted one after the other.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse

from contracts.innovation.calculations import promised
from contracts.innovation.models import InnovationPot, InnovationProject, InnovationSpent
from contracts.innovation.permissions import (
    check_can_account,
    check_can_approve,
    check_can_propose,
    check_can_set_aside,
    check_can_take_back,
)
from contracts.innovation.selectors import state_of
from contracts.register.enums import Side
from contracts.register.models import Contract
from contracts.register.services import tell_suppliers
from socialvalue.accounts.enums import Duty
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.reasons import check_reason, problem_with_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day, plain_money
from socialvalue.law.periods import quarter_of, quarter_words
from socialvalue.notifications.services import tell
from socialvalue.second_word.services import settle, take_back

FOR_SAY = "Say in a sentence what the sum is for"
PROJECT_SAY = "Say what the project is for, and for whom"
CAME_SAY = "Say what came of it"
APPROVE_SAY = "Say why you approve it"
REFUSE_SAY = "Say why you refuse it: who proposed it reads this"


@dataclass(frozen=True, kw_only=True)
class ProjectDetails:
    title: str
    purpose: str
    amount: Decimal


@transaction.atomic
def set_aside(contract: Contract, *, by: User, amount: Decimal, purpose: str, expected_version: Shown = AS_READ) -> InnovationPot:
    """Set a sum of the contract aside, or change it: never to less than its projects take. May raise Refused."""
    contract = locked(contract, expected_version)
    check_can_set_aside(by, contract)
    pot = InnovationPot.objects.select_for_update(of=("self",)).filter(contract=contract).first()
    problems: list[tuple[str | None, str]] = []
    if problem := problem_with_reason(purpose, FOR_SAY):
        problems.append(("purpose", problem))
    taken = promised(one.held for one in pot.projects.filter(accepted=True)) if pot else Decimal(0)
    if amount <= 0:
        problems.append(("amount", "Enter an amount above £0"))
    elif amount < taken:
        problems.append(("amount", f"Its projects take {plain_money(taken)} already: enter that or more"))
    elif contract.total_value is not None and amount > contract.total_value:
        problems.append(("amount", f"The contract is worth {plain_money(contract.total_value)}: enter that or less"))
    if problems:
        raise Refused(problems)
    if pot is None:
        pot = InnovationPot.objects.create(contract=contract, amount=amount, purpose=purpose.strip(), set_aside_by=by)
        changed: dict[str, list] = {"amount": ["", plain_money(amount)]}
    else:
        changed = save_changes(pot, amount=amount, purpose=purpose.strip())
    if changed:
        contract.version += 1
        contract.save(update_fields=["version"])
        _record(
            "set money aside for new ideas",
            f"set {plain_money(amount)} aside for new ideas: {pot.purpose}",
            contract,
            by,
            changes=changed,
        )
        if contract.is_active:
            _tell_supplier(
                contract, f"innovation-pot:{pot.pk}:{pot.version}", f"Money for new ideas in {contract.title}",
                f"{by} set {plain_money(amount)} of {contract.title} ({contract.reference}) aside: {pot.purpose}",
            )  # fmt: skip
    return pot


@transaction.atomic
def propose_project(contract: Contract, details: ProjectDetails, *, by: User) -> InnovationProject:
    """Propose a project that is to be paid from what is set aside. Raises Refused where that is more than is free."""
    contract = locked(contract, NOTHING_READ)
    side = check_can_propose(by, contract)
    pot = InnovationPot.objects.select_for_update(of=("self",)).filter(contract=contract).first()
    if pot is None:
        raise Refused("Nothing is set aside in this contract for new ideas")
    problems: list[tuple[str | None, str]] = []
    if not details.title.strip():
        problems.append(("title", "Enter what the project is called"))
    if problem := problem_with_reason(details.purpose, PROJECT_SAY):
        problems.append(("purpose", problem))
    if details.amount <= 0:
        problems.append(("amount", "Enter an amount above £0"))
    problems += _passes(pot, details.amount)
    if problems:
        raise Refused(problems)
    made = InnovationProject.objects.create(
        pot=pot, title=details.title.strip(), purpose=details.purpose.strip(), amount=details.amount, side=side, asked_by=by
    )
    _record("proposed a project", f"proposed {_called(made)}", contract, by)
    if side == Side.SUPPLIER:
        _tell_manager(made, "waits", f"Approve a project of {contract.title}?", f"{by} proposes {_called(made)}.", asks=True)
    return made


@transaction.atomic
def decide_project(project: InnovationProject, *, by: User, accept: bool, decision: str) -> InnovationProject:
    """A second person approves or refuses, and says why. Raises Refused where it would pass what is set aside."""
    contract = locked(project.pot.contract, NOTHING_READ)
    project = locked(project, AS_READ)
    check_can_approve(by, project)
    check_reason(decision, APPROVE_SAY if accept else REFUSE_SAY)
    if accept and (problems := _passes(project.pot, project.amount)):
        raise Refused([(None, words) for _, words in problems])
    settle(project, by=by, accept=accept, decision=decision)
    word = "approved" if accept else "refused"
    _record(f"{word} a project", f"{word} {_called(project)}", contract, by, reason=decision)
    subject, body = f"{word.capitalize()}: {project.title}", f"{by} {word} {_called(project)}."
    if project.side == Side.SUPPLIER:
        key = f"innovation-project-of:{project.pk}:{word}"
        _tell_supplier(contract, key, subject, body, private=project.decision, for_information=not accept)
    else:
        _tell_manager(project, word, subject, body)
    return project


@transaction.atomic
def take_back_project(project: InnovationProject, *, by: User) -> InnovationProject:
    """Who proposed it takes it back; it stays readable."""
    contract = locked(project.pot.contract, NOTHING_READ)
    project = locked(project, AS_READ)
    check_can_take_back(by, project)
    take_back(project)
    _record("took back a project", f"took back {_called(project)}", contract, by)
    return project


@transaction.atomic
def say_spent(
    project: InnovationProject, *, by: User, quarter: tuple[int, int], amount: Decimal, expected_version: Shown = AS_READ
) -> InnovationSpent:
    """What was spent of it in a quarter, or another amount than was said before. Never more than was approved in all."""
    contract = locked(project.pot.contract, NOTHING_READ)
    project = locked(project, expected_version)
    check_can_account(by, project)
    problems: list[tuple[str | None, str]] = []
    if amount < 0:
        problems.append(("amount", "Enter £0 or more"))
    if quarter > quarter_of(clock.today()):
        problems.append(("quarter", "Enter a quarter that has begun"))
    if quarter < quarter_of(contract.starts_on):
        problems.append(("quarter", "Enter a quarter in which the contract ran"))
    others = project.spent.exclude(year=quarter[0], quarter=quarter[1])
    left = project.amount - sum((one.amount for one in others), Decimal(0))
    if amount > left:
        problems.append(
            ("amount", f"Of the {plain_money(project.amount)} that was approved {plain_money(left)} is left: enter that or less")
        )
    if problems:
        raise Refused(problems)
    row = project.spent.filter(year=quarter[0], quarter=quarter[1]).first()
    before = f", no longer {plain_money(row.amount)}" if row and row.amount != amount else ""
    if row is None:
        row = InnovationSpent.objects.create(project=project, year=quarter[0], quarter=quarter[1], amount=amount, said_by=by)
    elif not save_changes(row, amount=amount):
        return row
    else:
        save_changes(row, said_by=by, said_at=clock.now())
    sentence = f"said that {plain_money(amount)} of “{project.title}” was spent in {quarter_words(quarter)}{before}"
    _record("said what was spent", sentence, contract, by)
    return row


@transaction.atomic
def finish_project(project: InnovationProject, *, by: User, came_of_it: str) -> InnovationProject:
    """Say what came of it. What was approved and not spent is free again."""
    contract = locked(project.pot.contract, NOTHING_READ)
    project = locked(project, AS_READ)
    side = check_can_account(by, project)
    check_reason(came_of_it, CAME_SAY, "came_of_it")
    save_changes(project, finished_on=clock.today(), finished_by=by, came_of_it=came_of_it.strip())
    spent = f"{plain_money(project.spent_so_far)} of {plain_money(project.amount)} was spent"
    _record("finished a project", f"said what came of “{project.title}”: {spent}", contract, by)
    if side == Side.SUPPLIER:
        subject = f"What came of {project.title}"
        _tell_manager(
            project, "finished", subject, f"{by} says that “{project.title}” is finished on {plain_day(clock.today())}; {spent}."
        )
    return project


def why_less_than_set_aside(contract: Contract, before: Decimal | None, after: Decimal | None) -> str:
    """Why a contract cannot be worth ``after``; "" where nothing is set aside, it is raised, or covers that. It is locked."""
    if after is None or (before is not None and after >= before):
        return ""
    pot = InnovationPot.objects.filter(contract=contract).first()
    if pot is None or pot.amount <= after:
        return ""
    return f"{plain_money(pot.amount)} of it is set aside for new ideas: enter that or more, or set less aside first"


def _passes(pot: InnovationPot, amount: Decimal) -> list[tuple[str | None, str]]:
    """The contract is locked, so nothing else of the pot is promised meanwhile."""
    left = state_of(pot).free
    if amount <= left:
        return []
    return [("amount", f"Of the {plain_money(pot.amount)} set aside {plain_money(left)} is free: enter that or less")]


def _called(project: InnovationProject) -> str:
    return f"“{project.title}” for {plain_money(project.amount)}"


def _record(verb: str, sentence: str, contract: Contract, by: User, **more: Any) -> None:
    record(verb, sentence, by=by, about=contract, council=contract.council, **more)


def _tell_supplier(
    contract: Contract, key: str, subject: str, body: str, *, private: str = "", for_information: bool = True
) -> None:
    tell_suppliers(
        contract, key=key, subject=subject, body=body, url=reverse("contract-innovation", args=[contract.pk]),
        action="See the projects", private=private, for_information=for_information,
    )  # fmt: skip


def _tell_manager(project: InnovationProject, what: str, subject: str, body: str, *, asks: bool = False) -> None:
    contract = project.pot.contract
    if contract.manager is None or not contract.manager.is_active:
        return
    at = reverse("innovation-project", args=[project.pk]) if asks else reverse("contract-innovation", args=[contract.pk])
    tell(
        contract.manager, key=f"innovation-project-of:{project.pk}:{what}", subject=subject, body=body, url=at,
        action="Approve or refuse" if asks else "See the projects", why="You get this because you manage this contract.",
        council=contract.council, for_information=not asks, duty=Duty.CONTRACTS,
    )  # fmt: skip
