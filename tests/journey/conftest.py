"""What the journey stands on: the demonstration, loaded once; a server; a worker; a clock that can be moved."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from socialvalue.common import clock
from tests.fixtures.worker import WorkerProcess

from .steps import Desk, Story

# The demonstration's day lies so many days back that the journey ends today, when the worker's own clock agrees again
DAYS_BACK = 125


def pytest_collection_modifyitems(items):
    """Every step drives a browser and a worker."""
    for item in items:
        if item.path.parent.name == "journey":
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.worker)


@pytest.fixture(scope="package")
def server(django_db_setup, django_db_blocker, own_folders):
    """The site with the demonstration, kept from step to step. ``own_folders`` first: its uploads are the tests'."""
    from measurement.demonstration.load import load

    with django_db_blocker.unblock():
        load(clock.today() - timedelta(days=DAYS_BACK))
        running = LiveServer("localhost")
        with override_settings(DEMONSTRATION=True, SITE_URL=running.url, ALLOWED_HOSTS=["localhost"]):
            yield running
        running.stop()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="package")
def story(server):
    """What one step hands to the next, and the clock of the server."""
    told = Story(first_day=clock.today() - timedelta(days=DAYS_BACK))
    real = clock.source
    clock.source = lambda: real() - told.back
    told.travel(day=0, at="09:00")
    yield told
    clock.source = real


@pytest.fixture(scope="package")
def worker(server, data_folder, tmp_path_factory):
    """A real worker, from the first step that needs one to the last."""
    from socialvalue.celery import app

    app.control.purge()
    process = WorkerProcess(data_folder, tmp_path_factory.mktemp("journey") / "worker.log", {"DEMONSTRATION": "1"})
    process.start()
    yield process
    process.kill()
    app.control.purge()


@pytest.fixture
def transactional_db(server):
    """Instead of pytest-django's, which would empty the database after each step; it is emptied after the last."""


@pytest.fixture
def after(story):
    """``after("tender")``: skips a step whose forerunner did not pass, instead of failing for its reasons."""

    def check(step: str) -> None:
        if step not in story.done:
            pytest.skip(f"the step “{step}” comes first and did not pass in this run")

    return check


@pytest.fixture
def desk(new_context, transactional_db, server, story, axe_check, no_sideways_scrolling):
    """``desk("commissioner")`` is that person's browser, signed in; ``desk()`` is a visitor's."""

    def sit_down(account: str = "", **options) -> Desk:
        page = new_context(base_url=server.url, **options).new_page()
        page.set_default_timeout(8000)
        scripts = options.get("java_script_enabled", True)
        person = Desk(page, story, axe_check, no_sideways_scrolling, scripts=scripts)
        if account:
            person.sign_in(account)
        return person

    return sit_down
