"""One’s own suppliers: for which one works or worked."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from socialvalue.accounts.forms import TieForm
from socialvalue.accounts.permissions import can_enter_tie
from socialvalue.accounts.selectors import ties_of
from socialvalue.accounts.services.ties import enter_tie
from socialvalue.common.pages import form_page
from socialvalue.common.views import signed_in

INTRO = (
    "Say for which suppliers you work, or have worked within the last two years. You then take no part in the tenders they bid "
    "for, nor in what they report. You cannot take it back yourself: if it is a mistake, ask an administrator."
)


def _of_a_council(request) -> None:
    if not can_enter_tie(request.user, request.user):
        raise Http404


@signed_in
@require_safe
def account_suppliers(request):
    _of_a_council(request)
    context = {
        "heading": "Suppliers you have worked for",
        "intro": INTRO,
        "ties": ties_of(request.user),
        "new_url": reverse("account-supplier-new"),
        "back_url": reverse("account"),
    }
    return render(request, "socialvalue/accounts/ties.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def account_supplier_new(request):
    _of_a_council(request)
    return form_page(
        request,
        TieForm(request.POST or None),
        lambda typed: enter_tie(request.user, by=request.user, **typed),
        to=reverse("account-suppliers"),
        done=lambda made: f"{made.supplier} is recorded.",
        heading="Add a supplier you have worked for",
        intro=INTRO,
        submit_label="Add",
        back_url=reverse("account-suppliers"),
    )
