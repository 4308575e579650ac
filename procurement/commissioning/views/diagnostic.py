"""The diagnostic report: its six sections, what looks alike elsewhere, issuing it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from procurement.commissioning import permissions, services
from procurement.commissioning.enums import EntryKind
from procurement.commissioning.enums.key_questions import KEY_QUESTIONS
from procurement.commissioning.forms.diagnostic import LOOKS_AT_OTHERS, EditEntryForm, EntryForm
from procurement.commissioning.forms.fields import CheckForm
from procurement.commissioning.models import DiagnosticEntry
from procurement.commissioning.selectors.suggestions import alike
from procurement.commissioning.tasks import ask_for_pdf
from procurement.commissioning.views.common import commission_of, editable, trail
from socialvalue.common.pages import CONFIRM, form_page
from socialvalue.common.views import signed_in

T = "procurement/commissioning/"


@signed_in
def diagnostic(request, reference: str):
    commission = commission_of(request, reference)
    entries = list(commission.diagnostic_entries.select_related("other_commission").prefetch_related("remarks"))
    feeding = {kind: [q for q in KEY_QUESTIONS if q.feeds == kind] for kind in EntryKind.values}
    context = {
        "commission": commission,
        "sections": [
            {"kind": kind, "name": kind.label, "entries": [e for e in entries if e.kind == kind], "questions": feeding[kind]}
            for kind in EntryKind
        ],
        "entry_count": len(entries),
        "alike": alike(commission, request.user),
        "issued": commission.frozen_documents.filter(kind="diagnostic").select_related("issued_by"),
        "losses_url": reverse("bring-losses", args=[reference]),
        "may_edit": permissions.can_edit(request.user, commission),
        "breadcrumbs": trail(commission),
    }
    return render(request, f"{T}diagnostic.html", context)


@signed_in
def entry_new(request, reference: str, kind: str):
    commission = editable(request, reference)
    if kind not in EntryKind.values:
        raise Http404
    found = alike(commission, request.user) if kind in LOOKS_AT_OTHERS else []
    form = EntryForm(
        request.POST or None,
        commission=commission,
        user=request.user,
        kind=kind,
        initial={"other_commission": request.GET.get("other", "")},
    )
    back = f"{reverse('diagnostic', args=[reference])}#{kind}"
    return form_page(
        request,
        form,
        lambda data: services.add_entry(commission, by=request.user, kind=kind, **data),
        creates=True,
        to=back,
        done="The finding is in the report.",
        heading=EntryKind(kind).label,
        caption="Diagnostic report",
        submit_label="Add the finding",
        cancel_url=back,
        alike=found,
        breadcrumbs=trail(commission, ("Diagnostic report", back)),
    )


@signed_in
def entry(request, reference: str, pk: int):
    commission = editable(request, reference)
    found = get_object_or_404(DiagnosticEntry.objects.visible_to(request.user), pk=pk, commission=commission)
    form = EditEntryForm(request.POST or None, instance=found, commission=commission, user=request.user, kind=found.kind)
    back = f"{reverse('diagnostic', args=[reference])}#{found.kind}"
    return form_page(
        request,
        form,
        lambda data: services.edit_entry(found, by=request.user, **data),
        to=back,
        done="The finding is saved.",
        latest=found,
        heading=found.get_kind_display(),
        caption="Diagnostic report",
        cancel_url=back,
        remove_url=reverse("diagnostic-remove", args=[reference, pk]),
        remove_label="Remove this finding",
        breadcrumbs=trail(commission, ("Diagnostic report", back)),
    )


@signed_in
def entry_remove(request, reference: str, pk: int):
    commission = editable(request, reference)
    found = get_object_or_404(DiagnosticEntry.objects.visible_to(request.user), pk=pk, commission=commission)
    back = reverse("diagnostic", args=[reference])
    return form_page(
        request,
        CheckForm(request.POST if request.method == "POST" else None),
        lambda data: services.remove_entry(found, by=request.user),
        to=back,
        done="The finding was removed.",
        read=found,
        template=CONFIRM,
        heading="Remove this finding from the report?",
        consequence=f"“{found.text}” It stays in the record of who did what.",
        confirm_label="Remove it",
        cancel_url=back,
        breadcrumbs=trail(commission, ("Diagnostic report", back)),
    )


@signed_in
def issue(request, reference: str):
    commission = editable(request, reference)
    number = commission.frozen_documents.filter(kind="diagnostic").count() + 1

    def save(data):
        document = services.issue_diagnostic(commission, by=request.user)
        ask_for_pdf(document, by=request.user)
        return document

    back = reverse("diagnostic", args=[reference])
    return form_page(
        request,
        CheckForm(request.POST if request.method == "POST" else None),
        save,
        creates=True,
        to=lambda d: reverse("diagnostic-issued", args=[reference, d.number]),
        done=f"Diagnostic report {number} is issued.",
        template=CONFIRM,
        heading=f"Issue diagnostic report {number}?",
        consequence="It is frozen as it stands now, with its number and a fingerprint. "
        "You may go on writing and issue another one.",
        confirm_label="Issue the report",
        cancel_url=back,
        breadcrumbs=trail(commission, ("Diagnostic report", back)),
    )
