"""Sending, checking, publishing, returning; afterwards amending, answering, ending."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from procurement.commissioning.pages.overview import law_note
from procurement.commissioning.selectors import urgency_needed
from procurement.tendering import pages, permissions, selectors, services
from procurement.tendering.forms import AmendmentForm, AnswerForm, ReasonForm, UrgentPublishForm, VersionForm
from procurement.tendering.views.finding import done, tender_of
from socialvalue.common.pages import CONFIRM, accepted, form_page
from socialvalue.common.views import signed_in


@signed_in
def check(request, reference):
    """What is still missing; below it the one thing this person can do next."""
    return _check_page(request, tender_of(request, reference))


def _check_page(request, tender, form=None):
    found = selectors.weights(tender)
    published = tender.status not in permissions.EDITABLE and not tender.is_checking
    urgency = tender.urgency if published else urgency_needed(tender.commission)
    context = {
        "tender": tender,
        "colour": pages.COLOURS[tender.status],
        "weights": found,
        "drafting": [] if published else selectors.drafting_problems(tender, found),
        "problems": []
        if published
        else pages.with_addresses(tender, selectors.problems_before_publishing(tender, found), request.user),
        "warnings": [] if published else selectors.warnings(tender, found),
        "can_send": permissions.can_edit(request.user, tender),
        "can_check": permissions.can_check(request.user, tender),
        "urgency": urgency,
        "urgency_own": urgency is not None and urgency.officer_id == request.user.pk,
        "sent_by_reader": tender.is_checking and tender.sent_for_checking_by_id == request.user.pk,
        "publish_form": _publish_form(tender, urgency),
        "return_form": _reason(tender, "What has to change", prefix="return"),
        "law_note": law_note(tender.commission),
        "breadcrumbs": pages.trail(tender, itself=True),
    }
    if form is not None:
        context[f"{form.prefix or 'send'}_form"] = context["form"] = form
    return render(request, "procurement/tendering/check.html", context)


def _reason(
    tender, label: str, *, data=None, required: bool = True, prefix: str | None = None, help_text: str = ""
) -> ReasonForm:
    return ReasonForm(data, label=label, required=required, prefix=prefix, version=tender.version, help_text=help_text)


def _publish_form(tender, urgency, data=None) -> ReasonForm:
    kind = UrgentPublishForm if urgency else ReasonForm
    return kind(data, label="Comment", required=False, prefix="publish", version=tender.version)


@require_POST
@signed_in
def send(request, reference):
    tender = tender_of(request, reference)
    form = VersionForm(request.POST, version=tender.version)
    if accepted(form, lambda data: services.send_for_checking(tender, by=request.user, **data), version_of=tender):
        return done(request, "The tender is sent for checking.", "tender", reference)
    return _check_page(request, tender, form)


@require_POST
@signed_in
def publish(request, reference):
    tender = tender_of(request, reference)
    form = _publish_form(tender, urgency_needed(tender.commission), request.POST)

    def save(data):
        services.publish(tender, by=request.user, comment=data.pop("text"), **data)

    if accepted(form, save, version_of=tender):
        return done(request, "The tender is published.", "tender", reference)
    return _check_page(request, tender, form)


@require_POST
@signed_in
def give_back(request, reference):
    tender = tender_of(request, reference)
    form = _reason(tender, "What has to change", data=request.POST, prefix="return")

    def save(data):
        services.return_tender(tender, by=request.user, comment=data["text"], expected_version=data["expected_version"])

    if accepted(form, save, version_of=tender):
        return done(request, "The tender is returned to its drafter.", "tender", reference)
    return _check_page(request, tender, form)


def _page(tender, heading: str, **more) -> dict:
    return {
        "tender": tender,
        "heading": heading,
        "caption": tender.title,
        "breadcrumbs": pages.trail(tender, itself=True),
        "to": reverse("tender", args=[tender.reference]),
        **more,
    }


@signed_in
def amend(request, reference):
    tender = tender_of(request, reference)
    permissions.check_can_amend(request.user, tender)
    form = AmendmentForm(request.POST or None, version=tender.version)
    intro = (
        f"Bids are due by {pages.moment(tender.deadline)}. Everybody who has begun a bid is told; "
        "bids that were submitted have to be confirmed. Bids are marked by the criteria, weights, scale and proxy values as they "
        "were published: no amendment changes these. If one of them is wrong, end the tender and begin again."
    )
    return form_page(
        request,
        form,
        lambda data: services.amend(tender, by=request.user, **data),
        done="The amendment is published and bidders are told.",
        version_of=tender,
        **_page(tender, "Amend the tender", intro=intro, submit_label="Publish the amendment"),
    )


@signed_in
def terminate(request, reference):
    tender = tender_of(request, reference)
    permissions.check_can_terminate(request.user, tender)
    hint = "Bidders read this."
    form = _reason(tender, "Why the procurement ends", data=request.POST or None, help_text=hint)

    def save(data):
        return services.terminate(tender, by=request.user, reason=data["text"], expected_version=data["expected_version"])

    more = {
        "consequence": "This ends the procurement for good. No contract can be awarded.",
        "confirm_label": "End without award",
        "dangerous": True,
    }
    return form_page(
        request,
        form,
        save,
        done="The procurement has ended. Bidders are told.",
        template=CONFIRM,
        version_of=tender,
        **_page(tender, "End the procurement without an award?", **more),
    )


@signed_in
def answer(request, reference, pk):
    tender = tender_of(request, reference)
    clarification = get_object_or_404(tender.clarifications, pk=pk)
    permissions.check_can_answer(request.user, tender)
    form = AnswerForm(request.POST or None, initial={"question": clarification.question})
    return form_page(
        request,
        form,
        lambda data: services.answer_clarification(clarification, by=request.user, **data),
        done="The answer is published.",
        template="procurement/tendering/answer.html",
        read=clarification,
        **_page(tender, "Answer a question", clarification=clarification, submit_label="Publish the answer"),
    )
