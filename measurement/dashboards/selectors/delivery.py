"""What a contract manager looks after: returns to verify, returns that are late, contracts that end."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse

from contracts.kept.calculations.attention import ENDING_WITHIN
from contracts.performance.enums import Standing
from contracts.performance.shown import quantity
from contracts.performance.standing import figure_of
from contracts.register.enums import ContractStatus
from contracts.register.models import Contract
from contracts.returns.calculations.many import Many
from contracts.returns.models import Return
from contracts.returns.needs import MOST_LINES
from contracts.returns.pages import evidence_text
from contracts.returns.selectors import late_contracts, many_of, row_with, waiting_for
from contracts.returns.selectors.queue import files_of
from contracts.standing.pages import standing_tag
from socialvalue.accounts.models import User
from socialvalue.common import clock


@dataclass(frozen=True)
class ToVerify:
    """One return handed in; ``target`` is empty without one. ``tag``: how the period stands if verified; None: cannot say."""

    contract: str
    kpi: str
    period: str
    value: str
    target: str
    tag: tuple[str, str] | None
    evidence: str
    handed_in_at: datetime | None
    url: str


@dataclass(frozen=True)
class Queue:
    """The returns to verify that were handed in longest ago, as many as have a line of their own, and how many there are."""

    rows: list[ToVerify]
    count: Many

    @property
    def urls(self) -> frozenset[str]:
        """The addresses of the needs that the queue says."""
        return frozenset({reverse("returns-to-verify"), *(row.url for row in self.rows)})


def queue(user: User) -> Queue:
    """Oldest first. Three queries."""
    waiting = waiting_for(user)
    found = list(waiting[:MOST_LINES])
    files = files_of(found)
    count = Many(len(found)) if len(found) < MOST_LINES else many_of(waiting)
    return Queue([_to_verify(one, len(files[str(one.pk)])) for one in found], count)


def _to_verify(one: Return, files: int) -> ToVerify:
    due, kpi = one.due, one.due.kpi
    return ToVerify(
        contract=kpi.obligation.contract.title,
        kpi=kpi.wording,
        period=due_words(due.starts_on, due.ends_on),
        value="No cases" if one.no_cases else quantity(one.value, kpi.unit, due.target),
        target="" if due.target is None else quantity(due.target, kpi.unit, one.value),
        tag=_standing(one),
        evidence=evidence_text(one, files),
        handed_in_at=one.submitted_at,
        url=reverse("return", args=[one.due_id]),
    )


def _standing(one: Return) -> tuple[str, str] | None:
    kpi = one.due.kpi
    if kpi.is_allowance or one.no_cases:
        return None
    standing = figure_of([row_with(one.due, one)], kpi.kind, kpi.direction, clock.today()).standing
    return None if standing == Standing.NOTHING_DUE else standing_tag(standing)


def due_words(starts_on: date, ends_on: date) -> str:
    """“Jul–Sep 2026”; with both years where they differ, and one month alone."""
    first, last = f"{starts_on:%b}", f"{ends_on:%b} {ends_on.year}"
    if (starts_on.year, starts_on.month) == (ends_on.year, ends_on.month):
        return last
    return f"{first}–{last}" if starts_on.year == ends_on.year else f"{first} {starts_on.year}–{last}"


@dataclass(frozen=True)
class Owing:
    """What one supplier owes: how many returns, since when, and in which contracts (title, how many, address)."""

    supplier: str
    count: int
    oldest: date
    contracts: list[tuple[str, int, str]]


def overdue_by_supplier(user: User) -> list[Owing]:
    """In the contracts this person manages, the one that is late longest first. Three queries."""
    found: dict[str, list[tuple[Contract, int, date]]] = {}
    for contract, count, oldest in late_contracts(user):
        names = ", ".join(one.plain_name for one in contract.parties_on()) or "No supplier: the council’s own"
        found.setdefault(names, []).append((contract, count, oldest))
    rows = [
        Owing(
            supplier=name,
            count=sum(count for _, count, _ in mine),
            oldest=min(oldest for *_, oldest in mine),
            contracts=[(c.title, n, f"{reverse('contract-returns', args=[c.pk])}?show=open") for c, n, _ in mine],
        )
        for name, mine in found.items()
    ]
    return sorted(rows, key=lambda row: (row.oldest, row.supplier))


@dataclass(frozen=True)
class Ending:
    title: str
    ends_on: date
    extension_months: int
    url: str

    @property
    def is_near(self) -> bool:
        return self.ends_on <= clock.today() + timedelta(days=90)


def ending(user: User) -> list[Ending]:
    """Contracts in force that this person manages and that end within six months, the next first. One query."""
    by = clock.today() + ENDING_WITHIN
    rows = Contract.objects.visible_to(user).filter(
        manager=user, status=ContractStatus.ACTIVE, ends_on__lte=by, planned_until=None
    )
    return [
        Ending(c.title, c.last_day, c.extension_months, reverse("contract", args=[c.pk])) for c in rows.order_by("ends_on", "pk")
    ]
