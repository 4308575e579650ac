"""What was spent of a contract."""

from dataclasses import dataclass

from contracts.register.models import Contract
from contracts.spend.calculations import Spent, not_said, spent_of, term_over
from contracts.spend.models import YearSpent


@dataclass(frozen=True)
class SpentOf:
    """``rows``: the latest year first. ``sums`` are as of the latest day that was counted; None where nothing was said."""

    rows: list[YearSpent]
    sums: Spent | None


def spent_on(contract: Contract) -> SpentOf:
    """Of a contract that its reader has found already. One query."""
    rows = list(YearSpent.objects.filter(contract=contract).select_related("said_by").order_by("-year"))
    if not rows:
        return SpentOf([], None)
    by = max(row.up_to for row in rows)
    term = term_over(contract.starts_on, contract.ends_on, by)
    gaps = not_said(contract.starts_on, contract.ends_on, {row.year: row.up_to for row in rows})
    return SpentOf(rows, spent_of((row.amount for row in rows), contract.worth, term, by=by, gaps=gaps))
