"""Making a return: one column, only what was promised, saved as it is typed."""

from decimal import Decimal

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts.evidence import services as evidence
from contracts.evidence.forms.stories import StoryForm
from contracts.evidence.models import Story
from contracts.evidence.permissions import check_can_report, check_can_write
from contracts.performance.composing import read
from contracts.register.enums import Side
from contracts.returns import services
from contracts.returns.forms import ChangedForm, DecideForm, HandInForm, ReturnForm
from contracts.returns.models import Return
from contracts.returns.pages import figure_text, undo_of
from contracts.returns.pages.working import lines_to_answer
from contracts.returns.selectors import asked_about
from contracts.returns.selectors.sent import changed_since_sent
from contracts.returns.views.common import page_context, seen_due
from socialvalue.accounts.enums import Permission as P
from socialvalue.audit.selectors import timeline
from socialvalue.common.errors import Conflict, DomainError, Refused
from socialvalue.common.pages import accepted, form_page, say_done
from socialvalue.common.templatetags.formats import plain_number
from socialvalue.common.typed import SIGNED_OUT
from socialvalue.common.views import needs, takes_files
from socialvalue.documents.models import Document

CHANGED_SINCE = "This return was saved again after you opened this page. Check it as it is now, then submit it"


def _form(request, context, data=None, files=None) -> ReturnForm:
    latest = context["latest"]
    initial = {name: getattr(latest, name) for name in ReturnForm.TYPED} if latest else {}
    if latest is not None:
        initial["benefited"] = latest.benefited
    shown = {
        "kpi": context["kpi"],
        "ends_on": context["due"].ends_on,
        "subs": read(context["due"].sub_scores),
        "version": latest.version if latest else 0,
    }
    return ReturnForm(data, files, initial=initial, **shown)


@takes_files
@needs(P.VIEW_CONTRACTS, P.BID)
def return_page(request, pk):
    due = seen_due(request, pk)
    context = page_context(request, due)
    if not context["may_write"]:
        if request.method == "POST":
            check_can_report(request.user, due)
            check_can_write(request.user, context["latest"])
        if context["may_decide"]:
            latest = context["latest"]
            context["form"] = DecideForm(version=latest.version, lines=lines_to_answer(latest))
        # What a draft's events say is confidential; the rest is on this page, for both sides
        context["events"] = timeline(due)
        return render(request, "contracts/returns/read.html", context)
    form = _form(request, context, request.POST or None, request.FILES or None)
    if request.method == "POST":
        saved = []
        if accepted(form, lambda data: saved.append(_save(request, due, form)), version_of=context["latest"]):
            return _next(request, saved[0])
        if form.conflict:
            context |= _latest(form, context["latest"])
    return render(request, "contracts/returns/write.html", context | {"form": form})


def _latest(form, latest) -> dict:
    """What is stored, to be compared with what was typed; nothing where nobody has saved yet."""
    if latest is None:
        return {"latest_rows": [("Figure", "")]}
    latest.refresh_from_db(fields=[*ReturnForm.TYPED, "saved_at"])
    rows = [(field.label, _stored(latest, name)) for name in ReturnForm.TYPED if (field := form.fields.get(name)) is not None]
    return {"latest_rows": rows}


def _stored(latest: Return, name: str) -> str:
    found = getattr(latest, name)
    if name == "value":
        return figure_text(latest, latest.due.kpi)
    if isinstance(found, bool):
        return "Yes" if found else "No"
    return plain_number(found) if isinstance(found, Decimal) else found or ""


def _keep(request, due, form) -> Return:
    shown = {"expected_version": form.expected_version, "page": form.page}
    return services.save_return(due, by=request.user, **shown, **form.typed())


def _save(request, due, form):
    saved = _keep(request, due, form)
    upload = form.cleaned_data.get("file")
    if upload:
        kept = evidence.add_evidence(saved, by=request.user, upload=upload, description=form.cleaned_data["description"])
        messages.success(request, f"The file {kept.name} was added. {kept.told}".strip())
    return saved


def _next(request, saved):
    goal = request.POST.get("next")
    if goal in ("return-check", "return-story"):
        return redirect(goal, saved.due_id)
    messages.success(
        request,
        "Your draft is saved. Nobody at the council sees it until you submit it."
        if saved.side == Side.SUPPLIER
        else "The draft is saved.",
    )
    return redirect("return", saved.due_id)


