"""A commission's timetable, and the year's diary."""

from datetime import date

from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from procurement.commissioning.forms.fields import ReasonForm
from procurement.commissioning.pages import CONFIRM, commission_of, editable, handle, trail
from procurement.pipeline import permissions, selectors, services, timetable
from procurement.pipeline.enums import Phase
from procurement.pipeline.forms import BackwardsForm, DiaryFilter, TimetableForm
from procurement.pipeline.periods import periods_of
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.views import needs, signed_in
from socialvalue.law.days import bank_holidays

T = "procurement/pipeline/"


@signed_in
def timetable_page(request, reference: str):
    """The phases, what is wrong with them, and what was overruled with which reason."""
    commission = commission_of(request, reference)
    entry = _entry(commission)
    first, last = _reach(entry)
    context = {
        "commission": commission,
        "entry": entry,
        "first": first,
        "last": last,
        "shaded": _shaded(first, last),
        "today": clock.today(),
        "may_edit": permissions.can_edit(request.user, commission),
        "breadcrumbs": trail(commission),
    }
    return render(request, f"{T}timetable.html", context)


def _entry(commission) -> selectors.DiaryEntry:
    spans = selectors.spans_of(commission)
    first = min((s.starts_on for s in spans), default=clock.today())
    last = max((s.ends_on for s in spans), default=clock.today())
    return selectors.entry_of(commission, selectors.tender_periods(commission.council, first, last), clock.today())


def _reach(entry: selectors.DiaryEntry) -> tuple[date, date]:
    first = min((s.starts_on for s in entry.spans), default=clock.today()).replace(day=1)
    last = max((s.ends_on for s in entry.spans), default=clock.today())
    return first, max(last, date(first.year + (first.month > 6), (first.month + 5) % 12 + 1, 1))


def _shaded(first: date, last: date) -> list[tuple[date, date, str]]:
    """Holiday periods and bank holidays that touch the days shown."""
    found = []
    for year in range(first.year, last.year + 1):
        found += [(a, b, name[4:] if name.startswith("the ") else name) for name, a, b in periods_of(year)]
        found += [(day, day, name) for day, name in bank_holidays(year).items()]
    return sorted({s for s in found if s[0] <= last and s[1] >= first})


@signed_in
def plan_backwards(request, reference: str):
    """From the contract's start: how long each phase takes."""
    commission = editable(request, reference)
    lengths = timetable.usual_lengths(commission.estimated_value)
    initial = {"starts_on": commission.starts_on}
    form = BackwardsForm(request.POST or None, lengths=lengths, initial=initial)

    def save(data):
        starts_on = data.pop("starts_on")
        spans = timetable.planned_backwards(starts_on, data)
        phases = {s.phase: (s.starts_on, s.ends_on) for s in spans}
        return services.plan_timetable(commission, by=request.user, phases=phases, contract_starts_on=starts_on)

    return handle(
        request,
        form,
        save,
        to=reverse("timetable", args=[reference]),
        success="The timetable is planned. Look at the warnings.",
        template=f"{T}backwards.html",
        heading="Plan backwards from the contract’s start",
        caption=commission.title,
        submit_label="Plan the timetable",
        breadcrumbs=trail(commission, ("Timetable", reverse("timetable", args=[reference]))),
        cancel_url=reverse("timetable", args=[reference]),
    )


@signed_in
def edit_timetable(request, reference: str):
    """Every day by hand."""
    commission = editable(request, reference)
    spans = {s.phase: s for s in selectors.spans_of(commission)}
    form = TimetableForm(request.POST or None, spans=spans, version=commission.version)
    return handle(
        request,
        form,
        lambda data: services.plan_timetable(
            commission, by=request.user, phases=form.phases(), expected_version=form.expected_version
        ),
        to=reverse("timetable", args=[reference]),
        success="The timetable is saved.",
        latest=commission,
        template="layouts/form.html",
        heading="Change the days",
        caption=commission.title,
        breadcrumbs=trail(commission, ("Timetable", reverse("timetable", args=[reference]))),
        cancel_url=reverse("timetable", args=[reference]),
    )


@signed_in
def overrule(request, reference: str, key: str):
    """Live with a warning, in writing."""
    commission = editable(request, reference)
    warning = next((w for w in _entry(commission).warnings if w.key == key), None)
    if warning is None:
        raise Http404
    here = reverse("timetable", args=[reference])
    return handle(
        request,
        ReasonForm(request.POST or None, label="Why does the timetable stay as it is?"),
        lambda data: services.overrule(commission, by=request.user, warning=key, reason=data["reason"]),
        to=here,
        success="The warning is overruled; your reason is kept with it.",
        template=CONFIRM,
        heading="Overrule this warning?",
        caption=commission.title,
        consequence=warning.text,
        confirm_label="Overrule the warning",
        breadcrumbs=trail(commission, ("Timetable", here)),
        cancel_url=here,
    )


@needs(Permission.VIEW_COMMISSIONS)
def diary(request):
    """The year as a picture, one bar a tender, and the list beneath."""
    today = clock.today()
    form = DiaryFilter(request.GET, user=request.user, years=range(today.year - 1, today.year + 4))
    chosen = form.cleaned_data if form.is_valid() else {}
    year = chosen.get("year")
    first, last = (date(year, 1, 1), date(year, 12, 31)) if year else (today.replace(day=1), _year_on(today))
    wanted = Q()
    if chosen.get("directorate"):
        wanted &= Q(directorate=chosen["directorate"])
    if chosen.get("category"):
        wanted &= Q(category=chosen["category"])
    entries = selectors.diary(request.user, first, last, today, wanted)
    context = {
        "form": form,
        "entries": entries,
        "first": first,
        "last": last,
        "today": today,
        "shaded": _shaded(first, last),
        "warned": sum(1 for e in entries if e.warnings),
        "alt": _sentence(entries, first, last),
    }
    return render(request, f"{T}diary.html", context)


def _year_on(today: date) -> date:
    return date(today.year + 1, today.month, 1).replace(day=28)


def _sentence(entries, first: date, last: date) -> str:
    tendering = sum(
        1 for e in entries if any(s.phase == Phase.TENDER and s.starts_on <= last and s.ends_on >= first for s in e.spans)
    )
    warned = sum(1 for e in entries if e.warnings)
    span = f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"
    return f"{len(entries)} commissions from {span}: {tendering} ask for bids, {warned} have a warning that nobody overruled."
