"""To a provider and back, out again, and the link removed."""

from allauth.account.decorators import reauthentication_required
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from requests import RequestException

from socialvalue.accounts.views import safe_next
from socialvalue.common.pages import CONFIRM, button
from socialvalue.common.views import signed_in
from socialvalue.single_sign_on.calculations.configured import Provider
from socialvalue.single_sign_on.pages import Failure
from socialvalue.single_sign_on.selectors import provider_of
from socialvalue.single_sign_on.services import linking
from socialvalue.single_sign_on.services.provider import Staff, StaffProvider, published
from socialvalue.single_sign_on.views.adapter import answer_failed, failure_of

LEAVING = "socialvalue/single_sign_on/leaving.html"


def _provider(key: str) -> Provider:
    found = provider_of(key)
    if found is None:
        raise Http404
    return found


@never_cache
@require_POST
def start(request, provider_id):
    """A page that leads on, and no redirect: the site's policy lets no form be answered by a site elsewhere."""
    provider = _provider(provider_id)
    wanted = safe_next(request)
    if request.user.is_authenticated:
        return redirect(wanted or "home")
    try:
        answer = StaffProvider(request, provider).redirect_from_request(request)
    except (RequestException, OAuth2Error) as wrong:
        return answer_failed(request, provider, failure_of(wrong), next_url=wanted, detail=wrong)
    return render(request, LEAVING, {"to": answer.url, "name": provider.name})


@never_cache
@require_GET
def callback(request, provider_id):
    provider = _provider(provider_id)
    if request.GET.get("iss", provider.issuer) != provider.issuer:  # RFC 9207: the answer of another provider
        return answer_failed(request, provider, Failure.UNBELIEVED, detail="another issuer")
    wanted = _wanted(request)
    try:
        return OAuth2CallbackView.adapter_view(Staff(request, provider.key))(request)
    except (RequestException, OAuth2Error) as wrong:  # before the library looks: what the provider says of itself
        return answer_failed(request, provider, failure_of(wrong), next_url=wanted, detail=wrong)


def _wanted(request) -> str:
    """Where they wanted to go, of the attempt that this answers; the library takes it up and forgets it."""
    attempt = statekit.get_states(request).get(request.GET.get("state", ""))
    return attempt[0].get("next", "") if attempt else ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def signed_out(request, provider_id):
    """Out here. Whether also there is theirs to say: they may need the provider for other things."""
    provider = _provider(provider_id)
    context = {"provider": provider, "asked": request.method == "POST"}
    if request.method == "POST" and (to := _way_out(provider)):
        return render(request, LEAVING, {"to": to, "name": provider.name})
    return render(request, "socialvalue/single_sign_on/signed_out.html", context)


def _way_out(provider: Provider) -> str:
    """Where one signs out at the provider (OpenID Connect RP-Initiated Logout 1.0); nothing where it does not say."""
    try:
        there = published(provider).get("end_session_endpoint", "")
    except (RequestException, OAuth2Error):
        return ""
    back = {"client_id": provider.client_id, "post_logout_redirect_uri": f"{settings.SITE_URL}{reverse('account_login')}"}
    return f"{there}{'&' if '?' in there else '?'}{urlencode(back)}" if there else ""


@signed_in
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def link_remove(request, pk):
    link = get_object_or_404(SocialAccount.objects.filter(user=request.user), pk=pk)
    provider = provider_of(link.provider)
    name = provider.name if provider else link.provider
    if request.method == "POST":
        done = f"The link to {name} is removed."
        return button(request, lambda: linking.remove(link, by=request.user), to=reverse("account"), done=done)
    context = {
        "heading": f"Remove the link to {name}?",
        "consequence": f"The next time somebody signs in with {name} and your email address, your account is linked again "
        "and you are told by email.",
        "confirm_label": "Remove",
        "cancel_url": reverse("account"),
    }
    return render(request, CONFIRM, context)