@require_POST
def return_save(request, pk):
    """Keeps what is typed, while it is typed; answers a small piece of the page, with the new version."""
    if not request.user.is_authenticated:
        return render(request, "contracts/returns/saved.html", {"problem": SIGNED_OUT})
    return _return_save(request, pk)


@needs(P.EDIT_CONTRACTS, P.BID)
def _return_save(request, pk):
    due = seen_due(request, pk)
    context = page_context(request, due)
    form = _form(request, context, request.POST)
    if not form.is_valid():
        return render(request, "contracts/returns/saved.html", {"problem": "Not saved yet: a value cannot be read."})
    try:
        saved = _keep(request, due, form)
    except Conflict as conflict:
        return render(request, "contracts/returns/saved.html", {"problem": conflict.line})
    except DomainError as refusal:
        return render(request, "contracts/returns/saved.html", {"problem": f"Not saved: {refusal.message}"})
    return render(request, "contracts/returns/saved.html", {"saved": saved, "kpi": due.kpi})


@needs(P.EDIT_CONTRACTS, P.BID)
def return_check(request, pk):
    due = seen_due(request, pk)
    context = page_context(request, due)
    latest = context["latest"]
    if latest is None:
        return redirect("return", pk)
    check_can_write(request.user, latest)
    form = HandInForm(request.POST or None, ends_on=due.ends_on) if services.runs_still(due, latest) else None
    changed = changed_since_sent([latest]).get(latest.pk, [])
    why = ChangedForm(request.POST or None) if changed else None
    problems = []
    if request.method == "POST" and all([one.is_valid() for one in (form, why) if one is not None]):
        try:
            told = {"early_reason": form.reason if form else "", "change_reason": why.reason if why else ""}
            sent = services.submit_return(latest, by=request.user, expected_version=request.POST.get("version", ""), **told)
            done = "The return is submitted. Somebody at the council will verify it."
            say_done(request, done, undo_of(sent, request.user))
            return redirect("return", pk)
        except (Refused, Conflict) as refusal:
            problems = _problems([form, why], refusal)
    context |= {"problems": problems, "form": form, "changed": changed, "why": why, "asked": asked_about(latest)}
    return render(request, "contracts/returns/check.html", context | {"has_errors": bool(problems)})


def _problems(forms: list, refusal: Refused | Conflict) -> list[str]:
    """What belongs to the return's own page; what belongs to a field of one of ``forms`` stands beside it."""
    if isinstance(refusal, Conflict):
        return [CHANGED_SINCE]
    left = []
    for name, words in refusal.problems:
        form = next((one for one in forms if one is not None and name in one.fields), None)
        if form is None:
            left.append(words)
        else:
            form.add_error(name, words)
    return left


@needs(P.EDIT_CONTRACTS, P.BID)
def return_story(request, pk):
    due = seen_due(request, pk)
    context = page_context(request, due)
    latest = context["latest"]
    if latest is None:
        return redirect("return", pk)
    check_can_write(request.user, latest)
    form = StoryForm(request.POST or None)
    back = reverse("return", args=[pk])
    return form_page(
        request,
        form,
        lambda data: evidence.tell_story(latest, by=request.user, **form.told()),
        creates=True,
        to=lambda made: reverse("story", args=[made.pk]),
        cancel_url=back,
        done="The case study is saved with the return. You can add a photograph, sound or video.",
        heading="Add a case study",
        caption=due.kpi.wording,
        submit_label="Save the case study",
        back_url=back,
    )


@require_POST
@needs(P.EDIT_CONTRACTS, P.BID)
def story_remove(request, pk):
    story = get_object_or_404(Story.objects.visible_to(request.user).select_related("kpi_return__due"), pk=pk)
    evidence.remove_story(story, by=request.user)
    messages.success(request, "The case study was removed.")
    return redirect("return", story.kpi_return.due_id)


@require_POST
@needs(P.EDIT_CONTRACTS, P.BID)
def evidence_remove(request, pk, file):
    kpi_return = get_object_or_404(Return.objects.visible_to(request.user).select_related("due"), pk=pk)
    document = get_object_or_404(Document.objects.of(kpi_return), pk=file)
    evidence.remove_evidence(kpi_return, by=request.user, document=document)
    messages.success(request, f"The file {document.name} was taken out.")
    return redirect("return", kpi_return.due_id)
