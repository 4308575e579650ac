"""What the pages of the commissioning and engagement rooms share: finding a commission, and the way back to it."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from procurement.commissioning import permissions
from procurement.commissioning.models import Commission, SoughtOutcome


def commission_of(request, reference: str) -> Commission:
    """The commission if this person may see it, otherwise 404."""
    rows = Commission.objects.visible_to(request.user).select_related(
        "council", "directorate", "lead", "framework__framework", "copied_from"
    )
    return get_object_or_404(rows, reference=reference)


def editable(request, reference: str) -> Commission:
    """As ``commission_of``, and open to this person's changes; otherwise NotAllowed with the reason (403)."""
    commission = commission_of(request, reference)
    permissions.check_can_edit(request.user, commission)
    return commission


def trail(commission: Commission, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Breadcrumbs: the list, the commission, and what lies between."""
    here = (commission.title, reverse("commission", args=[commission.reference]))
    return [("Commissions", reverse("commissions")), here, *more]


def may_change(user, commission) -> bool:
    """Whether this person may change outcomes and requirements now: not while the plan is with its approver."""
    plan = getattr(commission, "plan", None)
    return permissions.can_edit(user, commission) and (plan is None or permissions.can_edit_plan(user, plan))


def sought_of(request, commission, pk: int) -> SoughtOutcome:
    """The commission's sought outcome if this person may see it, otherwise 404."""
    return get_object_or_404(SoughtOutcome.objects.visible_to(request.user), pk=pk, commission=commission)
