"""What was spent: a part of the contract's page, a page of its own, a file."""

from collections.abc import Iterator
from typing import Any

from contracts.register.models import Contract
from contracts.spend.permissions import can_say_spent
from contracts.spend.selectors import spent_on
from socialvalue.accounts.models import User

HEADINGS = ["Contract", "Financial year", "Spent (£)", "Up to", "Source", "Note", "Said by", "Said on"]


def spent_part(contract: Contract, user: User) -> dict[str, Any]:
    """For the contract's page and its own."""
    found = spent_on(contract)
    return {"rows": found.rows, "sums": found.sums, "may_say": can_say_spent(user, contract)}


def said_of(contract: Contract, year: str) -> dict[str, Any]:
    """What was said of this year, to be said otherwise; empty where nothing was."""
    found = next((row for row in spent_on(contract).rows if str(row.year) == year), None)
    return {name: getattr(found, name) for name in ("year", "amount", "up_to", "source", "note")} if found else {}


def spent_lines(contract: Contract) -> Iterator[list[Any]]:
    """As a file: a row a financial year, the first first."""
    yield HEADINGS
    for row in reversed(spent_on(contract).rows):
        yield [
            contract.reference, row.year_words, row.amount, row.up_to, row.get_source_display(), row.note, str(row.said_by),
            row.said_at.date(),
        ]  # fmt: skip
