from procurement.evaluation.enums import EvaluationStatus as S
from procurement.evaluation.enums import ScoreStatus
from socialvalue.common.workflow import Transition, Workflow

EVALUATION = Workflow(
    "evaluation",
    S,
    S.PREPARING,
    [
        Transition("start scoring", (S.PREPARING,), S.SCORING, "evaluation lead, once bids are opened"),
        Transition("start moderation", (S.SCORING,), S.MODERATING, "evaluation lead, once all scores are final"),
        Transition("close", (S.MODERATING,), S.CLOSED, "evaluation lead, once all scores are moderated"),
    ],
)

SCORE = Workflow(
    "score",
    ScoreStatus,
    ScoreStatus.DRAFT,
    [
        Transition("finalise", (ScoreStatus.DRAFT,), ScoreStatus.FINAL, "the evaluator, with every score and reason given"),
        Transition("reopen", (ScoreStatus.FINAL,), ScoreStatus.DRAFT, "evaluation lead with a reason, before moderation"),
    ],
)
