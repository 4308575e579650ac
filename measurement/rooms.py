"""The rooms of measurement: what each of them registers when the storey starts, listed here and nowhere else."""

from measurement.reports import timelines as reports_timelines
from measurement.reports import workflow as reports_workflow
from measurement.reports.models import Report
from measurement.reports.selectors import why_it_stands
from measurement.reports.services import tell_of_failure
from measurement.reports.tasks import building
from socialvalue.common.undoing import holds_fast
from socialvalue.documents.visibility import owned_by
from socialvalue.jobs.services import handler

# What timelines may show of changes
TIMELINES = (reports_timelines,)
# The tables of states, drawn in docs/states.md
WORKFLOWS = (reports_workflow,)


def register() -> None:
    """Called once, by the storey's ``ready``."""
    for timelines in TIMELINES:
        timelines.register()
    handler("report", title="Periodic report", failed=tell_of_failure)(building.build_report)
    handler("report-pdf", title="Periodic report as PDF", failed=tell_of_failure)(building.make_report_pdf)
    owned_by("measurement.report", Report.objects.visible_to)
    holds_fast("contracts.return", why_it_stands)
