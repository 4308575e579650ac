"""The returns behind a figure: found for a page, and as a file."""

from collections.abc import Iterator

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse

from measurement.figures.forms import DAYS, ScopeForm, scope_of
from measurement.figures.permissions import council_for
from measurement.figures.selectors.behind import Behind, due_rows
from measurement.figures.selectors.scope import at_once
from measurement.figures.selectors.sources import Source, sources
from measurement.figures.selectors.subjects import Narrower, subject
from socialvalue.accounts.models import Organisation
from socialvalue.common.errors import Refused
from socialvalue.exports.documents import Asked, Table, came_from, names_in

# The key of the file; what its query says besides the filter: which figure
RETURNS, OF, NUMBER = "figure-returns", "figure", "number"
# What of a measure is asked for
UNIT, COUNTED, BETTER, PRIORITY = NARROWER = ("unit", "counted", "better", "priority")
HEADINGS = [
    "contract", "KPI", "unit", "period from", "period to", "value", "numbers", "target", "standing", "status", "days late",
    "submitted by", "submitted at", "verified by", "verified at", "evidence files", "verifier's comment", "version",
    "happened anyway %", "by others %", "moved from elsewhere %", "left as own work",
    "brought over", "independently checked",
]  # fmt: skip


def found_for(asked, kind: str, pk: int) -> tuple[Behind, list[str]]:
    """What is behind the figure, over which scope, for who asks; and what of the span could not be read."""
    council = council_for(asked.user)
    if kind == "council":
        council = get_object_or_404(Organisation, pk=pk)
    what = subject(asked.user, kind, pk, council)
    scope, form = scope_of(asked, what.council)
    # What is behind one contract is read at once, however many there are
    scope = scope if what.is_small else at_once(scope)
    return Behind(what, scope, asked.user, narrower_of(asked.GET)), form.problems


def narrower_of(query: QueryDict) -> Narrower:
    """What of a measure is asked for; rubbish is left out."""
    priority = query.get(PRIORITY, "")
    return Narrower(
        unit=query.get(UNIT, ""),
        kind=query.get(COUNTED, ""),
        direction=query.get(BETTER, ""),
        priority=int(priority) if priority.isdecimal() and len(priority) < 10 else None,
    )


def returns_table(asked: Asked) -> Table:
    """Every return behind the figure. Raises Refused for a span that cannot be read, and what the figure's page raises."""
    number = asked.GET.get(NUMBER, "")
    if not number.isdecimal() or len(number) > 18:
        raise Http404
    found, problems = found_for(asked, asked.GET.get(OF, ""), int(number))
    what, scope = found.what, found.scope
    if problems:
        raise Refused([(None, problem) for problem in problems])
    rows = due_rows(what, scope, found.user, found.narrower)
    page = came_from(reverse("figure", args=[asked.GET.get(OF, ""), int(number)]), asked.GET, OF, NUMBER)
    name = f"returns-{what.kind}-{what.pk}-{scope.starts_on}-to-{scope.ends_on}"
    knows = names_in(ScopeForm(council=council_for(asked.user))) | {OF, NUMBER, *DAYS, *NARROWER}
    return Table(name, f"Returns behind the figures of {what.name}", lambda: _lines(found), [rows], knows, page)


def _lines(found: Behind) -> Iterator[list]:
    yield HEADINGS
    for rows in found.every():
        yield from map(_cells, sources(rows, found.scope))


def _cells(s: Source) -> list:
    return [
        s.contract, s.kpi, s.unit, s.starts_on, s.ends_on, s.value, s.parts, s.target, s.standing, s.status, s.days_late,
        s.submitted_by,
        s.submitted_at and s.submitted_at.isoformat(timespec="minutes"), s.decided_by,
        s.decided_at and s.decided_at.isoformat(timespec="minutes"), s.evidence, s.note,
        s.version, *s.own_work, s.brought_over, s.checked,
    ]  # fmt: skip
