"""A lost second step: an administrator asks, a second person confirms or refuses."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from socialvalue.accounts.administration import pages, selectors
from socialvalue.accounts.administration.forms import ResetDecisionForm, ResetForm
from socialvalue.accounts.administration.models import StepReset
from socialvalue.accounts.administration.permissions import check_can_ask_for_reset
from socialvalue.accounts.administration.services import resetting
from socialvalue.accounts.administration.views import administrator, council_of
from socialvalue.accounts.enums import Permission
from socialvalue.common.pages import button, form_page
from socialvalue.common.views import needs

second_person = needs(Permission.CONFIRM_ROLES, Permission.CONFIRM_SUPPLIERS)
form_view = require_http_methods(["GET", "HEAD", "POST"])
TEMPLATE = "socialvalue/administration/step_reset.html"


@administrator
@form_view
def reset_new(request, user_id):
    council = council_of(request)
    person = get_object_or_404(selectors.people_of(council), pk=user_id)
    check_can_ask_for_reset(request.user, council, person)
    return form_page(
        request,
        ResetForm(request.POST or None),
        lambda typed: resetting.ask(person, council, by=request.user, **typed),
        creates=True,
        done="We have told the person, and those who can confirm it.",
        to=lambda made: reverse("step-reset", args=[made.pk]),
        back_url=reverse("administration-people"),
        cancel_url=reverse("administration-people"),
        heading=f"{person} lost their second step",
        caption=person.email,
        intro="Once a second person confirms it, their passkeys, their app’s codes and their recovery codes stop working, and "
        "they are signed out everywhere. They sign in with their password and set up a new second step.",
        submit_label="Ask a second person to confirm",
    )


def _reset(request, pk: int) -> StepReset:
    rows = StepReset.objects.visible_to(request.user).select_related("user", "council", "asked_by", "decided_by")
    return get_object_or_404(rows, pk=pk)


@second_person
@form_view
def step_reset(request, pk):
    reset = _reset(request, pk)
    page = pages.reset_page(reset, request.user)
    if request.method != "POST" and not page.may_confirm:
        return render(request, TEMPLATE, {"page": page})
    return form_page(
        request,
        ResetDecisionForm(request.POST or None),
        lambda typed: resetting.decide(reset, by=request.user, **typed),
        to=reverse("step-reset", args=[reset.pk]),
        done=lambda kept: f"Done. {reset.user} has been told." if kept.accepted else f"{reset.asked_by} has been told.",
        template=TEMPLATE,
        page=page,
    )


@second_person
@require_POST
def step_reset_withdraw(request, pk):
    reset = _reset(request, pk)
    return button(
        request,
        lambda: resetting.withdraw(reset, by=request.user),
        to=reverse("step-reset", args=[pk]),
        done=f"Taken back. The second step of {reset.user} stays.",
    )
