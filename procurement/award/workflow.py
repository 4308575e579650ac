from procurement.award.enums import AwardStatus as S
from socialvalue.common.workflow import Transition, Workflow

AWARD = Workflow(
    "award",
    S,
    S.PROPOSED,
    [
        Transition("return", (S.PROPOSED,), S.RETURNED, "lead director, somebody else"),
        Transition("propose again", (S.RETURNED,), S.PROPOSED, "evaluation lead"),
        Transition("decide", (S.PROPOSED,), S.DECIDED, "lead director, somebody else"),
        Transition("tell bidders", (S.DECIDED,), S.NOTIFIED, "procurement officer"),
        Transition("make contract", (S.NOTIFIED,), S.CONTRACTED, "contract manager, after standstill"),
    ],
)
