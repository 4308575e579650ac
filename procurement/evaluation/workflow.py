from procurement.panel.enums import ScoreStatus
from socialvalue.common.workflow import Transition, Workflow

SCORE = Workflow(
    "score",
    ScoreStatus,
    ScoreStatus.DRAFT,
    [
        Transition("finalise", (ScoreStatus.DRAFT,), ScoreStatus.FINAL, "the evaluator, with every score and reason given"),
        Transition(
            "undo finalise", (ScoreStatus.FINAL,), ScoreStatus.DRAFT, "the evaluator, within ten minutes, before moderation"
        ),
        Transition("reopen", (ScoreStatus.FINAL,), ScoreStatus.DRAFT, "evaluation lead with a reason, before moderation"),
    ],
)
