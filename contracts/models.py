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
from contracts.evidence.models import Story
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
    "AgreementDay",
    "BroughtFile",
    "BroughtLine",
    "CallOff",
    "Contract",
    "ContractSupplier",
    "DueReturn",
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
