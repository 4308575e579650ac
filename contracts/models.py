"""What was promised and delivered: the tables of this storey, gathered for Django."""

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
from contracts.evidence.models import Story
from contracts.follow_up.models import FollowUp, MeasureRule
from contracts.handover.models import KickOff
from contracts.imports.models import RegisterFile, RegisterMeaning
from contracts.independent.models import Confirmation
from contracts.kept.models import Kept, KeptContract, KeptDay, KeptDistrict, KeptKpi, KeptSum, KeptTally
from contracts.obligations.models import AgreedText, Kpi, KpiChange, Objection, Obligation, ObligationVersion
from contracts.papers.models import Paper
from contracts.register.models import Contract, ContractSupplier, SupplierChange
from contracts.returns.models import Return, ReturnMapping
from contracts.reviews.models import Promotion
from contracts.schedule.models import DueReturn

__all__ = [
    "AgreedText",
    "AgreementDay",
    "BroughtFile",
    "BroughtLine",
    "Confirmation",
    "CallOff",
    "Contract",
    "ContractSupplier",
    "Draw",
    "DrawChoice",
    "DrawDay",
    "DueReturn",
    "FollowUp",
    "FrameworkAgreement",
    "FrameworkLot",
    "Kept",
    "KeptContract",
    "KeptDay",
    "KeptDistrict",
    "KeptKpi",
    "KeptSum",
    "KeptTally",
    "KickOff",
    "Kpi",
    "KpiChange",
    "Objection",
    "MeasureRule",
    "Obligation",
    "ObligationVersion",
    "LotSupplier",
    "MiniCompetition",
    "Paper",
    "Promotion",
    "RegisterFile",
    "RegisterMeaning",
    "Return",
    "ReturnMapping",
    "Story",
    "SupplierChange",
]
