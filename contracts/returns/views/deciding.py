"""Somebody else verifies, or asks; and a verified return is corrected."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from contracts.evidence.permissions import check_can_report
from contracts.register.views import attempt
from contracts.returns import services
from contracts.returns.forms import CorrectForm, DecideForm
from contracts.returns.models import Return
from contracts.returns.permissions import check_can_decide
from contracts.returns.views.common import page_context, seen_due
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.views import needs


@needs(P.VERIFY_RETURNS)
def return_verify(request, pk):
    due = seen_due(request, pk)
    context = page_context(request, due)
    latest = get_object_or_404(Return.objects.visible_to(request.user), pk=context["latest"].pk if context["latest"] else None)
    check_can_decide(request.user, latest)
    form = DecideForm(request.POST or None, version=latest.version)
    if request.method == "POST":
        decided = attempt(form, lambda: _decide(request.user, latest, form), latest)
        if decided:
            messages.success(
                request,
                "The return is verified." if decided.is_verified else "The return was sent back with your question.",
            )
            return redirect("returns")
    return render(request, "contracts/returns/read.html", context | {"form": form})


def _decide(user, latest, form):
    decide = services.verify_return if form.cleaned_data["decision"] == "verify" else services.query_return
    return decide(latest, by=user, comment=form.cleaned_data["comment"], expected_version=form.expected_version)


@needs(P.EDIT_CONTRACTS, P.BID)
def return_correct(request, pk):
    due = seen_due(request, pk)
    check_can_report(request.user, due)
    form = CorrectForm(request.POST or None)
    if request.method == "POST" and attempt(
        form, lambda: services.correct_return(due, by=request.user, reason=form.cleaned_data["reason"])
    ):
        messages.success(request, "Change what was wrong, then hand it in again.")
        return redirect("return", pk)
    context = {
        "form": form,
        "heading": "Correct a verified return",
        "caption": due.kpi.wording,
        "submit_label": "Begin the correction",
        "back_url": reverse("return", args=[pk]),
    }
    return render(request, "layouts/form.html", context)
