"""The law's numbers stand in ``socialvalue/law/`` alone, dated and with their source.

What is looked for is taken from the rule sets themselves: sums of the law, and names that are those of a rule. The council's own
policy has names of its own (``OWN_…``, ``QUESTIONS_END_…``). The demonstration's invented sums are not the law's.
"""

import ast
import re
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest

from socialvalue.law.rules import RULE_SETS, RuleSet

ROOT = Path(__file__).resolve().parents[2]
STOREYS = ("socialvalue", "procurement", "contracts", "measurement")
OUTSIDE = ("socialvalue/law/", "measurement/demonstration/", "measurement/bench/")
RULES = [f.name for f in fields(RuleSet) if f.type in (int, Decimal, "int", "Decimal")]
SUMS = {value for rules in RULE_SETS for name in RULES if (value := Decimal(getattr(rules, name))) >= 10_000}
# Days of an average month or year: a period is counted by the calendar (law.days.add_months, law.periods)
AVERAGES = {Decimal("30.44"), Decimal("30.4"), Decimal("30.5"), Decimal("365.25")}
WORDS = re.compile(r"\b(eight|8) working days\b|£5 million|\b(three|3) KPIs\b", re.IGNORECASE)


def sources():
    for storey in STOREYS:
        for path in sorted((ROOT / storey).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            if "migrations" not in path.parts and not name.startswith(OUTSIDE):
                yield name, path.read_text()


def number(node) -> Decimal | None:
    """The number of a literal, also of one written as text: 207720, 30.44, "5000000"."""
    if not isinstance(node, ast.Constant) or isinstance(node.value, bool):
        return None
    text = str(node.value).replace("_", "").replace(",", "")
    return Decimal(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None


def named_like_a_rule(name: str) -> bool:
    name = name.lower()
    return not name.startswith("own_") and any(rule in name for rule in RULES)


def set_numbers(tree):
    """(name, line) of every name, argument or keyword that is given a bare number."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and number(node.value) is not None:
            yield from ((t.id, node.lineno) for t in node.targets if isinstance(t, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and number(node.value) is not None:
            yield node.target.id, node.lineno
        elif isinstance(node, ast.keyword) and node.arg and number(node.value):
            yield node.arg, node.value.lineno
        elif isinstance(node, ast.arguments):
            defaults = [
                *zip(reversed(node.args), reversed(node.defaults), strict=False),
                *zip(node.kwonlyargs, node.kw_defaults, strict=True),
            ]
            yield from ((a.arg, a.lineno) for a, d in defaults if number(d))


def faults(name: str, text: str) -> list[str]:
    tree = ast.parse(text)
    banned = SUMS | AVERAGES
    found = [f"{name}:{n.lineno}: {n.value!r}" for n in ast.walk(tree) if number(n) in banned]
    return found + [f"{name}:{line}: {label}" for label, line in set_numbers(tree) if named_like_a_rule(label)]


def test_no_number_of_the_law_stands_outside_its_room():
    assert [fault for name, text in sources() for fault in faults(name, text)] == []


def test_no_page_writes_a_number_of_the_law_as_words():
    pages = sorted((ROOT / "templates").rglob("*.html"))
    assert [str(p.relative_to(ROOT)) for p in pages if WORDS.search(p.read_text())] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("STANDSTILL_WORKING_DAYS = 8", ["x.py:1: STANDSTILL_WORKING_DAYS"]),
        ("def f(*, standstill_working_days=8): ...", ["x.py:1: standstill_working_days"]),
        ("f(standstill_working_days=8)", ["x.py:1: standstill_working_days"]),
        ("value > 5_000_000", ["x.py:1: 5000000"]),
        ("Decimal('207720')", ["x.py:1: '207720'"]),
        ("months * 30.44", ["x.py:1: 30.44"]),
        ("days: int = rules.tender_days", []),
        ("f(standstill_working_days=rules.standstill_working_days)", []),
        ("OWN_TENDER_DAYS = 28", []),
        ("QUESTIONS_END_WORKING_DAYS = 3", []),
        ("OWNERS_FROM = Decimal('50000')", []),
    ],
)
def test_the_search_finds_what_it_is_for(text, expected):
    assert faults("x.py", text) == expected
