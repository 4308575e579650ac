"""What timelines show of changes to obligations and KPIs: both sides agree to each of them."""

from socialvalue.audit.timelines import shows


def register() -> None:
    shows("contracts.obligation", "reword obligation", wording="Wording")
    shows(
        "contracts.kpi",
        "edit KPI",
        wording="What is measured",
        unit="What is counted",
        direction="Which way is better",
        target="Target",
        minimum="Minimum",
        per="Promised for each",
        frequency="Reported every",
        kind="How periods are combined",
        days_to_report="Days to report",
        client_side="Reported by the council",
    )
