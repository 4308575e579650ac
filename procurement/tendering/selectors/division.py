"""What a commission was divided into, beside what its plan and the law make of it."""

from procurement.commissioning.models import Plan
from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Tender
from socialvalue.common.templatetags.formats import plain_money


def together(tender: Tender) -> str:
    """Why a tender counts for more than itself, as the end of a sentence's line; empty where it does not."""
    beside = tender.value_beside
    whole = tender.value + beside
    if not beside or whole <= tender.commission.estimated_value:
        return ""
    return (
        f" With the other tenders of {tender.commission.reference} that were not ended it comes to {plain_money(whole)}, "
        "and they count as one."
    )


def beside_the_plan(tender: Tender) -> list[str]:
    """What the plan says of lots (section 18), where the tenders there are say something else. Two queries at most."""
    plan = None if tender.by_invitation else Plan.objects.filter(commission=tender.commission_id).first()
    if plan is None or plan.lots_divided is None:
        return []
    reference, said = tender.commission.reference, f"“{plan.lots_reason}”"
    others = Tender.objects.filter(commission=tender.commission_id).exclude(pk=tender.pk)
    if plan.lots_divided and not others.exclude(status=TenderStatus.TERMINATED).exists():
        return [
            f"The commissioning plan says that the contract is divided into lots: {said} This is the only tender of {reference}. "
            "Each lot needs one, or the plan has to say why it is not divided (Procurement Act 2023, section 18)."
        ]
    if not plan.lots_divided and others.buying().exists():
        return [
            f"The commissioning plan says that the contract is not divided into lots: {said} Another tender of {reference} was "
            "published. If both are parts of one contract, the plan has to say so (Procurement Act 2023, section 18)."
        ]
    return []
