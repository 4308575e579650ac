"""The commission and what analyse and plan leave behind: sought outcomes, requirements, the diagnostic report,
the plan, the Act's record, lessons."""

from procurement.commissioning.models.act import ActConsideration
from procurement.commissioning.models.commission import Commission, StageChange
from procurement.commissioning.models.diagnostic import DiagnosticEntry
from procurement.commissioning.models.document import FrozenDocument
from procurement.commissioning.models.lesson import Lesson
from procurement.commissioning.models.outcome import SoughtOutcome
from procurement.commissioning.models.plan import Plan, PlanComment
from procurement.commissioning.models.requirement import Requirement, RequirementVersion

__all__ = [
    "ActConsideration",
    "Commission",
    "DiagnosticEntry",
    "FrozenDocument",
    "Lesson",
    "Plan",
    "PlanComment",
    "Requirement",
    "RequirementVersion",
    "SoughtOutcome",
    "StageChange",
]
