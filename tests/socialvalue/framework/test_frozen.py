"""The databases refuse to rewrite what is published, whoever asks and by whatever way; drafts they leave alone."""

import asyncio
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from socialvalue.framework import services
from socialvalue.framework.models import FrameworkVersion, Goal, Measure, Outcome, Priority, Proxy
from socialvalue.framework.selectors import rows_of
from socialvalue.framework.services import shipped
from socialvalue.framework.triggers import TABLES, FreezeVersions, ThawVersions
from tests.builders import framework as build
from tests.builders import people

PROXY = {"value": Decimal(5), "unit": "job", "source": "S", "licence": "L", "price_year": 2024}
EARLIER = datetime(2020, 1, 1, tzinfo=UTC)


def apply(operation) -> None:
    with connection.schema_editor() as editor:
        operation.database_forwards("socialvalue", editor, None, None)


def triggers() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal")
        return {name for table, name in cursor.fetchall() if table in TABLES}


@pytest.fixture
def frozen(transactional_db):
    """The triggers, put on here whether or not the migrations did (putting on twice is harmless)."""
    had = triggers()
    apply(FreezeVersions())
    yield
    if not had:
        apply(ThawVersions())


@pytest.fixture
def editor(frozen):
    return build.editor()


@pytest.fixture
def version(editor):
    made = build.draft(editor)
    services.add_proxy(Measure.objects.get(), by=editor, **PROXY)
    return services.publish_version(made, by=editor)


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def rows(model):
    return model.objects.all()


CONTENT = {
    "add a priority": lambda v: Priority.objects.create(version=v, code="X", name="X"),
    "add an outcome": lambda v: Outcome.objects.create(priority=Priority.objects.get(), code="X", name="X"),
    "add a measure": lambda v: Measure.objects.create(outcome=Outcome.objects.get(), code="X", name="X", unit="x"),
    "add a proxy": lambda v: Proxy.objects.create(measure=Measure.objects.get(), **PROXY | {"price_year": 2025}),
    "add many": lambda v: Measure.objects.bulk_create([Measure(outcome=Outcome.objects.get(), code="X", name="X", unit="x")]),
    "change a priority": lambda v: rows(Priority).update(name="X"),
    "change an outcome": lambda v: rows(Outcome).update(code="X"),
    "change a measure": lambda v: rows(Measure).update(unit="X"),
    "change a proxy": lambda v: rows(Proxy).update(value=1),
    "remove a priority": lambda v: rows(Priority)._raw_delete("default"),
    "remove an outcome": lambda v: rows(Outcome)._raw_delete("default"),
    "remove a measure": lambda v: rows(Measure)._raw_delete("default"),
    "remove a proxy": lambda v: rows(Proxy)._raw_delete("default"),
    "remove all below": lambda v: Priority.objects.get().delete(),
    "in SQL": lambda v: run("DELETE FROM socialvalue_proxy"),
}
VERSION = {
    "number": lambda v: FrameworkVersion.objects.filter(pk=v.pk).update(number=9),
    "source": lambda v: FrameworkVersion.objects.filter(pk=v.pk).update(source="Another"),
    "licence": lambda v: FrameworkVersion.objects.filter(pk=v.pk).update(licence="Another"),
    "published at": lambda v: FrameworkVersion.objects.filter(pk=v.pk).update(published_at=EARLIER),
    "published by": lambda v: FrameworkVersion.objects.filter(pk=v.pk).update(published_by=None),
    "back to draft": lambda v: FrameworkVersion.objects.filter(pk=v.pk).update(status="draft", published_at=None),
    "remove it": lambda v: v.delete(),
    "remove it in SQL": lambda v: run(f"DELETE FROM socialvalue_frameworkversion WHERE id = {v.pk}"),
}


def refused(attempt, *about, what=""):
    """``what`` is for whoever reads the failure."""
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        attempt(*about)


