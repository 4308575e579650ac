"""A contract is called off: directly, with what allows it, or from the award of a mini-competition.

Every way locks the agreement first, so that two people at once cannot pass its ceiling together.
"""

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.urls import reverse

from contracts.call_offs.calculations.ceiling import Use
from contracts.call_offs.calculations.details import Direct
from contracts.call_offs.enums import How
from contracts.call_offs.models import CallOff, FrameworkAgreement, FrameworkLot, MiniCompetition
from contracts.call_offs.models.call_off import value_of
from contracts.call_offs.permissions import check_can_call_off, check_can_record_call_off
from contracts.call_offs.selectors import not_on_lot, suppliers_on, use_of, uses_beside
from contracts.call_offs.services.agreements import look_again
from contracts.register.calculations.details import ContractDetails
from contracts.register.enums import Route
from contracts.register.models import Contract
from contracts.register.services import register_contract
from socialvalue.accounts.enums import Duty
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.permissions import check_not_with
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked
from socialvalue.common.templatetags.formats import plain_day, plain_money
from socialvalue.law.framework_agreements import BY_KEY, grounds_on
from socialvalue.notifications.services import tell

Problems = list[tuple[str | None, str]]


@transaction.atomic
def call_off_new(
    lot: FrameworkLot, details: ContractDetails, direct: Direct, *, by: User, supplier: Organisation, illustrative: bool = False
) -> CallOff:
    """Enter a contract with a supplier of the lot in the register, called off without a competition. All or nothing."""
    agreement = locked(lot.agreement, NOTHING_READ)
    check_can_call_off(by, agreement)
    check_not_with(by, [supplier.pk])
    contract = register_contract(
        replace(details, route=Route.FRAMEWORK),
        by=by,
        council=agreement.council,
        suppliers=[supplier],
        illustrative=illustrative,
        source=f"Called off under the framework agreement {agreement.reference}",
    )
    return _directly(agreement, lot, contract, direct, by)


@transaction.atomic
def call_off_directly(lot: FrameworkLot, contract: Contract, direct: Direct, *, by: User) -> CallOff:
    """Say of a contract in the register that it was called off directly, and on which day. The contract is locked first."""
    contract = locked(contract, NOTHING_READ)
    check_can_record_call_off(by, contract)
    agreement = locked(lot.agreement, NOTHING_READ)
    if agreement.council_id != contract.council_id:
        raise Refused("Choose a framework agreement of the contract’s council", "lot")
    return _directly(agreement, lot, contract, direct, by)


def _directly(agreement: FrameworkAgreement, lot: FrameworkLot, contract: Contract, direct: Direct, by: User) -> CallOff:
    day = direct.called_off_on or clock.today()
    ground = BY_KEY.get(direct.ground)
    if ground is None or ground not in grounds_on(agreement.starts_on):
        raise Refused("Choose what allows a call-off without a competition", "ground")
    problems: Problems = []
    if not direct.terms.strip():
        problems.append(("terms", "Name the clause of the agreement that allows it"))
    if ground.one_supplier and (count := len(suppliers_on(agreement, day))) != 1:
        problems.append(
            ("ground", f"{count} suppliers are on this framework agreement on {plain_day(day)}: choose another ground")
        )
    problems += _problems(agreement, lot, contract, day)
    if problems:
        raise Refused(problems)
    check_reason(direct.reason, f"Say why it is called off directly. {ground.asks}")
    made = CallOff.objects.create(
        contract=contract, lot=lot, how=How.DIRECT, ground=ground.key, terms=direct.terms.strip(),
        reason=direct.reason.strip(), called_off_on=day, by=by,
    )  # fmt: skip
    _record(made, by, direct.reason.strip())
    _tell_director(made, by)
    return made


@transaction.atomic
def call_off_from_award(contract: Contract, *, by: User) -> CallOff | None:
    """The contract of a mini-competition's award is a call-off; None where its tender was none. For the hand-over, as it ends."""
    tender = contract.award.tender_id if contract.award else None
    competition = MiniCompetition.objects.filter(tender=tender).select_related("lot__agreement").first() if tender else None
    if competition is None:
        return None
    agreement = locked(competition.lot.agreement, NOTHING_READ)
    problems = _problems(agreement, competition.lot, contract, clock.today())
    if problems:
        raise Refused([(None, text) for _, text in problems])
    made = CallOff.objects.create(
        contract=contract, lot=competition.lot, how=How.COMPETITION, competition=competition,
        called_off_on=clock.today(), by=by,
    )  # fmt: skip
    _record(made, by)
    return made


def _problems(agreement: FrameworkAgreement, lot: FrameworkLot, contract: Contract, day: date) -> Problems:
    """Why this contract cannot be called off on that day. ``agreement`` is locked: nobody adds another one meanwhile."""
    found: Problems = []
    if day > clock.today():
        found.append(("called_off_on", "Enter today or an earlier day"))
    if day < agreement.starts_on:
        found.append(("called_off_on", f"The framework agreement began on {plain_day(agreement.starts_on)}: enter a later day"))
    elif day > agreement.last_day:
        said = f"The framework agreement ended on {plain_day(agreement.last_day)}: nothing can be called off after it"
        found.append(("called_off_on", said))
    for name in not_on_lot(contract, lot, day):
        where = f"lot {lot.number}" if lot.is_division else "the framework agreement"
        found.append(("supplier", f"{name} is not on {where} on {plain_day(day)}: choose a supplier that is"))
    if not contract.parties.exists():
        found.append(("supplier", "This contract has no supplier: an in-house service is not called off"))
    value = value_of(contract)
    for use, whose in uses_beside(lot):
        if not use.takes(value):
            found.append(("total_value", _too_much(use, whose)))
    return found


def _too_much(use: Use, whose: str) -> str:
    return (
        f"{plain_money(use.left)} of the ceiling of {whose} is left: enter a value up to that, or have the ceiling raised first, "
        "with what allows it"
    )


def _record(made: CallOff, by: User, reason: str = "") -> None:
    agreement, lot = made.agreement, made.lot
    of = f", lot {lot.number}" if lot.is_division else ""
    sentence = f"called off {made.contract.reference} under {agreement.reference}{of}, {made.get_how_display().lower()}"
    record("call off", sentence, by=by, about=[made.contract, agreement], council=agreement.council, reason=reason)
    look_again(agreement)


def _tell_director(made: CallOff, by: User) -> None:
    """Nobody competed for it: the agreement's director hears of it, unless it was they."""
    agreement = made.agreement
    if agreement.lead_director_id == by.pk or not agreement.lead_director.is_active:
        return
    tell(
        agreement.lead_director,
        key=f"called-off:{made.pk}",
        subject=f"Called off directly under {agreement.title}",
        body=(
            f"{by} called off “{made.contract.title}” ({made.contract.reference}) under the framework agreement "
            f"“{agreement.title}” without a competition. {use_of(agreement).words}. The page says what allows it, and why."
        ),
        url=reverse("agreement", args=[agreement.pk]),
        action="See the call-off and its reason",
        why="You get this because you are the lead director of this framework agreement.",
        council=agreement.council,
        for_information=True,
        duty=Duty.CONTRACTS,
    )
