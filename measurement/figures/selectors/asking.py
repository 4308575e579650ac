"""Which promises a member might ask about: of the contracts that stand worst, the KPI that misses most."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from contracts.performance.enums import Standing
from contracts.performance.standing import KpiFigure
from contracts.register.models import Contract
from contracts.standing.selectors.kpis import KpiLine, kpi_lines
from measurement.figures.selectors.league import ContractLine
from measurement.figures.selectors.scope import Scope

# What needs attention for another reason may stand between them
READ = 20


@dataclass(frozen=True)
class Asked:
    """A contract with the one KPI to ask about; ``contract`` comes with its suppliers and its manager, ``whole`` is its tally."""

    contract: Contract
    line: KpiLine
    whole: ContractLine


def to_ask(lines: Sequence[ContractLine], scope: Scope, most: int) -> list[Asked]:
    """At most ``most`` of ``lines``, in their order: those with a KPI below what was agreed, or a late return. Three queries."""
    behind = [c for c in lines[0:READ] if c.tally.below_minimum or c.tally.below_target or c.tally.late]
    chosen = {c.pk: c for c in behind[:most]}
    if not chosen:
        return []
    contracts = Contract.objects.filter(pk__in=chosen).select_related("manager").prefetch_related("parties").in_bulk()
    kpis: dict[int, list[KpiLine]] = defaultdict(list)
    for line in kpi_lines(Contract.objects.filter(pk__in=chosen), scope.span):
        if not line.client_side:
            kpis[line.contract_id].append(line)
    return [Asked(contracts[pk], min(kpis[pk], key=_place), whole) for pk, whole in chosen.items()]


def _place(line: KpiLine) -> tuple:
    """Below minimum first, then silent and late, then below target, then late though what came is fine; most missing first."""
    figure = line.figure
    late = bool(figure.counts.late)
    if figure.standing == Standing.NOT_REPORTED and late:
        rank = 1
    else:
        rank = {Standing.BELOW_MINIMUM: 0, Standing.BELOW_TARGET: 2}.get(figure.standing, 3 if late else 4)
    return (rank, -_missing(figure), line.number, line.pk)


def _missing(figure: KpiFigure) -> Fraction:
    if figure.compared is None or figure.target is None:
        return Fraction(1)
    return abs(figure.target - figure.compared) / figure.target if figure.target else Fraction(1)
