"""What ``make mutants`` changes, what it leaves alone, and that a draw stays the same."""

import ast
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from mutation import mutants, reaching, targets
from mutation.operators import changes

from socialvalue.law import days


def changed(source: str) -> list[str]:
    """The whole source after each change, one at a time."""
    results = []
    for number, _ in enumerate(changes(ast.parse(source))):
        tree = ast.parse(source)
        next(change for place, change in enumerate(changes(tree)) if place == number).apply()
        results.append(ast.unparse(tree))
    return results


@pytest.mark.parametrize(
    ("source", "becomes"),
    [
        ("x = a < b", ["x = a <= b"]),
        ("x = a >= b", ["x = a > b"]),
        ("x = a == b", ["x = a != b"]),
        ("x = a in b", ["x = a not in b"]),
        ("x = a and b", ["x = a or b", "x = b", "x = a"]),
        ("x = a or b or c", ["x = a and b and c", "x = b or c", "x = a or c", "x = a or b"]),
        ("x = not a", ["x = a"]),
        ("x = a + b", ["x = a - b"]),
        ("x = a // b", ["x = a * b"]),
        ("x = Q(a=1) | Q(b=c)", ["x = Q(a=1) & Q(b=c)", "x = Q() | Q(b=c)", "x = Q(a=2) | Q(b=c)", "x = Q(a=1) | Q()"]),
        ("x += y", ["x -= y"]),
        ("x = 8", ["x = 9"]),
        ("x = True", ["x = False"]),
        ("x = a if b else c", ["x = a", "x = c"]),
        ("x = (a, b)", ["x = (b,)", "x = (a,)"]),
        ("x = rows.exclude(a=b)", ["x = rows.exclude()", "x = rows.filter(a=b)"]),
        ("x = min(a, b)", ["x = max(a, b)"]),
        ("x = [a for a in b if c]", ["x = [a for a in b]"]),
        ("x = a.quantize(b, ROUND_HALF_UP)", ["x = a.quantize(b, ROUND_HALF_EVEN)"]),
    ],
)
def test_one_thing_is_changed(source, becomes):
    assert changed(source) == becomes


def test_a_guard_is_turned_round_and_taken_away():
    source = "def check(user):\n    if late:\n        raise WrongState('Too late: 3 days')"
    assert changed(source) == [
        "def check(user):\n    if not late:\n        raise WrongState('Too late: 3 days')",
        "def check(user):\n    if late:\n        pass",
    ]


def test_a_return_forgets_what_it_returns():
    assert changed("def f():\n    return x") == ["def f():\n    return None"]


@pytest.mark.parametrize(
    "source",
    [
        '"""Says 3 < 4."""',
        "import a",
        "x: list[int | None]",
        "Days = Mapping[date, tuple[int, str]]",
        "@decorated(True)\ndef f() -> int | None: ...",
        "if TYPE_CHECKING:\n    x = 1 < 2",
        "def __str__(self):\n    return a + b",
        "x = f'{a < b}'",
        "x = 'a' + b",
        "def f():\n    return False",
    ],
)
def test_what_is_no_rule_stays(source):
    words = [change.words for change in changes(ast.parse(source))]
    assert [one for one in words if one != "False → True"] == []


def test_changes_know_their_statement_and_function():
    source = "LIMIT = 8\nclass Rule:\n    def holds(self):\n        return (\n            a\n            < b\n        )\n"
    found = [(change.line, change.function, change.words) for change in changes(ast.parse(source))]
    assert found == [
        (1, "", "8 → 9"),
        (4, "Rule.holds", "return a < b → return None"),
        (4, "Rule.holds", "a < b → a <= b"),
    ]


def test_the_same_seed_draws_the_same_and_another_draws_others():
    paths = targets.files_of(["socialvalue/law/*.py"])
    drawn = mutants.draw(paths, 10, "one")
    assert drawn == mutants.draw(list(reversed(paths)), 10, "one")
    assert len(set(drawn)) == 10
    assert drawn != mutants.draw(paths, 10, "two")


def test_a_larger_draw_holds_the_smaller_one():
    paths = targets.files_of(["socialvalue/law/*.py"])
    assert mutants.draw(paths, 20, "one")[:10] == mutants.draw(paths, 10, "one")


def test_the_mutant_is_the_module_with_its_change():
    mutant = mutants.mutants_of("socialvalue/law/days.py")[0]
    before, after = ast.unparse(ast.parse(Path(days.__file__).read_text())), ast.unparse(mutants.source_of(mutant))
    differing = [pair for pair in zip(before.splitlines(), after.splitlines(), strict=True) if pair[0] != pair[1]]
    assert len(differing) == 1


def test_every_pattern_matches_and_a_stale_one_is_named():
    assert "socialvalue/law/days.py" in targets.files_of(targets.PURE)
    assert len(targets.files_of(targets.GUARDS)) > 20
    with pytest.raises(SystemExit, match="no file matches contracts/nowhere/"):
        targets.files_of(["contracts/nowhere/*.py"])


def test_tests_mirror_the_file():
    assert targets.tests_of("socialvalue/law/days.py") == ["tests/socialvalue/law"]
    assert targets.tests_of("procurement/bidding/querysets.py") == ["tests/procurement/bidding", "tests/security"]
    assert targets.tests_of("procurement/bidding/nowhere/else.py") == ["tests/procurement/bidding"]
    # A part of a package of querysets is one of them; a part of a room of parts has the tests of the room
    assert targets.tests_of("socialvalue/suppliers/querysets/concern.py") == ["tests/socialvalue/suppliers", "tests/security"]
    assert targets.tests_of("socialvalue/accounts/administration/permissions.py") == [
        "tests/socialvalue/accounts",
        "tests/security",
    ]
    assert targets.tests_of("contracts/returns/calculations/answering.py") == ["tests/contracts/returns"]
    assert targets.tests_of("socialvalue/suppliers/selectors/linking.py") == ["tests/socialvalue/suppliers"]


