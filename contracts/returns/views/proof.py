"""Naming the evidence that the top level of a scorecard’s line needs."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from contracts.evidence import services
from contracts.evidence.permissions import check_can_write
from contracts.performance.composing import read
from contracts.returns.forms.proof import ProofForm
from contracts.returns.views.common import page_context, seen_due
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.pages import form_page
from socialvalue.common.views import needs, takes_files


@takes_files
@needs(P.EDIT_CONTRACTS, P.BID)
def return_proof(request, pk, sub):
    due = seen_due(request, pk)
    asked = next((one for one in read(due.sub_scores) if one.key == sub and one.evidence), None)
    if asked is None:
        raise Http404
    latest = page_context(request, due)["latest"]
    if latest is None:
        return redirect("return", pk)
    check_can_write(request.user, latest)
    named = {one.kind: one for one in latest.named.filter(sub=sub).select_related("document")}
    form = ProofForm(request.POST or None, request.FILES or None, sub=asked, named=named)
    back = reverse("return", args=[pk])
    top = asked.by.levels[-1].name.lower()
    return form_page(
        request,
        form,
        lambda data: services.name_evidence(latest, sub, form.typed(), by=request.user),
        to=back,
        done="The evidence is saved with the return, and the score is worked out again.",
        read=latest,
        heading=f"What shows that “{asked.wording}” is {top}?",
        caption=due.kpi.wording,
        intro=f"Each kind needs words that say where it is, or a file. Until all are named, “{top}” counts as the level below.",
        submit_label="Save the evidence",
        back_url=back,
    )
