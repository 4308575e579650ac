"""Events inside the council: planned, advertised, cancelled; who came, what happened, what was handed out."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from procurement.commissioning import permissions
from procurement.commissioning.forms.fields import CheckForm, ReasonForm
from procurement.commissioning.views.common import commission_of, editable, trail
from procurement.engagement import selectors, services
from procurement.engagement.forms.event import AttendanceForm, DocumentForm, EditEventForm, EventForm, NotesForm
from procurement.engagement.models import Event
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.pages import CONFIRM, form_page
from socialvalue.common.views import page_of, signed_in, takes_files
from socialvalue.documents.models import Document

T = "procurement/engagement/"
TIMELINE = 20


def _event(request, commission, pk: int) -> Event:
    return get_object_or_404(Event.objects.inside(request.user), pk=pk, commission=commission)


@signed_in
def events(request, reference: str):
    commission = commission_of(request, reference)
    rows = selectors.events_of(commission)
    context = {
        "commission": commission,
        "page": page_of(request, rows),
        "may_edit": permissions.can_edit(request.user, commission),
        "breadcrumbs": trail(commission),
    }
    return render(request, f"{T}events.html", context)


@signed_in
def event_new(request, reference: str):
    commission = editable(request, reference)
    return form_page(
        request,
        EventForm(request.POST or None),
        lambda data: services.create_event(commission, by=request.user, **data),
        creates=True,
        to=lambda event: reverse("event", args=[reference, event.pk]),
        done="The event is planned. Advertise it when it is ready for the public page.",
        heading="Plan an event",
        caption=commission.title,
        submit_label="Plan the event",
        cancel_url=reverse("events", args=[reference]),
        breadcrumbs=trail(commission, ("Events", reverse("events", args=[reference]))),
    )


@signed_in
def event(request, reference: str, pk: int):
    commission = commission_of(request, reference)
    found = _event(request, commission, pk)
    context = {
        "commission": commission,
        "event": found,
        "attendances": found.attendances.all(),
        "remarks": found.remarks.all(),
        "documents": Document.objects.of(found),
        "over": found.ends_at <= clock.now(),
        "begun": found.starts_at <= clock.now(),
        "may_edit": permissions.can_edit(request.user, commission),
        "events": timeline(found)[:TIMELINE],
        "breadcrumbs": trail(commission, ("Events", reverse("events", args=[reference]))),
    }
    return render(request, f"{T}event.html", context)


def _page(request, commission, found, form, save, **context):
    back = reverse("event", args=[commission.reference, found.pk])
    crumbs = trail(commission, ("Events", reverse("events", args=[commission.reference])), (found.title, back))
    return form_page(request, form, save, to=back, cancel_url=back, breadcrumbs=crumbs, **{"caption": found.title, **context})


@signed_in
def event_edit(request, reference: str, pk: int):
    commission = editable(request, reference)
    found = _event(request, commission, pk)
    return _page(
        request,
        commission,
        found,
        EditEventForm(request.POST or None, instance=found),
        lambda data: services.edit_event(found, by=request.user, **data),
        done="The event is saved.",
        latest=found,
        heading="Change the event",
    )


@signed_in
def event_advertise(request, reference: str, pk: int):
    commission = editable(request, reference)
    found = _event(request, commission, pk)
    return _page(
        request,
        commission,
        found,
        CheckForm(request.POST if request.method == "POST" else None),
        lambda data: services.advertise_event(found, by=request.user),
        done="The event is on the public page.",
        read=found,
        template=CONFIRM,
        heading="Advertise this event?",
        consequence="Everybody can then see it on the public page of events, with how to get there and what is done "
        "so that people can take part. It is open to all, not by invitation only.",
        confirm_label="Advertise it",
    )


@signed_in
def event_cancel(request, reference: str, pk: int):
    commission = editable(request, reference)
    found = _event(request, commission, pk)
    return _page(
        request,
        commission,
        found,
        ReasonForm(request.POST or None, label="Why it is cancelled", hint="People who meant to come will read it."),
        lambda data: services.cancel_event(found, by=request.user, reason=data["reason"]),
        done="The event is cancelled.",
        read=found,
        template=CONFIRM,
        heading="Cancel this event?",
        consequence="It stays on the public page as cancelled, with your reason. This cannot be taken back.",
        confirm_label="Cancel the event",
        dangerous=True,
    )


@signed_in
def event_attendance(request, reference: str, pk: int):
    commission = editable(request, reference)
    found = _event(request, commission, pk)
    form = AttendanceForm(request.POST if request.method == "POST" else None, event=found)
    return _page(
        request,
        commission,
        found,
        form,
        lambda data: services.record_attendance(found, by=request.user, numbers=form.numbers()),
        done="Who came is recorded.",
        read=found,
        heading="Who came",
        intro="Numbers of people by group, no names. Leave a group blank when nobody came.",
    )


@signed_in
def event_notes(request, reference: str, pk: int):
    commission = editable(request, reference)
    found = _event(request, commission, pk)
    return _page(
        request,
        commission,
        found,
        NotesForm(request.POST or None, instance=found),
        lambda data: services.note_event(found, by=request.user, **data),
        done="The notes are saved.",
        latest=found,
        heading="Notes",
    )


@takes_files
@signed_in
def event_document(request, reference: str, pk: int):
    commission = editable(request, reference)
    found = _event(request, commission, pk)
    return _page(
        request,
        commission,
        found,
        DocumentForm(request.POST or None, request.FILES or None),
        lambda data: services.add_document(found, by=request.user, upload=data["file"], description=data["description"]),
        creates=True,
        done=lambda kept: f"The file {kept.name} is kept with the event. {kept.told}".strip(),
        heading="Add a file",
        intro="Files are for the council; the public page does not show them.",
        submit_label="Add the file",
    )
