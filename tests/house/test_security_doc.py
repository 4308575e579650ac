"""docs/security.md leaves out no requirement of levels 1 and 2 of ASVS 5.0.0, and names no file or test that is not there."""

import ast
import re
from collections import Counter

import pytest

from .reading import ROOT, STOREYS

TEXT = (ROOT / "docs" / "security.md").read_text()

# How many requirements each section counts, and those of them that are of level 3 alone
SECTIONS = {
    "1.1": (2, ()), "1.2": (10, (10,)), "1.3": (12, (12,)), "1.4": (3, ()), "1.5": (3, (3,)),
    "2.1": (3, ()), "2.2": (3, ()), "2.3": (5, (5,)), "2.4": (2, (2,)),
    "3.1": (1, (1,)), "3.2": (3, (3,)), "3.3": (5, (5,)), "3.4": (8, (7, 8)), "3.5": (8, (6, 7, 8)), "3.6": (1, (1,)),
    "3.7": (5, (3, 4, 5)),
    "4.1": (5, (4, 5)), "4.2": (5, (2, 3, 4, 5)), "4.3": (2, ()), "4.4": (4, ()),
    "5.1": (1, ()), "5.2": (6, (4, 5, 6)), "5.3": (3, (3,)), "5.4": (3, ()),
    "6.1": (3, ()), "6.2": (12, ()), "6.3": (8, (5, 6, 7, 8)), "6.4": (6, (5, 6)), "6.5": (8, (6, 7, 8)), "6.6": (4, (4,)),
    "6.7": (2, (1, 2)), "6.8": (4, ()),
    "7.1": (3, ()), "7.2": (4, ()), "7.3": (2, ()), "7.4": (5, ()), "7.5": (3, (3,)), "7.6": (2, ()),
    "8.1": (4, (3, 4)), "8.2": (4, (4,)), "8.3": (3, (2, 3)), "8.4": (2, (2,)),
    "9.1": (3, ()), "9.2": (4, ()),
    "10.1": (2, ()), "10.2": (3, (3,)), "10.3": (5, (5,)), "10.4": (16, (12, 13, 14, 15, 16)), "10.5": (5, ()), "10.6": (2, ()),
    "10.7": (3, ()),
    "11.1": (4, (3, 4)), "11.2": (5, (4, 5)), "11.3": (5, (4, 5)), "11.4": (4, ()), "11.5": (2, (2,)), "11.6": (2, (2,)),
    "11.7": (2, (1, 2)),
    "12.1": (5, (4, 5)), "12.2": (2, ()), "12.3": (5, (5,)),
    "13.1": (4, (2, 3, 4)), "13.2": (6, (6,)), "13.3": (4, (3, 4)), "13.4": (7, (6, 7)),
    "14.1": (2, ()), "14.2": (8, (5, 6, 7, 8)), "14.3": (3, ()),
    "15.1": (5, (4, 5)), "15.2": (5, (4, 5)), "15.3": (7, ()), "15.4": (4, (1, 2, 3, 4)),
    "16.1": (1, ()), "16.2": (5, ()), "16.3": (4, ()), "16.4": (3, ()), "16.5": (4, (4,)),
    "17.1": (2, (2,)), "17.2": (8, (5, 6, 7, 8)), "17.3": (2, ()),
}  # fmt: skip
ASKED = [f"{s}.{n}" for s, (count, third) in SECTIONS.items() for n in range(1, count + 1) if n not in third]

ROW = re.compile(r"^\| ((?:\d+\.\d+\.\d+)(?:, \d+\.\d+\.\d+)*) \| ([^|]+) \| (✓|~|✗|n/a) \| (.+) \|$")
ROWS = [found.groups() for line in TEXT.splitlines() if (found := ROW.match(line))]
NAMED = re.compile(r"`([\w./-]+?\.?\w+)(?:::(test_\w+))?`")


def answers() -> list[str]:
    return [number for numbers, *_ in ROWS for number in numbers.split(", ")]


def test_so_many_requirements_are_of_levels_1_and_2():
    assert len(ASKED) == len(set(ASKED)) == 253


def test_every_requirement_is_answered_once_and_in_order():
    assert Counter(answers()) == Counter(ASKED)
    assert [row[0] for row in ROWS] == sorted((row[0] for row in ROWS), key=lambda one: _key(one.split(", ")[0]))


def _key(number: str) -> list[int]:
    return [int(part) for part in number.split(".")]


def test_no_line_of_a_table_is_missed_by_this_test():
    assert [line for line in TEXT.splitlines() if re.match(r"\| \d", line) and not ROW.match(line)] == []


def named(text: str) -> list[tuple[str, str]]:
    """(path, test) of what is named: what has a slash in it, or is a file at the top of the project. "" for no test."""
    found = [pair for pair in NAMED.findall(text) if not pair[0].startswith(("/", "."))]
    return [(path, test) for path, test in found if "/" in path or (ROOT / path).exists()]


def test_every_file_and_test_named_is_there():
    missing = []
    for path, test in named(TEXT):
        there = ROOT / path
        if not there.exists() or (test and test not in _tests_of(path)):
            missing.append(f"{path}::{test}" if test else path)
    assert missing == []


def _tests_of(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("numbers, what, state, where", ROWS, ids=[row[0].split(",")[0] for row in ROWS])
def test_what_holds_says_where_and_what_does_not_says_why(numbers, what, state, where):
    if state in ("✓", "~"):
        assert "`" in where or where.startswith(("above", "the table above"))
    else:
        assert len(where.split()) > 2


def test_what_does_not_hold_in_full_is_left_to_the_piece_that_is_to_come():
    """The sealing key split between openers. Nothing is without an answer."""
    assert [row[0] for row in ROWS if row[2] == "✗"] == []
    later = {row[0]: row[2] for row in ROWS if "later piece of work" in row[3]}
    assert later == {"13.3.2": "~"}


FORBIDDEN = {"subprocess", "pickle", "marshal", "shelve", "yaml", "xmlrpc"}
CALLS = {"eval", "exec"}


def test_no_program_is_started_and_nothing_is_unpickled():
    """Of what pages and jobs run; the supervisor of ``make run`` starts programs, and lies outside."""
    found = []
    for path in [path for storey in STOREYS for path in sorted((ROOT / storey).rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text())):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name.split(".")[0] for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [(node.module or "").split(".")[0]]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
                names = [node.func.id]
            elif isinstance(node, ast.Attribute) and ast.unparse(node) in ("os.system", "os.popen"):
                names = [ast.unparse(node)]
            found += [f"{path.relative_to(ROOT)}: {name}" for name in names if name in FORBIDDEN | CALLS or "os." in name]
    assert found == []
