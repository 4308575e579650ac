"""The rooms of the ground floor: what each of them registers when it starts, listed here and nowhere else."""

from socialvalue.accounts import timelines as accounts_timelines
from socialvalue.accounts.administration.pages import record_table
from socialvalue.accounts.administration.permissions import asks_for_suppliers
from socialvalue.accounts.enums import Permission as P
from socialvalue.common import navigation
from socialvalue.common.navigation import Place, Section
from socialvalue.documents.services.holding import DOCUMENT, DOCUMENTS, kept_by
from socialvalue.exports import services as exports
from socialvalue.exports.documents import Kind, exported
from socialvalue.exports.services.asking import JOB as EXPORT
from socialvalue.exports.tasks.making import make_export
from socialvalue.framework import timelines as framework_timelines
from socialvalue.framework import workflow as framework_workflow
from socialvalue.jobs import workflow as jobs_workflow
from socialvalue.jobs.services import handler
from socialvalue.jobs.tasks import self_check
from socialvalue.ledger import tasks as record_check
from socialvalue.ledger.services.checking import KIND as RECORD_CHECK
from socialvalue.suppliers.permissions import check_can_ask_for_second_step

# What timelines may show of changes
TIMELINES = (accounts_timelines, framework_timelines)
# The tables of states, drawn in docs/states.md
WORKFLOWS = (framework_workflow, jobs_workflow)

# The library is the last thing of the plan; what administers the service is a place of its own
ADMINISTERS = frozenset({P.ADMINISTER})
SECTIONS = (
    Section(
        "frameworks", "Frameworks", Place.PLAN, 80,
        pages=("framework", "framework-*", "proxy-policy", "strategic-outcomes", "strategic-outcome-*"),
        also=(Place.VISITOR_FRAMEWORKS,),
    ),
    Section(
        "administration", "Overview", Place.ADMINISTRATION, 10, ADMINISTERS, ("administration-contact", "administration-colours")
    ),
    Section(
        "administration-people", "People and roles", Place.ADMINISTRATION, 20, ADMINISTERS,
        ("administration-person-*", "administration-role-renew", "administration-access-undo"),
    ),
    Section("administration-away", "Who stands in for whom", Place.ADMINISTRATION, 25, ADMINISTERS),
    Section("administration-partners", "Partners", Place.ADMINISTRATION, 30, ADMINISTERS, ("administration-partner-*",)),
    Section(
        "administration-directorates", "Directorates", Place.ADMINISTRATION, 40, ADMINISTERS,
        ("administration-directorate", "administration-directorate-*"),
    ),
    Section("administration-permissions", "What each role may do", Place.ADMINISTRATION, 60, ADMINISTERS),
    Section(
        "administration-bank-holidays", "Bank holidays", Place.ADMINISTRATION, 70, ADMINISTERS,
        ("administration-bank-holiday-*",),
    ),
    Section(
        "administration-calendar", "Closed days", Place.ADMINISTRATION, 75, ADMINISTERS, ("administration-closed-*",),
    ),
    Section("administration-audit", "Who did what", Place.ADMINISTRATION, 80, ADMINISTERS, ("administration-audit-csv",)),
    Section(
        "administration-record", "Is the record as it was?", Place.ADMINISTRATION, 85, ADMINISTERS, ("administration-witness-*",),
    ),
    Section("administration-jobs", "Background jobs", Place.ADMINISTRATION, 90, ADMINISTERS, ("administration-check-worker",)),
)  # fmt: skip
# What belongs to a person, a machine or no step of the cycle
NOWHERE = {
    "account*": "Somebody’s own account, and signing in",
    "mfa_*": "Somebody’s own account, and signing in",
    "away*": "Somebody’s own account, and signing in",
    "stay-signed-in": "Somebody’s own account, and signing in",
    "openid_connect_*": "Somebody’s own account, and signing in",
    "signed-out-elsewhere": "Somebody’s own account, and signing in",
    "throw-away-kept": "What somebody typed, on any page",
    "works-for": "Somebody’s own account, and signing in",
    "colours": "A style sheet",
    "role-grant*": "Asked of a second person, on their home page",
    "step-reset*": "Asked of a second person, on their home page",
    "register-*": "Registering",
    "join-request": "Somebody’s own account: who else acts for their supplier",
    "invitation": "Registering",
    "message*": "What the service told somebody",
    "demo-*": "The demonstration’s own pages",
    "view*": "Somebody’s own views of a list, of any place",
    "export*": "Somebody’s own files, of any place",
    "job": "Work in the background, of any place",
    "job-again": "Work in the background, of any place",
    "document": "A file, of any place",
    "health:*": "For machines",
    "accessibility": "About the service",
    "record-check": "About the service",
    "privacy": "About the service",
    "cookies": "About the service",
}


def register() -> None:
    """Called once, by the storey's ``ready``."""
    for timelines in TIMELINES:
        timelines.register()
    kept_by(DOCUMENT, DOCUMENTS)
    asks_for_suppliers(check_can_ask_for_second_step)
    handler(self_check.KIND, title="Check of the worker")(self_check.run)
    handler(RECORD_CHECK, title="The whole record is read")(record_check.run)
    handler(EXPORT, title="A long file is made", failed=exports.tell_of_failure)(make_export)
    exported(Kind("audit", ADMINISTERS, record_table))
    navigation.add(SECTIONS, nowhere=NOWHERE)
