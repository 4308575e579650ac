"""The ten contracts, made once for all the tests of this folder."""

import pytest
from django.db import transaction

from measurement.reports import services as reports
from tests.builders import people
from tests.builders import portfolio as build
from tests.builders.ten_contracts import portfolio


@pytest.fixture(scope="package")
def book(django_db_setup, django_db_blocker):
    """As they are known on the evening of ``AS_OF``; what a test changes goes with its own savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield portfolio()
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def report(book):
    """The Cabinet's, with figures frozen on that day."""
    with build.on(build.AS_OF):
        asked = reports.ask_for_report(
            by=book.scene.preparer, council=book.council, kind="cabinet", starts_on=build.SPAN[0], ends_on=build.SPAN[1]
        )
        return reports.build(asked.pk)


@pytest.fixture
def member(book, client):
    """A browser in which a member is signed in, on that evening."""
    client.force_login(people.fresh(book.scene.who.member))
    with build.on(build.AS_OF, 18):
        yield client
