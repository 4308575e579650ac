"""Bars: bullet, plain and stacked. See ``geometry`` for what goes in and comes out."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from socialvalue.charts.geometry import (
    SMALL,
    TEXT,
    Drawing,
    Line,
    Rect,
    Scale,
    Shape,
    Text,
    Value,
    Write,
    held,
    nice_top,
    px,
    shortened,
    text_width,
)

NOT_REPORTED = "not reported"


# The track of a bullet: its upper edge and its height; the target reaches beyond it on both sides, the minimum below
TRACK_Y, TRACK = 4, 20
BULLET = 34
# A bar of parts of a whole
SHARE = 24
WHOLE = 100
# A row of bars: (label, value), or with a target of its own
Row = tuple[str, Value] | tuple[str, Value, Value]


def beyond(delivered: Value, minimum: Value, lower: bool = False) -> bool:
    """Whether a value is on the bad side of its minimum. Nothing known is not bad."""
    if delivered is None or minimum is None:
        return False
    return delivered > minimum if lower else delivered < minimum


def bullet(delivered: Value, target: Value, minimum: Value = None, *, lower: bool = False, whole: Value = None) -> Drawing | None:
    """What was delivered as a bar on a track, the target as a line through it, the minimum as a short line below it; fluid.

    Its words stand around it. ``whole`` is where the track ends without a target (100 for a percentage); with neither there is
    nothing to measure against: None. Where ``lower`` is better the minimum is the most that is still acceptable, and a bar
    beyond it is the bad one.
    """
    if target is None and minimum is None and whole is None:
        return None
    scale = Scale(Decimal(0), _end_of_track(delivered, target, minimum, whole) or Decimal(1), 0, WHOLE)
    shapes: list[Shape] = [Rect(0, TRACK_Y, WHOLE, TRACK, "c-track", 2)]
    if delivered is not None and delivered > 0:
        colour = "c-poor" if beyond(delivered, minimum, lower) else "c-1"
        shapes.append(Rect(0, TRACK_Y + 5, scale.at(delivered), TRACK - 10, colour))
    if target is not None:
        x = scale.at(target)
        shapes.append(Line(x, TRACK_Y - 3, x, TRACK_Y + TRACK + 3, "c-ink", 3))
    if minimum is not None:
        x = scale.at(minimum)
        shapes.append(Line(x, TRACK_Y + TRACK / 2, x, BULLET, "c-2", 3))
    return Drawing(WHOLE, BULLET, tuple(shapes), fluid=True)


def share(values: Sequence[Value], paints: Sequence[str]) -> Drawing:
    """One bar whose parts are the whole, from edge to edge; fluid. ``values``: a part per paint; nothing where all are nought."""
    whole = _sum(v for v in values if v is not None and v > 0)
    shapes: list[Shape] = []
    so_far = Decimal(0)
    for value, colour in zip(values, paints, strict=True):
        if value is None or value <= 0:
            continue
        scale = Scale(Decimal(0), whole, 0, WHOLE)
        x = scale.at(so_far)
        so_far += Decimal(str(value))
        # A line of paper between neighbours; the last reaches the edge
        gap = 0 if so_far == whole else 0.4
        shapes.append(_painted(x, 0, max(px(scale.at(so_far) - x - gap), 0.2), SHARE, colour))
    return Drawing(WHOLE, SHARE, tuple(shapes), fluid=True)


def _end_of_track(delivered: Value, target: Value, minimum: Value, whole: Value) -> Decimal:
    """What the track's right end stands for: the whole, or a little more than the largest unless the bar passes its target."""
    largest = max((v for v in (delivered, target, minimum) if v is not None), default=Decimal(1))
    if target is None and whole is not None:
        return Decimal(str(max(largest, whole)))
    passed = delivered is not None and target is not None and delivered > target
    return Decimal(str(largest)) if passed else Decimal(str(largest)) * Decimal("1.08")


def bars(rows: Iterable[Row], *, write: Write, target: Value = None, target_word: str = "", width: float = 460) -> Drawing:
    """Horizontal bars, the label above each and the value at its end.

    ``rows``: (label, value or None) or (label, value, own target). ``write`` turns a value into words. ``target`` is one line
    through all rows. Negative values are written, but their bar has no length.
    """
    full = [_three(row) for row in rows]
    known = [v for _, value, own in full for v in (value, own) if v is not None]
    if target is not None:
        known.append(target)
    room = max((text_width(_written(value, write)) for _, value, _ in full), default=0) + 10
    scale = Scale(Decimal(0), nice_top(max(known, default=1)), 0, max(width - room, width / 3))
    shapes: list[Shape] = []
    y = 18.0 if target is not None else 0.0
    start = y
    for label, value, own in full:
        shapes.append(Text(0, px(y + 16), shortened(label, width)))
        shapes += _bar(value, own, px(y + 23), scale, write)
        y += 50
    if target is not None:
        x = scale.at(target)
        shapes.append(Line(x, start + 4, x, px(y - 6), "c-ink", 2, "5 3"))
        shapes.append(Text(held(x, target_word, SMALL, width), 13, target_word, "middle", SMALL, paint="c-muted"))
    return Drawing(width, max(px(y - 6), 1), tuple(shapes))


def _three(row: Row) -> tuple[str, Value, Value]:
    return (str(row[0]), row[1], row[2]) if len(row) == 3 else (str(row[0]), row[1], None)


def _written(value: Value, write: Write) -> str:
    return NOT_REPORTED if value is None else write(value)


