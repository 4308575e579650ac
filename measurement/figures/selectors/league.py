"""Contracts side by side: what each promised and delivered, and what about it needs somebody, worst first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import overload

from django.core.paginator import Page, Paginator
from django.urls import reverse

from contracts.register.services import OWNERS_FROM
from contracts.standing.selectors.kpis import day_of
from measurement.figures.calculations.tally import Tally
from measurement.figures.selectors import statements
from measurement.figures.selectors.lines import TALLIED, sources_url
from measurement.figures.selectors.scope import Scope
from socialvalue.common.templatetags.formats import plain_day

ENDING_WITHIN = timedelta(days=183)


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
        if self.ending:
            found.append(("Ending soon", f"Ends on {plain_day(self.ends_on)}"))
        return found


class ContractLines(Sequence[ContractLine]):
    """Contract lines as a paginator wants them: counted and sliced in SQL, one query for each page."""

    def __init__(self, scope: Scope, *, attention: bool = False, order: str = "worst"):
        self.scope, self.attention, self.order = scope, attention, order
        self._count: int | None = None
        self._pages: dict[tuple[int, int], list[ContractLine]] = {}

    def page(self, number: str | None, per_page: int = 25) -> Page:
        """The asked-for page, read first so that its query also tells how many there are."""
        start = (_page_number(number) - 1) * per_page
        self[start : start + per_page]
        return Paginator(self, per_page).get_page(number)

    @overload
    def __getitem__(self, item: int) -> ContractLine: ...

    @overload
    def __getitem__(self, item: slice) -> list[ContractLine]: ...

    def __getitem__(self, item: int | slice) -> ContractLine | list[ContractLine]:
        if isinstance(item, int):
            return self._read(1, item)[0]
        key = (item.start, item.stop)
        if key not in self._pages and (self._count is None or item.start < self._count):
            self._pages[key] = self._read(item.stop - item.start, item.start)
            if self._count is not None:
                self._pages[(item.start, min(item.stop, self._count))] = self._pages[key]
        return self._pages.get(key, [])

    def __len__(self) -> int:
        if self._count is None:
            self._read(1, 0)
        assert self._count is not None, "a reading from the start counts"
        return self._count

    def _read(self, limit: int, offset: int) -> list[ContractLine]:
        rows = statements.contract_rows(
            self.scope,
            owners_from=int(OWNERS_FROM),
            ending_by=self.scope.as_of + ENDING_WITHIN,
            attention=self.attention,
            order=self.order,
            limit=limit,
            offset=offset,
        )
        if rows or not offset:
            self._count = rows[0]["rows_in_all"] if rows else 0
        return [_line(r, self.scope) for r in rows]


def _line(row: dict, scope: Scope) -> ContractLine:
    return ContractLine(
        pk=row["id"],
        reference=row["reference"],
        title=row["title"],
        status=row["status"],
        directorate_id=row["directorate_id"],
        ends_on=row["ends_on"] if isinstance(row["ends_on"], date) else date.fromisoformat(row["ends_on"]),
        tally=Tally(*(int(row[n] or 0) for n in TALLIED)),
        oldest=day_of(row["oldest"]),
        unmanaged=bool(row["unmanaged"]),
        unmeasured=bool(row["unmeasured"]),
        ending=bool(row["ending"]),
        url=contract_url(row["id"]),
        sources=sources_url("contract", row["id"], scope),
    )


def _page_number(text: str | None) -> int:
    """The page asked for; what is no number, nought, or too long to be one is the first."""
    return int(text) if text and text.isdecimal() and len(text) < 10 and int(text) else 1


def contract_url(pk: int) -> str:
    return reverse("contract", args=[pk])
