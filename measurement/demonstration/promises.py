"""What contracts of the demonstration promise: one obligation with one indicator each. Targets are illustrative."""

from dataclasses import dataclass
from decimal import Decimal as D
from typing import Any

from procurement.commissioning.enums import CommissionKind

SUPPLIERS = (
    "Weald and Shore Carers CIC",
    "Garden County Care Ltd",
    "The Three Lanterns Charity",
    "Oast Highways plc",
    "Medway Bridge Construction Ltd",
    "Hopfield Recovery Services",
    "Chalk Downs Support Group",
    "Saltmarsh Energy and Lighting Ltd",
)
CARE, COUNTY, LANTERNS, OAST, BRIDGE, HOPFIELD, CHALK, SALT = range(8)


@dataclass(frozen=True)
class Promise:
    """One obligation with one KPI. ``measure`` is a code in Kent's framework; the target is for one period."""

    measure: str
    target: D
    minimum: D | None = None
    frequency: str = "quarter"
    kind: str = "sum"
    offered: bool = False
    # The typical share of the target that is delivered, and how much it moves from period to period
    level: D = D("1.02")
    swing: D = D("0.12")


@dataclass(frozen=True)
class Agreed:
    title: str
    directorate: str
    supplier: int
    annual: D
    months_ago: int
    term: int
    promises: tuple[Promise, ...]
    route: str = "tender"
    kind: str = CommissionKind.CONTRACT
    districts: tuple[str, ...] = ()
    # Late with its returns: the last period is missing
    late: bool = False
    # Without an agreed end: the term is then what its value is counted over
    rolling: bool = False


def apprentices(target: str = "3", level: str = "1.05", **more: Any) -> Promise:
    return Promise("LE2.1", D(target), D(target) * D("0.8"), "quarter", "ratio", level=D(level), **more)


def jobs(target: str = "1", level: str = "0.95", **more: Any) -> Promise:
    return Promise("LE1.1", D(target), None, "half_year", level=D(level), swing=D("0.5"), **more)


def local_staff(target: str = "70", level: str = "1.03", **more: Any) -> Promise:
    return Promise("LE3.1", D(target), D(target) * D("0.9"), "half_year", "ratio", level=D(level), swing=D("0.05"), **more)


def local_spend(target: str = "60", level: str = "0.97", **more: Any) -> Promise:
    return Promise("BK1.1", D(target), D(target) * D("0.85"), "half_year", "ratio", level=D(level), swing=D("0.08"), **more)


def prompt_pay(target: str = "95", level: str = "1.0", **more: Any) -> Promise:
    return Promise("BK2.1", D(target), D("90"), "quarter", "ratio", level=D(level), swing=D("0.05"), **more)


def peers(target: str = "3", level: str = "1.0", **more: Any) -> Promise:
    return Promise("CD1.1", D(target), None, "half_year", level=D(level), swing=D("0.4"), **more)


def days(target: str = "4", level: str = "0.9", **more: Any) -> Promise:
    return Promise("CD2.1", D(target), D(target) * D("0.75"), "quarter", level=D(level), swing=D("0.3"), **more)


def friends(target: str = "20", level: str = "1.1", **more: Any) -> Promise:
    return Promise("CD1.2", D(target), D(target) * D("0.8"), "half_year", level=D(level), swing=D("0.2"), **more)


def skills(target: str = "2", level: str = "1.0", **more: Any) -> Promise:
    return Promise("GE1.1", D(target), None, "half_year", level=D(level), swing=D("0.5"), **more)


def leavers(target: str = "12", level: str = "1.1", **more: Any) -> Promise:
    return Promise("GE2.2", D(target), D(target) * D("1.25"), "half_year", "level", level=D(level), swing=D("0.2"), **more)


def landfill(target: str = "90", level: str = "1.0", **more: Any) -> Promise:
    return Promise("GS1.1", D(target), D(target) * D("0.9"), "quarter", "ratio", level=D(level), swing=D("0.06"), **more)


def miles(target: str = "1.4", level: str = "1.05", **more: Any) -> Promise:
    return Promise("GS1.2", D(target), D(target) * D("1.2"), "quarter", "level", level=D(level), swing=D("0.1"), **more)
