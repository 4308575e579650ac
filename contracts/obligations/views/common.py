"""What the pages that shape a contract share."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from contracts.obligations.models import Obligation
from socialvalue.common.pages import form_page


def contract_form(request, form, save, contract, **more):
    """A form of this contract: its title above, its page to go back to."""
    more = {"caption": contract.title, "back_url": reverse("contract", args=[contract.pk]), **more}
    return form_page(request, form, save, **more)


def seen_obligation(request, pk) -> Obligation:
    """The obligation, or 404 for whoever may not see it."""
    rows = Obligation.objects.visible_to(request.user).select_related("contract__council", "measure")
    return get_object_or_404(rows, pk=pk)


def here(obligation) -> str:
    """Where the contract's page shows it."""
    return f"{reverse('contract', args=[obligation.contract_id])}#obligation-{obligation.pk}"
