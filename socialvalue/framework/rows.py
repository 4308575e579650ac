"""A framework as rows, one a measure (or an outcome without a measure): what a file brings and what an export gives."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from socialvalue.framework.enums import Direction, MeasureKind

# heading → (attribute, needed); the headings of the import format, and the ones our own exports add
COLUMNS = {
    "priority": ("priority", True),
    "outcome code": ("outcome_code", True),
    "outcome": ("outcome", True),
    "measure code": ("measure_code", False),
    "measure": ("measure", False),
    "unit": ("unit", False),
    "direction": ("direction", False),
    "evidence": ("evidence", False),
    "strategic outcome": ("strategic_outcome", False),
    "proxy value": ("proxy_value", False),
    "proxy unit": ("proxy_unit", False),
    "proxy source": ("proxy_source", False),
    "proxy licence": ("proxy_licence", False),
    "price year": ("price_year", False),
    "priority code": ("priority_code", False),
    "priority description": ("priority_description", False),
    "kind": ("kind", False),
    "easy read": ("easy_read", False),
    "guidance": ("guidance", False),
    "proxy area": ("proxy_area", False),
}


@dataclass(frozen=True)
class Problem:
    line: int
    column: str
    value: str
    message: str

    def __str__(self):
        value = f" “{self.value}”" if self.value else ""
        return f"line {self.line}, column “{self.column}”{value}: {self.message}"


@dataclass(frozen=True)
class FrameworkRow:
    line: int
    priority: str
    outcome_code: str
    outcome: str
    priority_code: str = ""
    priority_description: str = ""
    measure_code: str = ""
    measure: str = ""
    unit: str = ""
    direction: str = Direction.HIGHER
    kind: str = MeasureKind.OUTPUT
    evidence: str = ""
    guidance: str = ""
    easy_read: str = ""
    strategic_outcome: str = ""
    proxy_value: Decimal | None = None
    proxy_unit: str = ""
    proxy_source: str = ""
    proxy_licence: str = ""
    proxy_area: str = ""
    price_year: int | None = None


@dataclass
class Reading:
    """Rows that were understood and problems with the rest; nothing is brought in while there is a problem."""

    rows: list[FrameworkRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_rows(numbered: list[tuple[int, dict[str, str]]], strategic_codes: set[str]) -> Reading:
    """Check ``(line, {heading: value})`` rows whose headings are keys of COLUMNS.

    ``strategic_codes``: the codes of the council's strategic outcomes; a row may name no other.
    """
    reading = Reading()
    seen_measures: dict[tuple[str, str], int] = {}
    outcome_names: dict[str, str] = {}
    for line, raw in numbered:
        values = {COLUMNS[h][0]: (v or "").strip() for h, v in raw.items() if h in COLUMNS}
        found = _check_row(line, values, strategic_codes)
        key = (values.get("outcome_code", ""), values.get("measure_code", ""))
        if key[1] and key in seen_measures:
            found.append(Problem(line, "measure code", key[1], f"stands in line {seen_measures[key]} too"))
        seen_measures.setdefault(key, line)
        code, name = values.get("outcome_code", ""), values.get("outcome", "")
        if code and outcome_names.setdefault(code, name) != name:
            found.append(Problem(line, "outcome", name, f"outcome {code} is called “{outcome_names[code]}” further up"))
        reading.problems += found
        if not found:
            reading.rows.append(_row(line, values))
    return reading


def _check_row(line: int, values: dict[str, str], strategic_codes: set[str]) -> list[Problem]:
    problems = []
    for heading, (name, needed) in COLUMNS.items():
        if needed and not values.get(name):
            problems.append(Problem(line, heading, "", "is missing"))
    limits = {"outcome_code": 20, "measure_code": 20, "priority_code": 20, "priority": 200, "outcome": 300, "measure": 300, "unit": 60}
    headings = {name: heading for heading, (name, _) in COLUMNS.items()}
    for name, limit in limits.items():
        if len(values.get(name, "")) > limit:
            problems.append(Problem(line, headings[name], values[name][:40] + "…", f"is longer than {limit} characters"))
    if values.get("measure") and not values.get("measure_code"):
        problems.append(Problem(line, "measure code", "", "is missing: every measure needs a code"))
    if values.get("measure_code") and not values.get("measure"):
        problems.append(Problem(line, "measure", "", "is missing: the code has no measure"))
    if values.get("measure") and not values.get("unit"):
        problems.append(Problem(line, "unit", "", "is missing: say what is counted"))
    if values.get("direction", "").lower() not in ("", "higher", "lower"):
        problems.append(Problem(line, "direction", values["direction"], "is neither “higher” nor “lower”"))
    if values.get("kind", "").lower() not in ("", "outcome", "output"):
        problems.append(Problem(line, "kind", values["kind"], "is neither “outcome” nor “output”"))
    strategic = values.get("strategic_outcome", "")
    if strategic and strategic not in strategic_codes:
        problems.append(Problem(line, "strategic outcome", strategic, "is not the code of a strategic outcome of the council"))
    return problems + _check_proxy(line, values)


def _check_proxy(line: int, values: dict[str, str]) -> list[Problem]:
    """A proxy comes whole, with its source and licence, or not at all."""
    names = {
        "proxy value": "proxy_value",
        "proxy unit": "proxy_unit",
        "proxy source": "proxy_source",
        "proxy licence": "proxy_licence",
        "price year": "price_year",
    }
    if not any(values.get(n) for n in names.values()):
        return []
    problems = [Problem(line, h, "", "is missing: a proxy needs all five columns") for h, n in names.items() if not values.get(n)]
    if not values.get("measure"):
        problems.append(Problem(line, "measure", "", "is missing: a proxy belongs to a measure"))
    if values.get("proxy_value") and money(values["proxy_value"]) is None:
        problems.append(Problem(line, "proxy value", values["proxy_value"], "is not a sum of pounds of 0 or more"))
    year = values.get("price_year", "")
    if year and not (year.isdecimal() and 1990 <= int(year) <= 2100):
        problems.append(Problem(line, "price year", year, "is not a year between 1990 and 2100"))
    return problems


def money(text: str) -> Decimal | None:
    """Pounds with up to two places; None when it is not a sum of 0 or more."""
    try:
        value = Decimal(text.replace("£", "").replace(",", "").strip())
    except InvalidOperation:
        return None
    if not value.is_finite() or value < 0 or value > Decimal("999999999999") or value != value.quantize(Decimal("0.01")):
        return None
    return value


def _row(line: int, values: dict[str, str]) -> FrameworkRow:
    kept = {name: value for name, value in values.items() if value}
    for name in ("direction", "kind"):
        if name in kept:
            kept[name] = kept[name].lower()
    if "proxy_value" in kept:
        kept["proxy_value"] = money(kept["proxy_value"])
    if "price_year" in kept:
        kept["price_year"] = int(kept["price_year"])
    return FrameworkRow(line=line, **kept)
