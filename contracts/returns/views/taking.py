"""The value of a return, taken from what its people reached."""

from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts.evidence.permissions import check_can_enter_people
from contracts.evidence.selectors.individuals import scale_of
from contracts.returns import services
from contracts.returns.views.common import seen_due
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.pages import button
from socialvalue.common.views import needs


@require_POST
@needs(P.EDIT_CONTRACTS, P.BID)
def return_people_use(request, pk):
    """Into the draft: of a share its two numbers, of a number how many improved, of a level the change in the middle."""
    due = seen_due(request, pk)
    check_can_enter_people(request.user, due)
    if scale_of(due.kpi) is None:
        return redirect("return", pk)
    return button(
        request,
        lambda: services.take_from_people(due, by=request.user),
        to=reverse("return", args=[pk]),
        done="The figure is taken from the people entered. Check it, then submit it.",
    )
