"""What the product answers, and both answers in an order of their own so that they can be compared."""

from datetime import date

from measurement.figures.documents.data import figures_data
from measurement.figures.selectors.scope import Scope

NAMED = ("priority", "directorate")


def answered(council, starts_on: date, ends_on: date, as_of: date) -> dict:
    """The document of a council."""
    return figures_data(Scope(council.pk, starts_on, ends_on, as_of))


def ordered(document: dict) -> dict:
    """The document with every list in one order, and without lines of priorities and directorates that have no KPI."""
    return {name: sorted(filter(_says, part), key=repr) if isinstance(part, list) else part for name, part in document.items()}


def _says(line: dict) -> bool:
    return line.get("kpis") != 0
