from procurement.panel.enums import ScoreStatus
from socialvalue.common.workflow import Transition, Workflow

SCORE = Workflow(
    "score",
    ScoreStatus,
    ScoreStatus.DRAFT,
    [
        Transition("finalise", (ScoreStatus.DRAFT,), ScoreStatus.FINAL, "the evaluator, with every score and reason given"),
        Transition("reopen", (ScoreStatus.FINAL,), ScoreStatus.DRAFT, "evaluation lead with a reason, before moderation"),
    ],
)
