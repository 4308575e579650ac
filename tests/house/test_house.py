"""The house itself: the layout of rooms, the tables of states, the pages that are generated from them."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from django.core.management import call_command

from measurement.management.commands.draw_workflows import PAGE, drawn, listed, tables_of

ROOT = Path(__file__).resolve().parents[2]
STOREYS = ("socialvalue", "procurement", "contracts", "measurement")


def test_import_contracts_hold():
    result = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout


def test_the_diagrams_are_what_the_tables_say():
    assert PAGE.read_text() == drawn(), "run manage.py draw_workflows"


def test_every_status_can_be_reached_and_every_way_out_starts_somewhere():
    tables = [table for module in listed() for table in tables_of(module)]
    assert len(tables) >= 14
    for table in tables:
        assert table.unreachable() == set(), table.name


@pytest.mark.parametrize("storey", STOREYS)
def test_each_storey_lists_every_table_of_states_and_every_timeline_of_its_rooms(storey):
    rooms = import_module(f"{storey}.rooms")
    for kind, modules in (("workflow", rooms.WORKFLOWS), ("timelines", rooms.TIMELINES)):
        there = {f"{storey}.{path.parent.name}.{kind}" for path in (ROOT / storey).glob(f"*/{kind}.py")}
        # The ground floor keeps the means themselves in rooms of the same file name
        there -= {"socialvalue.common.workflow", "socialvalue.audit.timelines"}
        assert sorted(module.__name__ for module in modules) == sorted(there)


def test_no_room_registers_anything_by_being_imported():
    found = [
        str(p.relative_to(ROOT)) for storey in STOREYS for p in (ROOT / storey).rglob("*.py") if "noqa: F401" in p.read_text()
    ]
    assert found == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def python_files():
    for storey in (*STOREYS, "tests"):
        yield from (p for p in (ROOT / storey).rglob("*.py") if "migrations" not in p.parts)


def test_files_stay_small():
    """About 300 lines is a file's comfort; past 500 it has a second noun."""
    large = {str(p.relative_to(ROOT)): n for p in python_files() if (n := len(p.read_text().splitlines())) > 500}
    assert not large


def test_time_is_asked_in_one_place():
    asked = ("timezone.now(", "datetime.now(", "date.today(", "datetime.utcnow(")
    allowed = {
        "socialvalue/common/clock.py", "socialvalue/jobs/services/__init__.py", "socialvalue/jobs/services/turns.py",
        # The database's own time, which no test and no demonstration sets
        "socialvalue/ledger/selectors/__init__.py", "socialvalue/ledger/services/checking.py",
    }  # fmt: skip
    found = [
        f"{p.relative_to(ROOT)}: {word}"
        for storey in STOREYS
        for p in (ROOT / storey).rglob("*.py")
        if str(p.relative_to(ROOT)) not in allowed
        for word in asked
        if word in p.read_text()
    ]
    assert not found


def templates():
    return sorted((ROOT / "templates").rglob("*.html"))


def test_no_table_is_made_by_hand():
    """The part gives a table its region, its width on a phone and its look; see docs/pages.md."""
    hand_made = {
        str(p.relative_to(ROOT)): w for p in templates() for w in ("<table", "govuk-table", "sv-table") if w in p.read_text()
    }
    assert not hand_made


def test_every_heading_of_a_table_says_what_it_heads():
    without = [
        f"{p.relative_to(ROOT)}: {heading}"
        for p in templates()
        for heading in re.findall(r"<th(?=[\s>])[^>]*>", p.read_text())
        if ' scope="' not in heading
    ]
    assert not without


def test_templates_hold_no_inline_script_style_or_handler():
    words = (" style=", " onclick=", " onchange=", " onsubmit=", "<style", "javascript:")
    found = [f"{p.relative_to(ROOT)}: {w}" for p in (ROOT / "templates").rglob("*.html") for w in words if w in p.read_text()]
    inline = [p for p in (ROOT / "templates").rglob("*.html") if "<script>" in p.read_text()]
    assert not found
    assert not inline
