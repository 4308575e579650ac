"""From award to contract: what was required and what was offered becomes obligations, KPIs and returns."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from contracts.call_offs.services import call_off_from_award
from contracts.handover.permissions import check_can_make_contract
from contracts.handover.selectors.proposals import proposals
from contracts.obligations.services import add_kpi, add_obligation
from contracts.register.calculations.details import ContractDetails
from contracts.register.calculations.links import Link
from contracts.register.enums import LinkedHow, Route
from contracts.register.models import Contract
from contracts.register.services import register_contract
from procurement.award.models import Award
from procurement.award.services import mark_contracted
from procurement.commissioning.enums import CommissionKind
from procurement.tendering.models import Lot, Tender
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import locked
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.notifications.services import tell_all

LONGEST_TITLE = 200
# The commission's kind says how the contract came about where it was no tender
ROUTE_OF: dict[str, Route] = {
    CommissionKind.CONTRACT: Route.TENDER,
    CommissionKind.GRANT: Route.GRANT,
    CommissionKind.IN_HOUSE: Route.IN_HOUSE,
}


def _title(tender: Tender, lot: Lot) -> str:
    """The tender's and, where it is divided, the lot's; where there is no room for both, the lot's."""
    if not lot.is_division:
        return tender.title
    both = f"{tender.title}: {lot.title}"
    return both if len(both) <= LONGEST_TITLE else lot.title


@transaction.atomic
def make_contract(
    award: Award,
    *,
    by: User,
    manager: User | None,
    lead_director: User | None,
    reference: str | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Contract:
    """Make the contract of an award: register it, pull every obligation with its KPI and due rows, tell the supplier.

    The dates are the tender's where none are given. The price of the winning bid is the total value. Obligations are
    proposed in the words of the tender and of the bid; both sides agree them before the contract starts. Raises
    WrongState with the date while the standstill lasts, Refused with every problem of the entry. The contract of a
    mini-competition is called off under its framework agreement, or not made.
    """
    award = locked(award, NOTHING_READ)
    check_can_make_contract(by, award)
    tender, lot, commission = award.tender, award.lot, award.tender.commission
    price = award.bid.price if award.bid.price is not None else lot.value
    details = ContractDetails(
        commission=commission,
        reference=reference,
        title=_title(tender, lot),
        description=lot.description or tender.description,
        kind=commission.kind,
        directorate=commission.directorate,
        starts_on=starts_on or tender.contract_starts_on,
        ends_on=ends_on or tender.contract_ends_on,
        extension_months=tender.extension_months,
        total_value=price,
        # The estimate of the tender is what the law goes by
        value_with_vat=max(lot.value, price),
        light_touch=commission.light_touch,
        route=Route.FRAMEWORK if hasattr(tender, "mini_competition") else ROUTE_OF[commission.kind],
        manager=manager,
        lead_director=lead_director,
    )
    contract = register_contract(
        details,
        by=by,
        council=commission.council,
        award=award,
        suppliers=[Link(award.bid.supplier, LinkedHow.AWARD)],
        districts=list(lot.districts.all()) or list(commission.districts.all()),
        illustrative=commission.illustrative,
        source=f"Made from the award of {tender.reference}",
    )
    pulled = proposals(award)
    for proposal in pulled:
        obligation = add_obligation(contract, proposal.details, by=by)
        add_kpi(obligation, proposal.kpi.terms(), by=by)
    mark_contracted(award, by=by)
    call_off_from_award(contract, by=by)
    sentence = f"made the contract from the award, with {len(pulled)} obligations"
    record("make contract", sentence, by=by, about=[contract, award, tender, commission], council=commission.council)
    tell_all(
        people_who(Permission.BID, award.bid.supplier),
        key=f"handover:{contract.pk}",
        subject=f"Please agree the obligations of {contract.title}",
        body=f"The council has made the contract “{contract.title}” from your bid. Each obligation was taken from the tender "
        f"and from what you offered. The contract is to start on {plain_day(contract.starts_on)}. It starts once both sides "
        "agree its obligations.",
        url=reverse("contract-handover", args=[contract.pk]),
        action="Read and agree the obligations",
        by=contract.starts_on if contract.starts_on >= clock.today() else None,
        why=f"You get this because {award.bid.supplier} was awarded this contract.",
        council=contract.council,
    )
    return contract
