"""From recommendation to standstill, and the assessment summaries."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from procurement.award import permissions, services
from procurement.award.documents import casefile
from procurement.award.forms import DecideForm, RecommendForm, ReturnForm, TellForm
from procurement.award.models import Award
from procurement.award.pages import award as presenting
from procurement.evaluation.selectors.ranking import ranking_of
from procurement.panel.models import Evaluation
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.pages import CONFIRM, accepted, form_page
from socialvalue.common.views import needs, signed_in

form_view = require_http_methods(["GET", "HEAD", "POST"])


def award_of(request, reference: str) -> Award:
    found = Award.objects.visible_to(request.user).select_related(
        "tender__commission__council", "tender__evaluation", "lot", "bid__supplier", "recommended_by", "decided_by", "notified_by"
    )
    return get_object_or_404(found, tender__reference=reference)


def _recommending(user: User, evaluation: Evaluation, form: RecommendForm) -> Callable[[dict], Award]:
    return lambda data: services.recommend(evaluation, by=user, bid=form.chosen, reason=data["reason"])


@form_view
@needs(P.LEAD_EVALUATION, P.CHECK_TENDERS, P.DECIDE_AWARDS, P.EDIT_CONTRACTS)
def award(request, reference):
    """The award; before there is one, the recommendation for the lead."""
    found = Award.objects.visible_to(request.user).filter(tender__reference=reference).first()
    evaluation = Evaluation.objects.visible_to(request.user).filter(tender__reference=reference).first()
    if evaluation is not None:
        evaluated = evaluation
    elif found is not None:
        evaluated = found.tender.evaluation
    else:
        raise Http404
    form, ranking = None, None
    if evaluation is not None and permissions.can_recommend(request.user, evaluation):
        ranking = ranking_of(evaluation)
        initial = {"reason": found.reason} if found else {}
        form = RecommendForm(request.POST or None, first=ranking.first, initial=initial) if ranking.first else None
        if request.method == "POST" and form is not None and accepted(form, _recommending(request.user, evaluation, form)):
            messages.success(request, "Your recommendation was sent for decision.")
            return redirect("award", reference)
    elif request.method == "POST":
        permissions.check_can_recommend(request.user, evaluated)
    page = presenting.award_page(request.user, award_of(request, reference) if found else None, evaluated)
    context = {"form": form, "standing": ranking, "read": [evaluated, found], **page}
    return render(request, "procurement/award/award.html", context)


def _decision(request, reference, *, form_class, verb, heading, done, template=CONFIRM, **context):
    """A form with a version, a service, a way back; ``verb(award, **data)`` writes."""
    found = award_of(request, reference)
    context["check"](request.user, found)
    form = form_class(request.POST or None, version=found.version, initial=context.get("initial"))
    return form_page(
        request,
        form,
        lambda data: verb(found, **data),
        to=reverse("award", args=[reference]),
        done=done,
        template=template,
        version_of=found,
        heading=heading,
        caption=found.tender.title,
        award=found,
        **{name: value(found) if callable(value) else value for name, value in context.items() if name != "check"},
    )


@form_view
@needs(P.DECIDE_AWARDS)
def decide(request, reference):
    return _decision(
        request,
        reference,
        check=permissions.check_can_decide,
        form_class=DecideForm,
        verb=partial(services.decide, by=request.user),
        heading="Decide the award?",
        consequence=lambda found: f"The contract is awarded to {found.bid.bidder}. The bidders are told next.",
        confirm_label="Decide the award",
        done="The award is decided.",
    )


@form_view
@needs(P.DECIDE_AWARDS)
def send_back(request, reference):
    return _decision(
        request,
        reference,
        check=permissions.check_can_return,
        form_class=ReturnForm,
        verb=partial(services.return_award, by=request.user),
        heading="Return the recommendation",
        consequence="The evaluation lead reads your comment and can recommend again.",
        confirm_label="Return it",
        done="The recommendation was returned.",
    )


@form_view
@needs(P.CHECK_TENDERS, P.LEAD_EVALUATION)
def tell(request, reference):
    return _decision(
        request,
        reference,
        check=permissions.check_can_tell,
        form_class=TellForm,
        verb=partial(services.tell_bidders, by=request.user),
        initial={"notice_on": clock.today()},
        heading="Tell the bidders?",
        template="procurement/award/tell.html",
        page=presenting.telling_page,
        confirm_label="Tell the bidders and begin the standstill",
        done="The bidders were told and the standstill has begun.",
    )


@require_safe
@signed_in
def summary(request, reference, bid_id):
    """What this bidder was told; before that, a preview for those who prepare it."""
    context = presenting.summary_page(request.user, reference, bid_id)
    if context is None:
        raise Http404
    return render(request, "procurement/award/assessment_summary.html", context)


@require_safe
@needs(P.CHECK_TENDERS, P.LEAD_EVALUATION)
def procurement_file(request, reference):
    """The whole file of one procurement (s.98), to keep or to disclose."""
    found = Tender.objects.inside(request.user).select_related("commission__council")
    tender = get_object_or_404(found, reference=reference)
    permissions.check_can_take_file(request.user, tender)
    response = JsonResponse(casefile.content(tender), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="procurement-file-{tender.reference}.json"'
    return response
