"""What the commissioning room asks of people: plans to decide on, plans that came back."""

from django.urls import reverse

from procurement.commissioning.enums import PlanStatus, Stage
from procurement.commissioning.models import Plan
from socialvalue.accounts.enums import Permission
from socialvalue.common.needs import Need


def needs(user, now) -> list[Need]:
    """Plans waiting for this person's decision (never the ones they submitted), and plans returned to them."""
    councils = user.organisations_where(Permission.APPROVE_PLANS)
    rows = Plan.objects.visible_to(user).exclude(commission__stage=Stage.CLOSED).select_related("commission")
    found = []
    if councils:
        waiting = rows.filter(status=PlanStatus.SUBMITTED, commission__council__in=councils)
        waiting = waiting.exclude(submitted_by__in=user.one_hand)
        for plan in waiting.order_by("submitted_at"):
            found.append(
                Need(
                    f"Approve or return the commissioning plan of {plan.commission}",
                    reverse("plan-decide", args=[plan.commission.reference]),
                )
            )
    editing = user.organisations_where(Permission.EDIT_COMMISSIONS)
    if editing:
        returned = rows.filter(status=PlanStatus.RETURNED, submitted_by=user, commission__council__in=editing)
        for plan in returned.order_by("decided_at"):
            found.append(
                Need(
                    f"Change the commissioning plan of {plan.commission}: it was returned",
                    reverse("plan", args=[plan.commission.reference]),
                )
            )
    return found
