"""Framework agreements: their lots, who is on each, the days on which they are looked at, and what was called off."""

from contracts.call_offs.models.agreement import AgreementDay, FrameworkAgreement, FrameworkLot, LotSupplier
from contracts.call_offs.models.call_off import CallOff, MiniCompetition

__all__ = ["AgreementDay", "CallOff", "FrameworkAgreement", "FrameworkLot", "LotSupplier", "MiniCompetition"]
