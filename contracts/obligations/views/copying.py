"""Start next year's contract from this one."""

from django.urls import reverse

from contracts.obligations import services
from contracts.obligations.forms.copying import CopyContractForm
from contracts.obligations.pages.copying import preview
from contracts.obligations.permissions import check_can_copy
from contracts.obligations.selectors.copying import coming_along, former_owners
from contracts.obligations.views.common import contract_form
from contracts.register.views import seen_contract
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.views import needs

SAME = ("title", "total_value", "annual_value", "manager", "lead_director")


@needs(P.VIEW_CONTRACTS, P.BID)
def contract_copy(request, pk):
    source = seen_contract(request, pk)
    check_can_copy(request.user, source)
    coming = coming_along(source)
    gone = former_owners(source)
    initial = {name: value for name in SAME if (value := getattr(source, name)) not in gone}
    form = CopyContractForm(request.POST or None, source=source, milestones=coming.milestones, initial=initial)
    return contract_form(
        request,
        form,
        lambda data: services.copy_contract(source, form.details(), by=request.user, milestones=form.milestones()),
        source,
        creates=True,
        to=lambda made: reverse("contract", args=[made.pk]),
        done=lambda made: f"{made.reference} is started from {source.reference}. Both sides agree it before it starts.",
        template="layouts/copy.html",
        heading="Start a new contract from this one",
        caption=str(source),
        preview=preview(source, coming),
        submit_label="Start the contract",
        cancel_url=reverse("contract", args=[pk]),
    )
