"""Several models by one migration operation: what the database has afterwards is what the models' own operations would make."""

import pytest
from django.db import IntegrityError, connection, migrations, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import OperationWriter

from socialvalue.common.migrating import CreateModels

KEY = ("id", models.BigAutoField(primary_key=True))


def hen_and_egg() -> list[migrations.CreateModel]:
    """Two models that name each other, and what each owns."""
    hen = migrations.CreateModel(
        "Hen",
        [
            KEY,
            ("name", models.CharField(max_length=20)),
            ("hatched_from", models.ForeignKey("yard.Egg", models.PROTECT, null=True, related_name="+")),
        ],
        options={"constraints": [models.CheckConstraint(condition=~models.Q(name=""), name="hen_has_a_name")]},
    )
    egg = migrations.CreateModel(
        "Egg",
        [KEY, ("laid_by", models.ForeignKey("yard.Hen", models.PROTECT, related_name="+")), ("day", models.DateField())],
        options={
            "indexes": [models.Index("day", name="egg_by_day")],
            "constraints": [models.UniqueConstraint("laid_by", "day", name="one_egg_a_day")],
        },
    )
    return [hen, egg]


def forwards(*operations) -> tuple[ProjectState, ProjectState]:
    before = ProjectState()
    after = before.clone()
    for operation in operations:
        operation.state_forwards("yard", after)
    return before, after


def tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name.startswith("yard_")}


@pytest.fixture
def yard(transactional_db):
    """Made outside a transaction, as a migration of SQLite is; taken away again."""
    operation = CreateModels(hen_and_egg())
    before, after = forwards(operation)
    with connection.schema_editor() as editor:
        operation.database_forwards("yard", editor, before, after)
    try:
        yield after.apps
    finally:
        with connection.schema_editor() as editor:
            operation.database_backwards("yard", editor, after, before)
        assert tables() == set()


def constraints_of(table: str) -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, table))


def test_models_that_name_each_other_are_made_at_once_with_what_they_own(yard):
    assert tables() == {"yard_hen", "yard_egg"}
    assert "hen_has_a_name" in constraints_of("yard_hen")
    assert {"egg_by_day", "one_egg_a_day"} <= constraints_of("yard_egg")
    hen, egg = yard.get_model("yard", "Hen"), yard.get_model("yard", "Egg")
    mother = hen.objects.create(name="Sussex")
    daughter = hen.objects.create(name="Marans", hatched_from=egg.objects.create(laid_by=mother, day="2026-03-01"))
    assert daughter.hatched_from.laid_by.name == "Sussex"
    hen.objects.all().update(hatched_from=None)
    egg.objects.all().delete()
    hen.objects.all().delete()


def two_on_a_day(hen, egg):
    mother = hen.objects.create(name="Sussex")
    egg.objects.bulk_create([egg(laid_by=mother, day="2026-03-01") for _ in range(2)])


def of_a_hen_that_is_not_there(hen, egg):
    egg.objects.create(laid_by_id=hen.objects.create(name="Sussex").pk + 1, day="2026-03-01")
    connection.check_constraints()


def without_a_name(hen, egg):
    hen.objects.create(name="")


@pytest.mark.parametrize("bad", [two_on_a_day, of_a_hen_that_is_not_there, without_a_name])
def test_the_database_refuses_what_the_models_refuse(yard, bad):
    hen, egg = yard.get_model("yard", "Hen"), yard.get_model("yard", "Egg")
    with pytest.raises(IntegrityError), transaction.atomic():
        bad(hen, egg)
    assert (hen.objects.count(), egg.objects.count()) == (0, 0)


def test_the_state_is_the_one_that_single_operations_leave():
    _, together = forwards(CreateModels(hen_and_egg()))
    _, single = forwards(*hen_and_egg())
    assert together == single


def test_what_was_drawn_before_is_drawn_again_with_the_new_models():
    state = ProjectState()
    assert list(state.apps.get_models()) == []
    CreateModels(hen_and_egg()).state_forwards("yard", state)
    assert {model.__name__ for model in state.apps.get_models()} == {"Hen", "Egg"}


def test_it_can_be_written_down_and_read_again():
    text, _ = OperationWriter(CreateModels(hen_and_egg()), indentation=0).serialize()
    assert text.startswith("socialvalue.common.migrating.CreateModels(\n    models=[\n")
    assert text.count("migrations.CreateModel(") == 2


def test_it_says_what_it_names():
    operation = CreateModels(hen_and_egg())
    assert operation.references_model("Egg", "yard")
    assert operation.references_field("Egg", "laid_by", "yard")
    assert not CreateModels([]).references_model("Egg", "yard")
    assert operation.describe() == "Create 2 models"


def test_each_storey_begins_with_its_models_in_one_step():
    """And with no step besides that draws the two hundred models again and again: that is what made a new database slow."""
    graph = MigrationLoader(None).graph
    for storey in ("socialvalue", "procurement", "contracts", "measurement"):
        first = graph.nodes[(storey, "0001_initial")].operations
        assert [type(one) for one in first].count(CreateModels) == 1
        assert not [
            one for one in first if isinstance(one, migrations.CreateModel | migrations.AddField | migrations.AddConstraint)
        ]
