"""The returns behind a figure: found for a page, and as a file."""

from collections.abc import Iterator

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404

from contracts.schedule.querysets import DueReturnQuerySet
from measurement.figures.forms import scope_of
from measurement.figures.permissions import council_for
from measurement.figures.selectors import sources as source_rows
from measurement.figures.selectors.scope import Scope
from socialvalue.accounts.models import Organisation
from socialvalue.common.errors import Refused
from socialvalue.exports.documents import Asked, Table

# The key of the file; what its query says besides the filter: which figure
RETURNS, OF, NUMBER = "figure-returns", "figure", "number"
CHUNK = 500
HEADINGS = [
    "contract", "KPI", "unit", "period from", "period to", "value", "numbers", "target", "standing", "status", "days late",
    "submitted by", "submitted at", "verified by", "verified at", "evidence files", "verifier's comment", "version",
]  # fmt: skip


def found_for(asked, kind: str, pk: int) -> tuple[source_rows.Subject, Scope, list[str], DueReturnQuerySet]:
    """What the figure is about, over which scope, what of that could not be read, and the rows behind it."""
    council = council_for(asked.user)
    if kind == "council":
        council = get_object_or_404(Organisation, pk=pk)
    what = source_rows.subject(asked.user, kind, pk, council)
    scope, form = scope_of(asked, what.council)
    return what, scope, form.problems, source_rows.due_rows(what, scope, asked.user, narrower_of(asked.GET))


def narrower_of(query: QueryDict) -> source_rows.Narrower:
    """What of a measure is asked for; rubbish is left out."""
    priority = query.get("priority", "")
    return source_rows.Narrower(
        unit=query.get("unit", ""),
        kind=query.get("counted", ""),
        direction=query.get("better", ""),
        priority=int(priority) if priority.isdecimal() and len(priority) < 10 else None,
    )


def returns_table(asked: Asked) -> Table:
    """Every return behind the figure. Raises Refused for a span that cannot be read, and what the figure's page raises."""
    number = asked.GET.get(NUMBER, "")
    if not number.isdecimal() or len(number) > 18:
        raise Http404
    what, scope, problems, rows = found_for(asked, asked.GET.get(OF, ""), int(number))
    if problems:
        raise Refused([(None, problem) for problem in problems])
    name = f"returns-{what.kind}-{what.pk}-{scope.starts_on}-to-{scope.ends_on}"
    return Table(name, f"Returns behind the figures of {what.name}", lambda: _lines(rows, scope), [rows])


def _lines(rows: DueReturnQuerySet, scope: Scope) -> Iterator[list]:
    yield HEADINGS
    batch = []
    for row in rows.iterator(chunk_size=CHUNK):
        batch.append(row)
        if len(batch) == CHUNK:
            yield from map(_cells, source_rows.sources(batch, scope))
            batch = []
    yield from map(_cells, source_rows.sources(batch, scope))


def _cells(s: source_rows.Source) -> list:
    return [
        s.contract, s.kpi, s.unit, s.starts_on, s.ends_on, s.value, s.parts, s.target, s.standing, s.status, s.days_late,
        s.submitted_by,
        s.submitted_at and s.submitted_at.isoformat(timespec="minutes"), s.decided_by,
        s.decided_at and s.decided_at.isoformat(timespec="minutes"), s.evidence, s.note,
        s.version,
    ]  # fmt: skip
