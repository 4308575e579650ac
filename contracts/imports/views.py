"""Bringing a contracts register in on a page: shown first, then confirmed. The command and the worker call the same service."""

from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts.imports.calculations.mapping import Meaning
from contracts.imports.calculations.words import what_else
from contracts.imports.documents.columns import COLUMNS
from contracts.imports.documents.outcomes import thawed
from contracts.imports.forms import HeadingsForm, RegisterFileForm, WordsForm
from contracts.imports.models import RegisterFile
from contracts.imports.pages import cells_of, lines_left
from contracts.imports.services import import_contracts, large
from contracts.imports.services.headings import headings_of, keep_meaning, keep_words, kept_meaning, lacks, suggested
from contracts.imports.services.waiting import bring_good_lines, put_right
from contracts.register.permissions import check_can_register_contract
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.errors import Refused, add_to_form
from socialvalue.common.pages import button
from socialvalue.common.tables.carrying import carried, carry
from socialvalue.common.views import needs, takes_files
from socialvalue.health.selectors import OK, worker_state

# In front of a question's key, in the name of its field
ANSWER = "supplier:"
TEMPLATE = "contracts/imports/register.html"


def _context(request) -> dict:
    waiting = RegisterFile.objects.visible_to(request.user).open()
    return {
        "form": RegisterFileForm(),
        "columns": COLUMNS,
        "waiting": waiting.filter(council=request.user.council).defer("data", "outcome"),
        "breadcrumbs": [("Contracts", reverse("contracts"))],
    }


@takes_files
@needs(P.EDIT_CONTRACTS)
def contracts_import(request):
    council = request.user.council
    check_can_register_contract(request.user, council)
    context = _context(request)
    if request.method == "POST":
        form = RegisterFileForm(request.POST, request.FILES)
        try:
            done = _bring(request, council, form, context)
            if isinstance(done, RegisterFile):
                return redirect("contracts-import-file", done.pk)
            if done is not None:
                messages.success(request, f"The contracts were imported: {done.summary}.")
                return redirect("contracts")
        except Refused as refusal:
            form.is_valid()
            add_to_form(form, refusal)
            context["form"] = form
    return render(request, TEMPLATE, context)


def _bring(request, council, form, context):
    """Put the dry run in ``context``; the outcome once it was confirmed and nothing is wrong; or what a worker reads."""
    if "carried" in request.POST:
        name, data, said = carried(request.POST["carried"], by=request.user)
        meaning = Meaning.again(said)
    elif form.is_valid():
        name, data = form.cleaned_data["file"].name, form.cleaned_data["file"].read()
        meaning = kept_meaning(council)
    else:
        context["form"] = form
        return None
    if form_of_words := _words(request, data, name, council, meaning):
        meaning = keep_words(council, by=request.user, meaning=meaning, words=form_of_words.words())
    headings = headings_of(data, name, meaning)
    asked = {"headings": headings, "council": council, "said": suggested(headings, meaning), "fixed": meaning}
    form_of_headings = None
    if "map" in request.POST:
        form_of_headings = HeadingsForm(request.POST, **asked)
        if form_of_headings.is_valid():
            meaning, form_of_headings = keep_meaning(council, by=request.user, meaning=form_of_headings.meaning()), None
    elif lacks(headings, meaning) or "again" in request.POST:
        form_of_headings = HeadingsForm(**asked)
    if form_of_headings is not None:
        context.update(
            headings_form=form_of_headings,
            carried=carry(name, data, by=request.user, said=meaning.kept),
            name=name,
            looks=what_else(headings),
        )
        return None
    if large.needs_worker(data, name):
        return large.keep(council, by=request.user, name=name, data=data, meaning=meaning)
    if "good" in request.POST:
        outcome, kept = bring_good_lines(
            council, by=request.user, name=name, data=data, meaning=meaning, answers=_answers(request)
        )
        if outcome.lines:
            return kept or outcome
    outcome = import_contracts(
        by=request.user,
        council=council,
        data=data,
        name=name,
        dry_run="confirm" not in request.POST,
        answers=_answers(request),
        meaning=meaning,
    )
    if "confirm" in request.POST and outcome.is_ready:
        return outcome
    context.update(
        words=WordsForm(unknown=outcome.unknown_words, council=council) if outcome.unknown_words else None,
        outcome=outcome,
        name=name,
        unanswered="confirm" in request.POST and outcome.open_questions and not outcome.problems,
        carried=carry(name, data, by=request.user, said=meaning.kept),
        has_errors=bool(outcome.problems),
    )
    return None


