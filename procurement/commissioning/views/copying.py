"""Start a commission from an earlier one."""

from django.urls import reverse

from procurement.commissioning import permissions, services
from procurement.commissioning.forms.commission import CopyCommissionForm
from procurement.commissioning.pages.copying import preview
from procurement.commissioning.selectors.copying import kept_of
from procurement.commissioning.views.common import commission_of, trail
from socialvalue.common.pages import form_page
from socialvalue.common.views import signed_in


@signed_in
def copy(request, reference: str):
    source = commission_of(request, reference)
    permissions.check_can_copy(request.user, source)
    initial = {"title": source.title, "estimated_value": source.estimated_value}
    return form_page(
        request,
        CopyCommissionForm(request.POST or None, initial=initial),
        lambda data: services.copy_commission(source, by=request.user, **data),
        creates=True,
        to=lambda made: reverse("commission", args=[made.reference]),
        done=lambda made: f"{made.reference} is started from {source.reference}. Nothing in it is approved yet.",
        template="layouts/copy.html",
        heading="Start a new commission from this one",
        caption=str(source),
        preview=preview(source, kept_of(source)),
        submit_label="Start the commission",
        breadcrumbs=trail(source),
        cancel_url=reverse("commission", args=[reference]),
    )
