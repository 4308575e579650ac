"""Every address of the site is declared, and no address breaks for anybody.

A room declares its addresses in its urls.py: ``ACCESS = {url name: access}``, where access is PUBLIC, SIGNED_IN,
DEMONSTRATION (all of ``socialvalue.common.access``) or a set of permissions. Rooms that do not are declared in
``ELSEWHERE`` below. The second test asks for every address without parameters as everybody; what a page of one
record shows to whom is tested in its room.
"""

import importlib
import re

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from socialvalue.accounts.enums import Permission, Role
from socialvalue.accounts.models import User
from socialvalue.common.access import DEMONSTRATION, PUBLIC, SIGNED_IN
from tests.builders import people

# {url name: access} for modules that hold no ACCESS of their own
ELSEWHERE: dict[str, object] = {
    "health:live": PUBLIC,
    "health:ready": PUBLIC,
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


@pytest.fixture
def everybody(db) -> dict[str, User | None]:
    council, supplier = people.council(), people.supplier()
    cast = {role: people.person(supplier if role == Role.SUPPLIER else council, role) for role in Role}
    return {"anonymous": None, "without a role": people.person(council), **cast}


@pytest.mark.parametrize(("name", "route"), VISITED, ids=[name for name, _ in VISITED])
def test_no_page_breaks_and_each_keeps_its_promise(client, everybody, name, route):
    """Public pages open for everybody; others send strangers to sign in, and refuse without the permission."""
    access = DECLARED.get(name, SIGNED_IN)
    for label, user in everybody.items():
        client.logout()
        if user is not None:
            client.force_login(User.objects.get(pk=user.pk))
        response = client.get(f"/{route}")
        status = response.status_code
        where = f"/{route} as {label}: {status}"
        assert status in (200, 302, 303, 400, 403, 404, 405, 422, 503), where
        if access == DEMONSTRATION:
            assert status == 404, where
        elif access == PUBLIC:
            assert status != 403, where
        elif status == 405:
            continue  # a button's address: it answers to POST only, and its room tests who may press it
        elif user is None:
            assert status in (302, 404), where
            assert status == 404 or response.url.startswith(settings.LOGIN_URL), where
        elif access != SIGNED_IN:
            may = any(user.can(permission) for permission in access)
            assert status in ((200, 302, 404) if may else (403, 404)), where


NOTHING = {"int": "999999", "uuid": "00000000-0000-0000-0000-000000000000", "tender_reference": "TEN-9999", "day": "1999-12-31"}
WITH_PARAMETERS = sorted({(name, route) for name, route, _ in ROUTES if "<" in route and "(" not in route})


@pytest.mark.parametrize(("name", "route"), WITH_PARAMETERS, ids=[name for name, _ in WITH_PARAMETERS])
def test_what_does_not_exist_is_not_found_by_anybody(client, everybody, name, route):
    """The address of a record that is not there is not found, or asks to sign in; it never breaks and never opens."""

    def fill(match):
        return NOTHING.get(match["converter"] or "str", "none-such")

    path = "/" + re.sub(r"<(?:(?P<converter>\w+):)?\w+>", fill, route)
    for label, user in everybody.items():
        client.logout()
        if user is not None:
            client.force_login(User.objects.get(pk=user.pk))
        status = client.get(path).status_code
        expected = (302, 404, 405, 422) if user is None else (404, 403, 405, 422)
        assert status in expected or DECLARED.get(name) == PUBLIC and status < 500, f"{path} as {label}: {status}"
