"""The review stage and what it learned."""

from django.urls import reverse

from procurement.commissioning import permissions, services
from procurement.commissioning.enums.key_questions import of_stage
from procurement.commissioning.forms.lesson import LessonForm
from procurement.commissioning.views.common import commission_of, trail
from socialvalue.common.pages import form_page
from socialvalue.common.views import signed_in

T = "procurement/commissioning/"


@signed_in
def review(request, reference: str):
    commission = commission_of(request, reference)
    may_edit = permissions.can_edit(request.user, commission)
    back = reverse("commission-review", args=[reference])
    form = LessonForm(request.POST if may_edit and request.method == "POST" else None)
    if request.method == "POST":
        permissions.check_can_edit(request.user, commission)
    return form_page(
        request,
        form,
        lambda data: services.learn(commission, by=request.user, **data),
        creates=True,
        to=back,
        done="The lesson is kept.",
        template=f"{T}review.html",
        commission=commission,
        lessons=commission.lessons.select_related("by"),
        earlier_lessons=commission.earlier.lessons.select_related("by") if commission.earlier else [],
        proven=commission.remarks.filter(question__in=[q.key for q in of_stage("review")]),
        promoted=commission.sought_outcomes.exclude(promoted_from=""),
        promote_url=reverse("promote", args=[reference]),
        may_edit=may_edit,
        breadcrumbs=trail(commission),
    )
