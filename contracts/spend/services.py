"""Somebody says what was spent of a contract in a financial year, or says it otherwise."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from contracts.register.models import Contract
from contracts.spend.enums import Source
from contracts.spend.models import YearSpent
from contracts.spend.permissions import check_can_say_spent
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.reasons import problem_with_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day, plain_money
from socialvalue.law.periods import days_of_financial_year, financial_year, financial_year_words

REASON_SAY = "Say why the amount is another one than was said before"


@dataclass(frozen=True, kw_only=True)
class Paid:
    """``year``: in which the financial year begins. ``amount``: pounds without VAT from its start to the end of ``up_to``."""

    year: int
    amount: Decimal
    up_to: date
    source: str
    note: str = ""


@transaction.atomic
def say_spent(contract: Contract, paid: Paid, *, by: User, reason: str = "", expected_version: Shown = AS_READ) -> YearSpent:
    """Keep what was spent in a year; another amount than was said before needs a reason. The version is the contract's.

    Raises Refused with every problem.
    """
    contract = locked(contract, expected_version)
    check_can_say_spent(by, contract)
    found = YearSpent.objects.filter(contract=contract, year=paid.year).first()
    problems = _problems(contract, paid)
    if found and found.amount != paid.amount and (problem := problem_with_reason(reason, REASON_SAY)):
        problems.append(("reason", problem))
    if problems:
        raise Refused(problems)
    said = asdict(paid) | {"note": paid.note.strip()}
    before = f", no longer {plain_money(found.amount)}" if found and found.amount != paid.amount else ""
    if found is None:
        found = YearSpent.objects.create(contract=contract, said_by=by, **said)
    elif not save_changes(found, **said):
        return found
    else:
        save_changes(found, said_by=by, said_at=clock.now())
    contract.version += 1
    contract.save(update_fields=["version"])
    words = f"{plain_money(paid.amount)} was spent in {financial_year_words(paid.year)}, up to {plain_day(paid.up_to)}{before}"
    record(
        "said what a contract cost", f"said that {words}", by=by, about=contract, council=contract.council, reason=reason.strip()
    )
    return found


def _problems(contract: Contract, paid: Paid) -> list[tuple[str, str]]:
    found = []
    today = clock.today()
    if not financial_year(contract.starts_on) <= paid.year <= financial_year(today):
        found.append(("year", "Choose a financial year from the contract’s first to this one"))
    if paid.amount < 0:
        found.append(("amount", "Enter £0 or more"))
    if paid.source not in Source.values:
        found.append(("source", "Choose where the amount was read"))
    first, last = days_of_financial_year(paid.year)
    first = max(first, contract.starts_on)
    if paid.up_to > today:
        found.append(("up_to", "Enter today or a day before: what is to be spent is no spending yet"))
    elif not first <= paid.up_to <= last:
        found.append(("up_to", f"Enter a day from {plain_day(first)} to {plain_day(last)}, the year you chose"))
    return found
