"""The buttons that take back what was done with a return, and the page that drops a correction."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from contracts.returns import services
from contracts.returns.models import Return
from contracts.returns.permissions import check_can_drop
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


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.EDIT_CONTRACTS, P.BID)
def return_drop(request, pk):
    found = _seen(request, pk)
    back = reverse("return", args=[found.due_id])
    if request.method == "POST":
        return button(
            request,
            lambda: services.drop_correction(found, by=request.user),
            to=back,
            done="The correction is dropped. The verified return stays.",
        )
    check_can_drop(request.user, found)
    context = {
        "read": found,
        "heading": "Drop the correction?",
        "caption": found.due.kpi.wording,
        "consequence": "What you typed in the correction is removed, with its files and case studies. The verified return stays.",
        "dangerous": True,
        "confirm_label": "Drop the correction",
        "cancel_url": back,
        "back_url": back,
    }
    return render(request, "layouts/confirm.html", context)


@require_POST
@needs(P.VERIFY_RETURNS, P.BID)
def return_undo_verify(request, pk):
    found = _seen(request, pk)
    return button(
        request,
        lambda: services.undo_verify(found, by=request.user),
        to=reverse("return", args=[found.due_id]),
        done="Undone. The return waits to be verified again.",
    )
