"""The returns behind a figure: what was owed, what came, who submitted, who verified, on what evidence."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from contracts.kept.selectors.statement import end_of
from contracts.obligations.models import Kpi
from contracts.performance.enums import Standing
from contracts.performance.lateness import is_overdue, late_by
from contracts.performance.standing import figure_of
from contracts.register.models import Contract
from contracts.returns.models import Return
from contracts.returns.selectors import row_with
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.models import DueReturn
from contracts.schedule.querysets import DueReturnQuerySet
from measurement.figures.permissions import check_can_view_oversight
from measurement.figures.selectors.known import waits
from measurement.figures.selectors.league import contract_url
from measurement.figures.selectors.scope import Scope
from socialvalue.accounts.models import Directorate, Organisation, User
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.documents.models import Document
from socialvalue.framework.models import Measure, Priority

PATHS = {
    "council": "",
    "priority": "kpi__obligation__priority__in",
    "directorate": "kpi__obligation__contract__directorate",
    "contract": "kpi__obligation__contract",
    "measure": "kpi__obligation__measure",
    "kpi": "kpi",
}


@dataclass(frozen=True)
class Subject:
    """What the figure is about, and whose."""

    kind: str
    pk: int
    name: str
    council: Organisation
    word: str


def subject(user: User, kind: str, pk: int, council: Organisation) -> Subject:
    """The thing a figure's page is about; a 404 for what this person must not know of."""
    if kind == "council":
        check_can_view_oversight(user, pk)
        body = get_object_or_404(Organisation, pk=pk)
        return Subject(kind, pk, "All priorities", body, "All contracts")
    if kind == "directorate":
        directorate = get_object_or_404(Directorate.objects.select_related("council"), pk=pk)
        check_can_view_oversight(user, directorate.council_id)
        return Subject(kind, pk, directorate.name, directorate.council, "Directorate")
    if kind in ("contract", "kpi"):
        contract = get_object_or_404(
            Contract.objects.visible_to(user).public().select_related("council"),
            **({"pk": pk} if kind == "contract" else {"obligations__kpis__pk": pk}),
        )
        check_can_view_oversight(user, contract.council_id)
        name = contract.title if kind == "contract" else get_object_or_404(Kpi, pk=pk).wording
        return Subject(kind, pk, name, contract.council, "Contract" if kind == "contract" else f"KPI of {contract.title}")
    if kind == "priority":
        priority = get_object_or_404(Priority.objects.filter(_framework_of(council, "version__framework")), pk=pk)
        return Subject(kind, pk, priority.name, council, "Priority")
    if kind == "measure":
        rows = Measure.objects.filter(_framework_of(council, "outcome__priority__version__framework"))
        return Subject(kind, pk, get_object_or_404(rows, pk=pk).name, council, "Measure")
    raise Http404


def _framework_of(council: Organisation, path: str) -> Q:
    """The council's own framework or one that everybody may use."""
    return Q(**{f"{path}__council": council}) | Q(**{f"{path}__council": None})


@dataclass(frozen=True)
class Narrower:
    """Of a measure: which unit, kind and direction, and under which priority (key) the figure counts it. Empty: all."""

    unit: str = ""
    kind: str = ""
    direction: str = ""
    priority: int | None = None


def due_rows(what: Subject, scope: Scope, user: User, narrower: Narrower = Narrower()) -> DueReturnQuerySet:
    """The rows a figure counts, by contract, KPI and period. The same rule as the figures' statement; a test compares."""
    held = Return.objects.held_on(end_of(scope.as_of)).filter(due=OuterRef("pk"))
    rows = DueReturn.objects.owed(end_of(scope.as_of)).filter(Q(due_on__lte=scope.as_of) | Exists(held))
    rows = _within(rows, what, scope, user, narrower)
    return rows.select_related("kpi__obligation__contract").order_by(
        "kpi__obligation__contract__title", "kpi__obligation__contract_id", "kpi__number", "kpi_id", F("ends_on").desc()
    )


def given_up(what: Subject, scope: Scope, user: User, narrower: Narrower) -> int:
    """How many rows the figure would count, had nobody given them up by then."""
    return _within(DueReturn.objects.given_up(end_of(scope.as_of)), what, scope, user, narrower).count()


def _within(rows: DueReturnQuerySet, what: Subject, scope: Scope, user: User, narrower: Narrower) -> DueReturnQuerySet:
    """Those of the span and of what the figure is about, that this person may see. The council's own duties are in no total."""
    rows = rows.filter(kpi__obligation__contract__in=scope.contracts(), ends_on__range=(scope.starts_on, scope.ends_on)).filter(
        kpi__obligation__contract__in=Contract.objects.visible_to(user)
    )
    if what.kind not in ("contract", "kpi"):
        rows = rows.filter(kpi__client_side=False)
    return _about(rows, what, narrower)


def _about(rows: DueReturnQuerySet, what: Subject, narrower: Narrower) -> DueReturnQuerySet:
    if what.kind == "priority":
        return rows.filter(kpi__obligation__priority__in=_alike(what.pk))
    if what.kind == "measure":
        return _of_measure(rows, what.pk, narrower)
    return rows.filter(**{PATHS[what.kind]: what.pk}) if PATHS[what.kind] else rows


