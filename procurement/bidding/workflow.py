from procurement.bidding.enums import BidStatus as S
from socialvalue.common.workflow import Transition, Workflow

BID = Workflow(
    "bid",
    S,
    S.DRAFT,
    [
        Transition("submit", (S.DRAFT, S.WITHDRAWN), S.SUBMITTED, "supplier, before the deadline"),
        Transition("replace", (S.SUBMITTED,), S.SUBMITTED, "supplier, with a changed copy, before the deadline"),
        Transition("confirm", (S.SUBMITTED,), S.SUBMITTED, "supplier, after an amendment, before the deadline"),
        Transition("withdraw", (S.SUBMITTED,), S.WITHDRAWN, "supplier, before the deadline"),
        Transition("open", (S.SUBMITTED,), S.OPENED, "two people, after the deadline"),
        Transition("leave out", (S.SUBMITTED,), S.UNOPENED, "two people, after the deadline, where its seal is broken"),
        Transition("lapse", (S.DRAFT, S.WITHDRAWN), S.LAPSED, "the clock, at the deadline"),
    ],
)
