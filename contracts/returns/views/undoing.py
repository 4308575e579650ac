"""The buttons that take back what was done with a return, and the page that drops a correction."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts.returns import services
from contracts.returns.forms import DropForm
from contracts.returns.models import Return
from contracts.returns.permissions import check_can_drop
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.pages import CONFIRM, button, form_page
from socialvalue.common.views import needs


def _seen(request, pk: int) -> Return:
    found = Return.objects.visible_to(request.user).select_related("due__kpi__obligation__contract__council__period_lock")
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


@needs(P.EDIT_CONTRACTS, P.BID)
def return_drop(request, pk):
    """One that was sent before is dropped with a reason."""
    found = _seen(request, pk)
    back = reverse("return", args=[found.due_id])
    check_can_drop(request.user, found)
    form = DropForm(request.POST if request.method == "POST" else None, was_sent=found.sent_as is not None)
    return form_page(
        request,
        form,
        lambda data: services.drop_correction(found, by=request.user, reason=data.get("reason", "")),
        to=back,
        template=CONFIRM,
        done="The correction is dropped. The verified return stays.",
        read=found,
        heading="Drop the correction?",
        caption=found.due.kpi.wording,
        consequence="What you typed in the correction is removed, with its files and case studies. The verified return stays.",
        dangerous=True,
        confirm_label="Drop the correction",
        back_url=back,
    )


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
