"""Scores, moderated scores, the frozen record. A score is never overwritten by moderation."""

from procurement.evaluation.models.moderated import ModeratedScore, ProxyAllowance
from procurement.evaluation.models.record import EvaluationRecord, KeptResult
from procurement.evaluation.models.score import Score

__all__ = [
    "EvaluationRecord",
    "KeptResult",
    "ModeratedScore",
    "ProxyAllowance",
    "Score",
]
