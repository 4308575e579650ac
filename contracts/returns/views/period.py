"""The page of one contract and period: filled in, saved as it is typed, checked, submitted, taken back."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from contracts.evidence import services as evidence
from contracts.evidence.permissions import reports_for
from contracts.register.models import Contract
from contracts.register.views import seen_contract
from contracts.returns import services
from contracts.returns.forms import ChangedForm, HandInForm
from contracts.returns.forms.period import PeriodForms
from contracts.returns.models import Return
from contracts.returns.pages.period import checked, done_with, frame, not_saved, shown_rows, undo_together
from contracts.returns.selectors.period import PeriodRow, period_of
from contracts.returns.selectors.queue import files_of
from contracts.returns.selectors.sent import changed_since_sent
from contracts.returns.services.period import CHANGED
from contracts.returns.views.common import seen_due
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.errors import Conflict, DomainError, NotAllowed, Refused, add_to_form
from socialvalue.common.lists.acting import CHOSEN, shown_of
from socialvalue.common.pages import button, say_done
from socialvalue.common.typed import SIGNED_OUT
from socialvalue.common.views import needs, takes_files

SAVED = "contracts/returns/period_saved.html"


@dataclass(frozen=True)
class Place:
    contract: Contract
    ends_on: date
    rows: list[PeriodRow]

    @property
    def url(self) -> str:
        return reverse("returns-period", args=[self.contract.pk, self.ends_on.isoformat()])


def _place(request, pk, day) -> Place:
    """404 where this person's side has nothing to report on the contract for a period that ends on this day."""
    contract = seen_contract(request, pk)
    if reports_for(request.user, contract) is None:
        raise NotAllowed("Returns are made by the contract's supplier or by the council's contract managers")
    try:
        ends_on = date.fromisoformat(day)
    except ValueError as none:
        raise Http404 from none
    rows = period_of(contract, ends_on, request.user)
    if not rows:
        raise Http404
    return Place(contract, ends_on, rows)


@takes_files
@needs(P.EDIT_CONTRACTS, P.BID)
def returns_period(request, pk, day):
    place = _place(request, pk, day)
    forms = PeriodForms(place.rows, request.POST or None, request.FILES or None)
    if request.method == "POST" and _saved(request, forms):
        if request.POST.get("next") == "check":
            return redirect("returns-period-check", pk, day)
        messages.success(request, "What you typed is saved. Nobody on the other side sees it until you submit it.")
        return redirect(place.url)
    context = frame(place.contract, place.rows, request.user) | shown_rows(place.rows, forms, request.user)
    return render(request, "contracts/returns/period.html", context)


def _saved(request, forms: PeriodForms) -> bool:
    """All that was typed is kept, and the files that came with it; otherwise nothing typed is, and the rows say why."""
    if not forms.is_valid():
        return False
    touched = forms.touched()
    kept = services.keep_written([form.written() for form in touched], by=request.user, page=forms.page)
    if kept.refused:
        forms.refuse(kept.refused)
        return False
    taken = True
    for form in touched:
        for name, upload in form.uploads():
            said = {"upload": upload, "description": form.cleaned_data["description"]}
            try:
                added = evidence.add_evidence(kept.saved[form.row.due.pk], by=request.user, **said)
                messages.success(request, f"The file {added.name} was added. {added.told}".strip())
            except Refused as refusal:
                form.add_error(name, refusal.message)
                taken = False
    return taken


@require_POST
def returns_period_save(request, pk, day):
    """Keeps what is typed, while it is typed, row by row; answers a small piece of the page, with the new versions."""
    if not request.user.is_authenticated:
        return render(request, SAVED, {"problem": SIGNED_OUT})
    return _period_save(request, pk, day)


@needs(P.EDIT_CONTRACTS, P.BID)
def _period_save(request, pk, day):
    forms = PeriodForms(_place(request, pk, day).rows, request.POST)
    written = [form.written() for form in forms.touched()]
    kept = services.keep_written(written, by=request.user, page=forms.page, whole=False)
    return render(request, SAVED, {"saved": kept.saved, "problem": not_saved(forms, kept)})


@takes_files
@require_POST
@needs(P.EDIT_CONTRACTS, P.BID)
def evidence_add(request, pk):
    """A photograph or file of one row, kept as soon as it is chosen; answers the row's piece of the page."""
    due = seen_due(request, pk)
    latest = Return.objects.visible_to(request.user).filter(due=due).order_by("number").last()
    problem, upload = "", next(iter(request.FILES.values()), None)
    try:
        if upload is None:
            raise Refused("Choose a file first", "file")
        if latest is None:
            latest = services.save_return(due, by=request.user, page=request.POST.get("page", "")[:64])
        evidence.add_evidence(latest, by=request.user, upload=upload)
    except DomainError as refusal:
        problem = refusal.message
    files = files_of([latest])[str(latest.pk)] if latest else []
    form = PeriodForms(period_of(due.kpi.obligation.contract, due.ends_on, request.user)).of(due)
    context = {"form": form, "files": files, "problem": problem, "version": latest}
    return render(request, "contracts/returns/period_evidence.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(P.EDIT_CONTRACTS, P.BID)
def returns_period_check(request, pk, day):
    place = _place(request, pk, day)
    found = checked(place.rows)
    form = HandInForm(request.POST or None, ends_on=place.ends_on, many=True) if found.runs_still else None
    changed = changed_since_sent([one["latest"] for one in found.ready])
    why = ChangedForm(request.POST or None) if changed else None
    problems: list[str] = []
    if request.method == "POST" and all([one.is_valid() for one in (form, why) if one is not None]):
        shown = dict(shown_of(request.POST.getlist(CHOSEN), services.MOST_TOGETHER))
        told = {"early_reason": form.reason if form else "", "change_reason": why.reason if why else ""}
        try:
            sent = services.submit_period(place.contract, place.ends_on, shown, by=request.user, **told)
            say_done(request, done_with(sent, found, request.user), undo_together(sent, request.user))
            return redirect(place.url)
        except Conflict:
            problems = [CHANGED]
        except Refused as refusal:
            beside = next((one for one in (form, why) if one is not None and refusal.field in one.fields), None)
            if beside is not None:
                add_to_form(beside, refusal)
            else:
                problems = [words for _, words in refusal.problems]
    for one in found.ready:
        one["changed"] = changed.get(one["latest"].pk, [])
    said = {"found": found, "form": form, "why": why, "problems": problems, "url": place.url}
    context = frame(place.contract, place.rows, request.user) | said
    return render(request, "contracts/returns/period_check.html", context | {"has_errors": bool(problems)})


@require_POST
@needs(P.EDIT_CONTRACTS, P.BID)
def returns_period_undo(request, pk, day):
    place = _place(request, pk, day)
    keys = [int(key) for key in request.GET.get("of", "").split(".") if key.isdecimal()][: services.MOST_TOGETHER]
    return button(
        request,
        lambda: services.undo_period(place.contract, place.ends_on, keys, by=request.user),
        to=place.url,
        done="Undone. Nothing of it is submitted: change what you like, then submit it again.",
    )
