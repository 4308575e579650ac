"""The states of an evaluation.

This room only makes the row, which begins in "preparing". The services of ``procurement.evaluation`` write every transition:
each of them needs bids or scores, which this room does not know.
"""

from procurement.panel.enums import EvaluationStatus as S
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
