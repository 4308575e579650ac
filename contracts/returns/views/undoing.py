"""The buttons that take back what was done with a return."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts.returns import services
from contracts.returns.models import Return
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.pages import button
from socialvalue.common.views import needs


def _seen(request, pk: int) -> Return:
    found = Return.objects.visible_to(request.user).select_related("due__kpi__obligation__contract__council")
    return get_object_or_404(found, pk=pk)


@require_POST
@needs(P.EDIT_CONTRACTS, P.BID)
def return_undo_submit(request, pk):
    found = _seen(request, pk)
    return button(
        request,
        lambda: services.undo_submit(found, by=request.user),
        to=reverse("return", args=[found.due_id]),
        done="Undone. The return is not submitted: change it, then submit it again.",
    )


@require_POST
@needs(P.VERIFY_RETURNS)
def return_undo_verify(request, pk):
    found = _seen(request, pk)
    return button(
        request,
        lambda: services.undo_verify(found, by=request.user),
        to=reverse("return", args=[found.due_id]),
        done="Undone. The return waits to be verified again.",
    )
