"""A council that begins with contracts that run since 2024, and the files it brings."""

import re
from datetime import date, datetime

from contracts.brought.enums import Holds
from contracts.brought.services import bring_in
from contracts.register.models import Contract
from socialvalue.accounts.enums import Role
from socialvalue.common.tables import write_csv
from tests.builders import contracts as build
from tests.builders import framework, people

TODAY = datetime(2026, 7, 1, 9)
OBLIGATION = {
    "contract": "RC-1",
    "obligation": "O1",
    "wording": "Take on apprentices from Kent.",
    "origin": "required",
    "agreed on": "2024-03-15",
    "kpi": "1",
    "kpi wording": "Apprentices taken on",
    "kpi kind": "sum",
    "unit": "apprentices",
    "target": "3",
    "minimum": "2",
    "frequency": "quarterly",
    "reported from": "2024-04-01",
    "priority": "LE",
}
RETURN = {"contract": "RC-1", "kpi": "1", "start date": "Q1 2024/25", "value": "3", "status": "sent", "sent on": "2024-07-12"}
VERIFIED = RETURN | {"status": "verified", "verified on": "2024-07-30"}
SHARE = {
    "kpi": "2",
    "kpi wording": "Invoices paid in time",
    "kpi kind": "ratio",
    "unit": "%",
    "target": "95%",
    "minimum": "90",
    "measure": "",
}


def running(who=None, reference: str = "RC-1", **details) -> tuple[Contract, build.Parties]:
    """A contract of the register, in force since 1 April 2024, without an obligation; its council has no framework yet."""
    who = who or build.parties()
    dates = {"starts_on": date(2024, 4, 1), "ends_on": date(2028, 3, 31)}
    contract, _ = build.active_contract(who, obligations=0, reference=reference, title=f"Title of {reference}", **dates | details)
    return contract, who


def with_framework(who: build.Parties):
    """A published framework of the council with a priority LE and a measure LE1.1 in people."""
    return framework.published(people.person(who.council, Role.COMMISSIONER, Role.ADMINISTRATOR))


def as_file(*lines: dict[str, str]) -> bytes:
    """CSV; headings as the first lines need them."""
    names = list(dict.fromkeys(name for line in lines for name in line))
    return write_csv(names, [[line.get(name, "") for name in names] for line in lines])


def obligations(who, *lines, **how):
    return bring_in(
        **{"by": who.manager, "council": who.council, "holds": Holds.OBLIGATIONS, "name": "o.csv", "data": as_file(*lines)} | how
    )


def returns(who, *lines, **how):
    return bring_in(
        **{"by": who.manager, "council": who.council, "holds": Holds.RETURNS, "name": "r.csv", "data": as_file(*lines)} | how
    )


def told(outcome) -> list[tuple[int, str, str, str]]:
    """What is wrong: line, column, value, message."""
    return [(one.line, one.column, one.value, one.message) for one in outcome.problems]


def text_of(answer) -> str:
    """The words of a page, without its tags."""
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r" (?=[:;,.])", "", " ".join(plain.split()))
