"""How what was worked out is compared with what is told."""

from socialvalue.framework.models import Measure, Priority
from tests.builders.portfolio import SPAN

from . import by_hand as hand

QUERY = f"?from={SPAN[0]}&to={SPAN[1]}"
PLACE = ("priority", "directorate", "measure", "unit", "kind", "direction")
FIGURE = ("expected", "reported", "waiting", "late", "value", "target", "minimum", "standing")
MEASURE = ("measure", "unit", "kind", "direction", "expected", "reported", "waiting", "value", "target")
COUNTED = (
    "kpis", "on_target", "below_target", "below_minimum", "not_reported", "no_target", "nothing_due",
    "expected", "reported", "waiting",
)  # fmt: skip
NAMES = {"ASCH": "Adult Social Care and Health", "GET": "Growth, Environment and Transport", None: "No priority named"}


def of(lines: list[dict], names: tuple[str, ...]) -> dict:
    return {(line["contract"], line["kpi"]): tuple(line[name] for name in names) for line in lines}


def current(code: str) -> Priority:
    """The priority in the newer version of the framework, by which it is named and found."""
    return Priority.objects.filter(code=code).order_by("-version__number").first()


def priority_name(code: str | None) -> str:
    return NAMES[None] if code is None else current(code).name


def measure_name(code: str) -> str:
    return Measure.objects.filter(code=code).first().name


def check(found: dict) -> None:
    """A document of the format says what was worked out by hand."""
    assert of(found["kpis"], FIGURE) == hand.KPIS
    assert of(found["client_side"], FIGURE) == hand.CLIENT_SIDE
    assert of(found["kpis"] + found["client_side"], PLACE) == hand.WHERE
    assert sorted(tuple(m[name] for name in MEASURE) for m in found["measures"]) == sorted(hand.MEASURES)
    for part, key, expected in (
        ("priorities", "priority", hand.PRIORITIES),
        ("directorates", "directorate", hand.DIRECTORATES),
    ):
        lines = {line[key]: tuple(line[name] for name in COUNTED) for line in found[part] if line["kpis"]}
        assert lines == expected
    assert tuple(found["total"][name] for name in COUNTED) == hand.TOTAL


def tally_cells(counts: tuple) -> list[str]:
    """A line's cells as the tables of tallies show them."""
    _, on, below, minimum, silent, aimless, nothing, expected, reported, _ = counts
    rated = on + below + minimum
    return [
        f"{on} of {rated}" if rated else "not rated", str(below), str(minimum), str(silent), str(aimless), str(nothing),
        f"{reported} of {expected}",
    ]  # fmt: skip
