"""Running contracts imported on a page: uploaded, shown, confirmed; verified returns only once a second person agrees."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from contracts.brought.documents.columns import HEADINGS
from contracts.brought.documents.outcome import thawed
from contracts.brought.documents.templates import KINDS, template
from contracts.brought.enums import Holds
from contracts.brought.forms import AnswerForm, HeadingsForm, RunningFileForm, SecondForm
from contracts.brought.models import BroughtFile
from contracts.brought.permissions import can_go_on, can_stand_for, check_can_bring_in, check_can_go_on, check_can_stand_for
from contracts.brought.services import files
from contracts.brought.services.reading import headings_of, suggested
from contracts.imports.calculations.mapping import Meaning
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.errors import Refused
from socialvalue.common.pages import accepted, button
from socialvalue.common.tables import csv_response
from socialvalue.common.views import needs, takes_files
from socialvalue.health.selectors import OK, worker_state

FILE = "contracts/brought/file.html"


@takes_files
@needs(P.EDIT_CONTRACTS)
def running(request):
    """The upload, the templates, and what is not finished yet."""
    council = request.user.council
    check_can_bring_in(request.user, council)
    form = RunningFileForm(request.POST or None, request.FILES or None, council=council, by=request.user)
    if request.method == "POST":
        kept: list[BroughtFile] = []

        def keep(data: dict[str, Any]) -> None:
            file = data["file"]
            kept.append(
                files.keep_file(
                    council, by=request.user, holds=data["holds"], name=file.name, data=file.read(), second=data["second"]
                )
            )

        if accepted(form, keep):
            return redirect("contracts-running-file", kept[0].pk)
    own = BroughtFile.objects.visible_to(request.user).filter(council=council, asked_by=request.user).open()
    context = {
        "form": form,
        "headings": [(label, HEADINGS[holds]) for holds, label in Holds.choices],
        "waiting": own.defer("data", "found"),
        "kinds": Holds.choices,
    }
    return render(request, "contracts/brought/running.html", context)


@needs(P.EDIT_CONTRACTS)
def running_template(request, holds, kind):
    """The empty file with its headings and an example."""
    if holds not in Holds.values or kind not in KINDS:
        raise Http404
    response = HttpResponse(template(holds, kind), content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="running-contracts-{holds}.{kind}"'
    return response


def _seen(request, pk: int) -> BroughtFile:
    rows = BroughtFile.objects.visible_to(request.user).select_related("council", "asked_by", "second", "decided_by", "job")
    return get_object_or_404(rows, pk=pk)


@needs(P.EDIT_CONTRACTS, P.VERIFY_RETURNS)
@never_cache
def running_file(request, pk):
    """How far it is: read by a worker, its headings to be said, what it would do, waiting for a second person, done."""
    return _show(request, _seen(request, pk))


def _show(request, kept: BroughtFile, **forms) -> HttpResponse:
    own = can_go_on(request.user, kept)
    context = {
        "file": kept,
        "own": own,
        "name": kept.name,
        "may_see_contracts": request.user.can(P.VIEW_CONTRACTS, kept.council_id),
    }
    if kept.is_at_work and kept.job is not None:
        return render(request, "contracts/brought/waiting.html", context | {"no_worker": worker_state() != OK})
    if own and kept.found is None:
        context["headings_form"] = forms.get("headings") or _headings_form(kept)
    if kept.found is not None:
        outcome = thawed(kept.found)
        context |= {"outcome": outcome, "contracts": outcome.of_contracts(), "has_errors": bool(outcome.problems)}
        if own and kept.confirmed_at is None and _wants_second(kept, outcome):
            context["second_form"] = forms.get("second") or SecondForm(None, council=kept.council, by=request.user)
    if can_stand_for(request.user, kept):
        context["answer_form"] = forms.get("answer") or AnswerForm()
    return render(request, FILE, context)


def _wants_second(kept: BroughtFile, outcome) -> bool:
    return kept.second is None and any(problem.column == "status" and problem.value for problem in outcome.problems)


def _headings_form(kept: BroughtFile, data=None) -> HeadingsForm:
    meaning = Meaning.again(kept.meaning)
    headings = headings_of(bytes(kept.data), kept.name, kept.holds, meaning)
    return HeadingsForm(data, holds=kept.holds, headings=headings, said=suggested(headings, kept.holds, meaning))


@needs(P.EDIT_CONTRACTS)
@require_POST
def running_headings(request, pk):
    """Which heading is which: the file is read again by it."""
    kept = _seen(request, pk)
    check_can_go_on(request.user, kept)
    form = _headings_form(kept, request.POST)
    if accepted(form, lambda data: files.say(kept, by=request.user, meaning=form.meaning())):
        return redirect("contracts-running-file", pk)
    return _show(request, kept, headings=form)


@needs(P.EDIT_CONTRACTS)
@require_POST
def running_second(request, pk):
    """Who stands for verified returns: the file is read again with them."""
    kept = _seen(request, pk)
    check_can_go_on(request.user, kept)
    form = SecondForm(request.POST, council=kept.council, by=request.user)
    if accepted(form, lambda data: files.say(kept, by=request.user, second=data["second"])):
        return redirect("contracts-running-file", pk)
    return _show(request, kept, second=form)


@needs(P.EDIT_CONTRACTS)
@require_POST
def running_confirm(request, pk):
    """Bring it in, all of it or the good lines; or ask the second person."""
    kept = _seen(request, pk)
    try:
        files.confirm(kept, by=request.user, good_lines="good_lines" in request.POST)
    except Refused as refusal:
        for _, text in refusal.problems:
            messages.error(request, text)
    return redirect("contracts-running-file", pk)


@needs(P.VERIFY_RETURNS)
@require_POST
def running_answer(request, pk):
    """The second person's word."""
    kept = _seen(request, pk)
    check_can_stand_for(request.user, kept)
    form = AnswerForm(request.POST)

    def answer(data: dict[str, Any]) -> None:
        files.answer(kept, by=request.user, accept=data["accept"] == "yes", reason=data["reason"])

    if accepted(form, answer):
        return redirect("contracts-running-file", pk)
    return _show(request, kept, answer=form)


@needs(P.EDIT_CONTRACTS)
@require_POST
def running_give_up(request, pk):
    kept = _seen(request, pk)
    return button(
        request,
        lambda: files.give_up(kept, by=request.user),
        to=reverse("contracts-running"),
        done=f"Abandoned. Nothing of “{kept.name}” was imported.",
    )


@needs(P.EDIT_CONTRACTS, P.VERIFY_RETURNS)
def running_lines(request, pk):
    """What each line does or would do, all of them, as a file."""
    kept = _seen(request, pk)
    if kept.found is None:
        raise Http404
    outcome = thawed(kept.found)
    rows: list[list[str | int]] = [["line", "contract", "what", "says", "does", "problem"]]
    rows += [[one.line, one.contract, one.what, one.said, one.did, ""] for one in outcome.lines]
    rows += [[one.line, "", one.column, one.value, "refused", one.message] for one in outcome.problems]
    return csv_response("what-each-line-does.csv", rows)
