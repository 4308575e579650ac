"""What the members' board shows: which filters are in force, the priorities worst first, whom to ask, what was delivered."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from contracts.kept.enums import SupplierKind
from measurement.figures.calculations.figures import Figure
from measurement.figures.forms import ScopeForm
from measurement.figures.pages import charts
from measurement.figures.selectors import Line
from measurement.figures.selectors.scope import MONTHS, Scope
from socialvalue.common.templatetags.formats import plain_day

USUAL = "12"
# Units that are people, or where people live: a member asks about these first
LIVES = re.compile(
    r"\b(people|persons?|residents?|child(ren)?|families|households?|homes?|tenants?|carers?|apprentice\w*|jobs?|starts?|"
    r"placements?|trainees?|learners?|pupils?|students?|volunteers?|employees?|staff)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Chip:
    """A filter in force; ``without``: the address of the page without it, “” where it cannot be taken off."""

    words: str
    without: str = ""


def chips(scope: Scope, form: ScopeForm, asked: QueryDict) -> list[Chip]:
    """Period, directorate, district and kind of supplier as they are in force; each that was chosen can be taken off alone."""
    chosen = form.cleaned_data
    found = [_period(scope, asked)]
    if scope.directorate_id:
        found.append(Chip(str(chosen["directorate"]), _without(asked, "directorate")))
    if scope.district_id:
        found.append(Chip(str(chosen["district"]), _without(asked, "district")))
    if scope.supplier_kind:
        found.append(Chip(str(SupplierKind(scope.supplier_kind).label), _without(asked, "supplier_kind")))
    if len(found) == 1:
        found.append(Chip("The whole council"))
    return found


def _period(scope: Scope, asked: QueryDict) -> Chip:
    if any(asked.get(name) for name in ("from", "to", "as_of")):
        words = scope.span.words
        if asked.get("as_of"):
            words += f", as known on {plain_day(scope.as_of)}"
        return Chip(words, _without(asked, "from", "to", "as_of", "months"))
    months = asked.get("months", USUAL)
    if months not in MONTHS or months == USUAL:
        return Chip(MONTHS[USUAL])
    return Chip(MONTHS[months], _without(asked, "months"))


def _without(asked: QueryDict, *names: str) -> str:
    rest = asked.copy()
    for name in (*names, "page"):
        rest.pop(name, None)
    return f"?{rest.urlencode()}" if rest else "?"


def worst_first(lines: Iterable[Line]) -> list[Line]:
    """Those with the smallest part on target first; those that nothing can be said of last."""
    return sorted(lines, key=lambda line: (line.tally.share is None, line.tally.share or 0, -line.tally.rated))


def bars(lines: list[Line], page: str, scope: Scope) -> dict:
    """A bar a line with its address: ``page`` is the name of a line's own page."""
    return {
        "rows": charts.stacked(lines),
        "alts": [f"{line.name}: {line.tally.sentence()}" for line in lines],
        "links": [f"{reverse(page, args=[line.pk])}?{scope.query}" if line.pk else "" for line in lines],
    }


def delivered(lines: Iterable[Line]) -> tuple[list[Figure], int]:
    """The measures that can be drawn, people and homes first, then those furthest behind; and how many cannot be drawn."""
    every = [figure for line in lines for figure in line.quantities]
    drawn = [figure for figure in every if figure.bar is not None]
    return sorted(drawn, key=lambda f: (not LIVES.search(f.unit), f.share is None, f.share or 0, f.label)), len(every) - len(
        drawn
    )
