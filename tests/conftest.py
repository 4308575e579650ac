"""Fixtures for every test. The engines come from the environment: ``make test`` runs the suite once on each."""

import gc
import inspect
import os
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from socialvalue.common import clock

# Playwright's synchronous interface keeps an event loop in this thread, and Django would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
pytest.register_assert_rewrite("tests.fixtures.browser", "tests.fixtures.truth", "tests.fixtures.worker")

from .fixtures import remembered  # noqa: E402
from .fixtures.browser import (  # noqa: E402, F401
    axe_check,
    browser_context_args,
    browser_type_launch_args,
    new_context,
    no_sideways_scrolling,
)
from .fixtures.client import client  # noqa: E402, F401
from .fixtures.machine import (  # noqa: E402, F401
    REQUIRE_ALL,
    data_folder,
    django_db_keepdb,
    django_db_modify_db_settings,
    django_db_setup,
    own_folders,
    reasons_to_skip,
)
from .fixtures.oidc import key_of_a_provider, oidc  # noqa: E402, F401
from .fixtures.scanner import running_scanner, scanner  # noqa: E402, F401
from .fixtures.truth import module_database  # noqa: E402, F401
from .fixtures.worker import celery_worker_process, say_what_it_said  # noqa: E402, F401

# The tests hold on every day, not only on the one they were written on: ``SV_DAYS_LATER=37 pytest`` asks about another
DAYS_LATER = int(os.environ.get("SV_DAYS_LATER", "0"))


# Python looks for cycles after so many new objects; at its own 700 it does so for a tenth of the time, and while migrating
# even at 50,000 for a third
TIDY_UP_EVERY = 500_000


def pytest_configure():
    """The day, where one is asked for."""
    gc.set_threshold(TIDY_UP_EVERY, 4, 100)
    if DAYS_LATER:
        clock.source = lambda: timezone.now() + timedelta(days=DAYS_LATER)


def pytest_collection_finish():
    """What is loaded by now stays: nobody needs to look through it for what may go."""
    gc.collect()
    gc.freeze()


def commits(request) -> bool:
    """Whether what the test writes stays until the database is emptied."""
    marker = request.node.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server"}.intersection(request.fixturenames)
    return bool(asked or (marker and marker.kwargs.get("transaction")))


@pytest.fixture(autouse=True)
def nothing_read_from_before(request):
    """Before a test that commits: a statement that an earlier one did not read to its end would show the database of then."""
    if commits(request) and not connection.in_atomic_block:
        connection.close()


@pytest.fixture(autouse=True)
def nothing_built_yet(request):
    """What a remembered scene may be put back into: a database that holds nothing of this test."""
    if not remembered.IS_ON or not request.node.get_closest_marker("django_db") or commits(request):
        yield
        return
    request.getfixturevalue("db")
    with remembered.nothing_yet():
        yield


NEEDS_A_MACHINE = {"postgres", "browser", "worker", "scanner"}


# A test that asks for one of these, itself or through another fixture, has the database
OPEN_THE_DATABASE = {"django_db_setup", "live_server"}


def has_the_database(item) -> bool:
    if item.get_closest_marker("django_db") or OPEN_THE_DATABASE.intersection(item.fixturenames):
        return True
    # Every test has the blocker; who names it means to open the database by hand
    return "django_db_blocker" in inspect.signature(item.function).parameters


def pytest_collection_modifyitems(items):
    """Say which tests have the database: to all others pytest-django refuses it, so no engine can change what they find.

    Skip what this machine cannot run, and say why; where everything is required, let it run and fail.
    """
    for item in items:
        if has_the_database(item):
            item.add_marker(pytest.mark.database)
    if REQUIRE_ALL:
        return
    reasons = reasons_to_skip()
    for item in items:
        for marker, reason in reasons.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """``SV_REQUIRE_ALL=1``: a test of an engine that skips itself has not been passed. A worker beside a failure is heard."""
    report = yield
    say_what_it_said(item, report)
    skipped = report.skipped and not hasattr(report, "wasxfail")
    if REQUIRE_ALL and skipped and NEEDS_A_MACHINE & {marker.name for marker in item.iter_markers()}:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and SV_REQUIRE_ALL=1 allows no skip: {report.longrepr}"
    return report
