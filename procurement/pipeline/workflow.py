from procurement.pipeline.enums import PostingStatus as S
from socialvalue.common.workflow import Transition, Workflow

POSTING = Workflow(
    "posted opportunity",
    S,
    S.DRAFT,
    [
        Transition("submit", (S.DRAFT, S.RETURNED), S.SUBMITTED, "who posts it"),
        Transition("return", (S.SUBMITTED,), S.RETURNED, "council officer"),
        Transition("publish", (S.SUBMITTED,), S.PUBLISHED, "council officer, somebody else"),
        Transition("withdraw", (S.DRAFT, S.SUBMITTED, S.RETURNED, S.PUBLISHED), S.WITHDRAWN, "who posts it"),
    ],
)
