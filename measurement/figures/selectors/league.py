"""Contracts side by side: what each promised and delivered, and what about it needs somebody, worst first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from contracts.standing.selectors.kpis import day_of
from measurement.figures.calculations.tally import Tally
from measurement.figures.selectors import statements
from measurement.figures.selectors.lines import TALLIED, sources_url
from measurement.figures.selectors.paging import Rows
from measurement.figures.selectors.scope import Scope
from socialvalue.common.templatetags.formats import plain_day


@dataclass(frozen=True)
class ContractLine:
    pk: int
    reference: str
    title: str
    status: str
    directorate_id: int
    ends_on: date
    tally: Tally
    oldest: date | None
    unmanaged: bool
    unmeasured: bool
    ending: bool
    past_end: bool
    url: str
    sources: str

    @property
    def concerns(self) -> list[tuple[str, str]]:
        """(word for the tag, what it is), worst first."""
        t, found = self.tally, []
        if t.below_minimum:
            found.append(("Below minimum", f"{t.below_minimum} of {t.kpis} KPIs below minimum"))
        if t.late:
            returns = "return" if t.late == 1 else "returns"
            found.append(("Late", f"{t.late} {returns} late, the oldest due on {plain_day(self.oldest)}"))
        if t.below_target:
            found.append(("Below target", f"{t.below_target} of {t.kpis} KPIs below target"))
        if self.unmanaged:
            found.append(("No manager", "No contract manager is named"))
        if self.unmeasured:
            found.append(("No KPI", "Nothing is measured: no KPI"))
        if self.past_end:
            found.append(("Past its end", f"Was to end on {plain_day(self.ends_on)} and still runs"))
        elif self.ending:
            found.append(("Ending soon", f"Ends on {plain_day(self.ends_on)}"))
        return found


class ContractLines(Rows[ContractLine]):
    """Contracts of a scope with their tallies; ``attention``: only those that need somebody."""

    def __init__(self, scope: Scope, *, attention: bool = False, order: str = "worst"):
        super().__init__()
        self.scope, self.attention, self.order = scope, attention, order

    def _fetch(self, limit: int, offset: int) -> list[dict[str, Any]]:
        return statements.contract_rows(
            self.scope,
            attention=self.attention,
            order=self.order,
            limit=limit,
            offset=offset,
        )

    def _make(self, row: dict[str, Any]) -> ContractLine:
        return _line(row, self.scope)


def _line(row: dict, scope: Scope) -> ContractLine:
    said, ending = row["ends_on"], bool(row["ending"])
    ends_on = said if isinstance(said, date) else date.fromisoformat(said)
    return ContractLine(
        pk=row["id"],
        reference=row["reference"],
        title=row["title"],
        status=row["status"],
        directorate_id=row["directorate_id"],
        ends_on=ends_on,
        tally=Tally(*(int(row[n] or 0) for n in TALLIED)),
        oldest=day_of(row["oldest"]),
        unmanaged=bool(row["unmanaged"]),
        unmeasured=bool(row["unmeasured"]),
        ending=ending,
        past_end=ending and ends_on < scope.as_of,
        url=contract_url(row["id"]),
        sources=sources_url("contract", row["id"], scope),
    )


def contract_url(pk: int) -> str:
    return reverse("contract", args=[pk])
