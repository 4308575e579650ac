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
    """A promise to ask about. ``tag``: (word, colour); ``gap``: what is missing, in its unit; ``said``: what came.

    ``also``: what else is the matter with the contract, in sentences: its other KPIs, its late returns, that it ended.
    """

    title: str
    url: str
    promise: str
    tag: tuple[str, str]
    gap: str
    said: str
    also: list[str]
    supplier: str
    manager: str
    sources: str


def asks(found: Iterable[Asked], scope: Scope) -> list[Ask]:
    return [_ask(one, scope) for one in found]


def _ask(one: Asked, scope: Scope) -> Ask:
    line, contract = one.line, one.contract
    gap = gap_words(line.figure, line.unit)
    return Ask(
        title=contract.title,
        url=contract_url(contract.pk),
        promise=line.wording,
        tag=_tag(line),
        gap=f"{gap[0].upper()}{gap[1:]}" if gap else "",
        said=figure_words(line.figure, line.unit),
        also=_also(one),
        supplier=contract.supplier_words or "no supplier named",
        manager=str(contract.manager) if contract.manager else "nobody named",
        sources=sources_url("kpi", line.pk, scope),
    )


def _also(one: Asked) -> list[str]:
    tally, standing, found = one.whole.tally, one.line.figure.standing, []
    others = [
        (tally.below_minimum - (standing == Standing.BELOW_MINIMUM), "below minimum"),
        (tally.below_target - (standing == Standing.BELOW_TARGET), "below target"),
    ]
    if said := [f"{n} more KPI{'' if n == 1 else 's'} {words}" for n, words in others if n]:
        found.append(f"{' and '.join(said)}.")
    if tally.late:
        returns = "return" if tally.late == 1 else "returns"
        found.append(f"{tally.late} {returns} late, the oldest due on {plain_day(one.whole.oldest)}.")
    if one.contract.is_ended:
        found.append(f"The contract ended on {plain_day(one.contract.last_day)}.")
    return found


def _tag(line: KpiLine) -> tuple[str, str]:
    """How it stands; “Late” where nothing but a late return is the matter."""
    if line.figure.counts.late and line.figure.standing in (Standing.ON_TARGET, Standing.NO_TARGET, Standing.NOTHING_DUE):
        return "Late", "red"
    return standing_tag(line.figure.standing)
