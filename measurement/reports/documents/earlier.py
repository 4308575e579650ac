"""Contents frozen in an earlier form: what was told then is drawn with its own words, by the templates of today. Pure."""

from decimal import Decimal
from typing import Any

from socialvalue.common.templatetags.formats import plain_quantity

EARLY = "report/1"
# What a tally counted, as its columns: (name in the content, heading)
COLUMNS_BEFORE = (
    ("green", "On target"), ("amber", "Above floor"), ("red", "Below floor"), ("missing", "Not reported"), ("none", "No target"),
)  # fmt: skip
COLUMNS = (
    ("on_target", "On target"), ("below_target", "Below target"), ("below_minimum", "Below minimum"),
    ("not_reported", "Not reported"), ("no_target", "No target"), ("nothing_due", "Nothing due yet"),
)  # fmt: skip


def is_early(content: dict[str, Any]) -> bool:
    return content["format"] == EARLY


def columns(content: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Of the tables of priorities and directorates; the first is told “of” those that could be rated."""
    return COLUMNS_BEFORE if is_early(content) else COLUMNS


def readable(content: dict[str, Any]) -> dict[str, Any]:
    """The content with every value also in words, which early reports did not keep; what was frozen is left as it is."""
    if not is_early(content):
        return content
    return {
        **content,
        "priorities": [{**p, "measures": [_measure(m) for m in p["measures"]]} for p in content["priorities"]],
        "figures": [{**e, "shown": _shown(e["value"], e["unit"])} for e in content["figures"]],
    }


def _measure(m: dict[str, Any]) -> dict[str, Any]:
    promised = "without a target" if m["promised"] is None else f"{_shown(m['promised'], m['unit'])} promised"
    return {**m, "said": f"{_shown(m['delivered'], m['unit'])}, {promised}"}


def _shown(value: str | None, unit: str) -> str:
    return plain_quantity(None if value is None else Decimal(value), unit)
