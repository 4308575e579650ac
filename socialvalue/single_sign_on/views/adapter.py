"""How allauth meets a council's provider: whom it lets in is ours to say, and what it would show is ours to draw."""

import functools

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.base.constants import AuthError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException, Session

from socialvalue.accounts.models import User
from socialvalue.common.errors import NotAllowed
from socialvalue.sessions.services.beginning import STEP_ELSEWHERE
from socialvalue.single_sign_on.calculations.configured import Provider
from socialvalue.single_sign_on.pages import Failure, NotIn, not_in, refused
from socialvalue.single_sign_on.selectors import provider_of, providers
from socialvalue.single_sign_on.services import linking, watching
from socialvalue.single_sign_on.services.provider import StaffProvider

# Seconds for each answer of a provider: a thread waits for it
PATIENCE = 5


class Adapter(DefaultSocialAccountAdapter):
    def get_provider(self, request, provider, client_id=None):
        """From the environment alone: a row in the database makes no provider."""
        found = provider_of(provider)
        if found is None:
            raise SocialApp.DoesNotExist
        return StaffProvider(request, found)

    def list_providers(self, request):
        return [StaffProvider(request, one) for one in providers()]

    def list_apps(self, request, provider=None, client_id=None):
        return [one.app for one in self.list_providers(request) if provider in (None, one.app.provider, one.app.provider_id)]

    def is_open_for_signup(self, request, sociallogin):
        return False

    def populate_user(self, request, sociallogin, data):
        """Nobody is made, so nothing is filled in."""
        return sociallogin.user

    def get_requests_session(self):
        session = Session()
        vars(session)["request"] = functools.partial(session.request, timeout=PATIENCE, allow_redirects=False)
        return session

    def pre_social_login(self, request, sociallogin):
        provider = sociallogin.provider.provider
        claims = sociallogin.claims
        try:
            link = linking.arrive(provider, claims)
        except NotAllowed as refusal:
            watching.failed(request, provider, refusal.message, email=claims.email if claims.email_verified else "")
            page = refused(refusal.message, provider, sociallogin.state.get("next", ""))
            raise ImmediateHttpResponse(_drawn(request, page)) from refusal
        vars(request)[STEP_ELSEWHERE] = claims.second_step
        raise ImmediateHttpResponse(_let_in(request, link, sociallogin.get_redirect_url(request)))

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        state = (extra_context or {}).get("state")
        if exception is not None:
            failure = failure_of(exception)
        elif state is None:
            failure = Failure.STALE
        else:
            failure = Failure.CANCELLED if error == AuthError.CANCELLED else Failure.UNBELIEVED
        wanted = (state or {}).get("next", "")
        detail = exception or request.GET.get("error", "")
        raise ImmediateHttpResponse(answer_failed(request, provider.provider, failure, next_url=wanted, detail=detail))


def _let_in(request: HttpRequest, link: SocialAccount, to: str | None) -> HttpResponse:
    """On to the second step or in. Ours, because the library would keep token and account in the session meanwhile."""
    user = User.objects.get(pk=link.user_id)
    if request.user.is_authenticated:
        get_account_adapter().logout(request)
    record_authentication(request, user, "socialaccount", provider=link.provider, uid=link.uid)
    return perform_login(request, user, email_verification="none", redirect_url=to)


def failure_of(exception: Exception) -> Failure:
    return Failure.SILENT if isinstance(exception, RequestException) else Failure.UNBELIEVED


def answer_failed(
    request: HttpRequest, provider: Provider, failure: Failure, *, next_url: str = "", detail: object = ""
) -> HttpResponse:
    """The page that says so, and a line in the record."""
    watching.failed(request, provider, failure.why, detail=detail)
    return _drawn(request, not_in(failure, provider, next_url))


def _drawn(request: HttpRequest, page: NotIn) -> HttpResponse:
    return render(request, "socialvalue/single_sign_on/not_in.html", {"page": page}, status=page.status)
