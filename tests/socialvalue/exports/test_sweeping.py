"""A file goes after its days, with its person's roles, or when they say so; nobody else takes it before."""

from datetime import datetime, timedelta

import pytest
from django.core.files.storage import default_storage

from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.exports import services
from socialvalue.exports.models import Export, roles_of
from socialvalue.exports.services import sweeping
from socialvalue.exports.tasks import sweep as sweep_task
from tests.builders import people
from tests.socialvalue.exports.steps import administrator, asked, made

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 9, tzinfo=clock.LONDON)
LAST = datetime(2026, 12, 4, 23, 59, tzinfo=clock.LONDON)


@pytest.fixture
def ada():
    with clock.at(NOW):
        return administrator()


@pytest.fixture
def export(ada):
    with clock.at(NOW):
        return made(ada)


@pytest.mark.parametrize(("after", "gone"), [(timedelta(0), 0), (timedelta(minutes=1), 1)])
def test_it_is_kept_on_its_last_day_and_not_a_minute_longer(export, after, gone):
    with clock.at(LAST + after):
        assert services.sweep() == gone
    assert Export.objects.filter(pk=export.pk).exists() == (not gone)
    assert default_storage.exists(export.file.name) == (not gone)


def test_sweeping_twice_does_nothing_the_second_time(export, django_assert_num_queries):
    with clock.at(LAST + timedelta(days=1)):
        assert sweep_task() == 1
        with django_assert_num_queries(2):
            assert sweep_task() == 0


def test_a_run_takes_a_set_and_the_next_goes_on(ada, monkeypatch):
    monkeypatch.setattr(sweeping, "SET", 2)
    with clock.at(NOW):
        for number in range(3):
            made(ada, query=f"who={number}")
    with clock.at(LAST + timedelta(days=1)):
        # The rest has other days to go by, not other roles
        assert [services.sweep(), services.sweep(), services.sweep()] == [2, 1, 0]


def lose(user):
    user.memberships.update(ended_at=NOW)


def gain(user):
    people.give(user, people.council(), Role.ADMINISTRATOR)


def nothing(user):
    """Stays as they are."""


def move(user):
    membership = user.memberships.get()
    membership.directorate = membership.organisation.directorates.get()
    membership.save()


@pytest.mark.parametrize(("change", "gone"), [(nothing, 0), (lose, 1), (gain, 1), (move, 1)])
def test_with_other_roles_than_it_was_made_in_it_goes(ada, export, change, gone):
    change(ada)
    with clock.at(NOW):
        assert services.sweep() == gone
    assert default_storage.exists(export.file.name) == (not gone)


def test_what_is_not_made_yet_waits_for_its_worker(ada):
    with clock.at(NOW):
        waiting = asked(ada)
        lose(ada)
        assert services.sweep() == 0
    assert Export.objects.filter(pk=waiting.pk).exists()


def test_the_roles_count_and_not_their_order(ada):
    council = ada.memberships.get().organisation
    people.give(ada, council, Role.MEMBER, Role.COMMISSIONER)
    first = roles_of(people.fresh(ada))
    ada.memberships.filter(role=Role.MEMBER).update(ended_at=NOW)
    assert roles_of(people.fresh(ada)) != first
    people.give(ada, council, Role.MEMBER)
    assert roles_of(people.fresh(ada)) == first


def test_the_suppliers_somebody_delivers_as_count():
    """Two are joined, then parted: what was made as both is not given out as one."""
    kept, joined = people.supplier(), people.supplier()
    bo = people.person(kept, Role.SUPPLIER)
    alone = roles_of(people.fresh(bo))
    joined.part_of = kept
    joined.save()
    together = roles_of(people.fresh(bo))
    assert together != alone
    joined.part_of = None
    joined.save()
    assert roles_of(people.fresh(bo)) == alone


def test_its_person_deletes_it_once(ada, export):
    for _ in range(2):
        services.remove(export, by=ada)
    assert not Export.objects.exists()
    assert not default_storage.exists(export.file.name)
    assert AuditEvent.objects.filter(verb="deleted a file").count() == 1


def test_nobody_else_deletes_it(ada, export):
    other = administrator(ada.memberships.get().organisation)
    services.remove(export, by=other)
    assert default_storage.exists(export.file.name)
