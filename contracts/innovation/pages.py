"""What is set aside in a contract for new ideas: a part of the contract's page, and a page of its own."""

from collections.abc import Iterator
from typing import Any

from contracts.innovation.models import InnovationSpent
from contracts.innovation.permissions import can_account, can_approve, can_propose, can_set_aside, can_take_back
from contracts.innovation.selectors import pot_of
from contracts.register.models import Contract
from socialvalue.accounts.models import User
from socialvalue.law.periods import financial_year_words

HEADINGS = ["Contract", "Project", "Financial year", "Quarter", "Spent (£)", "Approved (£)", "Said by"]
COLOURS = {"Under way": "blue", "Finished": "green", "Refused": "red", "Taken back": "grey"}


def innovation_part(contract: Contract, user: User) -> dict[str, Any]:
    """For the contract's page."""
    found = pot_of(contract)
    running = sum(1 for one in found.projects if one.is_running) if found else 0
    return {"pot": found, "running": running, "may_set_aside": can_set_aside(user, contract)}


def innovation_context(contract: Contract, user: User) -> dict[str, Any]:
    """The sum, its quarters and its projects, with what this person may do to each."""
    found = pot_of(contract)
    rows = []
    for one in found.projects if found else []:
        one.pot.contract = contract
        rows.append(
            {
                "project": one,
                "state": one.state_words,
                "colour": COLOURS.get(one.state_words, "yellow"),
                "decides": can_approve(user, one) or can_take_back(user, one),
                "accounts": can_account(user, one),
            }
        )
    return {
        "pot": found,
        "rows": rows,
        "lines": found.lines[::-1] if found else [],
        "may_set_aside": can_set_aside(user, contract),
        "may_propose": found is not None and can_propose(user, contract),
    }


def spent_lines(contract: Contract, rows: Iterator[InnovationSpent]) -> Iterator[list[Any]]:
    """What was spent as a file: a row a project and quarter."""
    yield HEADINGS
    for row in rows:
        project = row.project
        said_by = str(row.said_by)
        yield [
            contract.reference,
            project.title,
            financial_year_words(row.year),
            row.quarter,
            row.amount,
            project.amount,
            said_by,
        ]
