"""The year as a picture: one row a tender, its phases as bars, days nobody works shaded, clashes said in words."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from socialvalue.charts.bars import _ink, paint
from socialvalue.charts.geometry import SMALL, Drawing, Line, Rect, Scale, Shape, Text, px, shortened, text_width

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
LABELS = 230
ROW = 38
HEAD = 46


@dataclass(frozen=True)
class DiaryRow:
    """``phases``: (name, first day, last day). ``clash``: why it clashes, or nothing."""

    label: str
    phases: tuple[tuple[str, date, date], ...]
    clash: str = ""


def _first_of_months(starts: date, ends: date) -> list[date]:
    found, day = [], date(starts.year, starts.month, 1)
    while day <= ends:
        found.append(day)
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return found


def year(rows: list[DiaryRow], *, starts: date, ends: date, shaded=(), today: date | None = None, width: float = 1060) -> Drawing:
    """Rows over ``starts`` to ``ends`` (both inclusive). ``shaded``: (first day, last day, label).

    What lies outside the range is cut at its edge.
    Phases of the same name have the same paint in every row, in the order in which names first appear; the key is at the foot.
    """
    # Days as whole numbers; the day after the last is the right edge, so that a bar of one day has a width.
    scale = Scale(Decimal(starts.toordinal()), Decimal(ends.toordinal() + 1), LABELS, width)
    bottom = HEAD + ROW * len(rows) + 4
    shapes: list[Shape] = []
    for first, last, _label in shaded:
        if last >= starts and first <= ends:
            x = scale.at(first.toordinal())
            shapes.append(Rect(x, HEAD, max(px(scale.at(last.toordinal() + 1) - x), 1), px(bottom - HEAD), "c-track"))
    for month in _first_of_months(starts, ends):
        x = scale.at(max(month, starts).toordinal())
        shapes.append(Line(x, 6, x, bottom, "c-line", 1))
        room = scale.at(_after_month(month).toordinal()) - x
        word = f"{MONTHS[month.month - 1]} {month.year}" if month.month == 1 or month <= starts else MONTHS[month.month - 1]
        if text_width(word, SMALL) > room - 4:
            word = MONTHS[month.month - 1]
        if text_width(word, SMALL) <= room - 4:
            shapes.append(Text(px(x + 5), 18, word, size=SMALL, paint="c-muted"))
    shapes.append(Line(0, HEAD, width, HEAD, "c-ink", 1))
    names: list[str] = []
    for number, row in enumerate(rows):
        y = HEAD + ROW * number
        shapes += _row(row, y, scale, names, starts, ends)
        shapes.append(Line(0, y + ROW, width, y + ROW, "c-line", 1))
    if today is not None and starts <= today <= ends:
        x = scale.at(today.toordinal())
        shapes.append(Line(x, HEAD - 6, x, bottom, "c-poor", 2))
        right = x + 60 > width
        shapes.append(Text(px(x - 4 if right else x + 4), HEAD - 7, "today", "end" if right else "start", SMALL, True, "c-poor"))
    key: list[Shape] = []
    x, foot = 0.0, bottom
    labels = [(name, paint(i)) for i, name in enumerate(names)] + (
        [("not a working day, or school holidays", "c-track")] if shaded else []
    )
    for name, colour in labels:
        wide = 19 + text_width(name, SMALL)
        if x and x + wide > width:
            x, foot = 0.0, foot + 22
        key += [Rect(px(x), foot + 14, 13, 13, colour), Text(px(x + 19), foot + 25, name, size=SMALL)]
        x += wide + 25
    return Drawing(width, foot + (34 if labels else 0), (*shapes, *key))


def _after_month(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def _row(row: DiaryRow, y: float, scale: Scale, names: list[str], starts: date, ends: date) -> list[Shape]:
    shapes: list[Shape] = [Text(0, y + (17 if row.clash else 24), shortened(row.label, LABELS - 10, 14), size=14)]
    if row.clash:
        shapes.append(Text(0, y + 32, shortened(row.clash, LABELS - 10, 12), size=12, bold=True, paint="c-poor"))
    lanes = _lanes(row)
    for name, first, last in row.phases:
        if name not in names:
            names.append(name)
        if last < starts or first > ends:
            continue
        x = scale.at(first.toordinal())
        wide = max(px(scale.at(last.toordinal() + 1) - x), 3)
        colour = paint(names.index(name))
        top, high = lanes.get(name, (8, 22))
        shapes.append(Rect(x, y + top, max(px(wide - 1), 2), high, colour, 2))
        if name not in lanes and text_width(name, 12) + 8 <= wide:
            shapes.append(Text(px(x + 5), y + 23, name, size=12, paint=_ink(colour)))
    return shapes


def _lanes(row: DiaryRow) -> dict[str, tuple[int, int]]:
    """(top, height) of each phase that shares a day with another: the earlier above, the later below, so that both are seen."""
    found: dict[str, tuple[int, int]] = {}
    for number, (name, first, last) in enumerate(row.phases):
        for other, begins, ends in row.phases[number + 1 :]:
            if first <= ends and begins <= last:
                upper, lower = (name, other) if (first, number) <= (begins, number + 1) else (other, name)
                found.setdefault(upper, (8, 10))
                found.setdefault(lower, (20, 10))
    return found
