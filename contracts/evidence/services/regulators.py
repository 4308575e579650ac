"""A regulator holds already what a KPI asks for: agreed for the KPI, then for each period only where its record stands."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from contracts.evidence.enums import Regulator
from contracts.evidence.models import HeldElsewhere, RegulatorReference
from contracts.evidence.permissions import check_can_accept_reference, check_can_give_reference, contract_of
from contracts.obligations.permissions import check_can_shape
from contracts.schedule.models import DueReturn
from contracts.schedule.services import waive
from socialvalue.accounts.enums import Duty
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.notifications.services import tell_all


@transaction.atomic
def hold_elsewhere(kpi, *, by, regulator: str, name: str = "", what: str, expected_version: Shown = AS_READ) -> HeldElsewhere:
    """Agree that a regulator holds what the KPI asks for: the supplier is then asked for the reference and nothing else."""
    kpi = locked(kpi, expected_version)
    contract = kpi.obligation.contract
    check_can_shape(by, contract)
    problems = []
    if regulator not in Regulator.values:
        problems.append(("regulator", "Choose the regulator"))
    if regulator == Regulator.OTHER and not name.strip():
        problems.append(("name", "Enter what the regulator is called"))
    if not what.strip():
        problems.append(("what", "Say which of its records says it, such as “inspection report, section Safe”"))
    if problems:
        raise Refused(problems)
    said = {"regulator": regulator, "name": name.strip() if regulator == Regulator.OTHER else "", "what": what.strip()}
    held = HeldElsewhere.objects.select_for_update().filter(kpi=kpi).first()
    if held is None:
        held = HeldElsewhere.objects.create(kpi=kpi, set_by=by, **said)
    elif not save_changes(held, **said, set_by=by, set_at=clock.now()):
        return held
    words = f"agreed that {held.called} holds already what KPI {kpi.number} asks for"
    record("held elsewhere", words, by=by, about=[kpi, kpi.obligation, contract], council=contract.council)
    return held


@transaction.atomic
def give_reference(
    due: DueReturn, *, by, reference: str, dated: date, link: str = "", expected_version: Shown = NOTHING_READ
) -> RegulatorReference:
    """Say where the regulator's record of this period stands. The period is owed until the council has accepted it."""
    due = locked(due, expected_version)
    check_can_give_reference(by, due)
    problems = []
    if not reference.strip():
        problems.append(("reference", "Enter the reference of the regulator’s record"))
    if dated > clock.today():
        problems.append(("dated", "The date of the record must be today or earlier"))
    if link and not link.startswith("https://"):
        problems.append(("link", "Enter a link that begins with https://"))
    if problems:
        raise Refused(problems)
    said = {"reference": reference.strip(), "dated": dated, "link": link, "called": due.kpi.held_elsewhere.called}
    given = RegulatorReference.objects.select_for_update().filter(due=due).first()
    if given is None:
        given = RegulatorReference.objects.create(due=due, given_by=by, **said)
    elif not save_changes(given, **said, given_by=by, given_at=clock.now()):
        return given
    contract = contract_of(due)
    words = f"said where {given.called} holds what KPI {due.kpi.number} asks for: {given.reference}, {plain_day(dated)}"
    record("gave a reference", words, by=by, about=[due, due.kpi, due.kpi.obligation, contract], council=contract.council)
    owners = [person for person in (contract.manager,) if person and person.is_active and person != by]
    tell_all(
        owners, key=f"regulator-reference:{given.pk}:{given.version}",
        subject=f"A regulator’s record to accept: {contract.title}",
        body=f"{given.called} holds what KPI {due.kpi} asks for, its people say: {given.reference}, {plain_day(dated)}. Look "
        "at it, and accept it. The return of this period is then no longer due.",
        url=reverse("return", args=[due.pk]), action="Look at the reference",
        why="You get this because you manage this contract.",
        council=contract.council, duty=Duty.CONTRACTS,
    )  # fmt: skip
    return given


@transaction.atomic
def accept_reference(given: RegulatorReference, *, by, expected_version: Shown = AS_READ) -> RegulatorReference:
    """The council looked at the record: the period is neither missing nor a value, so no figure and no coverage counts it."""
    due = locked(given.due, NOTHING_READ)
    given = locked(given, expected_version)
    check_can_accept_reference(by, given)
    save_changes(given, accepted_by=by, accepted_at=clock.now())
    waive(due, by=by, reason=f"{given.called} holds it already: {given.reference}, {plain_day(given.dated)}")
    return given
