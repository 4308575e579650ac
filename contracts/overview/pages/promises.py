"""The promises of a contract: one sentence of how they stand, and a row for each KPI."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from contracts.obligations.models import Obligation
from contracts.overview.selectors import ObligationPart
from contracts.performance.enums import Standing
from contracts.performance.words import gap_words
from contracts.standing.pages import kpi_card
from contracts.standing.selectors.standings import KpiStanding

# Worst first, as the sentence says them after those on target
WORST_FIRST = (Standing.BELOW_MINIMUM, Standing.BELOW_TARGET, Standing.NOT_REPORTED)


@dataclass(frozen=True)
class Row:
    """A KPI with its obligation and what the table says of it; an obligation that nothing measures has no card."""

    obligation: Obligation
    card: dict[str, Any] | None = None
    gap: str = ""
    evidence: str = ""

    @property
    def is_own(self) -> bool:
        """The council's own duty."""
        return self.card is not None and self.card["kpi"].client_side


def rows_of(parts: list[ObligationPart], evidenced: set[int]) -> list[Row]:
    """A row a KPI in the order of the obligations. ``evidenced``: the keys of returns with a file."""
    rows: list[Row] = []
    for part in parts:
        rows += [_row(part.obligation, kpi, evidenced) for kpi in part.kpis] or [Row(part.obligation)]
    return rows


def _row(obligation: Obligation, kpi: KpiStanding, evidenced: set[int]) -> Row:
    gap = gap_words(kpi.usual, kpi.kpi.unit) if kpi.usual.standing in WORST_FIRST else ""
    return Row(obligation, kpi_card(kpi), gap, evidence_words(kpi, evidenced))


def evidence_words(kpi: KpiStanding, evidenced: set[int]) -> str:
    """“2 of 3 verified returns”: how many have a file, or say where the evidence is; empty while none is verified."""
    verified = [row.counted for row in kpi.rows if row.counted is not None]
    shown = sum(1 for one in verified if one.pk in evidenced or one.evidence_note)
    return f"{shown} of {len(verified)} verified {'return' if len(verified) == 1 else 'returns'}" if verified else ""


def standing_words(kpis: list[KpiStanding]) -> str:
    """“2 of 5 KPIs are on target, 1 is below minimum and 2 are not reported.” The council's own duties are left out.

    Over the last twelve months; a KPI without a target, and one of which nothing is due yet, are not counted. Empty where
    none is.
    """
    found = Counter(kpi.usual.standing for kpi in kpis if not kpi.kpi.client_side)
    met, missed = found[Standing.ON_TARGET], [one for one in WORST_FIRST if found[one]]
    counted = met + sum(found[one] for one in missed)
    which = " with a target" if found[Standing.NO_TARGET] else ""
    if counted < 2:
        return "".join(f"The KPI{which} is {one.label.lower()}." for one in (Standing.ON_TARGET, *WORST_FIRST) if found[one])
    if not missed:
        return f"{'Both' if counted == 2 else f'All {counted}'} KPIs{which} are on target."
    first = f"{met or 'None'} of {counted} KPIs{which} {_are(met or 1)} on target"
    *rest, last = [f"{found[one]} {_are(found[one])} {one.label.lower()}" for one in missed]
    return f"{', '.join([first, *rest])} and {last}."


def _are(many: int) -> str:
    return "is" if many == 1 else "are"
