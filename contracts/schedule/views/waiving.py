"""A return that is no longer owed, and one that is owed again: each asked with its reason."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from contracts.schedule import services
from contracts.schedule.forms import ReasonForm
from contracts.schedule.models import DueReturn
from contracts.schedule.permissions import check_can_owe_again, check_can_waive
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.pages import CONFIRM, form_page
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.common.views import needs


def _seen(request, pk) -> DueReturn:
    rows = DueReturn.objects.visible_to(request.user).select_related("kpi__obligation__contract__council__period_lock")
    return get_object_or_404(rows.prefetch_related("returns"), pk=pk)


def _ask(request, due: DueReturn, save, **words):
    form = ReasonForm(request.POST or None)
    caption = f"KPI {due.kpi}, {plain_day(due.starts_on)} to {plain_day(due.ends_on)}"
    to = reverse("return", args=[due.pk])
    return form_page(
        request, form, lambda data: save(due, by=request.user, **data), to=to, template=CONFIRM, caption=caption, read=due,
        **words,
    )  # fmt: skip


@needs(P.VIEW_CONTRACTS, P.BID)
def return_waive(request, pk):
    due = _seen(request, pk)
    check_can_waive(request.user, due)
    return _ask(
        request,
        due,
        services.waive,
        done="The return is waived. The reason is kept with it.",
        heading="Waive this return?",
        consequence="Nobody has to make it, and no figure counts it. Its target is not moved to other periods.",
        confirm_label="Waive the return",
    )


@needs(P.VIEW_CONTRACTS, P.BID)
def return_owe_again(request, pk):
    due = _seen(request, pk)
    check_can_owe_again(request.user, due)
    return _ask(
        request,
        due,
        services.owe_again,
        done="This return is due again.",
        heading="Make this return due again?",
        consequence=f"It is due on {plain_day(due.due_on)}, and counts in every figure from now on.",
        confirm_label="Make it due again",
    )
