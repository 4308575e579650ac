"""A mini-competition: an ordinary tender, to which the suppliers of one lot are invited."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from contracts.call_offs.models import FrameworkLot, MiniCompetition
from contracts.call_offs.permissions import check_can_start_competition
from contracts.call_offs.selectors import invited_from, lot_uses, use_of
from procurement.commissioning.calculations.details import CommissionDetails
from procurement.commissioning.models import Commission
from procurement.commissioning.services import create_commission
from procurement.tendering.calculations.details import TenderDetails
from procurement.tendering.models import Tender
from procurement.tendering.services import copy_tender, invite, start_tender
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import locked
from socialvalue.common.templatetags.formats import plain_day, plain_money
from socialvalue.law.key_indicators import MOST_VAT
from socialvalue.law.periods import MONTHS_OF, months_of_term


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is called off. ``value``: pounds over the term, VAT included. ``people``: whom the service is for."""

    title: str
    description: str
    people: str
    category: str
    value: Decimal
    contract_starts_on: date
    contract_ends_on: date


@transaction.atomic
def start_competition(
    lot: FrameworkLot,
    wanted: Wanted,
    *,
    by: User,
    commission: Commission | None = None,
    source: Tender | None = None,
    pattern: str = "carers",
    illustrative: bool = False,
) -> MiniCompetition:
    """A draft tender for the suppliers of the lot, checked and published like any other.

    For ``commission``, or for a new one that stands in no public plan. From the tender ``source`` with its criteria and
    questions, or with those of ``pattern``. The ceiling is asked now, and again when the contract is made. Raises NotAllowed,
    WrongState, or Refused at the field.
    """
    agreement = locked(lot.agreement, NOTHING_READ)
    check_can_start_competition(by, agreement)
    _check(lot, wanted)
    if commission is None:
        commission = create_commission(
            CommissionDetails(
                title=wanted.title,
                summary=wanted.description,
                directorate=agreement.directorate,
                people=wanted.people,
                category=wanted.category,
                estimated_value=wanted.value,
                term_months=_months(wanted),
                light_touch=agreement.light_touch,
                starts_on=wanted.contract_starts_on,
                in_forward_plan=False,
                illustrative=illustrative,
            ),
            by=by,
            council=agreement.council,
        )
    elif commission.council_id != agreement.council_id:
        raise Refused("Choose a commission of the agreement’s council", "commission")
    starts_on, ends_on = wanted.contract_starts_on, wanted.contract_ends_on
    if source is not None:
        tender = copy_tender(
            source,
            commission,
            by=by,
            title=wanted.title,
            value=wanted.value,
            contract_starts_on=starts_on,
            contract_ends_on=ends_on,
        )
    else:
        details = TenderDetails(
            title=wanted.title,
            description=wanted.description,
            value=wanted.value,
            contract_starts_on=starts_on,
            contract_ends_on=ends_on,
        )
        tender = start_tender(commission, by=by, pattern=pattern, details=details)
    tender = invite(tender, invited_from(lot, clock.today()), by=by, because=because(lot))
    made = MiniCompetition.objects.create(lot=lot, tender=tender, started_by=by)
    sentence = f"started the mini-competition {tender.reference} under {agreement.reference}"
    record("start competition", sentence, by=by, about=[agreement, tender, commission], council=agreement.council)
    return made


def because(lot: FrameworkLot) -> str:
    """What a tender says of why only some may bid."""
    agreement = lot.agreement
    of = f"lot {lot.number} ({lot.title}) of " if lot.is_division else ""
    whole = f"the framework agreement {agreement.title} ({agreement.reference})"
    return f"This is a mini-competition among the suppliers on {of}{whole}."


def _check(lot: FrameworkLot, wanted: Wanted) -> None:
    problems = []
    if not invited_from(lot, clock.today()):
        problems.append(("lot", f"Nobody is on {_named(lot)} today: add its suppliers first"))
    if wanted.contract_ends_on <= wanted.contract_starts_on:
        problems.append(("contract_ends_on", "The contract must end after it starts"))
    for use, whose in ((lot_uses([lot])[lot.pk], f"lot {lot.number}"), (use_of(lot.agreement), "the framework agreement")):
        # A tender's value includes VAT, a ceiling does not
        if not use.takes(wanted.value / MOST_VAT):
            said = f"{plain_money(use.left)} of the ceiling of {whose} is left, without VAT: enter a value up to that"
            problems.append(("value", said))
    if wanted.contract_starts_on < clock.today():
        problems.append(("contract_starts_on", f"Enter a day after today, {plain_day(clock.today())}"))
    if problems:
        raise Refused(problems)


def _named(lot: FrameworkLot) -> str:
    return f"lot {lot.number}" if lot.is_division else "this framework agreement"


def _months(wanted: Wanted) -> int:
    months = months_of_term(wanted.contract_starts_on, wanted.contract_ends_on, MONTHS_OF["year"])
    return max(1, round(months))
