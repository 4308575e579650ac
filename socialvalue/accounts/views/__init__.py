"""One's account and the people of one's supplier."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from socialvalue.accounts import selectors, services
from socialvalue.accounts.forms import AwayForm, InviteForm, JoinForm, ShortcutForm
from socialvalue.accounts.models import Invitation, Membership
from socialvalue.accounts.permissions import can_decline, can_end_delegation
from socialvalue.accounts.services import delegating
from socialvalue.accounts.services.shortcut import set_search_shortcut
from socialvalue.common.errors import Refused
from socialvalue.common.pages import button, form_page
from socialvalue.common.views import signed_in

form_view = require_http_methods(["GET", "HEAD", "POST"])


def safe_next(request) -> str:
    """Where to go afterwards: a path of this site, or nothing."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    fine = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if fine and wanted.startswith("/") else ""


def sign_in_url(next_url: str) -> str:
    return resolve_url(settings.LOGIN_URL) + (f"?{urlencode({'next': next_url})}" if next_url else "")


@never_cache
@form_view
def invitation(request, token):
    invited = services.open_invitation(token)
    by = request.user if request.user.is_authenticated else None
    form = None if by or selectors.has_account(invited.email) else JoinForm(request.POST or None)
    refusal = None
    if request.method == "POST" and (form is None or form.is_valid()):
        typed = {k: form.cleaned_data[k] for k in ("name", "password")} if form else {}
        try:
            services.accept_invitation(token, by=by, **typed)
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, f"You now act for {invited.organisation}.")
            return redirect("account" if by else "account_login")
    context = {"invitation": invited, "form": form, "refusal": refusal, "sign_in_url": sign_in_url(request.path)}
    return render(request, "socialvalue/accounts/invitation.html", context)


@signed_in
@require_safe
def account(request):
    return render(request, "socialvalue/accounts/account.html", selectors.account(request.user))


def _own_supplier(request):
    supplier = request.user.supplier
    if supplier is None:
        raise Http404
    return supplier


@signed_in
@form_view
def shortcut(request):
    """Keys that do something alone: one may switch them off, because a key is easily pressed, or said, by mistake."""
    form = ShortcutForm(request.POST or None, initial={"on": "on" if request.user.search_shortcut else "off"})
    return form_page(
        request,
        form,
        lambda data: set_search_shortcut(by=request.user, on=data["on"] == "on"),
        to=reverse("account"),
        done="Your choice is saved.",
        heading="Single-key shortcuts",
        back_url=reverse("account"),
    )


@signed_in
@form_view
def invite(request):
    supplier = _own_supplier(request)
    form = InviteForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda data: services.invite(supplier, by=request.user, email=data["email"]),
        creates=True,
        to=reverse("account"),
        done="The invitation is on its way. Its link works once, for 7 days.",
        heading="Invite a colleague",
        intro=f"They will see and change everything {supplier} does here: bids, prices and reports on contracts.",
        submit_label="Send the invitation",
        back_url=reverse("account"),
    )


@signed_in
@form_view
def end_membership(request, membership_id):
    supplier = _own_supplier(request)
    rows = Membership.objects.filter(organisation=supplier, ended_at=None).select_related("user")
    membership = get_object_or_404(rows, pk=membership_id)
    if request.method == "POST":
        try:
            services.end_membership(membership, by=request.user)
            messages.success(request, f"{membership.user} no longer acts for {supplier}.")
        except Refused as refused:
            messages.error(request, refused.message)
        return redirect("account")
    context = {
        "heading": f"Remove {membership.user}?",
        "consequence": f"They will no longer see anything of {supplier}. What they did stays in the record.",
        "confirm_label": "Remove",
        "dangerous": True,
        "cancel_url": reverse("account"),
    }
    return render(request, "layouts/confirm.html", context)


@signed_in
@require_POST
def cancel_invitation(request, invitation_id):
    rows = Invitation.objects.filter(organisation=_own_supplier(request))
    services.cancel_invitation(get_object_or_404(rows, pk=invitation_id), by=request.user)
    messages.success(request, "The invitation is withdrawn.")
    return redirect("account")


@signed_in
@require_safe
def first_password(request):
    """Set by a link that is mailed, as everybody's first one: who is at this machine need not be whose account it is."""
    return render(request, "socialvalue/accounts/first_password.html")


@signed_in
@require_safe
def away(request):
    """What one passed on and took on while somebody is away."""
    rows = [
        {"delegation": d, "may_end": can_end_delegation(request.user, d), "may_decline": can_decline(request.user, d)}
        for d in selectors.delegations_of(request.user)
    ]
    context = {"rows": rows, "may_name": request.user.council is not None, "back_url": reverse("account")}
    return render(request, "socialvalue/accounts/away.html", context)


@signed_in
@form_view
def away_new(request):
    if request.user.council is None:
        raise Http404
    form = AwayForm(request.POST or None, people=selectors.could_stand_in(request.user))
    return form_page(
        request,
        form,
        lambda data: delegating.pass_on(by=request.user, **data),
        creates=True,
        to=reverse("away"),
        done=lambda made: f"{made.delegate} stands in for you. They have been told.",
        heading="Say who stands in for you",
        intro=(
            "Your colleague gets your messages and tasks beside you, does what their own roles permit, and it is recorded as "
            "done by them. What either of you wrote, a third person signs off."
        ),
        submit_label="Name them",
        back_url=reverse("away"),
    )


def _delegation(request, pk: int):
    return get_object_or_404(selectors.delegations_of(request.user), pk=pk)


@signed_in
@require_POST
def away_end(request, pk):
    found = _delegation(request, pk)
    return button(request, lambda: delegating.end_delegation(found, by=request.user), to=reverse("away"), done="It has ended.")


@signed_in
@require_POST
def away_decline(request, pk):
    found = _delegation(request, pk)
    done = f"Declined. {found.absent} has been told."
    return button(request, lambda: delegating.decline(found, by=request.user), to=reverse("away"), done=done)
