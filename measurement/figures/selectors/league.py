"""Contracts side by side: what each promised and delivered, and what about it needs somebody, worst first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.urls import reverse

from measurement.figures.calculations.tally import Tally
from measurement.figures.selectors import ENDING_WITHIN, TALLIED, sources_url, statements
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
    overdue: int
    oldest: date | None
    unmanaged: bool
    unmeasured: bool
    ending: bool
    url: str
    sources: str

    @property
    def concerns(self) -> list[tuple[str, str]]:
        """(word for the tag, what it is), worst first."""
        found = []
        if self.tally.red:
            found.append(("Below the floor", f"{self.tally.red} of {self.tally.kpis} indicators below the floor"))
        if self.overdue:
            returns = "return" if self.overdue == 1 else "returns"
            found.append(("Overdue", f"{self.overdue} {returns} overdue, the oldest since {plain_day(self.oldest)}"))
        if self.unmanaged:
            found.append(("No manager", "No contract manager is named"))
        if self.unmeasured:
            found.append(("No indicators", "Nothing is measured: no performance indicator"))
        if self.ending:
            found.append(("Ending soon", f"Ends on {plain_day(self.ends_on)}"))
        return found


class ContractLines(Sequence):
    """Contract lines as a paginator wants them: counted and sliced in SQL, one query for each page."""

    def __init__(self, scope: Scope, *, attention: bool = False, order: str = "worst"):
        self.scope, self.attention, self.order = scope, attention, order
        self._count: int | None = None
        self._pages: dict[tuple[int, int], list[ContractLine]] = {}

    def page(self, number: str | None, per_page: int = 25):
        """The asked-for page, read first so that its query also tells how many there are."""
        start = (int(number) - 1) * per_page if (number or "").isdecimal() and len(number) < 10 and int(number) else 0
        self[start : start + per_page]
        return Paginator(self, per_page).get_page(number)

    def __getitem__(self, item):
        if isinstance(item, int):
            return self._read(1, item)[0]
        key = (item.start, item.stop)
        if key not in self._pages and (self._count is None or item.start < self._count):
            self._pages[key] = self._read(item.stop - item.start, item.start)
            if self._count is not None:
                self._pages[(item.start, min(item.stop, self._count))] = self._pages[key]
        return self._pages.get(key, [])

    def __len__(self):
        if self._count is None:
            self._read(1, 0)
        return self._count

    def _read(self, limit: int, offset: int) -> list[ContractLine]:
        rows = statements.contract_rows(
            self.scope,
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
        ends_on=_date(row["ends_on"]),
        tally=Tally(*(int(row[n] or 0) for n in TALLIED)),
        overdue=row["overdue"],
        oldest=_date(row["oldest"]),
        unmanaged=bool(row["unmanaged"]),
        unmeasured=bool(row["unmeasured"]),
        ending=bool(row["ending"]),
        url=contract_url(row["id"]),
        sources=sources_url("contract", row["id"], scope),
    )


def contract_url(pk: int) -> str:
    return reverse("contract", args=[pk])


def _date(value) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
