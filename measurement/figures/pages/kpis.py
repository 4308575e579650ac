"""A KPI in a list: what it brought against what was agreed, how it stands, and where the returns are."""

from collections.abc import Iterable
from dataclasses import dataclass

from contracts.performance.coverage import coverage_words
from contracts.performance.words import figure_words
from contracts.standing.pages import standing_tag
from measurement.figures.selectors.kpis import Listed
from measurement.figures.selectors.league import contract_url
from measurement.figures.selectors.lines import sources_url
from measurement.figures.selectors.scope import Scope


@dataclass(frozen=True)
class KpiRow:
    """``tag``: (word, colour). ``numbers``: of a share, the two numbers behind it in words."""

    name: str
    contract: str
    contract_url: str
    said: str
    numbers: str
    tag: tuple[str, str]
    coverage: str
    sources: str


def kpi_rows(listed: Iterable[Listed], scope: Scope) -> list[KpiRow]:
    return [_row(one, scope) for one in listed]


def _row(one: Listed, scope: Scope) -> KpiRow:
    line = one.line
    words = figure_words(line.figure, line.unit)
    return KpiRow(
        name=f"KPI {line.number}: {line.wording}",
        contract=f"{line.reference} {line.title}",
        contract_url=contract_url(line.contract_id),
        said=f"{words[0].upper()}{words[1:]}",
        numbers=one.numbers,
        tag=standing_tag(line.figure.standing),
        coverage=coverage_words(line.figure.counts),
        sources=sources_url("kpi", line.pk, scope),
    )