@pytest.mark.once
def test_mutants_are_tried_in_children_that_write_to_databases_of_their_own():
    """The whole, on a small room: it stopped at its first trial when the tests forbade to read SQLite's file, and nobody saw it."""
    script = [sys.executable, "scripts/mutants.py", "--draw", "3", "--tests", "tests/socialvalue/second_word"]
    ran = subprocess.run(
        [*script, "--", "socialvalue/second_word/permissions.py"], capture_output=True, text=True, cwd=targets.ROOT
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "3 of 3 mutants caught: 100.0 %" in ran.stdout


def test_each_test_reaches_what_ran_since_the_one_before():
    cells = {"rules.py": bytearray(5), "days.py": bytearray(3)}
    watch = reaching._Watch(cells)
    cells["rules.py"][1] = cells["days.py"][2] = 1
    watch.pytest_collection_finish()
    for name, lines in (("first", [3, 4]), ("second", [4])):
        running = watch.pytest_runtest_protocol(SimpleNamespace(nodeid=name))
        next(running)
        for line in lines:
            cells["rules.py"][line] = 1
        with pytest.raises(StopIteration):
            next(running)
    assert watch.early == {"rules.py": [1], "days.py": [2]}
    assert watch.lines == {"rules.py": {3: ["first"], 4: ["first", "second"]}}
    assert list(watch.seconds) == ["first", "second"]


def test_who_may_and_what_is_seen_is_changed_wherever_it_stands():
    """Also where a room has parts, and where it gives its querysets a folder."""
    found = set(targets.files_of(targets.GUARDS))
    root = targets.ROOT
    everywhere = {str(p.relative_to(root)) for room in targets.ROOMS for p in (root / room).rglob("*.py")}
    wanted = {path for path in everywhere if targets.kind_of(path) in ("permissions", "querysets", "visibility")}
    assert wanted - found == set()
    assert {targets.kind_of(path) for path in found} == {"permissions", "querysets", "visibility", "workflow"}


PERMISSIONS = "procurement/bidding/permissions.py"
ROOM = "tests/procurement/bidding"
TABLE, OTHER_TABLE = f"{ROOM}/test_permissions.py::a", f"{ROOM}/test_permissions.py::b"
QUICK, SLOW, ELSEWHERE = f"{ROOM}/test_pages.py::c", f"{ROOM}/test_pages.py::d", f"{ROOM}/test_sums.py::e"


def reach() -> reaching.Reach:
    """Line 7 is run by three tests, line 8 by one more."""
    found = reaching.Reach(seconds={TABLE: 9.0, OTHER_TABLE: 0.5, QUICK: 0.1, SLOW: 2.0, ELSEWHERE: 0.2})
    found.folders[ROOM] = list(found.seconds)
    found.lines[PERMISSIONS].update({7: [SLOW, TABLE, QUICK], 8: [QUICK]})
    return found


def test_the_file_that_bears_the_name_comes_first_and_whole():
    """What its fixture runs, or a cache keeps, is reached by the first of its tests only."""
    assert reach().tests_for(PERMISSIONS, 7, False, [ROOM]) == [OTHER_TABLE, TABLE, QUICK, SLOW]
    assert reach().tests_for(PERMISSIONS, 8, False, [ROOM]) == [OTHER_TABLE, TABLE, QUICK]
    assert reach().tests_for(PERMISSIONS, 9, False, [ROOM]) == [OTHER_TABLE, TABLE]


@pytest.mark.parametrize("on_import", [False, True])
def test_a_test_of_another_room_is_not_tried_though_it_runs_the_line(on_import):
    """The room's tests are loaded, and no others: what another room's test reaches, its own has to notice."""
    found, foreign = reach(), "tests/procurement/award/test_ways.py::f"
    found.seconds[foreign] = 0.01
    found.folders["tests/procurement/award"] = [foreign]
    found.lines[PERMISSIONS][7].append(foreign)
    assert foreign not in found.tests_for(PERMISSIONS, 7, on_import, [ROOM])
    assert foreign in found.tests_for(PERMISSIONS, 7, on_import, [ROOM, "tests/procurement/award"])


def test_what_happens_on_import_reaches_every_test_and_those_that_run_a_line_come_before_the_others():
    assert reach().tests_for(PERMISSIONS, 1, True, [ROOM]) == [OTHER_TABLE, TABLE, QUICK, SLOW, ELSEWHERE]


@pytest.mark.parametrize(
    ("test", "path", "about"),
    [
        (TABLE, PERMISSIONS, True),
        (f"{ROOM}/test_permission_tables.py::test_a", PERMISSIONS, True),
        (QUICK, PERMISSIONS, False),
        (f"{ROOM}/test_visibility.py::test_a", "procurement/bidding/querysets.py", True),
        ("tests/procurement/panel/test_visibility.py::test_a", "procurement/bidding/querysets.py", False),
        (f"{ROOM}/test_sealing.py::test_a", "procurement/bidding/calculations/sealing.py", True),
        ("tests/security/test_ties.py::test_a", PERMISSIONS, True),
        ("tests/security/test_ties.py::test_a", "procurement/bidding/querysets.py", False),
    ],
)
def test_a_file_of_tests_is_about_what_it_is_named_after(test, path, about):
    assert reaching.is_about(test, path) is about
