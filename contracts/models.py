"""What was promised and delivered: the tables of this storey, gathered for Django."""

from contracts.benefits.models import BenefitList, Breakdown
from contracts.brought.models import BroughtFile, BroughtLine
from contracts.call_offs.models import (
    AgreementDay,
    CallOff,
    FrameworkAgreement,
    FrameworkLot,
    LotSupplier,
    MiniCompetition,
)
from contracts.draws.models import Draw, DrawChoice, DrawDay
from contracts.evidence.models import (
    Attribution,
    DistrictCount,
    EvidenceLook,
    HeldElsewhere,
    Individual,
    KeptChanges,
    KpiScale,
    LineAnswer,
    NamedEvidence,
    PostcodeCount,
    RegulatorReference,
    Scale,
    Story,
    StoryFile,
    StoryTag,
)
from contracts.follow_up.models import FollowUp, MeasureRule
from contracts.grants.models import Grant, GrantEvaluation, GrantPayment
from contracts.handover.models import KickOff
from contracts.imports.models import RegisterFile, RegisterMeaning
from contracts.independent.models import Confirmation
from contracts.innovation.models import InnovationPot, InnovationProject, InnovationSpent
from contracts.kept.models import Kept, KeptContract, KeptDay, KeptDistrict, KeptKpi, KeptSum, KeptTally
from contracts.obligations.models import AgreedText, Baseline, Kpi, KpiChange, Objection, Obligation, ObligationVersion
from contracts.papers.models import Paper
from contracts.register.models import Contract, ContractSupplier, SupplierChange
from contracts.returns.models import Return, ReturnMapping
from contracts.reviews.models import Promotion
from contracts.schedule.models import DueReturn, LockException, PeriodLock
from contracts.spend.models import YearSpent
from contracts.supply.models import SupplyLink, SupplyPeriod, SupplyTerms

__all__ = [
    "AgreedText",
    "Attribution",
    "AgreementDay",
    "Baseline",
    "BenefitList",
    "Breakdown",
    "BroughtFile",
    "BroughtLine",
    "CallOff",
    "Confirmation",
    "Contract",
    "ContractSupplier",
    "DistrictCount",
    "Draw",
    "DrawChoice",
    "DrawDay",
    "DueReturn",
    "EvidenceLook",
    "HeldElsewhere",
    "Individual",
    "FrameworkAgreement",
    "FrameworkLot",
    "Grant",
    "GrantEvaluation",
    "GrantPayment",
    "InnovationPot",
    "InnovationProject",
    "InnovationSpent",
    "FollowUp",
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
    "LineAnswer",
    "LockException",
    "Objection",
    "MeasureRule",
    "NamedEvidence",
    "Obligation",
    "ObligationVersion",
    "LotSupplier",
    "MiniCompetition",
    "Paper",
    "PostcodeCount",
    "PeriodLock",
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
    "SupplyLink",
    "SupplyPeriod",
    "SupplyTerms",
    "YearSpent",
]
