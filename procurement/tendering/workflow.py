from procurement.tendering.enums import TenderStatus as S
from socialvalue.common.workflow import Transition, Workflow

TENDER = Workflow(
    "tender",
    S,
    S.DRAFT,
    [
        Transition("send for checking", (S.DRAFT, S.RETURNED), S.CHECKING, "commissioner"),
        Transition("return", (S.CHECKING,), S.RETURNED, "procurement officer, somebody else"),
        Transition("publish", (S.CHECKING,), S.PUBLISHED, "procurement officer, somebody else"),
        Transition("close", (S.PUBLISHED,), S.CLOSED, "the clock, at the deadline"),
        Transition("open bids", (S.CLOSED,), S.OPENED, "two people"),
        Transition("close evaluation", (S.OPENED,), S.EVALUATED, "evaluation lead"),
        Transition("decide", (S.EVALUATED,), S.DECIDED, "award decision"),
        Transition("make contract", (S.DECIDED,), S.CONTRACTED, "contract manager, after standstill"),
        Transition("terminate", (S.PUBLISHED, S.CLOSED, S.OPENED, S.EVALUATED, S.DECIDED), S.TERMINATED, "procurement officer"),
    ],
)
