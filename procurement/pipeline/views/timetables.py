"""A commission's timetable, and the year's diary."""

from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from procurement.commissioning.enums import CommissionKind
from procurement.commissioning.forms.fields import ReasonForm
from procurement.commissioning.pages import CONFIRM, commission_of, editable, handle, trail
from procurement.pipeline import permissions, selectors, services, timetable
from procurement.pipeline.enums import Phase
from procurement.pipeline.forms import BackwardsForm, DiaryFilter, TimetableForm
from procurement.pipeline.periods import periods_of
from socialvalue.accounts.enums import Permission
from socialvalue.common import clock
from socialvalue.common.views import needs, page_of, signed_in
from socialvalue.law.days import bank_holidays

T = "procurement/pipeline/"
LAW_NOTE = (
    "The law allows ten days only after a qualifying planned procurement notice, in urgency, from a dynamic market or with "
    "suppliers chosen beforehand (section 54). Name the ground."
)


@signed_in
def timetable_page(request, reference: str):
    """The phases, what is wrong with them, and what was overruled with which reason."""
    commission = commission_of(request, reference)
    today = clock.today()
    entry = selectors.entry(commission, today)
    first, last = _reach(entry, today)
    context = {
        "commission": commission,
        "entry": entry,
        "first": first,
        "last": last,
        "shaded": _shaded(first, last),
        "today": today,
        "tenders": commission.advertised,
        "may_edit": permissions.can_edit(request.user, commission),
        "breadcrumbs": trail(commission),
    }
    return render(request, f"{T}timetable.html", context)


def _reach(entry: selectors.DiaryEntry, today: date) -> tuple[date, date]:
    """From the first phase's month, over half a year at least."""
    first = min((s.starts_on for s in entry.spans), default=today).replace(day=1)
    last = max((s.ends_on for s in entry.spans), default=today)
    return first, max(last, date(first.year + (first.month > 6), (first.month + 5) % 12 + 1, 1))


def _shaded(first: date, last: date) -> list[tuple[date, date, str]]:
    """Holiday periods and bank holidays that touch the days shown."""
    found = []
    for year in range(first.year, last.year + 1):
        found += [(a, b, name.removeprefix("the ")) for name, a, b in periods_of(year)]
        found += [(day, day, name) for day, name in bank_holidays(year).items()]
    return sorted({s for s in found if s[0] <= last and s[1] >= first})


def _of(commission, heading: str) -> dict:
    here = reverse("timetable", args=[commission.reference])
    return {
        "heading": heading,
        "caption": commission.title,
        "to": here,
        "breadcrumbs": trail(commission, ("Timetable", here)),
        "cancel_url": here,
    }


@signed_in
def plan_backwards(request, reference: str):
    """From the contract's start: how long each phase takes. Begins with what is planned, or else with what is usual."""
    commission = editable(request, reference)
    planned = {s.phase: s.days for s in selectors.spans_of(commission)}
    lengths = planned or timetable.usual_lengths(commission.estimated_value)
    bought = commission.kind != CommissionKind.IN_HOUSE
    form = BackwardsForm(
        request.POST or None, lengths=lengths, initial={"starts_on": commission.starts_on}, version=commission.version
    )

    def save(data):
        working_days = timetable.STANDSTILL_WORKING_DAYS if bought else 0
        spans = timetable.planned_backwards(data["starts_on"], data, standstill_working_days=working_days)
        phases = {s.phase: (s.starts_on, s.ends_on) for s in spans}
        return services.plan_timetable(
            commission, by=request.user, phases=phases, contract_starts_on=data["starts_on"],
            expected_version=form.expected_version,
        )  # fmt: skip

    return handle(
        request, form, save, success="The timetable is planned. Look at the warnings, if there are any.", latest=commission,
        template=f"{T}backwards.html", submit_label="Plan the timetable", bought=bought, planned=bool(planned),
        **_of(commission, "Plan backwards from the contract’s start"),
    )  # fmt: skip


@signed_in
def edit_timetable(request, reference: str):
    """Every day by hand."""
    commission = editable(request, reference)
    spans = {s.phase: s for s in selectors.spans_of(commission)}
    form = TimetableForm(request.POST or None, spans=spans, version=commission.version)

    def save(data):
        return services.plan_timetable(
            commission, by=request.user, phases=form.phases(), expected_version=form.expected_version
        )  # fmt: skip

    return handle(
        request, form, save, success="The timetable is saved.", latest=commission, template="layouts/form.html",
        submit_label="Save the timetable",
        intro="First and last day of each phase. Leave both empty where there is none.", **_of(commission, "Change the days"),
    )  # fmt: skip


@signed_in
def overrule(request, reference: str, key: str):
    """Live with a warning, in writing."""
    commission = editable(request, reference)
    entry = selectors.entry(commission, clock.today())
    warning = next((w for w in entry.warnings if w.key == key), None)
    if warning is None:
        raise Http404
    return handle(
        request,
        ReasonForm(request.POST or None, label="Why does the timetable stay as it is?"),
        lambda data: services.overrule(commission, by=request.user, warning=key, reason=data["reason"]),
        success="The warning is overruled; your reason is kept with it.", template=CONFIRM,
        consequence=f"{warning.text} {LAW_NOTE}" if key.startswith("window-law") else warning.text,
        confirm_label="Overrule the warning", **_of(commission, "Overrule this warning?"),
    )  # fmt: skip


@needs(Permission.VIEW_COMMISSIONS)
def diary(request):
    """The year as a picture, one bar a commission, and the list beneath."""
    today = clock.today()
    form = DiaryFilter(request.GET, user=request.user, years=range(today.year - 1, today.year + 4))
    wanted = form.wanted()
    year = form.cleaned_data.get("year") if form.is_valid() else None
    first, last = (date(year, 1, 1), date(year, 12, 31)) if year else (today.replace(day=1), _year_on(today))
    page = page_of(request, selectors.in_diary(request.user, first, last, wanted), per_page=40)
    entries = selectors.entries(page.object_list, today)
    context = {
        "form": form,
        "page": page,
        "entries": entries,
        "first": first,
        "last": last,
        "today": today,
        "shaded": _shaded(first, last),
        "warned": sum(1 for e in entries if e.warnings),
        "overruled": any(e.overruled for e in entries),
        "filtered": any(request.GET.get(name) for name in form.fields),
        "alt": _sentence(entries, first, last),
    }
    return render(request, f"{T}diary.html", context)


def _year_on(today: date) -> date:
    """The last day of the twelve months that begin with this one."""
    return date.fromordinal(date(today.year + 1, today.month, 1).toordinal() - 1)


def _sentence(entries, first: date, last: date) -> str:
    tendering = sum(
        1 for e in entries if any(s.phase == Phase.TENDER and s.starts_on <= last and s.ends_on >= first for s in e.spans)
    )
    warned = sum(1 for e in entries if e.warnings)
    span = f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"
    count = f"{len(entries)} commission{'' if len(entries) == 1 else 's'}"
    return f"{count} from {span}: {tendering} with bids asked for, {warned} with a warning that nobody overruled."
