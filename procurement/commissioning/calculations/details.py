"""What a commission, an outcome and a requirement say, each as one value. Pure: no database."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from procurement.commissioning.enums import CommissionKind, Period, RequirementUse


@dataclass(frozen=True, kw_only=True)
class CommissionDetails:
    """``estimated_value``: pounds over the term, VAT included. ``term_months`` and ``extension_months``: whole months.

    ``directorate``, ``framework`` (a version), ``earlier`` (a commission), ``lead`` (a user) and ``districts`` are rows.
    Without a lead it is whoever starts the commission.
    """

    title: str
    summary: str
    directorate: object
    people: str
    category: str
    estimated_value: Decimal
    term_months: int
    kind: str = CommissionKind.CONTRACT
    light_touch: bool = False
    works: bool = False
    extension_months: int = 0
    starts_on: date | None = None
    framework: object = None
    earlier: object = None
    lead: object = None
    in_forward_plan: bool = True
    illustrative: bool = False
    districts: Iterable[object] = ()

    def values(self) -> dict[str, Any]:
        """Field → value, as the model takes them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, kw_only=True)
class RequirementDetails:
    """``target`` in ``unit`` per ``per``; without one, ``pounds_per_unit`` sizes it from the commission's value.

    ``linked_to_subject``, ``in_area`` and ``in_scale`` are the three questions of relevance and proportion: None is not
    answered yet. ``measure`` is of the commission's framework.
    """

    wording: str
    measure_text: str
    unit: str
    evidence: str
    use: str = RequirementUse.SCORED
    measure: object = None
    target: Decimal | None = None
    per: str = Period.TERM
    pounds_per_unit: Decimal | None = None
    sizing_note: str = ""
    linked_to_subject: bool | None = None
    in_area: bool | None = None
    in_scale: bool | None = None
    strategy: str = ""
    test_reason: str = ""
    core_quality_risk: str = ""
    exclusion_risk: str = ""
    change_made: str = ""

    def values(self) -> dict[str, Any]:
        """Field → value, as the model takes them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


# What may be changed by hand. Stage, council and reference are not: a commission moves by verbs, and stays where it is
COMMISSION_EDITABLE = frozenset(field.name for field in fields(CommissionDetails)) - {"illustrative", "districts"}
REQUIREMENT_EDITABLE = frozenset(field.name for field in fields(RequirementDetails))
OUTCOME_EDITABLE = frozenset({"wording", "category", "outcome"})
FINDING_EDITABLE = frozenset({"text", "consequence", "evidence", "other_commission"})
PLAN_EDITABLE = frozenset(
    {
        "length_considered",
        "lots_divided",
        "lots_reason",
        "sme_barriers",
        "no_insurance_before_award",
        "insurance_reason",
        "no_audited_accounts",
        "accounts_reason",
        "checklist",
    }
)
