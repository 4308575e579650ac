"""Published sets of KPIs that a contract may start from: files of ``data``, each with its source and licence."""

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from contracts.obligations.calculations.sub_scores import read_lines
from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.enums import Frequency
from contracts.performance.composing import SubScore
from contracts.performance.enums import Kind

FILES = Path(__file__).resolve().parent.parent / "data"
# In the order in which they are offered
SHIPPED = ("highways-maintenance", "professionalism", "business-assurance", "kent-priorities")


@dataclass(frozen=True, kw_only=True)
class PublishedKpi:
    """One KPI of a set. ``target`` and ``frequency`` only where one is published; ``note``: what to look at first."""

    code: str
    wording: str
    kind: str
    unit: str = ""
    direction: str = "higher"
    target: Decimal | None = None
    frequency: str = ""
    sub_scores: tuple[SubScore, ...] = ()
    note: str = ""

    def terms(self, frequency: str) -> KpiTerms:
        """As a KPI is drafted from it, reported as often as published, else as ``frequency`` says."""
        return KpiTerms(
            wording=self.wording,
            unit=self.unit,
            frequency=self.frequency or frequency,
            direction=self.direction,
            target=self.target,
            kind=self.kind,
            sub_scores=[sub.plain() for sub in self.sub_scores],
        )

    @property
    def facts(self) -> str:
        """“A share: so many out of so many, in %, lower is better. Target 3. Monthly”, as far as it is published."""
        said = [str(Kind(self.kind).label) + (f", in {self.unit}" if self.unit else "")]
        if self.direction == "lower":
            said.append("Lower is better")
        if self.target is not None:
            said.append(f"Target {self.target:f} {self.unit}".strip())
        if self.frequency:
            said.append(str(Frequency(self.frequency).label))
        return ". ".join(said)


@dataclass(frozen=True, kw_only=True)
class PublishedSet:
    code: str
    name: str
    summary: str
    obligation: str
    source: str
    licence: str
    kpis: tuple[PublishedKpi, ...]


@cache
def published_sets() -> tuple[PublishedSet, ...]:
    return tuple(_read(code) for code in SHIPPED)


def published_set(code: str) -> PublishedSet | None:
    return next((one for one in published_sets() if one.code == code), None)


def _read(code: str) -> PublishedSet:
    said = json.loads((FILES / f"{code}.json").read_text(encoding="utf-8"))
    return PublishedSet(**said | {"code": code, "kpis": tuple(_kpi(one) for one in said["kpis"])})


def _kpi(said: dict) -> PublishedKpi:
    found, problems = read_lines(said.get("sub_scores", ""))
    if problems:
        raise ValueError(f"{said['wording']}: {problems[0]}")
    target = Decimal(said["target"]) if "target" in said else None
    return PublishedKpi(**said | {"sub_scores": tuple(found), "target": target})
