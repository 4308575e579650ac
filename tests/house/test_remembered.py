"""Scenes that are put back are what building them again would give, and are built wherever that is not sure."""

from collections import defaultdict
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test import override_settings

from procurement.bidding.models import Submission
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from tests.builders import contracts, evaluation, people
from tests.fixtures import remembered

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# A moment of its own, so that nothing another test has built counts
MOMENT = datetime(2031, 5, 6, 9, tzinfo=UTC)


def rows() -> dict[str, list]:
    """Everything in the database, as the engine hands it out, without what counts up outside of transactions."""
    found = {table: remembered.memory.rows_of(table) for table in remembered.columns()}
    return {table: sorted(map(str, held.values())) for table, held in found.items() if held}


def scenes() -> int:
    return len(remembered.memory.kept)


@pytest.fixture(autouse=True)
def at_that_moment(monkeypatch):
    """Whatever the tests before have found to be worth keeping."""
    if not remembered.IS_ON:
        pytest.skip("SV_REMEMBER=0")
    monkeypatch.setattr(remembered.memory, "scores", defaultdict(remembered.Score))
    with clock.at(MOMENT):
        yield


@pytest.fixture(scope="module")
def seen() -> dict:
    """What the first of two tests found."""
    return {}


@pytest.mark.parametrize("turn", ["built", "put back"])
def test_the_same_rows_files_and_figures(seen, turn):
    scene = evaluation.closed()
    found = (rows(), scene.evaluation.pk, [one.pk for one in scene.panel], scene.lead.email)
    assert found == seen.setdefault("closed", found)
    assert {str(one.evaluation) for one in scene.panel} == {str(scene.evaluation)}
    assert Submission.objects.filter(bid__tender=scene.tender).count() == 2
    assert scene.bids[0].answers.count() == 4
    assert AuditEvent.objects.count() > 80
    # Copies: what this test does to them nobody else sees
    scene.panel.clear()
    scene.lead.name = "Somebody else"


def test_who_was_given_stands_in_the_result_and_not_a_copy_of_them():
    for _ in range(2):
        with transaction.atomic():
            remembered.memory.state, who = (), contracts.parties()
            body, same = contracts.active_contract(who)
            assert same is who
            assert body.manager_id == who.manager.pk
            transaction.set_rollback(True)


def test_under_another_setting_everything_is_built(settings):
    """A person’s password is kept by the first of the hashers."""
    people.person(people.council("Hashed"), Role.MEMBER)
    before = scenes()
    remembered.memory.state = ()
    settings.PASSWORD_HASHERS = ["socialvalue.accounts.services.hashers.Argon2id"]
    assert remembered.memory.state is None
    hashed = people.person(people.council("Hashed by another rule"), Role.MEMBER)
    assert hashed.password.startswith("argon2")
    assert scenes() == before


def test_what_is_being_built_while_a_setting_changes_is_not_kept():
    @remembered.remembered
    def built() -> Organisation:
        with override_settings(UPLOAD_MAX_BYTES=1):
            return Organisation.objects.create(name="Built", kind="council")

    before = scenes()
    built()
    assert (scenes(), remembered.memory.state) == (before, None)


def test_what_else_writes_ends_it():
    people.council("Known")
    before = scenes()
    assert remembered.memory.state is not None
    Organisation.objects.update(name="Changed")
    assert remembered.memory.state is None
    people.council("Built, and not kept")
    assert scenes() == before


def test_reading_does_not_end_it():
    people.council("Read")
    list(Organisation.objects.all())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert remembered.memory.state is not None


def test_what_is_rolled_back_is_not_taken_for_there():
    with transaction.atomic():
        people.council("Gone")
        transaction.set_rollback(True)
    assert remembered.memory.state is None
    assert people.council("Gone").pk == Organisation.objects.get().pk


def test_what_was_built_upon_an_older_scene_goes_with_it():
    memory = remembered.Memory()
    older, child, newer = (remembered.Recording(number, 0, {}, {}, {}, [], b"") for number in (1, 2, 3))
    memory.keep(((), "council"), older)
    memory.keep(((1,), "person"), child)
    memory.keep(((), "council"), newer)
    assert memory.kept == {((), "council"): newer}


@pytest.mark.parametrize("how", ["one", "other"])
def test_another_argument_is_another_scene(how):
    assert people.council(f"The {how}").name == f"The {how}"
    assert User.objects.count() == 0


def test_what_changes_its_argument_is_built_each_time():
    @remembered.remembered
    def renamed(council):
        council.name = "Renamed"
        council.save()

    body, before = people.council("Before"), scenes()
    renamed(body)
    assert (scenes(), remembered.memory.state) == (before, None)


def test_what_was_built_while_the_clock_ran_is_built_again_later(monkeypatch):
    token = clock._fixed.set(None)
    try:
        with transaction.atomic():
            first = people.person(people.council("Now"), Role.MEMBER)
            transaction.set_rollback(True)
        monkeypatch.setattr(remembered, "FRESH_FOR", -1.0)
        remembered.memory.state = ()
        assert people.person(people.council("Now"), Role.MEMBER).email != first.email
    finally:
        clock._fixed.reset(token)
