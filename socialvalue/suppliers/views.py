"""Registering as a supplier, one's own details, and who asks to join."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation
from socialvalue.accounts.permissions import can_manage_supplier
from socialvalue.accounts.views import form_view, safe_next, sign_in_url
from socialvalue.common.errors import Refused, add_to_form
from socialvalue.common.pages import button, form_page
from socialvalue.common.views import needs, signed_in
from socialvalue.suppliers.forms import DecideForm, OrganisationForm, RegisterForm
from socialvalue.suppliers.models import DetailsChange, JoinRequest
from socialvalue.suppliers.permissions import can_confirm_supplier, check_can_decide_join
from socialvalue.suppliers.querysets import suppliers_here
from socialvalue.suppliers.selectors.naming import suggested
from socialvalue.suppliers.services import details, joining_in, registering

TYPED = {"name": "Name", "number": "Register number", "address": "Address", "postcode": "Postcode"}


@never_cache
@form_view
def register(request):
    next_url = safe_next(request)
    form = RegisterForm(request.POST or None)
    if request.method == "POST":
        typed = [request.POST.get(name, "") for name in ("organisation_name", "scheme", "number")]
        form.ask_who(registering.who_is_meant(*typed))
        if form.is_valid():
            too_many = ratelimit.consume_or_429(request, action="signup")
            if too_many:
                return too_many
            given = {k: v for k, v in form.cleaned_data.items() if k not in ("password_again", "agree")}
            try:
                registering.register_supplier(**given, next_url=next_url)
            except Refused as refusal:
                add_to_form(form, refusal)
            else:
                request.session["registered_as"] = form.cleaned_data["email"]
                return redirect("register-check")
    context = {"form": form, "next": next_url, "sign_in_url": sign_in_url(next_url)}
    return render(request, "socialvalue/suppliers/register.html", context)


@require_safe
def register_check(request):
    return render(request, "socialvalue/suppliers/register_check.html", {"email": request.session.get("registered_as")})


@never_cache
@form_view
def confirm(request, token):
    """A button, because mail scanners open links."""
    next_url = safe_next(request)
    if request.method == "POST":
        registering.confirm_address(token)
        messages.success(request, "Your email address is confirmed. Sign in to go on.")
        return redirect(sign_in_url(next_url))
    return render(request, "socialvalue/suppliers/confirm.html", {"next": next_url})


@signed_in
@form_view
def organisation(request):
    supplier = request.user.supplier
    if supplier is None:
        raise Http404
    stored = Organisation.objects.get(pk=supplier.pk)
    form = OrganisationForm(request.POST or None, instance=stored, initial={"name": supplier.name})
    return form_page(
        request,
        form,
        lambda data: details.edit_organisation(supplier, by=request.user, **data),
        to=reverse("account"),
        done=lambda asked: (
            f"Saved. {' and '.join(one.get_doing_display() for one in asked)} will change once an officer accepts it."
            if asked
            else "The organisation’s details are saved."
        ),
        latest=stored,
        read=stored,
        heading="Your organisation’s details",
        back_url=reverse("account"),
    )


@require_POST
@signed_in
def change_withdraw(request, pk):
    own = DetailsChange.objects.filter(organisation=request.user.supplier)
    change = get_object_or_404(own, pk=pk)
    return button(
        request,
        lambda: details.withdraw_change(change, by=request.user),
        to=reverse("account"),
        done="You no longer ask for this change.",
    )


@signed_in
@form_view
def join_request(request, pk):
    asked = get_object_or_404(JoinRequest.objects.select_related("organisation", "user", "decided_by"), pk=pk)
    own = can_manage_supplier(request.user, asked.organisation)
    if not own and not can_confirm_supplier(request.user, asked.organisation):
        raise Http404
    check_can_decide_join(request.user, asked)
    back = reverse("account") if own else reverse("supplier", args=[asked.organisation_id])
    form = DecideForm(
        request.POST or None,
        yes=f"Let {asked.user} act for {asked.organisation}",
        no="Refuse",
        hint="If you refuse, they read it." if own else "How you know that they act for this supplier, or why you refuse.",
    )
    return form_page(
        request,
        form,
        lambda data: joining_in.decide_join(asked, by=request.user, accept=data["answer"] == "yes", reason=data["reason"]),
        to=back,
        done=lambda decided: f"{decided.user} {'now acts' if decided.accepted else 'does not act'} for {decided.organisation}.",
        template="socialvalue/suppliers/join_request.html",
        read=asked,
        heading=f"{asked.user} asks to act for {asked.organisation}",
        asked=asked,
        typed=[(label, asked.typed.get(key)) for key, label in TYPED.items() if asked.typed.get(key)],
        submit_label="Decide",
        back_url=back,
    )


@require_safe
@never_cache
@needs(Permission.EDIT_CONTRACTS, Permission.CONFIRM_SUPPLIERS)
def names(request):
    """What to offer while the name of a supplier is typed."""
    return JsonResponse({"names": suggested(request.GET.get("q", ""), suppliers_here())})
