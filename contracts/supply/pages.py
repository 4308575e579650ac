"""The supply chain of a contract: its quarters, who worked in each, and what the supplier kept."""

from collections.abc import Iterator
from typing import Any

from contracts.register.models import Contract
from contracts.register.pages.head import head_of
from contracts.supply.models import SupplyTerms
from contracts.supply.permissions import can_change, can_confirm, can_define, can_enter
from contracts.supply.selectors import Quarter, quarters_of
from socialvalue.accounts.models import User
from socialvalue.law.periods import financial_year_words, quarter_words

COLOURS = {"Confirmed": "green", "Sent back": "red", "Waits to be confirmed": "yellow", "Being entered": "grey"}
HEADINGS = [
    "Contract", "Supplier", "Financial year", "Quarter", "State", "Tier", "Organisation", "Register number",
    "Share of the work (%)", "Share of the fee (%)", "Easy cases", "Usual cases", "Hard cases", "District", "SME", "VCSE",
]  # fmt: skip
KNOWN = {True: "yes", False: "no", None: ""}


def supply_context(contract: Contract, user: User) -> dict[str, Any]:
    quarters = quarters_of(contract, user)
    return head_of(contract, "contract-supply") | {
        "quarters": [_shown(one, contract, user) for one in quarters],
        "terms": SupplyTerms.objects.filter(contract=contract).first(),
        "may_define": can_define(user, contract),
        "may_enter": can_enter(user, contract),
    }


def _shown(one: Quarter, contract: Contract, user: User) -> dict[str, Any]:
    one.period.contract = contract
    state = one.period.state_words
    return {
        "quarter": one,
        "called": quarter_words(one.period.quarter_key),
        "state": state,
        "colour": COLOURS.get(state, "grey"),
        "warns": one.kept is not None and one.kept.keeps_easy,
        "may_change": can_change(user, one.period),
        "may_confirm": can_confirm(user, one.period),
    }


def lines(contract: Contract, quarters: list[Quarter]) -> Iterator[list[Any]]:
    """As a file: a row for the supplier and one for each organisation beneath it, a quarter."""
    yield HEADINGS
    for one in quarters:
        period = one.period
        begin = [contract.reference, period.prime_then, financial_year_words(period.year), period.quarter, period.state_words]
        yield [*begin, 0, period.prime_then, "", one.work_left, one.fee_left, period.easy, period.usual, period.hard, "", "", ""]
        for link in one.links:
            district = link.district.name if link.district else ""
            cases = [link.easy, link.usual, link.hard]
            flags = [KNOWN[link.sme], KNOWN[link.vcse]]
            yield [*begin, link.tier, link.name, link.number, link.work, link.fee, *cases, district, *flags]