def _bar(value: Value, own: Value, top: float, scale: Scale, write: Write) -> list[Shape]:
    """One bar on its track, the value at its end, and its own target as a line through it."""
    shapes: list[Shape] = [Rect(0, top, scale.end, 16, "c-track")]
    if value is not None and value > 0:
        shapes.append(Rect(0, top, scale.at(value), 16, "c-1"))
    if value is None:
        shapes.append(Text(px(scale.end + 8), top + 13, NOT_REPORTED, size=SMALL, paint="c-muted"))
    else:
        shapes.append(Text(px(scale.end + 8), top + 13, write(value), bold=True))
    if own is not None:
        shapes.append(Line(scale.at(own), top - 3, scale.at(own), top + 19, "c-ink", 3))
    return shapes


DARK = ("c-1", "c-4", "c-poor", "c-good", "c-muted", "c-on-target", "c-below-minimum")
# Too light for white paper without a line around them
LIGHT = ("c-no-target", "c-nothing-due")


def _ink(paint: str) -> str:
    """Which ink is readable on a paint."""
    return "c-inverse" if paint in DARK else "c-ink"


def _painted(x: float, y: float, width: float, height: float, paint: str) -> Rect:
    """A rectangle with a line around it where its paint is light; the line lies within."""
    if paint not in LIGHT:
        return Rect(x, y, width, height, paint)
    return Rect(px(x + 0.2), px(y + 0.5), max(px(width - 0.4), 0.2), px(height - 1), paint, edge="c-muted")


def paint(index: int) -> str:
    """The paint of a series; after seven they begin anew, kept apart by the white lines between neighbours."""
    return f"c-{index % 7 + 1}"


def _segments(
    values: Iterable[Value], scale: Scale, y: float, height: float, write: Write, paints: Sequence[str] = ()
) -> list[Shape]:
    """The segments of one stacked bar with a white line between them, and each value inside where it has room."""
    shapes: list[Shape] = []
    so_far = Decimal(0)
    for index, value in enumerate(values):
        if value is None or value <= 0:
            continue
        x = scale.at(so_far)
        so_far += Decimal(str(value))
        wide = px(scale.at(so_far) - x)
        colour = paints[index] if paints else paint(index)
        shapes.append(_painted(x, y, max(px(wide - 1.5), 0.5), height, colour))
        if text_width(write(value), SMALL) + 8 <= wide:
            middle, base = px(x + wide / 2), px(y + height / 2 + 5)
            shapes.append(Text(middle, base, write(value), "middle", SMALL, True, _ink(colour), inside=True))
    return shapes


def _key(labels: list[str], y: float, width: float, paints: Sequence[str] = ()) -> tuple[list[Shape], float]:
    """Swatches with their words, in the order of the bar, wrapped at the width. Answers the shapes and where they end."""
    shapes: list[Shape] = []
    x = 0.0
    for index, label in enumerate(labels):
        label = shortened(label, width - 24, SMALL)
        need = 20 + text_width(label, SMALL) + 16
        if x and x + need - 16 > width:
            x, y = 0, y + 21
        shapes.append(_painted(px(x), y, 13, 13, paints[index] if paints else paint(index)))
        shapes.append(Text(px(x + 19), y + 11, label, size=SMALL))
        x += need
    return shapes, y + 19


def stacked(
    parts: Iterable[tuple[str, Value]], *, total: Value = None, write: Write, missing_word: str = "", width: float = 460
) -> Drawing:
    """One bar of parts that make a whole. ``parts``: (label, value).

    Where they fall short of ``total`` the rest stays empty and says so.
    """
    parts = [(str(label), value) for label, value in parts]
    known = _sum(v for _, v in parts if v is not None and v > 0)
    whole = max(known, Decimal(str(total or 0)))
    scale = Scale(Decimal(0), whole or Decimal(1), 0, width)
    shapes: list[Shape] = [Rect(0, 0, width, 34, "c-track")]
    shapes += _segments([v for _, v in parts], scale, 0, 34, write)
    if total is not None and known < whole:
        room = width - scale.at(known)
        if text_width(missing_word, SMALL) + 8 <= room:
            shapes.append(Text(px(scale.at(known) + room / 2), 22, missing_word, "middle", SMALL, paint="c-ink", inside=True))
    key, bottom = _key([f"{label} {_written(value, write)}" for label, value in parts], 44, width)
    return Drawing(width, bottom, (*shapes, *key))


def _sum(values: Iterable[Value]) -> Decimal:
    return sum((Decimal(str(v)) for v in values if v is not None), Decimal(0))


def stacked_rows(
    rows: Iterable[tuple[str, Sequence[Value]]],
    *,
    series: list[str],
    write: Write,
    paints: tuple[str, ...] = (),
    width: float = 460,
) -> Drawing:
    """Several stacked bars on one scale, each with its label above and its sum at the end.

    ``rows``: (label, [value per series]). ``paints``: one per series where their colours mean something.
    """
    rows = [(str(label), list(values)) for label, values in rows]
    sums = [_sum(values) for _, values in rows]
    room = max((text_width(write(s)) for s in sums), default=0) + 10
    scale = Scale(Decimal(0), nice_top(max(sums, default=Decimal(1))), 0, max(width - room, width / 3))
    shapes, y = _key(series, 0, width, paints)
    y += 4
    for (label, values), whole in zip(rows, sums, strict=True):
        shapes.append(Text(0, px(y + 16), shortened(label, width, TEXT)))
        # No track beneath: the parts are the whole, and a pale rest would look like something missing
        shapes += _segments(values, scale, px(y + 23), 24, write, paints)
        word = NOT_REPORTED if all(v is None for v in values) else write(whole)
        shapes.append(Text(px(scale.at(whole) + 8), px(y + 40), word, bold=True))
        y += 58
    return Drawing(width, px(y - 6), tuple(shapes))
