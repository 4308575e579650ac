"""When returns lock; asking that a locked period is opened, the answer, and its end."""

from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts.register.enums import Side
from contracts.register.views import seen_contract
from contracts.schedule import services
from contracts.schedule.calculations.locking import SUGGESTED_DAYS
from contracts.schedule.forms.locking import AnswerForm, AskForm, LockForm
from contracts.schedule.models import DueReturn, LockException, PeriodLock, steps_of
from contracts.schedule.pages import exception_words
from contracts.schedule.permissions import can_close, can_open, can_take_back_asking, check_can_ask_to_open, check_can_open
from contracts.schedule.services.locking import step_words
from socialvalue.accounts.administration.views import administrator, council_of, form_view
from socialvalue.accounts.enums import Permission as P
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.pages import accepted, button, form_page, say_done
from socialvalue.common.views import needs


@administrator
@form_view
def administration_returns(request):
    council = council_of(request)
    lock = PeriodLock.objects.filter(council=council).first()
    form = LockForm(
        request.POST or None,
        version=lock.version if lock else 0,
        initial={"locks": "yes", "days": SUGGESTED_DAYS, "from_day": clock.today()},
    )

    def save(data):
        days = data["days"] if data.pop("locks") == "yes" else None
        return services.set_lock(council, by=request.user, **data | {"days": days})

    return form_page(
        request,
        form,
        save,
        template="contracts/schedule/lock_form.html",
        version_of=lambda: PeriodLock.objects.filter(council=council).first(),
        to=reverse("administration-returns"),
        done="Saved. Contract managers are told.",
        heading="When returns lock",
        steps=[step_words(step) for step in steps_of(council)],
        submit_label="Save",
        cancel_url=reverse("administration"),
        back_url=reverse("administration"),
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as none:
        raise Http404 from none


@needs(P.EDIT_CONTRACTS, P.BID)
def returns_ask(request, pk, day):
    """A supplier’s own is asked for on the page of its period; a contract manager says for which side."""
    contract, ends_on = seen_contract(request, pk), _day(day)
    get_object_or_404(DueReturn.objects.visible_to(request.user).filter(kpi__obligation__contract=contract, ends_on=ends_on)[:1])
    own = contract.is_open_to(request.user.delivers_as)
    check_can_ask_to_open(request.user, contract, Side.SUPPLIER if own else Side.COUNCIL)
    back = reverse("returns-period", args=[pk, day])
    return form_page(
        request,
        AskForm(request.POST or None, own=own, prefix="late"),
        lambda data: services.ask_to_open(
            contract, ends_on, by=request.user, reason=data["reason"], side=Side(data.get("side", Side.SUPPLIER))
        ),
        creates=True,
        to=back,
        done="Asked. You are told the answer, and nothing else is needed from you now.",
        heading="Ask to send it late" if own else "Ask to open a locked period",
        caption=contract.title,
        intro="Somebody else at the council answers. If they open the period, they say until which day.",
        submit_label="Ask to send it late" if own else "Ask to open it",
        back_url=back,
    )


def _seen(request, pk) -> LockException:
    rows = LockException.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("contract__council", "supplier", "asked_by", "decided_by"), pk=pk)


@needs(P.VIEW_CONTRACTS, P.BID)
def returns_exception(request, pk):
    one = _seen(request, pk)
    if request.method == "POST":
        check_can_open(request.user, one)
    form = AnswerForm(request.POST or None) if can_open(request.user, one) else None

    def answer(data):
        if data["answer"] == "grant":
            return services.grant(one, by=request.user, until=data["until"], comment=data["comment"])
        return services.refuse(one, by=request.user, comment=data["comment"])

    if request.method == "POST" and accepted(form, answer):
        say_done(request, "Answered. Both sides are told.")
        return redirect("returns-exception", pk)
    context = {
        "one": one,
        "words": exception_words(one),
        "form": form,
        "may_close": can_close(request.user, one),
        "may_take_back": can_take_back_asking(request.user, one),
        "events": timeline(one),
        "breadcrumbs": [
            (one.contract.title, reverse("contract", args=[one.contract_id])),
            ("Returns", reverse("contract-returns", args=[one.contract_id])),
        ],
    }
    return render(request, "contracts/schedule/exception.html", context)


@require_POST
@needs(P.VERIFY_RETURNS, P.BID)
def returns_exception_close(request, pk):
    one = _seen(request, pk)
    return button(
        request,
        lambda: services.close(one, by=request.user),
        to=reverse("returns-exception", args=[pk]),
        done="The period is locked again. Both sides are told.",
    )


@require_POST
@needs(P.EDIT_CONTRACTS, P.BID)
def returns_exception_back(request, pk):
    one = _seen(request, pk)
    return button(
        request,
        lambda: services.take_back_asking(one, by=request.user),
        to=reverse("returns-exception", args=[pk]),
        done="Taken back. Nobody has to answer it.",
    )
