from measurement.reports.enums import ReportStatus as S
from socialvalue.common.workflow import Transition, Workflow

REPORT = Workflow(
    "report",
    S,
    S.BUILDING,
    [
        Transition("freeze", (S.BUILDING,), S.DRAFT, "report job"),
        Transition("submit", (S.DRAFT, S.RETURNED), S.SUBMITTED, "officer who prepares reports"),
        Transition("return", (S.SUBMITTED,), S.RETURNED, "approving officer, somebody else"),
        Transition("approve", (S.SUBMITTED,), S.APPROVED, "approving officer, somebody else"),
        Transition("replace", (S.APPROVED,), S.REPLACED, "approval of the report that replaces it"),
        Transition("build again", (S.DRAFT, S.RETURNED), S.BUILDING, "officer who prepares reports"),
    ],
)
