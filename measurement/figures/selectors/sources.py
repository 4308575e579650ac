"""The returns behind a figure: what was owed, what came, who submitted, who verified, on what evidence."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Prefetch

from contracts.evidence.calculations.attribution import PARTS
from contracts.evidence.pages.attribution import own_work_of
from contracts.independent.models import Confirmation
from contracts.independent.pages import checked_words
from contracts.kept.selectors.statement import end_of
from contracts.performance.enums import Standing
from contracts.performance.lateness import is_overdue, late_by
from contracts.performance.standing import figure_of
from contracts.returns.models import Return
from contracts.returns.selectors import row_with
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.models import DueReturn
from measurement.figures.selectors.known import waits
from measurement.figures.selectors.league import contract_url
from measurement.figures.selectors.scope import Scope
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.documents.models import Document


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
    # Per cent that would have happened anyway, that others brought about, that was moved; and what is left of a quantity
    own_work: tuple[Decimal | None, ...] = (None,) * 4
    # “Brought over from earlier records on …”; empty of what was reported here
    brought_over: str = ""
    # Of a verified one: who outside said what of it, and when
    checked: str = ""


def sources(rows: list[DueReturn], scope: Scope) -> list[Source]:
    """One page of rows with their returns, people and number of evidence files, and who checked them. Four queries at most."""
    found: dict[int, list[Return]] = {}
    for one in (
        Return.objects.filter(due__in=[r.pk for r in rows])
        .select_related("submitted_by", "decided_by", "attribution")
        .prefetch_related(Prefetch("confirmations", Confirmation.objects.select_related("asked_of").order_by("pk")))
        .order_by("number")
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
            days_late=late_by(row.due_on, returns[0].first_sent),
            version=version_of(shown),
            own_work=_own_work(row, shown),
            brought_over=shown.earlier_words,
        )
    if held:
        source = replace(
            source,
            value=held.value,
            parts=held.parts,
            standing=standing_of(row, held),
            decided_by=str(held.decided_by),
            decided_at=held.decided_at,
            checked=checked_words(held.confirmations.all(), end),
        )
    return source


def _own_work(row: DueReturn, shown: Return) -> tuple[Decimal | None, ...]:
    if (found := own_work_of(shown, row.kpi)) is None:
        return (None,) * len(Source.own_work)
    left = found.steps[-1].shown if found.steps else None
    return (*(getattr(found.shares, name) for name in PARTS), left)


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
