"""What is pinned is pinned by name, version and hash. Where a machine gets it from is the machine's own affair."""

import re

import pytest

from .test_house import ROOT

ADDRESS = re.compile(r"\w+://|--(?:extra-)?index-url|--find-links", re.I)
LISTS = ["package.json", "package-lock.json", *sorted(str(p.relative_to(ROOT)) for p in (ROOT / "requirements").glob("*.*"))]


@pytest.mark.parametrize("name", LISTS)
def test_no_pinned_list_holds_an_address(name):
    # The first two lines of a compiled list say how it was made
    lines = [line for line in (ROOT / name).read_text().splitlines() if not line.startswith("#")]
    assert [line.strip() for line in lines if ADDRESS.search(line)] == []


@pytest.mark.parametrize("line", ['"url": "https://example.org/x"', "--index-url https://example.org", "git+ssh://host/x"])
def test_an_address_would_be_seen(line):
    assert ADDRESS.search(line)
