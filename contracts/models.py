"""What was promised and delivered: the tables of this storey, gathered for Django."""

from contracts.brought.models import BroughtFile, BroughtLine
from contracts.evidence.models import (
    Attribution,
    HeldElsewhere,
    Individual,
    KeptChanges,
    KpiScale,
    RegulatorReference,
    Scale,
    Story,
    StoryFile,
    StoryTag,
)
from contracts.handover.models import KickOff
from contracts.imports.models import RegisterFile, RegisterMeaning
from contracts.kept.models import Kept, KeptContract, KeptDay, KeptDistrict, KeptKpi, KeptSum, KeptTally
from contracts.obligations.models import AgreedText, Kpi, KpiChange, Objection, Obligation, ObligationVersion
from contracts.papers.models import Paper
from contracts.register.models import Contract, ContractSupplier, SupplierChange
from contracts.returns.models import Return, ReturnMapping
from contracts.reviews.models import Promotion
from contracts.schedule.models import DueReturn

__all__ = [
    "AgreedText",
    "Attribution",
    "BroughtFile",
    "BroughtLine",
    "Contract",
    "ContractSupplier",
    "DueReturn",
    "HeldElsewhere",
    "Individual",
    "Kept",
    "KeptChanges",
    "KeptContract",
    "KeptDay",
    "KeptDistrict",
    "KeptKpi",
    "KeptSum",
    "KeptTally",
    "KickOff",
    "Kpi",
    "KpiChange",
    "KpiScale",
    "Objection",
    "Obligation",
    "ObligationVersion",
    "Paper",
    "Promotion",
    "RegisterFile",
    "RegisterMeaning",
    "RegulatorReference",
    "Return",
    "ReturnMapping",
    "Scale",
    "Story",
    "StoryFile",
    "StoryTag",
    "SupplierChange",
]
