"""Memberships end and are never deleted, and there is one way to make one."""

import ast
from pathlib import Path

import pytest
from django.db import connection

from socialvalue.accounts.triggers import TABLE

ROOT = Path(__file__).resolve().parents[2]
STOREYS = ("socialvalue", "procurement", "contracts", "measurement")
# What fills an empty site for a demonstration or a measurement, as from before
AS_FROM_BEFORE = {"measurement/demonstration/cast.py", "measurement/demonstration/pipeline.py", "measurement/bench/rows.py"}
MAKES = ("create", "get_or_create", "update_or_create", "bulk_create")


def calls():
    """(file, what is called) of every call in the source that names memberships."""
    for storey in STOREYS:
        for path in sorted((ROOT / storey).rglob("*.py")):
            text = path.read_text()
            for node in ast.walk(ast.parse(text)) if "embership" in text else ():
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    words = ast.unparse(node.func)
                    if "membership" in words.lower():
                        yield str(path.relative_to(ROOT)), words


def test_no_source_deletes_a_membership():
    assert [found for found in calls() if found[1].endswith((".delete", "._raw_delete"))] == []


def test_one_service_makes_memberships():
    made = {file for file, words in calls() if words.endswith(tuple(f"objects.{verb}" for verb in MAKES))}
    made |= {file for file, words in calls() if words.endswith(tuple(f"memberships.{verb}" for verb in MAKES))}
    assert made - AS_FROM_BEFORE == {"socialvalue/accounts/services/joining.py"}


@pytest.mark.django_db
def test_the_triggers_are_there():
    """Also after a later migration rebuilt the table, which on SQLite takes its triggers away."""
    names = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    if connection.vendor == "postgresql":
        names = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text = %s"
    with connection.cursor() as cursor:
        cursor.execute(names, [TABLE])
        found = {name.removeprefix(f"{TABLE}_") for (name,) in cursor.fetchall()}
    expected = {"one_side", "kept"} | ({"stays_on_it"} if connection.vendor == "sqlite" else set())
    assert found == expected, "add OneSide() to the newest migration"
