"""Who worked beneath the supplier in each quarter, and which cases were kept and passed on."""

from collections.abc import Iterator
from typing import Any

from contracts.supply.models import SupplyPeriod
from contracts.supply.selectors import LINKS, Quarter
from socialvalue.accounts.models import User
from socialvalue.exports.documents import Part, at, part_of
from socialvalue.law.periods import financial_year_words

HEADINGS = [
    "council", "contract", "supplier", "financial year", "quarter", "state", "tier", "organisation", "register number",
    "share of the work (%)", "share of the fee (%)", "easy cases", "usual cases", "hard cases", "district", "sme", "vcse",
    "sent at", "decided at", "decision",
]  # fmt: skip


def parts(user: User) -> list[Part]:
    rows = SupplyPeriod.objects.visible_to(user).filter(withdrawn_at=None).select_related("contract__council")
    return [
        part_of(
            "contracts/supply-chain.csv",
            "Each quarter of a contract: a line for its supplier (tier 0) and one for each organisation beneath it.",
            HEADINGS,
            rows.prefetch_related(LINKS).order_by("contract", "year", "quarter", "pk"), _quarter,
        )
    ]  # fmt: skip


def _quarter(period: SupplyPeriod) -> Iterator[list[Any]]:
    contract = period.contract
    begin = [
        str(contract.council), contract.reference, period.prime_then, financial_year_words(period.year), period.quarter,
        period.state_words,
    ]  # fmt: skip
    end = [at(period.sent_at), at(period.decided_at), period.decision]
    quarter = Quarter(period, list(period.links.all()))
    left = [quarter.work_left, quarter.fee_left]
    yield [*begin, 0, period.prime_then, "", *left, period.easy, period.usual, period.hard, "", None, None, *end]
    for one in quarter.links:
        district = one.district.name if one.district else ""
        yield [
            *begin, one.tier, one.name, one.number, one.work, one.fee, one.easy, one.usual, one.hard, district, one.sme,
            one.vcse, *end,
        ]  # fmt: skip
