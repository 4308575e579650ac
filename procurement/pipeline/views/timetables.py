"""A commission's timetable: planned backwards, changed by hand, its warnings overruled."""

from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from procurement.commissioning.enums import CommissionKind
from procurement.commissioning.forms.fields import ReasonForm
from procurement.commissioning.selectors.thresholds import rules_of
from procurement.commissioning.views.common import commission_of, editable, trail
from procurement.pipeline import permissions, selectors, services
from procurement.pipeline.calculations import timetable
from procurement.pipeline.calculations.shading import shaded
from procurement.pipeline.forms import BackwardsForm, TimetableForm
from socialvalue.common import clock
from socialvalue.common.pages import CONFIRM, form_page
from socialvalue.common.views import signed_in
from socialvalue.councils.selectors import closed_days
from socialvalue.law.days import NEVER_CLOSED
from socialvalue.law.selectors import proclaimed_days

T = "procurement/pipeline/"
LAW_NOTE = (
    "The law allows {days} days only after a qualifying planned procurement notice, in urgency, from a dynamic market or with "
    "suppliers chosen beforehand (section 54). Name the ground."
)


def _law_note(commission) -> str:
    return LAW_NOTE.format(days=rules_of(commission).tender_days_short)


@signed_in
def timetable_page(request, reference: str):
    """The phases, what is wrong with them, and what was overruled with which reason."""
    commission = commission_of(request, reference)
    today, proclaimed = clock.today(), proclaimed_days()
    entry = selectors.entry(commission, today, proclaimed)
    closed = closed_days([commission.council_id]).get(commission.council_id, NEVER_CLOSED)
    first, last = _reach(entry, today)
    context = {
        "commission": commission,
        "entry": entry,
        "first": first,
        "last": last,
        "shaded": shaded(first, last, proclaimed, closed),
        "today": today,
        "tenders": selectors.advertised(commission),
        "may_edit": permissions.can_edit(request.user, commission),
        "breadcrumbs": trail(commission),
    }
    return render(request, f"{T}timetable.html", context)


def _reach(entry: selectors.DiaryEntry, today: date) -> tuple[date, date]:
    """From the first phase's month, over half a year at least."""
    first = min((s.starts_on for s in entry.spans), default=today).replace(day=1)
    last = max((s.ends_on for s in entry.spans), default=today)
    return first, max(last, date(first.year + (first.month > 6), (first.month + 5) % 12 + 1, 1))


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
    spans = selectors.spans_of(commission)
    planned = {s.phase: s.days for s in spans}
    lengths = planned or timetable.usual_lengths(commission.estimated_value)
    bought = commission.kind != CommissionKind.IN_HOUSE
    working_days = rules_of(commission).standstill_working_days if bought else 0
    form = BackwardsForm(
        request.POST or None, lengths=lengths, meanwhile=timetable.is_transfer_meanwhile(spans),
        initial={"starts_on": commission.starts_on}, version=commission.version,
    )  # fmt: skip

    def save(data):
        laid = timetable.planned_backwards(
            data["starts_on"], data, standstill_working_days=working_days, proclaimed=proclaimed_days(),
            transfer_meanwhile=data["transfer_meanwhile"],
        )  # fmt: skip
        phases = {s.phase: (s.starts_on, s.ends_on) for s in laid}
        return services.plan_timetable(
            commission, by=request.user, phases=phases, contract_starts_on=data["starts_on"],
            expected_version=form.expected_version,
        )  # fmt: skip

    return form_page(
        request, form, save, done="The timetable is planned. Look at the warnings, if there are any.", latest=commission,
        template=f"{T}backwards.html", submit_label="Plan the timetable", standstill_days=working_days, planned=bool(planned),
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

    return form_page(
        request, form, save, done="The timetable is saved.", latest=commission,
        submit_label="Save the timetable",
        intro="First and last day of each phase. Leave both blank where there is none.", **_of(commission, "Change the days"),
    )  # fmt: skip


@signed_in
def overrule(request, reference: str, key: str):
    """Live with a warning, in writing."""
    commission = editable(request, reference)
    entry = selectors.entry(commission, clock.today())
    warning = next((w for w in entry.warnings if w.key == key), None)
    if warning is None:
        raise Http404
    return form_page(
        request,
        ReasonForm(request.POST or None, label="Why does the timetable stay as it is?"),
        lambda data: services.overrule(commission, by=request.user, warning=key, reason=data["reason"]),
        done="The warning is overruled; your reason is kept with it.", template=CONFIRM, read=commission,
        consequence=f"{warning.text} {_law_note(commission)}" if key.startswith("window-law") else warning.text,
        confirm_label="Overrule the warning", **_of(commission, "Overrule this warning?"),
    )  # fmt: skip
