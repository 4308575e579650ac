"""Every address of the site is declared, and no address breaks for anybody.

A room declares its addresses in its urls.py: ``ACCESS = {url name: access}``, where access is PUBLIC, SIGNED_IN,
DEMONSTRATION (all of ``socialvalue.common.access``) or a set of permissions. Rooms that do not are declared in
``ELSEWHERE`` below. The second test asks for every address without parameters as everybody; what a page of one
record shows to whom is tested in its room.
"""

import importlib
import re
from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from socialvalue.accounts.enums import Permission, Role
from socialvalue.accounts.models import User
from socialvalue.common.access import DEMONSTRATION, PUBLIC, SIGNED_IN
from tests.builders import people
from tests.fixtures.client import ClosingClient
from tests.fixtures.writes import besides_the_refusal, writes_listed
from tests.reading import as_read

# {url name: access} for modules that hold no ACCESS of their own
ELSEWHERE: dict[str, object] = {
    "health:live": PUBLIC,
    "health:ready": PUBLIC,
    "health:security-txt": PUBLIC,
}


def walk(patterns, prefix="", namespace="", module=settings.ROOT_URLCONF):
    for entry in patterns:
        route = prefix + str(entry.pattern).lstrip("^").rstrip("$")
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            name = getattr(entry.urlconf_name, "__name__", module)
            yield from walk(entry.url_patterns, route, inner, name)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", route, module


ROUTES = list(walk(get_resolver().url_patterns))
DECLARED = dict(ELSEWHERE)
for _module in sorted({module for _, _, module in ROUTES}):
    DECLARED |= getattr(importlib.import_module(_module), "ACCESS", {})
pytestmark = pytest.mark.django_db
VISITED = sorted({(name, route) for name, route, _ in ROUTES if "<" not in route and "(" not in route})


def test_every_address_is_declared():
    names = {name for name, _, _ in ROUTES}
    undeclared = sorted(f"{name} (/{route}, {module})" for name, route, module in ROUTES if name not in DECLARED)
    assert not undeclared, "say who may open these, in ACCESS of their urls.py:\n" + "\n".join(undeclared)
    gone = sorted(set(DECLARED) - names)
    assert not gone, f"declared, but there is no such address: {gone}"


def test_every_declaration_means_something():
    permissions = set(Permission)
    for name, access in DECLARED.items():
        assert access in (PUBLIC, SIGNED_IN, DEMONSTRATION) if isinstance(access, str) else set(access) <= permissions, name


@pytest.fixture(scope="module")
def signed_in(module_database) -> dict[str, tuple[User | None, SimpleCookie]]:
    """Everybody, with what their browser holds once they have signed in."""
    council, supplier = people.council(), people.supplier()
    cast = {role: people.person(supplier if role == Role.SUPPLIER else council, role) for role in Role}
    found: dict[str, tuple[User | None, SimpleCookie]] = {"anonymous": (None, SimpleCookie())}
    for label, user in {"without a role": people.person(council), **cast}.items():
        browser = ClosingClient()
        browser.force_login(user)
        found[label] = user, browser.cookies
    return found


@pytest.fixture
def everybody(signed_in) -> Iterator[dict[str, tuple[User | None, ClosingClient]]]:
    """Each with a browser of their own, in which nothing has happened but the signing in."""
    found = {}
    for label, (user, cookies) in signed_in.items():
        browser = ClosingClient()
        browser.cookies.load(cookies.output(attrs=[], header="", sep=";"))
        found[label] = (user and User.objects.get(pk=user.pk)), browser
    yield found
    for _, browser in found.values():
        browser.close_downloads()


# A button's address answers to POST only; its room tests who may press it
BUTTONS = {
    "account-session-end",
    "account-sessions-end-others",
    "administration-check-worker",
    "figures-count",
    "messages-read",
    "returns-remind",
    "scales-usual",
    "throw-away-kept",
    "tour-end",
}
AGAIN = "/account/security/again/"
# {url name: {"anonymous", "signed in" or a role: (status, where it leads)}}, where a page answers other than its access says
OTHERWISE: dict[str, dict[str, tuple[int, str]]] = {
    # No worker has been seen in a test
    "health:ready": {"anonymous": (503, ""), "signed in": (503, "")},
    # A button that the page's own script presses, which reads the answer
    "stay-signed-in": {"anonymous": (405, ""), "signed in": (405, "")},
    # Without the table that is asked for
    "export-new": {"signed in": (404, "")},
    "account_login": {"signed in": (302, "/")},
    "account_logout": {"anonymous": (302, "/opportunities/")},
    # Of one's own supplier; others have none
    "account-invite": {"signed in": (404, ""), Role.SUPPLIER: (200, "")},
    "account-organisation": {"signed in": (404, ""), Role.SUPPLIER: (200, "")},
    # Of people of a council
    "account-suppliers": {"without a role": (404, ""), Role.SUPPLIER: (404, "")},
    "account-supplier-new": {"without a role": (404, ""), Role.SUPPLIER: (404, "")},
    # Among colleagues of one council
    "away-new": {"without a role": (404, ""), Role.SUPPLIER: (404, "")},
    # The second step of signing in, when there was a first
    "mfa_authenticate": {"anonymous": (302, "/sign-in/"), "signed in": (302, "/")},
    # The password again before anything changes; nobody here has an app or recovery codes
    "mfa_activate_totp": {"signed in": (302, AGAIN)},
    "mfa_generate_recovery_codes": {"signed in": (302, AGAIN)},
    "mfa_reauthenticate": {"signed in": (302, AGAIN)},
    "mfa_add_webauthn": {"signed in": (302, AGAIN)},
    "mfa_reauthenticate_webauthn": {"signed in": (302, AGAIN)},
    "mfa_login_webauthn": {"anonymous": (302, "/sign-in/"), "signed in": (302, "/")},
    "mfa_deactivate_totp": {"signed in": (404, "")},
    "mfa_download_recovery_codes": {"signed in": (404, "")},
    "mfa_view_recovery_codes": {"signed in": (404, "")},
}


