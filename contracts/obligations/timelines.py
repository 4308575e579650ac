"""What timelines show of changes to obligations and KPIs: both sides agree to each of them."""

from socialvalue.audit.timelines import shows

# The terms of a KPI as people read them, in the order of its form
TERMS = {
    "wording": "What is measured",
    "kind": "What it counts",
    "milestone_on": "To be done by",
    "unit": "Unit",
    "direction": "Which way is better",
    "target": "Target",
    "per": "Promised for each",
    "minimum": "Minimum",
    "frequency": "Reported every",
    "reported_from": "Reported from",
    "days_to_report": "Days to report",
    "may_be_negative": "May be below 0",
    "client_side": "Reported by the council",
    "sub_scores": "Sub-scores",
}


BEFORE = {
    "basis": "What is known of the time before",
    "value": "Value before",
    "starts_on": "From",
    "ends_on": "To",
    "source": "Source",
}


def register() -> None:
    shows("contracts.obligation", "reword obligation", wording="Wording")
    shows("contracts.kpi", "edit KPI", **TERMS)
    shows("contracts.kpi", "set baseline", "clear baseline", of="contracts.baseline", **BEFORE)
    shows("contracts.kpi", "propose KPI change", **TERMS)
