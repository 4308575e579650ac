"""Start again a draft that cannot be read any more."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from procurement.bidding import selectors, services
from procurement.bidding.calculations import deadline
from procurement.bidding.permissions import can_write
from procurement.bidding.views.finding import own_bid
from socialvalue.common import clock
from socialvalue.common.views import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def start_again(request, pk: int):
    bid = own_bid(request, pk)
    if request.method == "POST":
        services.start_again(bid, by=request.user)
        messages.success(request, "Your draft has been started again. It is saved as you go.")
        return redirect("bid", bid.pk)
    deadline.check_open(bid.tender, clock.now())
    if not can_write(request.user, bid) or not selectors.draft_is_broken(bid):
        return redirect("bid", bid.pk)
    begins = (
        "what you sent last, where that can be read. What you sent stands as it is."
        if bid.submissions.exists()
        else "nothing: write your answers again."
    )
    context = {
        "heading": "Start your draft again?",
        "caption": bid.tender.title,
        "consequence": f"What was written in the draft cannot be read any more. The new draft begins with {begins}",
        "read": bid,
        "confirm_label": "Start the draft again",
        "cancel_url": reverse("bid", args=[bid.pk]),
        "back_url": reverse("bid", args=[bid.pk]),
        "back_label": "Your bid",
    }
    return render(request, "layouts/confirm.html", context)
