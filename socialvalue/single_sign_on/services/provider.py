"""allauth's OpenID Connect, with what it leaves out: a nonce, every check of the token, and nothing that a link could add."""

from typing import Any, cast

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.urls import reverse

from socialvalue.single_sign_on.calculations.claims import Claims, address_in, identity_of, nonce_of
from socialvalue.single_sign_on.calculations.configured import Provider
from socialvalue.single_sign_on.services.tokens import NotBelieved, believed

ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


def fetched(address: str, **headers: str) -> dict[str, Any]:
    """What a provider answers, as JSON. Raises what ``requests`` raises where it does not; no redirect is followed."""
    with get_adapter().get_requests_session() as session:
        answer = session.get(address, headers=headers, allow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    if answer.status_code != 200 or not isinstance(found, dict):
        raise OAuth2Error("The provider's answer is not what the standard says")
    return found


def published(provider: Provider) -> dict[str, Any]:
    """What a provider says of itself, where it is the one that is configured. Raises OAuth2Error where it is not."""
    found = fetched(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != provider.issuer:
        raise OAuth2Error("The provider says that it is another one")
    wanted = [*ENDPOINTS, *(one for one in ("userinfo_endpoint", "end_session_endpoint") if one in found)]
    safe = ("https://", "http://") if provider.issuer.startswith("http://") else ("https://",)
    if not all(isinstance(found.get(one), str) and found[one].startswith(safe) for one in wanted):
        raise OAuth2Error("The provider names no safe address")
    return found


class Staff(OpenIDConnectOAuth2Adapter):
    """One way to a provider and back."""

    nonce = ""

    @property
    def provider(self) -> Provider:
        return cast(StaffProvider, self.get_provider()).provider

    @property
    def openid_config(self) -> dict[str, Any]:
        if not hasattr(self, "_published"):
            self._published = published(self.provider)
        return self._published

    def get_callback_url(self, request, app) -> str:
        """Of the site's own address, whatever host a request claims."""
        return f"{settings.SITE_URL}{reverse('openid_connect_callback', args=[self.provider_id])}"

    def get_access_token_data(self, request, app, client, pkce_code_verifier=None):
        self.nonce = nonce_of(pkce_code_verifier or "")
        try:
            return super().get_access_token_data(request, app, client, pkce_code_verifier=pkce_code_verifier)
        except (KeyError, ValueError) as wrong:  # an answer without a type, or that is not what it says it is
            raise OAuth2Error("The provider's answer is not what the standard says") from wrong

    def complete_login(self, request, app, token, **kwargs):
        provider = self.provider
        try:
            said = believed(
                str(kwargs["response"].get("id_token", "")),
                fetched(self.openid_config["jwks_uri"]),
                issuer=provider.issuer,
                client_id=provider.client_id,
                nonce=self.nonce,
            )
        except NotBelieved as wrong:
            raise OAuth2Error(str(wrong)) from wrong
        email, verified = self._address(said, token.token)
        claims = Claims(identity_of(provider.issuer, said["sub"]), email, verified, provider.asked_a_second_step(said))
        login = self.get_provider().sociallogin_from_response(request, {"identity": claims.identity})
        vars(login)["claims"] = claims
        return login

    def _address(self, said: dict[str, Any], access_token: str) -> tuple[str, bool]:
        """From the signed token; from the provider's page about the person only where the token does not say it all."""
        if {"email", "email_verified"} <= set(said) or "userinfo_endpoint" not in self.openid_config:
            return address_in(said)
        more = fetched(self.openid_config["userinfo_endpoint"], Authorization=f"Bearer {access_token}")
        if more.get("sub") != said["sub"]:
            raise OAuth2Error("The provider speaks of two people")
        return address_in(more)


class StaffProvider(OpenIDConnectProvider):
    """A provider as the environment describes it. What a request would add to the way there is not looked at."""

    oauth2_adapter_class = Staff
    pkce_enabled_default = True

    def __init__(self, request, provider: Provider):
        self.provider = provider
        app = SocialApp(provider=self.id, provider_id=provider.key, name=provider.name, client_id=provider.client_id)
        app.secret = provider.secret
        super().__init__(request, app=app)

    def get_pkce_params(self) -> dict:
        params = super().get_pkce_params()
        return params | {"nonce": nonce_of(params["code_verifier"])}

    def get_auth_params(self) -> dict:
        claim, values = self.provider.second_step
        return {"acr_values": " ".join(values)} if claim == "acr" else {}

    def get_auth_params_from_request(self, request, action) -> dict:
        return self.get_auth_params()

    def get_scope(self) -> list[str]:
        return ["openid", "email"]

    def get_scope_from_request(self, request) -> list[str]:
        return self.get_scope()

    def get_redirect_from_request_kwargs(self, request) -> dict:
        return super().get_redirect_from_request_kwargs(request) | {"process": "login"}

    def extract_uid(self, data) -> str:
        return data["identity"]

    def extract_extra_data(self, data) -> dict:
        """Nothing of what the provider tells is kept."""
        return {}

    def extract_common_fields(self, data) -> dict:
        return {}

    def extract_email_addresses(self, data) -> list:
        return []
