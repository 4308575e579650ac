"""What differs between two versions of a framework. Pure: rows in, differences out."""

from dataclasses import dataclass, field

from socialvalue.common.templatetags.formats import plain_money
from socialvalue.framework.calculations.rows import FrameworkRow

# (attribute, what people call it)
COMPARED = (
    ("measure", "measure"),
    ("unit", "unit"),
    ("direction", "direction"),
    ("kind", "outcome or output"),
    ("evidence", "evidence"),
    ("guidance", "guidance"),
    ("easy_read", "easy-read wording"),
    ("outcome", "outcome"),
    ("priority", "priority"),
    ("strategic_outcome", "strategic outcome"),
)


@dataclass(frozen=True)
class Item:
    """A measure, or an outcome or priority that has none below it yet."""

    code: str
    name: str
    values: dict[str, str]


@dataclass(frozen=True)
class Change:
    """The same code in both versions; ``fields`` holds (what, before, after)."""

    code: str
    name: str
    fields: list[tuple[str, str, str]]


@dataclass
class Comparison:
    added: list[Item] = field(default_factory=list)
    removed: list[Item] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0

    @property
    def same(self) -> bool:
        return not (self.added or self.removed or self.changed)

    @property
    def summary(self) -> str:
        return f"{len(self.added)} added, {len(self.changed)} changed, {len(self.removed)} removed, {self.unchanged} unchanged"


def compare(before: list[FrameworkRow], after: list[FrameworkRow]) -> Comparison:
    """The measures added, removed and changed from ``before`` to ``after``, matched on outcome code and measure code."""
    old, new = _items(before), _items(after)
    found = Comparison(
        added=[item for key, item in new.items() if key not in old],
        removed=[item for key, item in old.items() if key not in new],
    )
    for key, item in new.items():
        if key not in old:
            continue
        fields = [
            (what, old[key].values[what], item.values[what]) for what in item.values if old[key].values[what] != item.values[what]
        ]
        if fields:
            found.changed.append(Change(item.code, item.name, fields))
        else:
            found.unchanged += 1
    return found


def _items(rows: list[FrameworkRow]) -> dict[tuple[str, str], Item]:
    items: dict[tuple[str, str], Item] = {}
    proxies: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        key = (row.outcome_code or f"priority {row.priority_code}", row.measure_code)
        if row.proxy_value is not None:
            text = (
                f"{plain_money(row.proxy_value)} a {row.proxy_unit} ({row.proxy_source}, {row.proxy_licence}, {row.price_year})"
            )
            proxies.setdefault(key, []).append(f"{text}, {row.proxy_area}" if row.proxy_area else text)
        if key not in items:
            values = {what: str(getattr(row, name)) for name, what in COMPARED}
            values["description of the priority"] = row.priority_description
            name = row.measure or (f"{row.outcome} (no measure)" if row.outcome else f"{row.priority} (no outcome)")
            items[key] = Item(row.measure_code or row.outcome_code or row.priority_code, name, values)
    for key, item in items.items():
        item.values["proxies"] = "; ".join(proxies.get(key, []))
    return items
