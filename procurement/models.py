"""How it was bought: the tables of this storey, gathered for Django."""

from procurement.award.models import AssessmentSummary, Award
from procurement.bidding.models import Answer, Bid, OfferedCommitment, Opening, SealedFile, Submission
from procurement.commissioning.models import (
    ActConsideration,
    Commission,
    DiagnosticEntry,
    FrozenDocument,
    Lesson,
    Plan,
    PlanComment,
    Requirement,
    RequirementVersion,
    SoughtOutcome,
    StageChange,
)
from procurement.engagement.models import Attendance, Event, PrivateIdea, PublishedRemark, Remark, YouSaid
from procurement.evaluation.models import EvaluationRecord, KeptResult, ModeratedScore, ProxyAllowance, Score
from procurement.panel.models import Assignment, Evaluation, Panellist
from procurement.pipeline.models import Overrule, Posting, TimetablePhase
from procurement.tendering.models import (
    Amendment,
    Clarification,
    Criterion,
    PinnedProxy,
    ProxyMarking,
    Question,
    ScaleLevel,
    Tender,
)

__all__ = [
    "ActConsideration",
    "Amendment",
    "Answer",
    "AssessmentSummary",
    "Assignment",
    "Attendance",
    "Award",
    "Bid",
    "Clarification",
    "Commission",
    "Criterion",
    "DiagnosticEntry",
    "Evaluation",
    "EvaluationRecord",
    "Event",
    "FrozenDocument",
    "KeptResult",
    "Lesson",
    "ModeratedScore",
    "OfferedCommitment",
    "Opening",
    "Overrule",
    "Panellist",
    "PinnedProxy",
    "Plan",
    "PlanComment",
    "Posting",
    "PrivateIdea",
    "PublishedRemark",
    "ProxyAllowance",
    "ProxyMarking",
    "Question",
    "Remark",
    "Requirement",
    "RequirementVersion",
    "ScaleLevel",
    "Score",
    "SealedFile",
    "SoughtOutcome",
    "StageChange",
    "Submission",
    "Tender",
    "TimetablePhase",
    "YouSaid",
]
