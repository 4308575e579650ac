"""The list, and the page of one evaluation: where it stands, what it needs from this person."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from procurement.commissioning.pages.cycle import bar_of
from procurement.evaluation import permissions, selectors
from procurement.evaluation.pages import listing
from procurement.evaluation.pages.evaluations import listing as evaluations_list
from procurement.evaluation.pages.task_list import own_step, tasks_for
from procurement.evaluation.views.common import crumbs, evaluation_of
from procurement.panel import permissions as panel_permissions
from procurement.panel import selectors as panel_selectors
from procurement.panel.permissions import check_not_tied
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.selectors import tied_words
from socialvalue.audit.selectors import timeline
from socialvalue.common.lists import list_page
from socialvalue.common.views import needs, signed_in


@require_safe
@needs(P.SCORE_BIDS, *permissions.READ_RESULTS)
def evaluations(request):
    return list_page(
        request,
        evaluations_list(request.user),
        "procurement/evaluation/evaluations.html",
        rows=lambda values: selectors.evaluations_of(request.user),
        to_set_up=listing.tenders_without_panel(request.user),
    )


@require_safe
@signed_in
def evaluation(request, reference):
    found = evaluation_of(request, reference)
    leads = panel_permissions.can_lead(request.user, found)
    council = found.tender.commission.council_id
    reads = any(request.user.can(p, council) for p in permissions.READ_RESULTS)
    panel = listing.panel_rows(found) if reads else []
    groups = tasks_for(request.user, found)
    context = {
        "evaluation": found,
        "groups": groups,
        "own": own_step(groups),
        "leads": leads,
        "tied": "" if leads else tied_words(request.user, P.LEAD_EVALUATION, found.tender.council, check_not_tied, found.tender),
        "reads": reads,
        "panel": panel,
        "to_decide": {r.place.pk for r in panel if panel_permissions.can_decide_interest(request.user, r.place)},
        "questions": panel_selectors.moderated_criteria(found.tender),
        "events": timeline(found)[:20] if reads else [],
        "bar": bar_of(found.tender.commission, request.user, here=request.path, tender=found.tender_id),
        "breadcrumbs": crumbs(),
    }
    return render(request, "procurement/evaluation/evaluation.html", context)
