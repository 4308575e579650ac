"""Setting up an evaluation, and changing how it is set up. The pages that show bids or scores are evaluation's."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from procurement.panel import permissions, services
from procurement.panel.forms import SetUpForm, VersionedSetUpForm
from procurement.panel.models import Evaluation
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import people_who
from socialvalue.common.pages import form_page
from socialvalue.common.views import needs

form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
@needs(P.LEAD_EVALUATION)
def set_up(request, reference):
    tender = get_object_or_404(Tender.objects.visible_to(request.user).select_related("commission__council"), reference=reference)
    found = Evaluation.objects.visible_to(request.user).filter(tender=tender).first()
    if found is None:
        permissions.check_can_set_up(request.user, tender)
    else:
        permissions.check_can_change_panel(request.user, found)
    leads = User.objects.filter(pk__in=[u.pk for u in people_who(P.LEAD_EVALUATION, tender.commission.council)])
    kind = SetUpForm if found is None else VersionedSetUpForm
    initial = {"lead": request.user.pk} if found is None else {}
    form = kind(request.POST or None, instance=found, leads=leads, initial=initial)

    def save(data):
        if found is None:
            return services.set_up(tender, by=request.user, **data)
        return services.edit_evaluation(Evaluation.objects.get(pk=found.pk), by=request.user, **data)

    return form_page(
        request,
        form,
        save,
        to=reverse("evaluation-panel", args=[reference]),
        template="procurement/panel/set_up.html",
        latest=found,
        heading="Set up the evaluation" if found is None else "Change the set-up",
        caption=tender.title,
        submit_label="Save and choose the panel",
        back_url=reverse("evaluations") if found is None else reverse("evaluation", args=[reference]),
        cancel_url="",
    )
