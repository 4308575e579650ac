"""The year as a picture: one row a tender, its phases as bars, days nobody works shaded, clashes said in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from socialvalue.charts.bars import _ink
from socialvalue.charts.geometry import (
    SMALL,
    TEXT,
    Drawing,
    Line,
    Linked,
    Rect,
    Scale,
    Shape,
    Text,
    px,
    text_width,
    wrapped,
)

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
# First day, last day, what it is
Shade = tuple[date, date, str]
HEAD = 46
# A row is at least so high, and a line of its words so much
ROW, LINE = 38, 18
# Four, told apart in grey as well; more kinds begin anew, kept apart by their names
PAINTS = ("c-3", "c-1", "c-2", "c-5")
SHADED = "not a working day, or school holidays"


@dataclass(frozen=True)
class DiaryRow:
    """``phases``: (name, first day, last day). ``clash``: why it clashes, or nothing. ``url``: the row’s page, or nothing."""

    label: str
    phases: tuple[tuple[str, date, date], ...]
    clash: str = ""
    url: str = ""


def labels_width(width: float) -> float:
    """How much of the width the names have: a little more than a fifth."""
    return px(width * 0.22)


def height_of(row: DiaryRow, width: float) -> float:
    """A row grows with its name and its clash, neither of which is ever cut."""
    return max(ROW, LINE * len(_words(row, width)) + 14)


def _words(row: DiaryRow, width: float) -> list[tuple[str, bool]]:
    """The lines beneath one another at the left: (words, whether they say the clash)."""
    room = labels_width(width) - 12
    return [(w, False) for w in wrapped(row.label, room)] + [(w, True) for w in wrapped(row.clash, room, SMALL)]


def _first_of_months(starts: date, ends: date) -> list[date]:
    found, day = [], date(starts.year, starts.month, 1)
    while day <= ends:
        found.append(day)
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return found


def year(
    rows: list[DiaryRow],
    *,
    starts: date,
    ends: date,
    shaded: Iterable[Shade] = (),
    today: date | None = None,
    groups: Mapping[str, str] | None = None,
    width: float = 1060,
) -> Drawing:
    """Rows over ``starts`` to ``ends`` (both inclusive). ``shaded``: (first day, last day, label).

    What lies outside the range is cut at its edge. ``groups``: what each phase belongs to, by its name, in the order of the key
    at the foot; those of one group have one paint. Without it each name is a group of its own. Where every row is named after
    its one phase, the key would only say it again.
    """
    shaded = list(shaded)
    # Days as whole numbers; the day after the last is the right edge, so that a bar of one day has a width.
    left = labels_width(width)
    scale = Scale(Decimal(starts.toordinal()), Decimal(ends.toordinal() + 1), left, width)
    bottom = HEAD + sum(height_of(row, width) for row in rows) + 4
    names = list(dict.fromkeys(name for row in rows for name, _, _ in row.phases))
    group_of = {name: (groups or {}).get(name, name) for name in names}
    order = list(dict.fromkeys((groups or group_of).values()))
    paints = {name: PAINTS[order.index(group) % len(PAINTS)] for name, group in group_of.items()}
    shapes: list[Shape | Linked] = [
        *_shades(shaded, scale, bottom, starts, ends),
        *_months(scale, bottom, starts, ends),
        Line(0, HEAD, width, HEAD, "c-ink", 1),
    ]
    y: float = HEAD
    for row in rows:
        drawn = tuple(_row(row, y, width, scale, paints, starts, ends))
        shapes += [Linked(row.url, f"{row.label}: its timetable", drawn)] if row.url else drawn
        y = px(y + height_of(row, width))
        shapes.append(Line(0, y, width, y, "c-line", 1))
    if today is not None and starts <= today <= ends:
        shapes += _today(scale.at(today.toordinal()), bottom, width)
    named = all([name for name, _, _ in row.phases] == [row.label] for row in rows)
    shown = [] if named else [g for g in order if g in group_of.values()]
    key, height = _key(shown, order, bool(shaded), bottom, width)
    return Drawing(width, height, (*shapes, *key))


def _shades(shaded: list[Shade], scale: Scale, bottom: float, starts: date, ends: date) -> list[Shape]:
    shapes: list[Shape] = []
    for first, last, _ in shaded:
        if last >= starts and first <= ends:
            x = scale.at(first.toordinal())
            shapes.append(Rect(x, HEAD, max(px(scale.at(last.toordinal() + 1) - x), 1), px(bottom - HEAD), "c-track"))
    return shapes


def _months(scale: Scale, bottom: float, starts: date, ends: date) -> list[Shape]:
    """A line where each month begins, and its name where there is room: with the year in January and at the left edge."""
    shapes: list[Shape] = []
    for month in _first_of_months(starts, ends):
        x = scale.at(max(month, starts).toordinal())
        shapes.append(Line(x, 6, x, bottom, "c-line", 1))
        room = scale.at(_after_month(month).toordinal()) - x
        name = MONTHS[month.month - 1]
        wanted = [f"{name} {month.year}", name] if month.month == 1 or month <= starts else [name]
        word = next((w for w in wanted if text_width(w, SMALL) <= room - 4), None)
        if word:
            shapes.append(Text(px(x + 5), 18, word, size=SMALL, paint="c-muted"))
    return shapes


def _today(x: float, bottom: float, width: float) -> list[Shape]:
    """A line through all rows, its word on the side where it has room."""
    right = x + 60 > width
    word = Text(px(x - 4 if right else x + 4), HEAD - 7, "today", "end" if right else "start", SMALL, True, "c-poor")
    return [Line(x, HEAD - 6, x, bottom, "c-poor", 2), word]


def _key(shown: Sequence[str], order: list[str], shaded: bool, top: float, width: float) -> tuple[list[Shape], float]:
    """Swatches with their words, wrapped at the width, and where the drawing ends."""
    labels = [(group, PAINTS[order.index(group) % len(PAINTS)]) for group in shown]
    if shaded:
        labels.append((SHADED, "c-track"))
    shapes: list[Shape] = []
    x, foot = 0.0, top
    for name, colour in labels:
        wide = 19 + text_width(name, SMALL)
        if x and x + wide > width:
            x, foot = 0.0, foot + 22
        shapes += [Rect(px(x), foot + 14, 13, 13, colour), Text(px(x + 19), foot + 25, name, size=SMALL)]
        x += wide + 25
    return shapes, foot + (34 if labels else 0)


def _after_month(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def _row(row: DiaryRow, y: float, width: float, scale: Scale, paints: Mapping[str, str], starts: date, ends: date) -> list[Shape]:
    words, height = _words(row, width), height_of(row, width)
    top = y + (height - LINE * len(words)) / 2 + 14
    shapes: list[Shape] = [
        Text(0, px(top + LINE * n), line, size=SMALL if clash else TEXT, bold=clash, paint="c-poor" if clash else "c-ink")
        for n, (line, clash) in enumerate(words)
    ]
    lanes, bar = _lanes(row), px(y + (height - 22) / 2)
    for name, first, last in row.phases:
        if last < starts or first > ends:
            continue
        x = scale.at(first.toordinal())
        wide = max(px(scale.at(last.toordinal() + 1) - x), 3)
        colour = paints[name]
        down, high = lanes.get(name, (0, 22))
        shapes.append(Rect(x, px(bar + down), max(px(wide - 1), 2), high, colour, 2))
        if name not in lanes and text_width(name, SMALL) + 8 <= wide:
            shapes.append(Text(px(x + 5), px(bar + 16), name, size=SMALL, paint=_ink(colour), inside=True))
    return shapes


def _lanes(row: DiaryRow) -> dict[str, tuple[int, int]]:
    """(how far down, height) of each phase that shares a day with another: the earlier above, so that both are seen."""
    found: dict[str, tuple[int, int]] = {}
    for number, (name, first, last) in enumerate(row.phases):
        for other, begins, ends in row.phases[number + 1 :]:
            if first <= ends and begins <= last:
                upper, lower = (name, other) if (first, number) <= (begins, number + 1) else (other, name)
                found.setdefault(upper, (0, 10))
                found.setdefault(lower, (12, 10))
    return found
