"""What the members' board shows: which filters are in force, the priorities worst first, whom to ask, what was delivered."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from contracts.performance.enums import Standing
from contracts.performance.words import figure_words, gap_words
from contracts.standing.pages import standing_tag
from contracts.standing.selectors.kpis import KpiLine
from measurement.figures.calculations.figures import Figure
from measurement.figures.forms import ScopeForm
from measurement.figures.pages import charts
from measurement.figures.selectors import Line
from measurement.figures.selectors.league import contract_url
from measurement.figures.selectors.lines import sources_url
from measurement.figures.selectors.scope import MONTHS, Scope
from measurement.oversight.selectors.asking import Asked
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
    """Period, directorate and district as they are in force; each that was chosen can be taken off alone."""
    chosen = form.cleaned_data
    found = [_period(scope, asked)]
    if scope.directorate_id:
        found.append(Chip(str(chosen["directorate"]), _without(asked, "directorate")))
    if scope.district_id:
        found.append(Chip(str(chosen["district"]), _without(asked, "district")))
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


@dataclass(frozen=True)
class Ask:
    """A promise to ask about. ``tag``: (word, colour); ``gap``: what is missing, in its unit; ``said``: what came."""

    title: str
    url: str
    promise: str
    tag: tuple[str, str]
    gap: str
    said: str
    late: str
    supplier: str
    manager: str
    sources: str


def asks(found: Iterable[Asked], scope: Scope) -> list[Ask]:
    return [_ask(one, scope) for one in found]


def _ask(one: Asked, scope: Scope) -> Ask:
    line, contract = one.line, one.contract
    late, words = line.figure.counts.late, figure_words(line.figure, line.unit)
    gap = gap_words(line.figure, line.unit)
    return Ask(
        title=contract.title,
        url=contract_url(contract.pk),
        promise=line.wording,
        tag=_tag(line),
        gap=f"{gap[0].upper()}{gap[1:]}" if gap else "",
        said=words,
        late=f"{late} {'return' if late == 1 else 'returns'} late, the oldest due on {plain_day(line.oldest)}" if late else "",
        supplier=", ".join(str(s) for s in contract.suppliers.all()) or "no supplier named",
        manager=str(contract.manager) if contract.manager else "nobody named",
        sources=sources_url("kpi", line.pk, scope),
    )


def _tag(line: KpiLine) -> tuple[str, str]:
    """How it stands; “Late” where nothing but a late return is the matter."""
    if line.figure.counts.late and line.figure.standing in (Standing.ON_TARGET, Standing.NO_TARGET, Standing.NOTHING_DUE):
        return "Late", "red"
    return standing_tag(line.figure.standing)


def delivered(lines: Iterable[Line]) -> tuple[list[Figure], int]:
    """The measures that can be drawn, people and homes first, then those furthest behind; and how many cannot be drawn."""
    every = [figure for line in lines for figure in line.quantities]
    drawn = [figure for figure in every if figure.bar is not None]
    return sorted(drawn, key=lambda f: (not LIVES.search(f.unit), f.share is None, f.share or 0, f.label)), len(every) - len(
        drawn
    )
