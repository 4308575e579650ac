"""What the timeline of a report shows of changes to an officer's words; only those who prepare or approve read it."""

from measurement.reports.calculations.words import FIELDS
from socialvalue.audit.timelines import shows


def register() -> None:
    shows("measurement.report", "changed a report", **FIELDS)
