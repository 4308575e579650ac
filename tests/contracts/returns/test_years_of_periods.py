"""Years that a provider's file may speak of, at both ends."""

import re

import pytest

from contracts.returns.calculations.period_names import _starting


def found(text: str) -> re.Match[str]:
    match = re.fullmatch(r"(?P<year>\d{4})(?:/(?P<next>\d{2,4}))?", text)
    assert match is not None
    return match


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1899", None),
        ("1900", 1900),
        ("2999", 2999),
        ("3000", None),
        ("2026/27", 2026),
        ("2026/28", None),
        ("1999/00", 1999),
        ("2026/2027", 2026),
    ],
)
def test_the_first_and_the_last_year(text, year):
    assert _starting(found(text)) == year
