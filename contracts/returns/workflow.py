from contracts.schedule.enums import ReturnStatus as S
from socialvalue.common.workflow import Transition, Workflow

RETURN = Workflow(
    "KPI return",
    S,
    S.DRAFT,
    [
        Transition("submit", (S.DRAFT, S.QUERIED), S.SUBMITTED, "supplier or contract manager"),
        Transition("query", (S.SUBMITTED,), S.QUERIED, "somebody else, who verifies"),
        Transition("verify", (S.SUBMITTED,), S.VERIFIED, "somebody else, who verifies"),
        Transition("replace", (S.VERIFIED,), S.REPLACED, "a verified correction"),
    ],
)
