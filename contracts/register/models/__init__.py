"""The register: contracts, whom they are with and were with, and how that changes."""

from contracts.register.models.contract import Contract
from contracts.register.models.parties import ContractSupplier, SupplierChange

__all__ = ["Contract", "ContractSupplier", "SupplierChange"]