@pytest.mark.parametrize("retired", [False, True], ids=["published", "retired"])
@pytest.mark.parametrize("attempts", [CONTENT, VERSION], ids=["content", "version"])
def test_refuses(editor, version, attempts, retired):
    if retired:
        services.retire_version(version, by=editor)
    before, facts = rows_of(version), FrameworkVersion.objects.values().get()
    for what, attempt in attempts.items():
        refused(attempt, version, what=what)
        assert (rows_of(version), FrameworkVersion.objects.values().get()) == (before, facts), what


def test_nothing_moves_into_or_out_of_a_frozen_version(editor, version):
    draft = build.draft(editor)
    inside, outside = version.priorities.get(), draft.priorities.get()
    refused(lambda: Outcome.objects.filter(priority=outside).update(priority=inside))
    refused(lambda: Outcome.objects.filter(priority=inside).update(priority=outside))
    refused(lambda: Priority.objects.filter(pk=inside.pk).update(version=draft, code="X"))


def test_no_way_back_and_no_step_left_out(editor, version):
    draft = FrameworkVersion.objects.filter(pk=build.draft(editor).pk)
    refused(lambda: draft.update(status="retired", published_at=EARLIER))
    services.retire_version(version, by=editor)
    refused(lambda: FrameworkVersion.objects.filter(pk=version.pk).update(status="published"))


def test_refuses_what_only_one_engine_has(version):
    if connection.vendor == "sqlite":
        attempts = [f"REPLACE INTO {table} SELECT * FROM {table}" for table in TABLES]
    else:
        attempts = [f"TRUNCATE {table} CASCADE" for table in TABLES]
    for sql in attempts:
        with pytest.raises(DatabaseError, match="frozen|append-only"), transaction.atomic():
            run(sql)


def test_a_draft_is_nobodys_business_but_its_editors(editor, version):
    draft = services.start_version(version.framework, by=editor)
    assert rows_of(draft) == rows_of(version)
    measure = Measure.objects.get(outcome__priority__version=draft)
    services.edit_part(measure, by=editor, unit="persons")
    services.remove_part(Priority.objects.get(version=draft), by=editor)
    draft.refresh_from_db()
    draft.delete()
    assert FrameworkVersion.objects.get() == version


def test_links_stay_open_and_a_version_can_be_retired(editor, version):
    shipped.load_goals()
    link = services.add_crosswalk(build.an_outcome(version), by=editor, to=Goal.objects.get(number=8))
    services.remove_crosswalk(link, by=editor)
    assert services.retire_version(version, by=editor).status == "retired"


def test_what_comes_with_the_product_loads_under_the_triggers(frozen):
    council = people.council()
    call_command("load_library", kent_for=council.name, derbyshire=True, verbosity=0)
    call_command("load_library", kent_for=council.name, derbyshire=True, verbosity=0)
    assert set(FrameworkVersion.objects.values_list("status", flat=True)) == {"published"}


def test_the_operations_are_reversible_and_repeatable(version):
    before = triggers()
    assert len(before) == (15 if connection.vendor == "sqlite" else 10)
    apply(FreezeVersions())
    assert triggers() == before
    apply(ThawVersions())
    assert triggers() == set()
    Measure.objects.update(unit="changed")  # what the triggers prevented
    with connection.schema_editor() as editor:
        FreezeVersions().database_backwards("socialvalue", editor, None, None)
        ThawVersions().database_backwards("socialvalue", editor, None, None)
    assert triggers() == before


@pytest.mark.django_db
def test_the_migrations_put_them_on(request):
    """Also after a later migration rebuilt a table, which on SQLite takes its triggers away."""
    if request.config.getoption("nomigrations"):
        pytest.skip("the tables were made without migrations")
    for table in TABLES:
        assert any(name.startswith(table) for name in triggers()), (
            "the newest migration of these tables ends with FreezeVersions()"
        )


def test_the_tests_empty_their_tables_on_whichever_connection(version):
    """Beside a running event loop, as a browser's is, Django gives the same thread another connection: it empties too."""
    here = connection.ops

    async def empty():
        assert connection.ops is not here
        call_command("flush", interactive=False, verbosity=0)
        connection.close()

    asyncio.run(empty())
    assert not FrameworkVersion.objects.exists()
    assert triggers(), "they are back"
