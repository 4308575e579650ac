"""The queue of returns to verify, several verified after one look, and the supplier reminded of what is overdue."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts.register.models import Contract
from contracts.returns import services
from contracts.returns.forms import QueueFilter
from contracts.returns.pages.queue import QUEUE, period, rows_of
from contracts.returns.selectors.queue import Waiting, queue_for
from contracts.schedule.permissions import can_chase
from contracts.schedule.selectors import reminders_of
from contracts.schedule.services import chase
from socialvalue.accounts.enums import Permission as P
from socialvalue.common import clock
from socialvalue.common.errors import DomainError
from socialvalue.common.lists import Act, Tick
from socialvalue.common.lists.acting import CHOSEN, shown_of
from socialvalue.common.lists.asking import TICK
from socialvalue.common.undoing import UNDO_MINUTES
from socialvalue.common.views import needs
from socialvalue.lists.pages import viewed_page

MOST_REMINDED = 100


def _tick(row: Waiting) -> Tick:
    if row.why_not_together:
        return Tick(why_not="On its own")
    version = row.version
    return Tick(f"{version.pk}:{version.version}", f"{version.due.kpi.wording}, {period(version)}")


@needs(P.VERIFY_RETURNS)
def returns_to_verify(request):
    act = Act(reverse("returns-together"), "Verify those ticked", _tick, all_ticked=request.GET.get(TICK) == "all")
    return viewed_page(
        request,
        QUEUE,
        "contracts/returns/queue.html",
        form=QueueFilter(request.GET or None),
        rows=lambda values: queue_for(request.user, **values),
        more={"act": act},
    )


@needs(P.VERIFY_RETURNS)
@require_POST
def returns_together(request):
    """First what was ticked is listed once more; with ``confirmed`` it is verified."""
    shown = shown_of(request.POST.getlist(CHOSEN), services.MOST_TOGETHER)
    if not shown:
        messages.error(request, "Tick the returns that you want to verify")
        return redirect("returns-to-verify")
    context: dict = {"breadcrumbs": [(QUEUE.name, reverse("returns-to-verify"))]}
    if "confirmed" not in request.POST:
        rows = rows_of(list(queue_for(request.user).filter(pk__in=[pk for pk, _ in shown])))
        context |= {
            "rows": rows,
            "chosen": [f"{pk}:{version}" for pk, version in shown],
            "act": "Verify it" if len(rows) == 1 else "Verify them",
            "asked": len(shown),
            "undo_minutes": UNDO_MINUTES,
        }
        return render(request, "contracts/returns/together.html", context)
    result = services.verify_together(shown, by=request.user)
    count = len(result.verified)
    if count:
        messages.success(request, f"{count} return{' is' if count == 1 else 's are'} verified.")
    if result.left:
        return render(request, "contracts/returns/together_done.html", context | {"result": result})
    return redirect("returns-to-verify")


@needs(P.EDIT_CONTRACTS)
@require_POST
def returns_remind(request):
    """First what was ticked is listed once more; with ``confirmed`` the suppliers are reminded, and each refusal says why."""
    keys = {key for key in request.POST.getlist(CHOSEN)[:MOST_REMINDED] if key.isdecimal() and len(key) < 19}
    if not keys:
        messages.error(request, "Tick the contracts whose suppliers you want to remind")
        return redirect("returns")
    contracts = Contract.objects.visible_to(request.user).filter(pk__in=keys).select_related("council").order_by("title", "pk")
    mine = [contract for contract in contracts.prefetch_related("parties") if can_chase(request.user, contract)]
    if "confirmed" not in request.POST:
        rows = reminders_of(mine, clock.today())
        sent = [row for row in rows if not row.why_not]
        context = {
            "rows": rows,
            "sent": sent,
            "chosen": [row.contract.pk for row in sent],
            "act": "Send the reminder" if len(sent) == 1 else "Send the reminders",
            "asked": len(keys),
        }
        return render(request, "contracts/returns/remind.html", context)
    for contract in mine:
        try:
            told = chase(contract, by=request.user)
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, f"{contract.title}: {told} {'person' if told == 1 else 'people'} reminded.")
    return redirect("returns")
