"""What about a contract needs somebody besides its figures, and in which order KPIs are read. Pure."""

from datetime import date, timedelta

from contracts.performance.enums import Standing

ENDING_WITHIN = timedelta(days=183)
# The order in which somebody who looks after a priority wants to read its KPIs
WORST_FIRST = (
    Standing.BELOW_MINIMUM, Standing.BELOW_TARGET, Standing.NOT_REPORTED, Standing.NO_TARGET, Standing.ON_TARGET,
    Standing.NOTHING_DUE,
)  # fmt: skip


def ending_by(day: date) -> date:
    """A contract whose last day lies from ``day`` to this one ends soon."""
    return day + ENDING_WITHIN
