"""Set up, panel, declarations, decisions on interests, start, reopening."""

from collections.abc import Iterable
from typing import TypeVar

from django.contrib import messages
from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from procurement.evaluation import permissions, selectors, services
from procurement.evaluation.forms import DeclarationForm, InterestDecisionForm, NameScorerForm, ReopenForm
from procurement.evaluation.views.common import crumbs, evaluation_of
from procurement.panel import permissions as panel_permissions
from procurement.panel import selectors as panel_selectors
from procurement.panel import services as panel_services
from procurement.panel.models import Evaluation, Panellist
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.errors import Conflict, Refused, WrongState
from socialvalue.common.pages import form_page
from socialvalue.common.views import needs, signed_in

NAME_SCORER = (
    "Nobody is left whose scores count. Choose somebody who has not read the bids or their prices. They declare first, score "
    "every bid and make the scores final. Until then they cannot open the whole bids."
)
form_view = require_http_methods(["GET", "HEAD", "POST"])
M = TypeVar("M", bound=Model)


@form_view
@needs(P.LEAD_EVALUATION)
def panel(request, reference):
    found = evaluation_of(request, reference)
    panel_permissions.check_can_change_panel(request.user, found)
    people = panel_selectors.people_who_score(found.tender.commission.council_id)
    criteria = panel_selectors.judged_criteria(found.tender)
    ticked = panel_selectors.assigned_pairs(found)
    problems, version = [], found.version
    if request.method == "POST":
        ticked = {(u.pk, c.pk) for u in people for c in criteria if f"give-{u.pk}-{c.pk}" in request.POST}
        wanted = {u: [c for c in criteria if (u.pk, c.pk) in ticked] for u in people}
        shown = request.POST.get("version", "")
        try:
            services.assign_all(found, by=request.user, assignments=wanted, expected_version=shown or 0)
        except (Refused, Conflict) as error:
            problems, version = [text for _, text in error.problems], _version_now(found)
        else:
            messages.success(request, "The panel is saved.")
            return redirect("evaluation", reference)
    context = {
        "evaluation": found,
        "criteria": criteria,
        "rows": [(user, [(c, (user.pk, c.pk) in ticked) for c in criteria]) for user in people],
        "problems": problems,
        "has_errors": bool(problems),
        "version": version,
        "breadcrumbs": crumbs(found),
    }
    return render(request, "procurement/evaluation/panel.html", context)


def _version_now(evaluation: Evaluation) -> int:
    return Evaluation.objects.values_list("version", flat=True).get(pk=evaluation.pk)


@form_view
@signed_in
def declaration(request, reference):
    found = evaluation_of(request, reference)
    place = panel_selectors.place_of(request.user, found)
    if place is None and panel_permissions.can_lead(request.user, found):
        place = Panellist(evaluation=found, user=request.user)  # made when they declare
    elif place is None:
        raise Http404
    panel_permissions.check_can_declare(request.user, place)
    form = DeclarationForm(request.POST or None)

    def save(data):
        given = {"by": request.user, "has_interest": data["has_interest"] == "yes", "interest": data["interest"]}
        return panel_services.declare(place, **given) if place.pk else panel_services.declare_as_lead(found, **given)

    here = reverse("evaluation", args=[reference])
    return form_page(
        request,
        form,
        save,
        to=here,
        done="Your declaration is recorded.",
        template="procurement/evaluation/declaration.html",
        read=place if place.pk else None,
        place=place,
        bidders=selectors.bidders(found),
        back_url=here,
    )


@form_view
@needs(P.LEAD_EVALUATION, P.DECIDE_AWARDS)
def interest(request, reference, pk):
    found = evaluation_of(request, reference)
    place = get_object_or_404(found.panel.select_related("user", "evaluation__tender__commission"), pk=pk)
    panel_permissions.check_can_decide_interest(request.user, place)
    form = InterestDecisionForm(request.POST or None)

    def save(data):
        return services.decide_interest(place, by=request.user, may_score=data["may_score"] == "yes", reason=data["reason"])

    here = reverse("evaluation", args=[reference])
    return form_page(
        request,
        form,
        save,
        to=here,
        done="Your decision is recorded.",
        template="procurement/evaluation/interest.html",
        read=place,
        place=place,
        back_url=here,
    )


@form_view
@needs(P.LEAD_EVALUATION)
def start_scoring(request, reference):
    found = evaluation_of(request, reference)
    permissions.check_can_start(request.user, found, "start scoring")
    if request.method == "POST":
        services.start_scoring(found, by=request.user)
        messages.success(request, "Scoring has started. The panel was told.")
        return redirect("evaluation", reference)
    context = {
        "read": found,
        "heading": "Start scoring?",
        "caption": found.tender.title,
        "consequence": "The panel is told that the bids can be scored. Whether names are shown cannot be changed afterwards.",
        "confirm_label": "Start scoring",
        "cancel_url": reverse("evaluation", args=[reference]),
    }
    return render(request, "layouts/confirm.html", context)


@form_view
@needs(P.LEAD_EVALUATION)
def name_scorer(request, reference):
    found = evaluation_of(request, reference)
    panel_permissions.check_can_name_scorer(request.user, found)
    criteria = panel_selectors.without_panellist(found)
    if not criteria:
        raise WrongState("Every question has somebody whose scores count")
    left_out = set(found.panel.barred().values_list("user", flat=True)) | panel_selectors.agree_the_scores(found, request.user)
    people = [u for u in panel_selectors.people_who_score(found.tender.commission.council_id) if u.pk not in left_out]
    if not people:
        raise WrongState("Nobody is left who may score this. An administrator can give somebody the role of evaluator.")
    form = NameScorerForm(request.POST or None, people=people, criteria=criteria)

    def name(data):
        criterion = next(c for c in criteria if str(c.pk) == data["criterion"])
        user = next(u for u in people if str(u.pk) == data["user"])
        services.name_scorer(found, by=request.user, user=user, criterion=criterion)
        return f"{user} was asked to score “{criterion.title}”."

    here = reverse("evaluation", args=[reference])
    return form_page(
        request,
        form,
        name,
        to=here,
        done=str,
        heading="Give a question to somebody else",
        caption=found.tender.title,
        intro=NAME_SCORER,
        submit_label="Give the question",
        back_url=here,
    )


def _chosen(rows: Iterable[M], key: str) -> M:
    return next(row for row in rows if str(row.pk) == key)


@form_view
@needs(P.LEAD_EVALUATION)
def reopen(request, reference):
    found = evaluation_of(request, reference)
    permissions.check_can_reopen(request.user, found)
    places = list(found.panel.select_related("user"))
    bids, criteria = selectors.bids_for(request.user, found), panel_selectors.judged_criteria(found.tender)
    form = ReopenForm(request.POST or None, places=places, bids=bids, criteria=criteria)

    def save(data):
        return services.reopen_score(
            found,
            by=request.user,
            reason=data["reason"],
            panellist=_chosen(places, data["panellist"]),
            bid=_chosen(bids, data["bid"]),
            criterion=_chosen(criteria, data["criterion"]),
        )

    here = reverse("evaluation", args=[reference])
    return form_page(
        request,
        form,
        save,
        to=here,
        done="The score is open again. Its evaluator was told.",
        read=found,
        heading="Open a final score again",
        caption=found.tender.title,
        intro="You do not see the score. The evaluator can change it and make it final again.",
        submit_label="Open it again",
        back_url=here,
    )