def promised(name: str, label: str, user: User | None) -> tuple[int, str]:
    """(status, where it leads) of a page without parameters, for this person."""
    access, otherwise = DECLARED[name], OTHERWISE.get(name, {})
    known = otherwise.get(label) or otherwise.get("anonymous" if user is None else "signed in")
    if known:
        return known
    if access == DEMONSTRATION:
        return 404, ""
    if access == PUBLIC:
        return 200, ""
    if user is None:
        return 302, settings.LOGIN_URL
    if access != SIGNED_IN and not any(user.can(permission) for permission in access):
        return 403, ""
    return (405 if name in BUTTONS else 200), ""


CRUMB = re.compile(r'<a class="govuk-breadcrumbs__link"[^>]*>([^<]*)</a>|breadcrumbs__list-item">([^<]*)</li>')
# Pages that nothing lies above
TOP = {"home", "account_login"}


def ways_back(response) -> int:
    """How many breadcrumbs and links back a page has; 1 for what is no page."""
    if not response["Content-Type"].startswith("text/html"):
        return 1
    page = response.content.decode()
    return page.count('class="govuk-breadcrumbs ') + page.count('class="govuk-back-link"')


def crumbs_twice(response) -> list[str]:
    """The crumbs of a page where one of them stands there twice."""
    if response.streaming or not response["Content-Type"].startswith("text/html"):
        return []
    crumbs = [as_read(link or word) for link, word in CRUMB.findall(response.content.decode())]
    return crumbs if len(set(crumbs)) < len(crumbs) else []


@pytest.mark.parametrize(("name", "route"), VISITED, ids=[name for name, _ in VISITED])
def test_each_page_keeps_its_promise(everybody, name, route):
    """Public pages open for everybody; others send strangers to sign in, and refuse without the permission.

    Each page has one way back, on which nothing stands twice.
    """
    told, wanted, wrote, ways = {}, {}, [], {}
    for label, (user, browser) in everybody.items():
        with writes_listed(found := []):
            response = browser.get(f"/{route}")
        wrote += besides_the_refusal(response.status_code, found)
        told[label] = response.status_code, getattr(response, "url", "").split("?")[0]
        wanted[label] = promised(name, label, user)
        if response.status_code == 200 and ways_back(response) != (name not in TOP):
            ways[label] = ways_back(response)
        if response.status_code == 200 and (repeated := crumbs_twice(response)):
            ways[label] = repeated
    assert told == wanted
    assert ways == {}
    assert wrote == []


def test_every_exception_is_a_page():
    assert {*BUTTONS, *OTHERWISE} <= {name for name, _ in VISITED}


# Where the password is asked for again before anything is looked up, so that nobody learns what is there
ASKED_FIRST = {"account-link-remove", "mfa_edit_webauthn", "mfa_remove_webauthn"}
NOTHING = {"int": "999999", "uuid": "00000000-0000-0000-0000-000000000000", "tender_reference": "TEN-9999", "day": "1999-12-31"}
WITH_PARAMETERS = sorted({(name, route) for name, route, _ in ROUTES if "<" in route and "(" not in route})


@pytest.mark.parametrize(("name", "route"), WITH_PARAMETERS, ids=[name for name, _ in WITH_PARAMETERS])
def test_what_does_not_exist_is_not_found_by_anybody(everybody, name, route):
    """The address of a record that is not there is not found, or asks to sign in; it never breaks and never opens."""

    def fill(match):
        return NOTHING.get(match["converter"] or "str", "none-such")

    wrote: list[str] = []
    path = "/" + re.sub(r"<(?:(?P<converter>\w+):)?\w+>", fill, route)
    for label, (user, browser) in everybody.items():
        with writes_listed(found := []):
            response = browser.get(path)
        status = response.status_code
        wrote += besides_the_refusal(status, found)
        if user is not None and name in ASKED_FIRST:
            assert response.url.startswith(AGAIN), f"{path} as {label}: {status}"
            continue
        expected = (302, 404, 405, 422) if user is None else (404, 403, 405, 422)
        assert status in expected or DECLARED.get(name) == PUBLIC and status < 500, f"{path} as {label}: {status}"
    assert wrote == []
