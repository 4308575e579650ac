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
        Transition("undo submit", (S.SUBMITTED,), S.DRAFT, "who sent it or a colleague, within ten minutes"),
        Transition("undo answer", (S.SUBMITTED,), S.QUERIED, "who sent it again or a colleague, within ten minutes"),
        Transition("undo verify", (S.VERIFIED,), S.SUBMITTED, "who verified it, within ten minutes"),
        Transition("replace", (S.VERIFIED,), S.REPLACED, "a verified correction"),
        Transition("undo replace", (S.REPLACED,), S.VERIFIED, "who verified the correction, within ten minutes"),
    ],
)
