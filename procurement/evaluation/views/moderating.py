"""Moderation: all scores and their spread, one agreed score with a reason, closing."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from procurement.evaluation import permissions, selectors, services
from procurement.evaluation.forms import ScoreForm
from procurement.evaluation.models import ModeratedScore
from procurement.evaluation.pages import moderation as spread
from procurement.evaluation.views.common import crumbs, evaluation_of, moderation_crumbs
from procurement.evaluation.views.proxies import working_out
from procurement.panel import selectors as panel_selectors
from procurement.tendering.selectors.published import published_questions
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.errors import Refused
from socialvalue.common.pages import form_page
from socialvalue.common.views import needs, page_of

# Pairs of a bid and a question on a page
PER_PAGE = 50
form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
@needs(P.LEAD_EVALUATION)
def start(request, reference):
    found = evaluation_of(request, reference)
    permissions.check_can_start(request.user, found, "start moderation")
    if request.method == "POST":
        services.start_moderation(found, by=request.user)
        messages.success(request, "Moderation has begun.")
        return redirect("evaluation-moderation", reference)
    context = {
        "read": found,
        "heading": "Start moderation?",
        "caption": found.tender.title,
        "consequence": "You will see every evaluator’s scores and reasons. From then on no evaluator’s score can be changed.",
        "confirm_label": "Start moderation",
        "cancel_url": reverse("evaluation", args=[reference]),
    }
    return render(request, "layouts/confirm.html", context)


@require_safe
@needs(P.LEAD_EVALUATION)
def moderation(request, reference):
    found = evaluation_of(request, reference)
    permissions.check_can_moderate(request.user, found)
    spreads = selectors.spreads(request.user, found)
    page = page_of(request, spread.in_order(spreads, request.GET.get("by", "")), per_page=PER_PAGE)
    rows = spread.rows_of(request.user, found, page)
    context = {
        "evaluation": found,
        "questions": published_questions(found.tender),
        "matrix": spread.matrix_of(spreads, found),
        "page": page,
        "open_rows": [row for row in rows if not row.cell.agreed],
        "agreed_rows": [row for row in rows if row.cell.agreed],
        "by": request.GET.get("by", ""),
        "progress": selectors.moderation_progress(spreads),
        "undecided": list(found.panel.undecided().select_related("user")),
        # Asked only where it can be so: some score was set aside
        "without": panel_selectors.without_panellist(found) if selectors.any_set_aside(found) else [],
        "maximum": found.tender.scale_maximum,
        "breadcrumbs": crumbs(found),
    }
    return render(request, "procurement/evaluation/moderation.html", context)


@form_view
@needs(P.LEAD_EVALUATION)
def one(request, reference, bid_id, key):
    found = evaluation_of(request, reference)
    permissions.check_can_moderate(request.user, found)
    page = spread.page_of(request.user, found, bid_id, key)
    if page is None:
        raise Http404
    if page.criterion.proxy_marking is not None:
        return working_out(request, found, page)
    form = _form(request.POST or None, page)

    def save(data):
        given = {"bid": page.bid, "criterion": page.criterion, "expected_version": data["expected_version"], **form.given}
        return services.moderate(found, by=request.user, **given)

    return form_page(
        request,
        form,
        save,
        to=page.next_open or reverse("evaluation-moderation", args=[reference]),
        done=f"Saved for {page.bid.label}, {page.criterion.title}.",
        template="procurement/evaluation/moderate.html",
        latest=lambda: ModeratedScore.objects.filter(bid=page.bid, criterion=page.criterion).first(),
        page=page,
        cancel_url=reverse("evaluation-moderation", args=[reference]),
        breadcrumbs=moderation_crumbs(found),
    )


def _form(data, page) -> ScoreForm:
    moderated = page.cell.moderated
    return ScoreForm(
        data,
        criterion=page.criterion,
        levels=page.levels,
        maximum=page.maximum,
        complete=True,
        version=moderated.version if moderated else 0,
        initial=ScoreForm.initial_from(moderated, page.levels),
        reason_label="Reason, as the bidder will read it",
    )


@form_view
@needs(P.LEAD_EVALUATION)
def close(request, reference):
    found = evaluation_of(request, reference)
    permissions.check_can_start(request.user, found, "close")
    problems = []
    if request.method == "POST":
        try:
            services.close(found, by=request.user)
        except Refused as refusal:
            problems = [message for _, message in refusal.problems]
        else:
            messages.success(request, "The evaluation is closed and its result computed.")
            return redirect("evaluation-result", reference)
    context = {
        "evaluation": found,
        "read": [found, list(selectors.moderated_scores(found))],
        "problems": problems,
        "has_errors": bool(problems),
        "back_url": reverse("evaluation", args=[reference]),
    }
    return render(request, "procurement/evaluation/close.html", context)
