"""The due rows behind a figure, a page at a time: read from the row where the page before ended, never counted, never skipped.

Of a figure that is kept, the KPIs behind it are found by index in the rows that the figure is the sum of, and only the due rows
of these few KPIs are read. So a page costs the same of 50 contracts and of 50,000.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from contracts.kept.selectors.statement import end_of
from contracts.obligations.models import Kpi, Obligation
from contracts.performance.combining import kinds_counted_as
from contracts.register.models import Contract
from contracts.returns.models import Return
from contracts.schedule.models import DueReturn
from contracts.schedule.querysets import DueReturnQuerySet
from measurement.figures.selectors import kept
from measurement.figures.selectors.scope import Scope
from measurement.figures.selectors.subjects import ALL, Narrower, Subject, measure_keys, priority_keys
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Directorate, User

PAGE = 25
CONTRACT = "kpi__obligation__contract"


@dataclass(frozen=True)
class Place:
    """Where to read on: ``after`` a due row (key), or back from ``before`` one. Neither: from the start."""

    after: int | None = None
    before: int | None = None


START = Place()


@dataclass(frozen=True)
class Page:
    """``earlier`` and ``later``: where the neighbouring pages are read from; None where there is none."""

    rows: list[DueReturn]
    earlier: Place | None = None
    later: Place | None = None


@dataclass(frozen=True)
class Behind:
    """The rows behind one figure that one person may see."""

    what: Subject
    scope: Scope
    user: User
    narrower: Narrower = ALL

    def page(self, place: Place = START, size: int = PAGE) -> Page:
        """The rows from ``place`` on, by contract and KPI as they were entered, the latest period first.

        From the start where the row that was named is gone. A constant number of queries.
        """
        back, asked = place.before is not None, place.before if place.before is not None else place.after
        cursor = _row(asked) if asked else None
        back = back and cursor is not None
        rows, more = self._read(cursor, size, back=back)
        if back:
            rows.reverse()
        earlier, later = (more, True) if back else (cursor is not None, more)
        return Page(
            rows,
            Place(before=rows[0].pk) if rows and earlier else None,
            Place(after=rows[-1].pk) if rows and later else None,
        )

    def every(self, size: int = 500) -> Iterator[list[DueReturn]]:
        """All of them, so many at a time."""
        cursor, more = None, True
        while more:
            rows, more = self._read(cursor, size, back=False)
            cursor = rows[-1] if rows else None
            yield rows

    def _read(self, cursor: DueReturn | None, size: int, *, back: bool) -> tuple[list[DueReturn], bool]:
        """At most ``size`` rows, and whether there are more beyond them."""
        rows = self._candidates(cursor, size, back=back)
        if rows is None:
            return [], False
        if cursor is not None:
            rows = rows.filter(_beyond(cursor, back=back))
        rows = in_order(rows.select_related(CONTRACT), back=back)
        found = list(rows[: size + 1])
        return found[:size], len(found) > size

    def _candidates(self, cursor: DueReturn | None, size: int, *, back: bool) -> DueReturnQuerySet | None:
        """A queryset that holds the next ``size`` + 1 rows, where there are so many; None: this person may see none."""
        if self.what.is_small:
            return counted(self.scope).filter(kpi__in=_own_kpis(self.what, self.scope, self.user))
        if not self.user.can(Permission.VIEW_CONTRACTS, self.scope.council_id):
            return None
        if not self.scope.window:
            return due_rows(self.what, self.scope, self.user, self.narrower)
        start = (cursor.kpi.obligation.contract_id, cursor.kpi_id) if cursor else None
        # Each has a row that counts; of the first perhaps the cursor's alone
        found = kept.kpis_behind(self.scope, *self._kept(), start=start, back=back, limit=size + 2)
        seen = set(Contract.objects.visible_to(self.user).filter(pk__in={c for c, _ in found}).values_list("pk", flat=True))
        return counted(self.scope).filter(kpi__in=[kpi for contract, kpi in found if contract in seen])

    def _kept(self) -> tuple[str, list[int], dict[str, Any]]:
        """By which column of the kept rows the KPIs are found, its values, and what else they must be."""
        what, narrower = self.what, self.narrower
        if what.kind == "priority":
            return "priority_id", priority_keys(what.pk), {}
        if what.kind == "measure":
            priorities = {"priority_id": priority_keys(narrower.priority)} if narrower.priority else {}
            return "measure_id", measure_keys(what.pk), narrower.alike | priorities
        if what.kind == "directorate":
            return "directorate_id", [what.pk], {}
        return "directorate_id", sorted(Directorate.objects.filter(council=what.pk).values_list("pk", flat=True)), {}

    def given_up(self, rows: list[DueReturn]) -> int:
        """How many rows more would count, had nobody given them up by then: of one contract, or of the KPIs of ``rows``."""
        small = self.what.is_small
        kpis: Any = _own_kpis(self.what, self.scope, self.user) if small else {row.kpi_id for row in rows}
        found = DueReturn.objects.given_up(end_of(self.scope.as_of)).filter(kpi__in=kpis)
        return found.filter(ends_on__range=(self.scope.starts_on, self.scope.ends_on)).count()


def due_rows(what: Subject, scope: Scope, user: User, narrower: Narrower = ALL) -> DueReturnQuerySet:
    """All the rows a figure counts that this person may see. The same rule as the figures' statement; a test compares."""
    if what.is_small:
        return in_order(counted(scope).filter(kpi__in=_own_kpis(what, scope, user)))
    rows = counted(scope).filter(**{f"{CONTRACT}__in": scope.contracts()}, kpi__client_side=False)
    return in_order(_about(rows.filter(**{f"{CONTRACT}__in": Contract.objects.visible_to(user)}), what, scope, narrower))


