"""The queue of returns to verify, several verified after one look, and the supplier reminded of what is overdue."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts.register.models import Contract
from contracts.returns import services
from contracts.returns.forms import QueueFilter
from contracts.returns.pages.queue import QUEUE, period, rows_of
from contracts.returns.selectors import waiting_for
from contracts.returns.selectors.queue import Waiting, queue_for
from contracts.schedule.services import chase
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.errors import DomainError
from socialvalue.common.lists import Act, Tick
from socialvalue.common.lists.acting import CHOSEN, shown_of
from socialvalue.common.lists.asking import TICK
from socialvalue.common.views import needs
from socialvalue.lists.pages import viewed_page

TRAIL = [("Contracts", "contracts"), ("Returns", "returns")]


def _trail() -> list[tuple[str, str]]:
    return [(label, reverse(name)) for label, name in TRAIL]


def _tick(row: Waiting) -> Tick:
    if row.why_not_together:
        return Tick(why_not="On its own")
    version = row.version
    return Tick(f"{version.pk}:{version.version}", f"{version.due.kpi.wording}, {period(version)}")


@needs(P.VERIFY_RETURNS)
def returns_to_verify(request):
    contracts = Contract.objects.filter(pk__in=waiting_for(request.user).order_by().values("due__kpi__obligation__contract"))
    act = Act(reverse("returns-together"), "Verify those ticked", _tick, all_ticked=request.GET.get(TICK) == "all")
    return viewed_page(
        request,
        QUEUE,
        "contracts/returns/queue.html",
        form=QueueFilter(request.GET or None, contracts=contracts),
        rows=lambda values: queue_for(request.user, **values),
        more={"act": act},
        breadcrumbs=_trail(),
    )


@needs(P.VERIFY_RETURNS)
@require_POST
def returns_together(request):
    """First what was ticked is listed once more; with ``confirmed`` it is verified."""
    shown = shown_of(request.POST.getlist(CHOSEN), services.MOST_TOGETHER)
    if not shown:
        messages.error(request, "Tick the returns that you want to verify")
        return redirect("returns-to-verify")
    context = {"breadcrumbs": [*_trail(), (QUEUE.name, reverse("returns-to-verify"))]}
    if "confirmed" not in request.POST:
        rows = rows_of(list(queue_for(request.user).filter(pk__in=[pk for pk, _ in shown])))
        context |= {"rows": rows, "chosen": [f"{pk}:{version}" for pk, version in shown], "asked": len(shown)}
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
    """Remind the suppliers of the contracts that were ticked; each that is refused says why."""
    keys = [key for key in request.POST.getlist(CHOSEN)[:100] if key.isdecimal() and len(key) < 19]
    if not keys:
        messages.error(request, "Tick the contracts whose suppliers you want to remind")
    for contract in Contract.objects.visible_to(request.user).filter(pk__in=keys):
        try:
            told = chase(contract, by=request.user)
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, f"{contract.title}: {told} {'person' if told == 1 else 'people'} reminded.")
    return redirect("returns")
