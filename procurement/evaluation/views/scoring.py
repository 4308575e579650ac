"""The panellist's pages: what is given, one score at a time, making all final. Prices are on none of them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from procurement.evaluation import permissions, services
from procurement.evaluation.forms import OwnScoreForm
from procurement.evaluation.models import Score
from procurement.evaluation.pages import sheets
from procurement.evaluation.pages.undoing import undo_of
from procurement.evaluation.views.common import crumbs, evaluation_of, place_of
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, DomainError, Refused
from socialvalue.common.pages import accepted, button, say_done
from socialvalue.common.templatetags.formats import plain_number, plain_time
from socialvalue.common.typed import SIGNED_OUT
from socialvalue.common.views import signed_in

form_view = require_http_methods(["GET", "HEAD", "POST"])
ORDERS = ("question", "bid")


@form_view
@signed_in
def scores(request, reference):
    """Everything given to this person with what they wrote, and the button that makes it final."""
    found = evaluation_of(request, reference)
    place = place_of(request, found)
    sheet = sheets.sheet_of(request.user, place)
    if not sheet.criteria:  # a lead's place, to declare and not to score
        raise Http404
    if not sheet.finished:
        permissions.check_can_score(request.user, place)
    problems = []
    if request.method == "POST":
        try:
            services.finalise_scores(place, by=request.user)
        except Refused as refusal:
            problems = [message for _, message in refusal.problems]
        else:
            say_done(request, "Your scores are final. Thank you.", undo_of(request.user, place))
            return redirect("evaluation", reference)
    context = {
        "evaluation": found,
        "sheet": sheet,
        "problems": problems,
        "read": list(sheet.scores.values()),
        "has_errors": bool(problems),
        "scoring": permissions.can_score(request.user, place),
        "undo": undo_of(request.user, place) if sheet.finished else None,
        "breadcrumbs": crumbs(found),
    }
    return render(request, "procurement/evaluation/scores.html", context)


@require_POST
@signed_in
def undo_final(request, reference):
    place = place_of(request, evaluation_of(request, reference))
    return button(
        request,
        lambda: services.undo_final(place, by=request.user),
        to=reverse("evaluation-scores", args=[reference]),
        done="Undone. Your scores are not final: change them, then make them final again.",
    )


@never_cache
@form_view
@signed_in
def score(request, reference, bid_id, key):
    page, latest, saved = _page(request, reference, bid_id, key), None, []
    form = _form(request.POST or None, page)
    scored = Score.objects.filter(panellist=page.place, bid=page.bid, criterion=page.criterion)
    if request.method == "POST":
        kept = accepted(form, lambda data: saved.append(_save(request, page, form)), version_of=scored.first)
        # Going back is looking something up: then the score may wait
        if kept and ("back" in request.POST or not form.say_what_lacks()):
            return redirect(_next_url(request, page))
    context = {"page": page, "form": form, "breadcrumbs": crumbs(page.evaluation)}
    if saved:
        form.take_latest(saved[0].version)
        context["on"] = page.next or reverse("evaluation-scores", args=[reference])
    if form.conflict:
        # None where the page spoke of a score that nobody gave
        latest = scored.first()
        rows = [("Score", _in_words(latest)), ("Reason", latest.reason)] if latest else [("Score", "")]
        context |= {"latest": latest, "latest_rows": rows}
    return render(request, "procurement/evaluation/score.html", context)


def _in_words(score: Score) -> str:
    if score.passed is not None:
        return "Pass" if score.passed else "Fail"
    return "" if score.value is None else plain_number(score.value)


@require_POST
def autosave(request, reference, bid_id, key):
    """Saves as typed while JavaScript runs; answers with a line for the page and the version it now has."""
    if not request.user.is_authenticated:
        return HttpResponse(SIGNED_OUT)
    page = _page(request, reference, bid_id, key)
    form = _form(request.POST, page)
    line, saved = "Not saved yet.", page.score
    if form.is_valid():
        try:
            saved = _save(request, page, form)
            line = f"Saved at {plain_time(clock.now())}."
        except Conflict as conflict:
            line = conflict.line
        except DomainError as error:
            line = f"Not saved. {error.message}"
    version = saved.version if saved else 0
    if line.startswith("Not saved"):
        version = request.POST.get("version", "0")
    context = {"line": line, "version": version, "given": page.given}
    return render(request, "procurement/evaluation/_saved.html", context)


def _page(request, reference: str, bid_id: int, key: str) -> "sheets.ScorePage":
    found = evaluation_of(request, reference)
    place = place_of(request, found)
    permissions.check_can_score(request.user, place)
    order = request.GET.get("by", "question")
    page = sheets.page_of(request.user, place, bid_id, key, order if order in ORDERS else "question")
    if page is None:
        raise Http404
    return page


def _form(data, page) -> OwnScoreForm:
    return OwnScoreForm(
        data,
        criterion=page.criterion,
        levels=page.levels,
        maximum=page.evaluation.tender.scale_maximum,
        version=page.score.version if page.score else 0,
        initial=OwnScoreForm.initial_from(page.score, page.levels),
        reason_label="Reason for your score",
    )


def _save(request, page, form: OwnScoreForm) -> Score:
    return services.save_score(
        page.place,
        by=request.user,
        bid=page.bid,
        criterion=page.criterion,
        expected_version=form.expected_version,
        page=form.page,
        **form.given,
    )


def _next_url(request, page) -> str:
    target = page.previous if "back" in request.POST else page.next
    if "stay" in request.POST:
        messages.success(request, "Saved.")
        target = page.here
    reference = page.evaluation.tender.reference
    if target is None:
        return reverse("evaluation-scores", args=[reference])
    return target
