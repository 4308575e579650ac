"""Both sides agree what stands in the contract, each for itself."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from contracts.kept.services import keep
from contracts.obligations.enums import ObjectionOutcome
from contracts.obligations.models import Objection, Obligation
from contracts.obligations.permissions import check_can_agree, check_can_shape, check_nothing_is_objected
from contracts.obligations.services.changes import apply_changes_of
from contracts.obligations.services.counting import check_counting_was_said
from contracts.obligations.services.objecting import settle_objections
from contracts.obligations.services.texts import keep_text
from contracts.obligations.workflow import OBLIGATION
from contracts.register.enums import Side
from contracts.register.models import Contract
from contracts.register.services import tell_suppliers
from contracts.schedule.models import DueReturn
from socialvalue.accounts.enums import Duty
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.saving import check_read, locked, save_changes
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.notifications.services import tell

# Letters of the shortest place that can be looked up: “Clause 12”
LEAST_PLACE = 8


def _in_force(obligation: Obligation, contract: Contract, *, by: User) -> None:
    """Both sides agree: from now on its KPIs are owed, and changes that waited for it count."""
    apply_changes_of(obligation, contract, by=by)
    obligation.kpis.filter(agreed_at=None).update(agreed_at=clock.now())
    DueReturn.objects.filter(kpi__obligation=obligation).look_again()


@transaction.atomic
def agree(obligation: Obligation, *, by: User, expected_version: Shown = AS_READ) -> Obligation:
    """Agree for the side one acts for; the second side's word makes it agreed, and open changes of its KPIs count.

    A service of the council's own has its head on the other side. Where nobody else is named there is only the council's word.
    """
    fresh = locked(obligation, expected_version)
    contract = locked(fresh.contract, NOTHING_READ)
    side = check_can_agree(by, fresh)
    if side == Side.COUNCIL:
        check_counting_was_said(fresh)
    settle_objections(fresh, ObjectionOutcome.AGREED, by=by)
    changes = {f"{side}_agreed_at": clock.now(), f"{side}_agreed_by": by}
    other = fresh.council_agreed_at if side == Side.SUPPLIER else fresh.supplier_agreed_at
    alone = side == Side.COUNCIL and not has_other_side(contract)
    if other or alone:
        changes["status"] = OBLIGATION.target("agree", fresh.status)
        _in_force(fresh, contract, by=by)
    save_changes(fresh, **changes)
    keep_text(contract)
    keep(contract.pk)
    words = "agreed obligation {} for the {}".format(fresh.code, side.label.removeprefix("The "))
    record("agree obligation", words, by=by, about=[fresh, contract], council=contract.council)
    _tell_other_side(contract, fresh, side, by)
    return fresh


def has_other_side(contract: Contract) -> bool:
    """Whether somebody agrees beside the council: a supplier, or whoever heads a service of its own, named yet or not."""
    return contract.is_in_house or contract.suppliers.exists()


def _tell_other_side(contract: Contract, last: Obligation, side: str, by: User) -> None:
    """Once one side has agreed all it is asked to: whose turn it is now. Where nobody else is named there is no other side."""
    waiting = contract.obligations.proposed()
    if waiting.filter(**{f"{side}_agreed_at": None}).exists() or not has_other_side(contract):
        return
    done = not waiting.exists()
    title = f"“{contract.title}” ({contract.reference})"
    common: dict[str, Any] = {
        "key": f"obligations-agreed:{contract.pk}:{last.pk}:{last.version}",
        "url": reverse("contract-handover", args=[contract.pk]),
        "by": contract.starts_on if contract.starts_on >= clock.today() else None,
    }
    if side == Side.SUPPLIER:
        manager = contract.manager
        if manager is None or not manager.is_active or manager.pk == by.pk:
            return
        tell(
            manager,
            subject=f"{'Start the contract' if done else 'Obligations to agree'}: {contract.title}",
            body=(
                f"Both sides have agreed every obligation of {title}. It can start now."
                if done
                else f"The supplier has agreed every obligation of {title}. The council has not agreed all of them yet."
            ),
            action="Start the contract" if done else "Read and agree the obligations",
            why="You get this because you manage this contract.",
            council=contract.council,
            duty=Duty.CONTRACTS,
            **common,
        )
    elif not done:
        tell_suppliers(
            contract,
            subject=f"Obligations to agree: {contract.title}",
            body=f"The council has agreed every obligation of {title}. It starts once you have agreed them too.",
            action="Read and agree the obligations",
            **common,
        )


@transaction.atomic
def record_as_signed(contract: Contract, *, by: User, note: str) -> int:
    """Enter that the obligations stand in a contract both sides signed elsewhere, before it was in this register.

    Only for a contract that was not awarded here: one that was is agreed by both sides on its handover page. It takes the
    obligations that nobody ever agreed (``never_agreed``); what was agreed and then changed, both sides agree. ``note``
    says where it is written; the supplier's people are told. Returns how many obligations became agreed.
    """
    contract = locked(contract, AS_READ)
    check_can_shape(by, contract)
    if contract.award_id is not None:
        raise Refused("This contract was awarded here: both sides agree its obligations on the handover page")
    # It names a place, which a reason does not: “Schedule 4, paragraph 2” says enough
    if len(note.strip()) < LEAST_PLACE:
        raise Refused("Say where the obligations are written: the document and its clause or schedule", "note")
    rows = list(contract.obligations.never_agreed())
    if not rows:
        raise Refused(_nothing_to_record(contract))
    for obligation in rows:
        check_read(obligation)
    for obligation in rows:
        _in_force(obligation, contract, by=by)
        save_changes(
            obligation,
            status=OBLIGATION.target("agree", obligation.status),
            council_agreed_at=clock.now(),
            council_agreed_by=by,
            source_note=obligation.source_note or note.strip()[:300],
        )
    keep_text(contract)
    keep(contract.pk)
    many = "1 obligation is" if len(rows) == 1 else f"{len(rows)} obligations are"
    codes = ", ".join(obligation.code for obligation in rows)
    sentence = f"recorded that {many} in the signed contract: {codes}"
    record("record signed obligations", sentence, by=by, about=[*rows, contract], council=contract.council, reason=note)
    tell_suppliers(
        contract,
        key=f"signed:{contract.pk}:{rows[0].pk}",
        subject=f"{many} recorded as signed: {contract.title}",
        body=f"{by} recorded that {many} in the signed contract, so both sides have agreed: {codes}.\n\n"
        "If this is wrong, tell the contract manager.",
        url=reverse("contract-handover", args=[contract.pk]),
        action="Read the obligations and where they are written",
        private=f"Where it is written: {note.strip()}",
    )
    return len(rows)


@transaction.atomic
def bring_over_agreement(obligation: Obligation, *, by: User, agreed_on: date) -> Obligation:
    """Enter that both sides had agreed it on a day that is past, by the council's earlier records.

    It is the council's word, with who brought it over and when; nobody of the supplier is said to have agreed here, and the
    caller tells its people. Raises Refused on ``agreed_on`` for a contract that was awarded here, and for an obligation that
    people of either side have agreed here: what was theirs, they agree.
    """
    fresh = locked(obligation, NOTHING_READ)
    contract = locked(fresh.contract, NOTHING_READ)
    check_can_shape(by, contract)
    if contract.award_id is not None:
        raise Refused("This contract was awarded here: both sides agree its obligations on the handover page", "agreed_on")
    if agreed_on > clock.today():
        raise Refused("This day has not come yet", "agreed_on")
    check_nothing_is_objected(fresh)
    if agreed_here(fresh):
        raise Refused("Both sides were asked to agree this here: they agree it on the handover page", "agreed_on")
    _in_force(fresh, contract, by=by)
    now, status = clock.now(), OBLIGATION.target("agree", fresh.status)
    save_changes(fresh, status=status, council_agreed_at=now, council_agreed_by=by, agreed_on=agreed_on)
    keep(contract.pk)
    sentence = f"brought over from earlier records that both sides had agreed obligation {fresh.code} on {plain_day(agreed_on)}"
    record("bring over agreement", sentence, by=by, about=[fresh, contract], council=contract.council)
    return fresh


def agreed_here(obligation: Obligation) -> bool:
    """Whether somebody of either side has agreed it here, as it stands or before it changed; not what was brought over."""
    said = Q(council_agreed_at__isnull=False, agreed_on=None) | Q(supplier_agreed_at__isnull=False)
    return Obligation.objects.filter(said, pk=obligation.pk).exists() or obligation.versions.filter(said).exists()


def _nothing_to_record(contract: Contract) -> str:
    if Objection.objects.open().filter(obligation__contract=contract).exists():
        return "The supplier says that this is not what it offered: change the obligation or answer first"
    if contract.obligations.proposed().exists():
        return "What is open here was agreed before and then changed: both sides have to agree the change"
    return "Nothing is open here: both sides have agreed every obligation"
