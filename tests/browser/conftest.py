"""One server and one set of records for all pages of this folder; they are read, and forms are refused, but nothing is saved."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings
from pytest_django.live_server_helper import LiveServer

from .records import Records


def pytest_collection_modifyitems(items):
    """Every test here drives a browser."""
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def server(django_db_setup, django_db_blocker, own_folders):
    with django_db_blocker.unblock():
        running = LiveServer("localhost")
        with override_settings(SITE_URL=running.url, ALLOWED_HOSTS=["localhost"]):
            yield running
        running.stop()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="package")
def records(server):
    return Records()


@pytest.fixture
def transactional_db(server):
    """Instead of pytest-django's, which would empty the database after each test; it is emptied after the last."""


class Window:
    """One person's browser window. ``look`` opens an address and checks what is there."""

    def __init__(self, page, axe_check, no_sideways_scrolling):
        self.page, self._checks = page, (axe_check, no_sideways_scrolling)

    def look(self, address: str) -> None:
        answer = self.page.goto(address)
        assert answer.status == 200, f"{address} answers {answer.status}"
        self.check()

    def check(self) -> None:
        """The accessibility rules and the links within the page at a desk; nothing scrolls sideways on a small phone."""
        for check in self._checks:
            check(self.page)


@pytest.fixture
def window(new_context, transactional_db, server, axe_check, no_sideways_scrolling):
    """``window(user)``: that person's window, signed in; ``window()``: a visitor's."""

    def open_one(user=None) -> Window:
        context = new_context(base_url=server.url)
        if user:
            client = Client()
            client.force_login(user)
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": server.url}])
        page = context.new_page()
        page.set_default_timeout(8000)
        return Window(page, axe_check, no_sideways_scrolling)

    return open_one
