"""A return's figure in words, the same on every page of returns."""

from contracts.obligations.models import Kpi
from contracts.performance.shown import quantity
from contracts.returns.calculations.figures import ANSWERED
from contracts.returns.models import Return


def figure_text(version: Return, kpi: Kpi) -> str:
    """“80 % (12 of 15)”, “about 40 people”, “Yes”, “No cases”; “No value yet” of a draft without one."""
    if version.no_cases:
        return "No cases"
    if version.value is None:
        return "No value yet"
    if kpi.kind in ANSWERED:
        return "Yes" if version.value else "No"
    # Never so that the rounded figure contradicts what is said of it: 89.996 % beside a target of 90 %
    said = quantity(version.value, kpi.unit, version.due.target, version.due.minimum)
    parts = f" ({version.parts})" if version.parts else ""
    return f"{'about ' if version.estimated else ''}{said}{parts}"