def _about(rows: DueReturnQuerySet, what: Subject, scope: Scope, narrower: Narrower) -> DueReturnQuerySet:
    if what.kind == "priority":
        return rows.filter(kpi__obligation__priority__in=priority_keys(what.pk))
    if what.kind == "measure":
        added = Obligation.objects.added(end_of(scope.as_of)).filter(measure__in=measure_keys(what.pk))
        rows = rows.filter(kpi__obligation__in=added)
        alike: dict[str, Any] = {f"kpi__{name}": said for name, said in narrower.alike.items()}
        if "kpi__kind" in alike:
            alike["kpi__kind__in"] = kinds_counted_as(alike.pop("kpi__kind"))
        rows = rows.filter(**alike)
        return rows.filter(kpi__obligation__priority__in=priority_keys(narrower.priority)) if narrower.priority else rows
    return rows.filter(**{f"{CONTRACT}__directorate": what.pk}) if what.kind == "directorate" else rows


def in_order(rows: DueReturnQuerySet, *, back: bool = False) -> DueReturnQuerySet:
    """By contract and KPI as they were entered, the latest period first; ``back``: the other way round."""
    up, down = ("-", "") if back else ("", "-")
    return rows.order_by(f"{up}{CONTRACT}_id", f"{up}kpi_id", f"{down}ends_on", f"{down}pk")


def counted(scope: Scope) -> DueReturnQuerySet:
    """Rows of the scope's span that were expected by then: due, or verified before they were."""
    end = end_of(scope.as_of)
    held = Return.objects.held_on(end).filter(due=OuterRef("pk"))
    rows = DueReturn.objects.owed(end).filter(ends_on__range=(scope.starts_on, scope.ends_on))
    return rows.filter(Q(due_on__lte=scope.as_of) | Exists(held))


def _own_kpis(what: Subject, scope: Scope, user: User) -> list[int]:
    """Of one contract the KPIs (keys) that its figure counts, or the one KPI; none where the scope leaves the contract out."""
    kpis = Kpi.objects.filter(obligation__contract=what.pk, client_side=False) if what.kind == "contract" else None
    kpis = Kpi.objects.filter(pk=what.pk) if kpis is None else kpis
    found = list(kpis.values_list("obligation__contract", "pk"))
    contracts = scope.contracts().visible_to(user).filter(pk__in={contract for contract, _ in found})
    seen = set(contracts.values_list("pk", flat=True))
    return [kpi for contract, kpi in found if contract in seen]


def _row(pk: int) -> DueReturn | None:
    """A due row as a place to read on from: nothing of it is shown."""
    return DueReturn.objects.select_related("kpi__obligation").filter(pk=pk).first()


def _beyond(cursor: DueReturn, *, back: bool) -> Q:
    """Behind this row in the order of the pages, or before it."""
    up, down = ("lt", "gt") if back else ("gt", "lt")
    contract, kpi = cursor.kpi.obligation.contract_id, cursor.kpi_id
    same = {f"{CONTRACT}": contract}
    return (
        Q(**{f"{CONTRACT}__{up}": contract})
        | Q(**same, **{f"kpi__{up}": kpi})
        | Q(**same, kpi=kpi, **{f"ends_on__{down}": cursor.ends_on})
        | Q(**same, kpi=kpi, ends_on=cursor.ends_on, **{f"pk__{down}": cursor.pk})
    )
