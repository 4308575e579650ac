"""The kick-off meeting: entered by the council, and said to be so by the supplier."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.urls import reverse

from contracts.handover.enums import Point
from contracts.handover.models import KickOff
from contracts.handover.permissions import check_can_agree_minute, check_can_minute
from contracts.register.models import Contract
from contracts.register.services import tell_suppliers
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.reasons import problem_with_reason
from socialvalue.common.saving import check_none_read, check_read, locked, save_changes

# Of the shortest post: “CEO”
FEWEST_LETTERS = 3


@transaction.atomic
def keep_minute(
    contract: Contract,
    *,
    by: User,
    held_on: date,
    council_people: str,
    supplier_people: str,
    answers: Mapping[str, str],
    expected_version: Shown = AS_READ,
) -> KickOff:
    """Enter or change what the meeting settled: day, who was there, and words for each ``Point``. The supplier is told.

    A change takes back what the supplier said of the version before. Raises Refused with every field that says nothing.
    """
    contract = locked(contract, NOTHING_READ)
    check_can_minute(by, contract)
    problems: list[tuple[str | None, str]] = []
    if held_on > clock.today():
        problems.append(("held_on", "Enter the day on which the meeting was held: today or a day before"))
    people = (("council_people", council_people), ("supplier_people", supplier_people))
    problems += [(field, "Say which posts were there") for field, said in people if sum(map(str.isalpha, said)) < FEWEST_LETTERS]
    problems += [
        (point.value, problem)
        for point in Point
        if (problem := problem_with_reason(answers.get(point.value, ""), "Say what was settled, or why nothing had to be"))
    ]
    if problems:
        raise Refused(problems)
    said = {point.value: answers[point.value].strip() for point in Point}
    values = {"held_on": held_on, "council_people": council_people.strip(), "supplier_people": supplier_people.strip()}
    kept = KickOff.objects.select_for_update(of=("self",)).filter(contract=contract).first()
    if kept is None:
        if expected_version is not AS_READ:
            check_none_read(expected_version)
        kept = KickOff.objects.create(contract=contract, by=by, answers=said, **values)
        changes = None
    else:
        check_read(kept, expected_version)
        changes = save_changes(kept, **values, answers=said)
        if not changes:
            return kept
        save_changes(kept, agreed_at=None, agreed_by=None)
    sentence = "entered what the kick-off settled" if changes is None else "changed what the kick-off settled"
    about = [kept, contract]
    record("minute kick-off", sentence, by=by, about=about, council=contract.council, changes=changes)
    tell_suppliers(
        contract,
        key=f"kick-off:{kept.pk}:{kept.version}",
        subject=f"What the kick-off settled: {contract.title}",
        body=f"The council wrote down what both sides settled at the start of “{contract.title}” ({contract.reference}). "
        "Read it. If it is right, say so on the page; if not, tell the contract manager.",
        url=reverse("contract-kickoff", args=[contract.pk]),
        action="Read what was settled",
        besides=by,
    )
    return kept


@transaction.atomic
def agree_minute(kick_off: KickOff, *, by: User, expected_version: Shown = AS_READ) -> KickOff:
    """Say for the supplier that this is what was settled, about the version that was read."""
    fresh = locked(kick_off, expected_version)
    check_can_agree_minute(by, fresh)
    save_changes(fresh, agreed_at=clock.now(), agreed_by=by)
    contract = fresh.contract
    record(
        "agree kick-off",
        "said for the supplier that this is what was settled",
        by=by,
        about=[fresh, contract],
        council=contract.council,
    )
    return fresh
