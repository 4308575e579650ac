"""For which suppliers somebody of the council works or worked: an administrator adds one, or takes a mistake back."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from socialvalue.accounts.administration import selectors
from socialvalue.accounts.administration.forms import ReasonForm
from socialvalue.accounts.administration.views import HOME, administrator, council_of
from socialvalue.accounts.forms import TieForm
from socialvalue.accounts.models import SupplierTie
from socialvalue.accounts.permissions import check_can_enter_tie, check_can_take_back_tie
from socialvalue.accounts.selectors import ties_of
from socialvalue.accounts.services.ties import enter_tie, take_back_tie
from socialvalue.common.pages import CONFIRM, form_page

form_view = require_http_methods(["GET", "HEAD", "POST"])


def _address(user_id: int) -> str:
    return reverse("administration-person-suppliers", args=[user_id])


@administrator
@require_safe
def suppliers(request, user_id):
    person = get_object_or_404(selectors.people_of(council_of(request)), pk=user_id)
    context = {
        "heading": f"Suppliers {person} has worked for",
        "intro": "They take no part in the tenders such a supplier bids for, nor in what it reports, until two years are over.",
        "ties": ties_of(person),
        "new_url": reverse("administration-person-supplier-new", args=[person.pk]),
        "takes_back": person.pk != request.user.pk,
        "breadcrumbs": [HOME, ("People", reverse("administration-people"))],
    }
    return render(request, "socialvalue/accounts/ties.html", context)


@administrator
@form_view
def supplier_new(request, user_id):
    person = get_object_or_404(selectors.people_of(council_of(request)), pk=user_id)
    check_can_enter_tie(request.user, person)
    return form_page(
        request,
        TieForm(request.POST or None),
        lambda typed: enter_tie(person, by=request.user, **typed),
        creates=True,
        to=_address(person.pk),
        done=lambda made: f"{made.supplier} is recorded, and {person} has been told.",
        heading=f"Add a supplier {person} has worked for",
        submit_label="Add",
        back_url=_address(person.pk),
    )


@administrator
@form_view
def supplier_end(request, pk):
    rows = SupplierTie.objects.filter(user__in=selectors.people_of(council_of(request))).select_related("user", "supplier")
    tie = get_object_or_404(rows, pk=pk)
    check_can_take_back_tie(request.user, tie)
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda typed: take_back_tie(tie, by=request.user, **typed),
        read=tie,
        to=_address(tie.user_id),
        done=f"Taken back. {tie.user} has been told.",
        back_url=_address(tie.user_id),
        template=CONFIRM,
        heading=f"Take back that {tie.user} has worked for {tie.supplier}?",
        consequence="Do this only where it was a mistake: from then on they can take part in what the supplier bids for.",
        confirm_label="Take it back",
        dangerous=True,
    )
