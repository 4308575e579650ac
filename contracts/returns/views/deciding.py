"""Somebody else verifies, or asks; and a verified return is corrected."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from contracts.evidence.permissions import check_can_report
from contracts.returns import services
from contracts.returns.forms import CorrectForm, DecideForm
from contracts.returns.models import Return
from contracts.returns.pages import undo_of
from contracts.returns.pages.queue import with_next
from contracts.returns.pages.working import lines_to_answer
from contracts.returns.permissions import check_can_decide
from contracts.returns.views.common import page_context, seen_due
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.pages import accepted, form_page, say_done
from socialvalue.common.views import needs


@needs(P.VERIFY_RETURNS, P.BID)
def return_verify(request, pk):
    due = seen_due(request, pk)
    context = page_context(request, due)
    latest = get_object_or_404(Return.objects.visible_to(request.user), pk=context["latest"].pk if context["latest"] else None)
    check_can_decide(request.user, latest)
    form = DecideForm(request.POST or None, version=latest.version, lines=lines_to_answer(context["latest"]))

    decided = []

    def decide(data):
        verb = services.verify_return if data.pop("decision") == "verify" else services.query_return
        decided.append(verb(latest, by=request.user, lines=form.said, **data))

    if request.method == "POST" and accepted(form, decide, version_of=latest):
        verified = form.cleaned_data["decision"] == "verify"
        said = "The return is verified." if verified else "The return was sent back with your question."
        say_done(request, with_next(said, request.user), undo_of(decided[0], request.user))
        return redirect("returns")
    return render(request, "contracts/returns/read.html", context | {"form": form})


@needs(P.EDIT_CONTRACTS, P.BID)
def return_correct(request, pk):
    due = seen_due(request, pk)
    check_can_report(request.user, due)
    form = CorrectForm(request.POST or None)
    back = reverse("return", args=[pk])
    return form_page(
        request,
        form,
        lambda data: services.correct_return(due, by=request.user, reason=data["reason"]),
        to=back,
        done="Change what was wrong, then submit it again.",
        heading="Correct a verified return",
        caption=due.kpi.wording,
        submit_label="Begin the correction",
        back_url=back,
    )
