"""Which rule set a commission falls under, and whether the law on public contracts covers it at all."""

from datetime import date

from procurement.commissioning.enums import CommissionKind
from procurement.commissioning.models import Commission
from socialvalue.common.clock import LONDON
from socialvalue.law.rules import RuleSet, rules_on


def law_day(commission: Commission) -> date:
    """The day that chooses the rule set: when the plan was drawn up, and before there is one when the commission began."""
    plan = getattr(commission, "plan", None)
    if plan is not None and plan.drawn_up_on:
        return plan.drawn_up_on
    return commission.created_at.astimezone(LONDON).date()


def rules_of(commission: Commission) -> RuleSet:
    return rules_on(law_day(commission))


def threshold_of(commission: Commission):
    """Pounds, VAT included, from which a contract of this kind (works, light touch, other) is a public contract."""
    return rules_of(commission).threshold_for(light_touch=commission.light_touch, works=commission.works)


def lots_source(commission: Commission) -> str:
    """What asks for lots to be considered."""
    return "Procurement Act 2023, section 18" if is_covered(commission) else "council policy; the law asks it of public contracts"


def barriers_source(commission: Commission) -> str:
    """What asks for the barriers of small organisations to be considered: below the threshold another section does."""
    if commission.kind != CommissionKind.CONTRACT:
        return "council policy"
    return f"Procurement Act 2023, section {'12(4)' if is_covered(commission) else '86'}"


def is_covered(commission: Commission) -> bool:
    """Whether it is a public contract under the Procurement Act 2023: not a grant, not in-house, not below the threshold."""
    return commission.kind == CommissionKind.CONTRACT and commission.estimated_value >= threshold_of(commission)
