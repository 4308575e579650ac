"""The rooms of measurement: what each of them registers when the storey starts, listed here and nowhere else."""

from contracts.evidence.services import followed_by
from measurement.figures import services as figures
from measurement.figures import tasks as figure_tasks
from measurement.figures.pages.returns_file import RETURNS, returns_table
from measurement.reports import timelines as reports_timelines
from measurement.reports import workflow as reports_workflow
from measurement.reports.models import Report
from measurement.reports.selectors import why_it_stands
from measurement.reports.services import tell_of_failure
from measurement.reports.services.withdrawing import take_out
from measurement.reports.tasks import building
from socialvalue.accounts.enums import Permission as P
from socialvalue.common import navigation
from socialvalue.common.navigation import Place, Section
from socialvalue.common.undoing import holds_fast
from socialvalue.documents.visibility import owned_by
from socialvalue.exports.documents import Kind, exported
from socialvalue.jobs.services import handler

# What timelines may show of changes
TIMELINES = (reports_timelines,)
# The tables of states, drawn in docs/states.md
WORKFLOWS = (reports_workflow,)

OVERSEES = frozenset({P.VIEW_OVERSIGHT})
SECTIONS = (
    # What speaks of every place is read from home
    Section("home", "Home", Place.HOME, 10, pages=("search", "words", "help", "tour", "tour-end")),
    Section(
        "oversight", "Oversight", Place.SEE, 10, OVERSEES,
        ("oversight-priority", "oversight-directorate", "oversight-export", "figure", "figure-csv", "figures-count"),
    ),
    Section("oversight-contracts", "Contracts side by side", Place.SEE, 20, OVERSEES),
    Section(
        "reports", "Reports", Place.SEE, 30, OVERSEES | {P.PREPARE_REPORTS, P.APPROVE_REPORTS}, ("report", "report-*"),
        also=(Place.READER_REPORTS,),
    ),
    Section("open-data", "Open data", Place.SEE, 90, pages=("open-data-*",)),
)  # fmt: skip
# The chain is read from the commission
BENEATH = {"chain": "commissions", "obligation-chain": "contracts"}


def register() -> None:
    """Called once, by the storey's ``ready``."""
    for timelines in TIMELINES:
        timelines.register()
    handler("report", title="Periodic report", failed=tell_of_failure)(building.build_report)
    handler("report-pdf", title="Periodic report as PDF", failed=tell_of_failure)(building.make_report_pdf)
    handler(figures.KIND, title="Figures of the days you chose")(figure_tasks.count_days)
    owned_by("measurement.report", Report.objects.visible_to)
    exported(Kind(RETURNS, OVERSEES, returns_table))
    holds_fast("contracts.return", why_it_stands)
    followed_by(take_out)
    navigation.add(SECTIONS, beneath=BENEATH)
