"""A framework agreement is entered, changed and ended."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from contracts.call_offs.calculations.details import AGREED, EDITABLE, AgreementDetails, LotDetails
from contracts.call_offs.models import FrameworkAgreement, FrameworkLot
from contracts.call_offs.models.agreement import AT_ONCE
from contracts.call_offs.permissions import check_can_add_agreement, check_can_change_agreement
from contracts.call_offs.selectors import use_of
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.reasons import check_reason, problem_with_reason
from socialvalue.common.references import next_reference
from socialvalue.common.saving import check_editable, locked, save_changes
from socialvalue.common.templatetags.formats import plain_day, plain_money
from socialvalue.law.framework_agreements import last_day_allowed, may_be_open, terms_on

OWNERS = (
    ("manager", "contract manager", Permission.EDIT_CONTRACTS),
    ("lead_director", "lead director", Permission.VERIFY_RETURNS),
)
WORDS = {"title": "Enter a title", "no_guarantee": "Say that being on it is no guarantee of work"}
WHY_LONGER = "Say why what is bought needs a longer term"
WHY_CHANGED = "Say why what was agreed changes, and what allows it"


@transaction.atomic
def add_agreement(
    details: AgreementDetails,
    *,
    by: User,
    council: Organisation,
    lots: Iterable[LotDetails] = (),
    illustrative: bool = False,
) -> FrameworkAgreement:
    """Enter an agreement with its lots; without any it is not divided. Without a reference the next FA number is drawn.

    Raises NotAllowed, or Refused with every problem at its field.
    """
    check_can_add_agreement(by, council)
    if not details.reference:
        details = replace(details, reference=next_reference("FA"))
    problems = problems_of(details, council)
    if FrameworkAgreement.objects.filter(council=council, reference=details.reference).exists():
        problems.append(("reference", f"The reference {details.reference} is taken"))
    if problems:
        raise Refused(problems)
    made = FrameworkAgreement.objects.create(council=council, created_by=by, illustrative=illustrative, **details.values())
    for number, lot in enumerate(lots or [LotDetails(title="")], start=1):
        FrameworkLot.objects.create(agreement=made, number=number, title=lot.title.strip(), ceiling=lot.ceiling)
    record("add agreement", f"entered the framework agreement {made.reference}", by=by, about=made, council=council)
    return made


@transaction.atomic
def edit_agreement(
    agreement: FrameworkAgreement, *, by: User, expected_version: Shown = AS_READ, reason: str = "", **changes: Any
) -> FrameworkAgreement:
    """Change fields of ``AgreementDetails``. Of what was agreed (days, ceiling, open or not) with a reason, once it has begun."""
    check_editable(changes, EDITABLE)
    agreement = locked(agreement, expected_version)
    check_can_change_agreement(by, agreement)
    details = replace(agreement.details(), **changes)
    problems = problems_of(details, agreement.council, before=agreement)
    others = FrameworkAgreement.objects.filter(council=agreement.council, reference=details.reference)
    if others.exclude(pk=agreement.pk).exists():
        problems.append(("reference", f"The reference {details.reference} is taken"))
    moved = {name for name in AGREED if getattr(details, name) != getattr(agreement, name)}
    has_begun = agreement.starts_on <= clock.today()
    if moved and has_begun and (problem := problem_with_reason(reason, WHY_CHANGED)):
        problems.append(("reason", problem))
    if problems:
        raise Refused(problems)
    changed = save_changes(agreement, **changes)
    if changed:
        look_again(agreement)
        record(
            "edit agreement", "changed the framework agreement", by=by, about=agreement, council=agreement.council,
            changes=changed, reason=reason.strip() if moved and has_begun else "",
        )  # fmt: skip
    return agreement


@transaction.atomic
def end_agreement(
    agreement: FrameworkAgreement, *, by: User, ended_on: date, reason: str, expected_version: Shown = AS_READ
) -> FrameworkAgreement:
    """Let it end before its last day: nothing can be called off after ``ended_on``. Contracts that were called off run on."""
    agreement = locked(agreement, expected_version)
    check_can_change_agreement(by, agreement)
    problems = []
    if ended_on < max(agreement.starts_on, clock.today()):
        problems.append(("ended_on", "Enter today or a later day: what was called off until today stands"))
    if ended_on >= agreement.last_day:
        problems.append(("ended_on", f"It ends on {plain_day(agreement.last_day)} anyway: enter an earlier day"))
    if problem := problem_with_reason(reason, "Say why it ends before its last day"):
        problems.append(("reason", problem))
    if problems:
        raise Refused(problems)
    check_reason(reason, "Say why it ends before its last day")
    save_changes(agreement, ended_on=ended_on, ended_reason=reason.strip(), ended_by=by)
    look_again(agreement)
    sentence = f"ended the framework agreement; its last day is {plain_day(ended_on)}"
    record("end agreement", sentence, by=by, about=agreement, council=agreement.council, reason=reason.strip())
    return agreement


def look_again(agreement: FrameworkAgreement) -> None:
    """Something its warnings speak of has changed: the clock looks at it at its next run. No version rises."""
    FrameworkAgreement.objects.filter(pk=agreement.pk).update(look_on=AT_ONCE)


def problems_of(
    details: AgreementDetails, council: Organisation, before: FrameworkAgreement | None = None
) -> list[tuple[str, str]]:
    """What is refused of an entry: (field, message) for each problem."""
    found = [(name, text) for name, text in WORDS.items() if not getattr(details, name).strip()]
    if details.directorate.council_id != council.pk:
        found.append(("directorate", "Choose a directorate of this council"))
    if details.ceiling <= 0:
        found.append(("ceiling", "The ceiling must be more than £0"))
    elif before is not None:
        called = use_of(before).called
        if details.ceiling < before.ceiling and details.ceiling < called:
            found.append(("ceiling", f"{plain_money(called)} is called off already: the ceiling cannot be lower"))
        if any(lot.ceiling is not None and lot.ceiling > details.ceiling for lot in before.lots.all()):
            found.append(("ceiling", "A lot has a higher ceiling: lower that first"))
    return found + _of_days(details, before) + _of_owners(details, council, before)


def _of_days(details: AgreementDetails, before: FrameworkAgreement | None) -> list[tuple[str, str]]:
    if details.ends_on < details.starts_on:
        return [("ends_on", "It cannot end before it starts")]
    found = []
    if details.is_open and not may_be_open(details.starts_on):
        found.append(("is_open", "Open frameworks began with the Procurement Act 2023, on 24 February 2025"))
    last = last_day_allowed(details.starts_on, is_open=details.is_open, light_touch=details.light_touch)
    if last is not None and details.ends_on > last:
        source = terms_on(details.starts_on).source
        if details.is_open:
            found.append(("ends_on", f"An open framework lasts to {plain_day(last)} at most ({source})"))
        elif problem := problem_with_reason(details.longer_reason, WHY_LONGER):
            found.append(("longer_reason", f"{problem}: the law lets it last to {plain_day(last)} without one ({source})"))
    if before is not None and before.call_offs_outside(details.starts_on, details.ends_on):
        found.append(("ends_on", "A contract was called off on a day outside these: keep that day within them"))
    return found


def _of_owners(details: AgreementDetails, council: Organisation, before: FrameworkAgreement | None) -> list[tuple[str, str]]:
    """Two people, each with the role for it; who stood there before is asked nothing."""
    found = []
    if details.manager == details.lead_director:
        found.append(("lead_director", "Name two people: the lead director is somebody else than the contract manager"))
    for field, label, permission in OWNERS:
        person = getattr(details, field)
        stands = before is not None and getattr(before, f"{field}_id") == person.pk
        if not stands and not person.can(permission, council):
            found.append((field, f"{person} cannot be the {label}: their role does not include it"))
    return found
