"""What a tender says about itself, as one value. Pure: no database."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from procurement.tendering.enums import Method


@dataclass(frozen=True, kw_only=True)
class TenderDetails:
    """``value``: pounds over the whole term, VAT included. ``maximum_price``: pounds. ``minimum_quality``: per cent, 0 to 100.

    ``deadline`` is an aware moment. ``started_on``, today when None, decides which rules of the law apply.
    ``extension_months``: whole months. None of the others is not said.
    """

    title: str
    description: str
    value: Decimal
    contract_starts_on: date
    contract_ends_on: date
    started_on: date | None = None
    method: str = Method.EMBEDDED
    extension_months: int = 0
    suits_sme: bool = True
    suits_vcse: bool = True
    reporting_burden: str = ""
    minimum_quality: Decimal | None = None
    maximum_price: Decimal | None = None
    deadline: datetime | None = None

    def values(self) -> dict[str, Any]:
        """Field → value, as the model takes them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


# What may be changed while the tender is a draft; its scale, criteria and status have verbs of their own
EDITABLE = frozenset(field.name for field in fields(TenderDetails))
