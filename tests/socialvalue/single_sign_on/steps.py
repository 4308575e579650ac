"""What tests of single sign-on do: a council with a provider, and the whole way to it and back, by HTTP."""

import html
import re
import urllib.request
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import reverse

from socialvalue.accounts.models import User
from socialvalue.audit.models import AuditEvent
from socialvalue.single_sign_on.calculations.configured import Provider
from tests.fixtures.oidc import CLIENT, SECRET, TestProvider

NAME = "Kentish staff sign-in"
START = "/sign-in/with/kent/"


def words(answer) -> str:
    """A page as somebody reads it, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def configure(ours, oidc: TestProvider, council, **more) -> Provider:
    """The installation knows this provider, and it knows us."""
    details = {"key": "kent", "issuer": oidc.url, "name": NAME, "council": getattr(council, "name", council)} | more
    made = Provider(client_id=CLIENT, secret=SECRET, **details)
    ours.OIDC_PROVIDERS = (*(one for one in ours.OIDC_PROVIDERS if one.key != made.key), made)
    oidc.return_to.add(f"{settings.SITE_URL}{reverse('openid_connect_callback', args=[made.key])}")
    return made


def stands(oidc: TestProvider, email: str, *, subject: str = "", verified: object = True, **more) -> None:
    """Who is signed in at the provider now."""
    oidc.person = {"sub": subject or f"subject of {email}", "email": email, "email_verified": verified} | more


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args):
        return None


def led_to(answer) -> str:
    """Where the page that leads on leads to: what its refresh says and its link are one."""
    page = answer.content.decode()
    refreshed = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page)
    linked = re.search(r'href="([^"]+)" rel="noreferrer"', page)
    assert refreshed is not None, page
    assert linked is not None, page
    assert refreshed.group(1) == linked.group(1)
    return html.unescape(refreshed.group(1))


def begin(client, next_url: str = "") -> str:
    """Press the button; the address at the provider that the browser goes on to."""
    return led_to(client.post(START, {"next": next_url} if next_url else {}))


def at_provider(address: str) -> str:
    """What a browser does there: the address it is sent back to, without the host."""
    with pytest.raises(HTTPError) as answer:
        urllib.request.build_opener(NoRedirect).open(address, timeout=5)
    with answer.value as found:
        assert found.code == 302, found.read()
        back = urlsplit(found.headers["Location"])
    return f"{back.path}?{back.query}"


def come(client, next_url: str = ""):
    """All of it: the button, the provider, and what we answer."""
    return client.get(at_provider(begin(client, next_url)))


def is_in(client) -> User | None:
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key) if key else None


def failures() -> list[str]:
    return list(
        AuditEvent.objects.filter(verb="failed to sign in with another service").order_by("pk").values_list("sentence", flat=True)
    )
