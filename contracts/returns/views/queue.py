"""The queue of returns to verify, several verified after one look, and the supplier reminded of what is overdue."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from contracts.register.models import Contract
from contracts.returns import services
from contracts.returns.calculations.together import NEAR_PERCENT
from contracts.returns.forms import QueueFilter
from contracts.returns.pages.queue import QUEUE, period, rows_of
from contracts.returns.selectors.queue import Waiting, chosen_for, in_order, just_verified, many_for, queue_for, waiting
from contracts.schedule.permissions import can_chase
from contracts.schedule.selectors import reminders_of
from contracts.schedule.services import chase
from socialvalue.accounts.enums import Permission as P
from socialvalue.common import clock
from socialvalue.common.errors import DomainError
from socialvalue.common.lists import Act, Tick
from socialvalue.common.lists.acting import CHOSEN, shown_of
from socialvalue.common.lists.asking import COLUMNS, SORT, TICK, kept
from socialvalue.common.lists.chips import values_of
from socialvalue.common.undoing import UNDO_MINUTES, undo_until
from socialvalue.common.views import needs
from socialvalue.lists.pages import viewed_page

MOST_REMINDED = 100
# What a page of returns to verify listed, ticked or not
LISTED = "listed"


def _above() -> list[tuple[str, str]]:
    return [(QUEUE.name, reverse("returns-to-verify"))]


def _tick(row: Waiting) -> Tick:
    if row.why_not_together:
        return Tick(why_not="On its own")
    version = row.version
    return Tick(f"{version.pk}:{version.version}", f"{version.due.kpi.wording}, {period(version)}")


@needs(P.VERIFY_RETURNS)
def returns_to_verify(request):
    together = f"{reverse('returns-together')}?{kept(request.GET, SORT, COLUMNS).urlencode()}".rstrip("?")
    act = Act(reverse("returns-together"), "Verify those ticked", _tick, all_ticked=request.GET.get(TICK) == "all")
    return viewed_page(
        request,
        QUEUE,
        "contracts/returns/queue.html",
        form=QueueFilter(request.GET or None),
        rows=lambda values: queue_for(request.user, **values),
        more={"act": act},
        together_url=together,
        near=NEAR_PERCENT,
    )


@needs(P.VERIFY_RETURNS)
@require_http_methods(["GET", "HEAD", "POST"])
def returns_together(request):
    """What is in order, or what was ticked in the queue, with what stands behind it; with ``confirmed`` those ticked count."""
    shown = shown_of(request.POST.getlist(CHOSEN), services.MOST_TOGETHER)
    if request.method == "POST" and not shown:
        listed = shown_of(request.POST.getlist(LISTED), services.MOST_TOGETHER)
        if listed:
            return _asked(request, [pk for pk, _ in listed], ticked=False)
        messages.error(request, "Tick the returns that you want to verify")
        return redirect("returns-to-verify")
    if "confirmed" in request.POST:
        return _verified(request, shown)
    return _asked(request, [pk for pk, _ in shown]) if shown else _in_order(request)


def _in_order(request):
    wanted = values_of(QueueFilter(request.GET or None))
    found, complete = in_order(queue_for(request.user, **wanted), services.MOST_TOGETHER, request.user)
    others = many_for(request.user, **wanted).without(len(found))
    rows = rows_of(found)
    context: dict[str, object] = {"passed_over": all(row["was_passed_over"] for row in rows)}
    context |= {"rows": rows, "complete": complete and not others.is_more, "others": others, "narrowed": wanted}
    return _together(request, context | {"heading": f"{len(found)} return{'' if len(found) == 1 else 's'} in order"})


def _asked(request, keys: list[int], *, ticked: bool = True):
    """Those that were chosen in the queue; or those that were listed, where none was ticked: the same ones, and none of them."""
    rows = rows_of(waiting(list(chosen_for(request.user, keys).order_by(*QUEUE.order, "pk")), request.user))
    heading = f"Verify {len(rows)} return{'' if len(rows) == 1 else 's'}?"
    context = {"rows": rows, "heading": heading, "gone": len(rows) < len(keys), "unticked": not ticked, "has_errors": not ticked}
    return _together(request, context)


def _together(request, context: dict):
    shared = {"undo_minutes": UNDO_MINUTES, "near": NEAR_PERCENT, "most": services.MOST_TOGETHER, "breadcrumbs": _above()}
    return render(request, "contracts/returns/together.html", context | shared)


def _verified(request, shown: list[tuple[int, int]]):
    result = services.verify_together(shown, by=request.user)
    count = len(result.verified)
    if result.left:
        context = {"result": result, "breadcrumbs": _above()}
        return render(request, "contracts/returns/together_done.html", context)
    messages.success(request, f"{count} return{' is' if count == 1 else 's are'} verified.")
    return redirect("returns-just-verified")


@needs(P.VERIFY_RETURNS)
@require_http_methods(["GET", "HEAD", "POST"])
def returns_just_verified(request):
    """What this person verified within the last minutes, each to be looked at; with a button that undoes all of it."""
    if request.method == "POST":
        keys = [pk for pk, _ in shown_of(request.POST.getlist(CHOSEN), services.MOST_TOGETHER)]
        undone = services.undo_verify_together(keys, by=request.user)
        for left in undone.left:
            what = f"KPI {left.version.due.kpi.number}, {period(left.version)}: " if left.version else ""
            messages.error(request, f"{what}{left.why}")
        if undone.verified:
            count = len(undone.verified)
            words = "1 return waits" if count == 1 else f"{count} returns wait"
            messages.success(request, f"Undone. {words} to be verified again.")
        return redirect("returns-to-verify")
    rows = just_verified(request.user)
    last = min((row.decided_at for row in rows if row.decided_at), default=None)
    context = {"rows": rows, "until": undo_until(last) if last else None, "breadcrumbs": _above()}
    return render(request, "contracts/returns/just_verified.html", context)


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