def _words(request, data: bytes, name: str, council, meaning: Meaning) -> WordsForm | None:
    """What was said of words on the page; None where nothing was. The words are the file's, not those of the post."""
    if "words" not in request.POST:
        return None
    outcome = import_contracts(by=request.user, council=council, data=data, name=name, dry_run=True, meaning=meaning)
    form = WordsForm(request.POST, unknown=outcome.unknown_words, council=council)
    return form if form.is_valid() else None


def _answers(request) -> dict[str, str]:
    return {name.removeprefix(ANSWER): answer for name, answer in request.POST.items() if name.startswith(ANSWER)}


def _kept(request, pk: int) -> RegisterFile:
    rows = RegisterFile.objects.visible_to(request.user).select_related("council", "job", "by").defer("data")
    return get_object_or_404(rows, pk=pk)


@needs(P.EDIT_CONTRACTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contracts_import_file(request, pk):
    """A kept register: how far the worker is, then what it would do or what is left of it, then that it was done."""
    kept = _kept(request, pk)
    if request.method == "POST":
        kept = _go_on(request, kept)
        if kept.confirmed_at is not None or kept.outcome is None or "right" in request.POST:
            return redirect("contracts-import-file", pk)
    context = _context(request) | {"file": kept, "name": kept.name}
    if kept.is_waiting:
        return render(request, "contracts/imports/waiting.html", context | {"no_worker": worker_state() != OK})
    if kept.outcome is not None and not kept.abandoned_at:
        outcome = thawed(kept.outcome, kept.answers)
        unanswered = request.method == "POST" and outcome.open_questions
        words = WordsForm(unknown=outcome.unknown_words, council=kept.council) if outcome.unknown_words else None
        context |= {"outcome": outcome, "unanswered": unanswered, "has_errors": bool(outcome.problems), "words": words}
    if kept.is_left:
        return render(request, "contracts/imports/left.html", context | {"lines": lines_left(kept, outcome.problems)})
    return render(request, TEMPLATE, context)


def _go_on(request, kept: RegisterFile) -> RegisterFile:
    """What was pressed: words said, cells put right, or what is right to come in."""
    if "right" in request.POST:
        return put_right(kept, by=request.user, cells=cells_of(request.POST))
    if "words" in request.POST and kept.outcome is not None:
        form = WordsForm(request.POST, unknown=thawed(kept.outcome, kept.answers).unknown_words, council=kept.council)
        if not form.is_valid():
            return kept
        meaning = keep_words(kept.council, by=request.user, meaning=Meaning.again(kept.meaning), words=form.words())
        return large.reword(kept, by=request.user, meaning=meaning)
    return large.confirm(kept, by=request.user, answers=_answers(request), good_lines="good" in request.POST)


@needs(P.EDIT_CONTRACTS)
@require_safe
def contracts_import_left(request, pk):
    """The lines that were left, as a file under the headings of the one that was brought."""
    kept = _kept(request, pk)
    if not kept.is_left:
        raise Http404
    response = HttpResponse(bytes(kept.data), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{Path(kept.name).stem}-left.csv")
    return response


@needs(P.EDIT_CONTRACTS)
@require_POST
def contracts_import_abandon(request, pk):
    kept = _kept(request, pk)
    return button(
        request,
        lambda: large.abandon(kept, by=request.user),
        to=reverse("contracts-import"),
        done=f"Abandoned. Nothing of “{kept.name}” was imported.",
    )
