"""Addresses come from their routes: a page that moves is found again by everything that leads to it."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STOREYS = ("socialvalue", "procurement", "contracts", "measurement")
# A path of this site: “/commissions/”, or the beginning of one, “/commissions/” before a reference
ADDRESS = re.compile(r"^/[a-z][a-z0-9-]*/")
SETTINGS = "socialvalue/settings.py"


def hard_addresses(source: str) -> list[str]:
    """The strings in ``source`` that are a path of this site, docstrings left out."""
    tree = ast.parse(source)
    passed_over = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    # Of a sentence with values in it, how it begins
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            passed_over |= {id(part) for part in node.values[1:]}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in passed_over
        and ADDRESS.match(node.value)
    ]


def test_no_address_is_written_out_in_python():
    found = {
        str(path.relative_to(ROOT)): addresses
        for storey in STOREYS
        for path in sorted((ROOT / storey).rglob("*.py"))
        if str(path.relative_to(ROOT)) != SETTINGS and (addresses := hard_addresses(path.read_text()))
    }
    assert found == {}


def test_what_counts_as_an_address():
    source = '''
"""/commissions/ in prose is no address."""
url = f"/commissions/{reference}/plan/"
crumbs = [("Opportunities", "/opportunities/")]
partial = key.endswith("/commitments")
home = "/"
named = reverse("commissions")
'''
    assert hard_addresses(source) == ["/commissions/", "/opportunities/"]
