"""Roles that wait for a second person: read, confirmed or refused, taken back."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from socialvalue.accounts.administration import pages
from socialvalue.accounts.administration.forms import GrantForm
from socialvalue.accounts.administration.models import RoleGrant
from socialvalue.accounts.administration.services import granting
from socialvalue.accounts.enums import Permission
from socialvalue.common.pages import button, form_page
from socialvalue.common.views import needs

second_person = needs(Permission.CONFIRM_ROLES)
TEMPLATE = "socialvalue/administration/role_grant.html"


def _grant(request, pk: int) -> RoleGrant:
    rows = RoleGrant.objects.visible_to(request.user).select_related("user", "council", "asked_by", "decided_by", "directorate")
    return get_object_or_404(rows, pk=pk)


@second_person
@require_http_methods(["GET", "HEAD", "POST"])
def role_grant(request, pk):
    grant = _grant(request, pk)
    page = pages.grant_page(grant, request.user)
    if request.method != "POST" and not page.may_confirm:
        return render(request, TEMPLATE, {"page": page})
    return form_page(
        request,
        GrantForm(request.POST or None),
        lambda typed: granting.decide(grant, by=request.user, **typed),
        to=reverse("role-grant", args=[grant.pk]),
        done=lambda kept: f"{grant.user} is now {grant.role_names}." if kept.accepted else f"{grant.asked_by} has been told.",
        template=TEMPLATE,
        page=page,
    )


@second_person
@require_POST
def role_grant_withdraw(request, pk):
    grant = _grant(request, pk)
    return button(
        request,
        lambda: granting.withdraw(grant, by=request.user),
        to=reverse("administration-people"),
        done=f"Taken back. {grant.user} does not become {grant.role_names}.",
    )
