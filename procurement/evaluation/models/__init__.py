"""Scores, moderated scores, the frozen record. A score is never overwritten by moderation."""

from procurement.evaluation.models.moderated import ModeratedScore, ProxyAllowance
from procurement.evaluation.models.record import EvaluationRecord
from procurement.evaluation.models.score import Score

__all__ = [
    "EvaluationRecord",
    "ModeratedScore",
    "ProxyAllowance",
    "Score",
]
