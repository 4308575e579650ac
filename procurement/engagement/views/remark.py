"""Key questions with their answers; remarks, and what was done about them."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from procurement.commissioning import permissions
from procurement.commissioning.enums.key_questions import BY_KEY
from procurement.commissioning.views.common import commission_of, editable, trail
from procurement.engagement import selectors, services
from procurement.engagement.calculations.details import RemarkDetails
from procurement.engagement.forms.remark import EditRemarkForm, RemarkFilter, RemarkForm, ResponseForm
from procurement.engagement.models import Remark
from socialvalue.common import clock
from socialvalue.common.lists import Narrowed
from socialvalue.common.pages import button, form_page
from socialvalue.common.undoing import Undo, undo_until
from socialvalue.common.views import page_of, signed_in

T = "procurement/engagement/"


def _remark(request, commission, pk: int) -> Remark:
    return get_object_or_404(Remark.objects.visible_to(request.user), pk=pk, commission=commission)


@signed_in
def key_questions(request, reference: str):
    commission = commission_of(request, reference)
    context = {
        "commission": commission,
        "stages": selectors.answers_by_stage(commission),
        "may_edit": permissions.can_edit(request.user, commission),
        "breadcrumbs": trail(commission),
    }
    return render(request, f"{T}key_questions.html", context)


@signed_in
def remarks(request, reference: str):
    commission = commission_of(request, reference)
    form = RemarkFilter(request.GET)
    rows = form.apply(commission.remarks.select_related("event").order_by("-said_on", "-id"))
    one = request.GET.get("remark", "")
    if one.isdecimal() and len(one) < 19:  # followed from the chain: this remark alone
        rows = rows.filter(pk=one)
    page = page_of(request, rows)
    context = {
        "commission": commission,
        "form": form,
        "page": page,
        "list": Narrowed(form, page.paginator.count, request.GET),
        "questions": BY_KEY,
        "filtered": any(request.GET.get(name) for name in ("remark", *form.fields)),
        "one": one,
        "undos": _undos(request, commission, page.object_list),
        "may_edit": permissions.can_edit(request.user, commission),
        "breadcrumbs": trail(commission),
    }
    return render(request, f"{T}remarks.html", context)


def _undos(request, commission, remarks) -> dict[int, Undo]:
    """By remark: the button with which this person takes back what they just recorded. At most one query."""
    own = {r.pk: _undo_of(commission, r) for r in remarks if r.recorded_by_id == request.user.pk and r.is_as_recorded}
    lately = {pk: undo for pk, undo in own.items() if undo.is_open}
    if not lately or not permissions.can_edit(request.user, commission):
        return {}
    unused = Remark.objects.unused().filter(pk__in=lately).values_list("pk", flat=True)
    return {pk: lately[pk] for pk in unused}


def _undo_of(commission, remark: Remark) -> Undo:
    url = reverse("remark-undo", args=[commission.reference, remark.pk])
    return Undo(url, undo_until(remark.recorded_at), f"recording “{remark}”")


@require_POST
@signed_in
def remark_undo(request, reference: str, pk: int):
    commission = editable(request, reference)
    found = _remark(request, commission, pk)
    return button(
        request,
        lambda: services.undo_remark(found, by=request.user),
        to=reverse("remarks", args=[reference]),
        done="Undone. The remark is not recorded.",
    )


@signed_in
def remark_new(request, reference: str):
    commission = editable(request, reference)
    question = request.GET.get("question", "")
    initial = {"question": question if question in BY_KEY else "", "said_on": clock.today(), "event": request.GET.get("event")}
    if initial["event"]:
        initial["method"] = "event"
    back = f"{reverse('key-questions', args=[reference])}#{question}" if question else reverse("remarks", args=[reference])
    return form_page(
        request,
        RemarkForm(request.POST or None, commission=commission, initial=initial),
        lambda data: services.record_remark(commission, RemarkDetails(**data), by=request.user),
        creates=True,
        to=back,
        done="The remark is recorded.",
        undo=lambda remark: _undo_of(commission, remark),
        template=f"{T}remark_form.html",
        heading="Record what was said",
        caption=commission.title,
        question=BY_KEY.get(question),
        submit_label="Record it",
        cancel_url=back,
        breadcrumbs=trail(commission, ("Remarks", reverse("remarks", args=[reference]))),
    )


@signed_in
def remark_edit(request, reference: str, pk: int):
    commission = editable(request, reference)
    found = _remark(request, commission, pk)
    back = reverse("remarks", args=[reference])
    return form_page(
        request,
        EditRemarkForm(request.POST or None, instance=found, commission=commission),
        lambda data: services.edit_remark(found, by=request.user, **data),
        to=back,
        done="The remark is corrected.",
        latest=found,
        heading="Correct the remark",
        caption=commission.title,
        cancel_url=back,
        breadcrumbs=trail(commission, ("Remarks", back)),
    )


@signed_in
def remark_respond(request, reference: str, pk: int):
    commission = editable(request, reference)
    found = _remark(request, commission, pk)
    said = found.text
    back = reverse("remarks", args=[reference])
    return form_page(
        request,
        ResponseForm(request.POST or None, instance=found),
        lambda data: services.respond(found, by=request.user, **data),
        to=back,
        done="The answer is kept beside the remark.",
        latest=found,
        template=f"{T}respond.html",
        heading="You said, we did",
        caption=commission.title,
        remark=found,
        said=said,
        submit_label="Save the answer",
        cancel_url=back,
        breadcrumbs=trail(commission, ("Remarks", back)),
    )