def _of_measure(rows: DueReturnQuerySet, pk: int, narrower: Narrower) -> DueReturnQuerySet:
    same = Measure.objects.select_related("outcome__priority__version").get(pk=pk)
    version = same.outcome.priority.version
    alike = Measure.objects.filter(code=same.code, outcome__priority__version__framework=version.framework_id)
    rows = rows.filter(kpi__obligation__measure__in=alike)
    for name in ("unit", "kind", "direction"):
        if wanted := getattr(narrower, name):
            rows = rows.filter(**{f"kpi__{name}": wanted})
    return rows.filter(kpi__obligation__priority__in=_alike(narrower.priority)) if narrower.priority else rows


def _alike(pk: int) -> QuerySet[Priority]:
    """The priority in every version of its framework."""
    same = Priority.objects.filter(pk=pk).values("code", "version__framework")
    return Priority.objects.filter(code__in=same.values("code"), version__framework__in=same.values("version__framework"))


@dataclass(frozen=True)
class Source:
    """One owed return as it was known on the day of the scope: ``value`` only when verified; ``status`` in words.

    ``version``: which version it is where there is more than one, and until when it held, in words.
    """

    contract: str
    contract_url: str
    kpi: str
    unit: str
    starts_on: date
    ends_on: date
    due_id: int
    target: Decimal | None
    status: str
    colour: str
    value: Decimal | None = None
    # Of a share, its two numbers in words: “12 of 15”
    parts: str = ""
    standing: str = ""
    days_late: int = 0
    submitted_by: str = ""
    submitted_at: datetime | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    evidence: int = 0
    note: str = ""
    version: str = ""


def sources(rows: list[DueReturn], scope: Scope) -> list[Source]:
    """One page of rows with their returns, people and number of evidence files. Two queries."""
    found: dict[int, list[Return]] = {}
    for one in (
        Return.objects.filter(due__in=[r.pk for r in rows]).select_related("submitted_by", "decided_by").order_by("number")
    ):
        found.setdefault(one.due_id, []).append(one)
    files: dict[str, int] = {}
    ids = [str(r.pk) for some in found.values() for r in some]
    for owner in Document.objects.filter(owner_type="contracts.return", owner_id__in=ids).values_list("owner_id", flat=True):
        files[owner] = files.get(owner, 0) + 1
    return [_source(row, found.get(row.pk, []), files, scope) for row in rows]


def _source(row: DueReturn, returns: list[Return], files: dict[str, int], scope: Scope) -> Source:
    end = end_of(scope.as_of)
    held = next((r for r in returns if r.held_on(end)), None)
    known = [r for r in returns if r.first_submitted_at and r.first_submitted_at < end]
    shown = held or (known[-1] if known else None)
    status, colour = _status(row, held, shown, scope)
    contract = row.kpi.obligation.contract
    source = Source(
        contract=contract.title,
        contract_url=contract_url(contract.pk),
        kpi=row.kpi.wording,
        unit=row.kpi.unit,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        due_id=row.pk,
        target=row.target,
        status=status,
        colour=colour,
    )
    if shown:
        decided = shown.decided_at is not None and shown.decided_at < end
        source = replace(
            source,
            submitted_by=str(shown.submitted_by) if shown.submitted_by else "",
            submitted_at=shown.submitted_at,
            evidence=files.get(str(shown.pk), 0),
            note=shown.decision_comment if decided else "",
            days_late=late_by(row.due_on, returns[0].first_submitted_at),
            version=version_of(shown),
        )
    if held:
        source = replace(
            source,
            value=held.value,
            parts=held.parts,
            standing=standing_of(row, held),
            decided_by=str(held.decided_by),
            decided_at=held.decided_at,
        )
    return source


def standing_of(row: DueReturn, held: Return) -> str:
    """How one period stands by itself, in words; of an allowance, that it is used up over several."""
    if row.kpi.is_allowance:
        return "Part of an allowance"
    return str(figure_of([row_with(row, held)], row.kpi.kind, row.kpi.direction, row.due_on).standing.label)


def version_of(shown: Return) -> str:
    """“Version 2, a correction: counted twice”, “Held until 3 May 2025, when a correction took its place”; “” of an only one."""
    words = f"Version {shown.number}, a correction: {shown.correction_reason}" if shown.correction_reason else ""
    if shown.replaced_at is None:
        return words
    held = f"held until {plain_day(shown.replaced_at)}, when a correction took its place"
    return f"{words}; {held}" if words else f"{held[0].upper()}{held[1:]}"


def _status(row: DueReturn, held: Return | None, shown: Return | None, scope: Scope) -> tuple[str, str]:
    """(word, colour) of an owed return on the day of the scope; ``shown`` is the verified version, or the last handed in."""
    if held:
        return "Verified", "green"
    if shown and waits(shown, end_of(scope.as_of)):
        return str(ReturnStatus.SUBMITTED.label), "yellow"
    if shown:
        return str(ReturnStatus.QUERIED.label), "orange"
    return ("Late", "red") if is_overdue(row.due_on, scope.as_of) else (str(Standing.NOT_REPORTED.label), "grey")
