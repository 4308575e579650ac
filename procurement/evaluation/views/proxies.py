"""Moderation of a question marked by proxy values: the working, what counts of each commitment, and the mark that follows."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from procurement.evaluation import services
from procurement.evaluation.forms.proxies import CountedForm
from procurement.evaluation.models import ModeratedScore
from procurement.evaluation.pages.moderation import ModerationPage
from procurement.evaluation.selectors.proxies import allowed_now, marked
from procurement.evaluation.views.common import moderation_crumbs
from socialvalue.common.pages import accepted


def working_out(request, evaluation, page: ModerationPage):
    """GET and POST. “Work it out” shows the mark with what is typed and keeps nothing; “Record” keeps it.

    The caller has checked that this person may moderate, and found ``page`` among what they may see.
    """
    found = marked(page.criterion, page.commitments, allowed_now(page.commitments))
    moderated = page.cell.moderated
    form = CountedForm(
        request.POST or None,
        rows=found.rows,
        version=moderated.version if moderated else 0,
        initial={"comment": _comment(moderated)},
    )
    tried = False
    if request.method == "POST":
        now = ModeratedScore.objects.filter(bid=page.bid, criterion=page.criterion)
        made = []

        def save(data):
            if "try" in request.POST:
                made.append(services.checked_allowances(page.commitments, form.allowed))
            else:
                made.append(_record(request, evaluation, page, form))

        if accepted(form, save, version_of=now.first):
            if "try" not in request.POST:
                return made[0]
            found, tried = marked(page.criterion, page.commitments, made[0]), True
    context = {"page": page, "form": form, "found": found, "tried": tried, "breadcrumbs": moderation_crumbs(evaluation)}
    return render(request, "procurement/evaluation/moderate_proxies.html", context)


def _comment(moderated: ModeratedScore | None) -> str:
    """The lead's own words, which follow the first line of the reason."""
    return moderated.reason.partition("\n")[2] if moderated else ""


def _record(request, evaluation, page: ModerationPage, form: CountedForm):
    recorded = services.mark_by_proxies(
        evaluation,
        by=request.user,
        bid=page.bid,
        criterion=page.criterion,
        allowed=form.allowed,
        comment=form.cleaned_data["comment"],
        expected_version=form.expected_version,
    )
    assert recorded.value is not None, "a published tender says at how many pounds its proxy values earn full marks"
    messages.success(request, f"Recorded for {page.bid.label}, {page.criterion.title}: {recorded.value.normalize():f}.")
    return redirect(page.next_open or reverse("evaluation-moderation", args=[evaluation.tender.reference]))
