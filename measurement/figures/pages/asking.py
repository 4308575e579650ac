"""Promises to ask about, in words: the same on oversight and on a member's home."""

from collections.abc import Iterable
from dataclasses import dataclass

from contracts.performance.enums import Standing
from contracts.performance.words import figure_words, gap_words
from contracts.standing.pages import standing_tag
from contracts.standing.selectors.kpis import KpiLine
from measurement.figures.selectors.asking import Asked
from measurement.figures.selectors.league import contract_url
from measurement.figures.selectors.lines import sources_url
from measurement.figures.selectors.scope import Scope
from socialvalue.common.templatetags.formats import plain_day


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
