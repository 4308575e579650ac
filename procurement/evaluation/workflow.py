from procurement.evaluation.enums import EvaluationStatus as S
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
