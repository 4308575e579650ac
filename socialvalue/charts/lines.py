"""Lines and points: a trend with its target, a sparkline, evaluators' scores on their scale."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from socialvalue.charts.geometry import (
    SMALL,
    Diamond,
    Dot,
    Drawing,
    Line,
    Number,
    Path,
    Point,
    Rect,
    Scale,
    Shape,
    Text,
    Value,
    Write,
    held,
    px,
    runs,
    text_width,
    ticks,
)


@dataclass(frozen=True)
class _Field:
    """Where a trend is drawn: between ``left`` and ``width``, ``top`` and ``base``; ``across``: where each period stands."""

    across: list[float]
    scale: Scale
    left: float
    width: float
    top: float
    base: float

    def spots(self, values: Sequence[Value]) -> list[Point | None]:
        """The point of each period's value, None for a gap. Raises ValueError when there is not one value a period."""
        return [None if v is None else (x, self.scale.at(v)) for x, v in zip(self.across, values, strict=True)]

    def strokes(self, values: Sequence[Value]) -> list[tuple[Point, ...]]:
        """The points of values that follow one another without a gap."""
        spots = self.spots(values)
        return [tuple(spot for i in run if (spot := spots[i])) for run in runs(spots)]


def _steps(count: int, start: float, end: float) -> list[float]:
    """Evenly spaced positions; a single one stands in the middle."""
    if count == 1:
        return [px((start + end) / 2)]
    return [px(start + (end - start) * n / (count - 1)) for n in range(count)]


def trend(
    points: Iterable[tuple[str, Value]],
    *,
    target: Value | Sequence[Value] = None,
    target_word: str = "",
    band: tuple[Number, Number] | None = None,
    write: Write,
    width: float = 460,
    height: float = 230,
) -> Drawing:
    """A line through the values of periods. A period nobody reported is a gap in the line, never nought.

    ``points``: (label, value or None). ``target``: one number, or one per point (None where there was none). ``band``: from
    which to which value a ground is laid behind the line, such as what chance alone may move.
    """
    rows = [(str(label), value) for label, value in points]
    values = [value for _, value in rows]
    goals = list(target) if isinstance(target, Sequence) else [target] * len(rows)
    marks = ticks(max((v for v in [*values, *goals, *(band or ())] if v is not None), default=1), 4)
    left = max(text_width(write(m), SMALL) for m in marks) + 8
    top, base = 22.0, height - 26
    across = _steps(len(rows), left + 8, width - 14) if rows else []
    field = _Field(across, Scale(Decimal(0), marks[-1], base, top), left, width, top, base)
    shapes = (
        *_ground(field, band),
        *_grid(field, marks, write),
        *_period_labels([label for label, _ in rows], across, height, width),
        *_target_line(field, goals),
        *_target_word(field, target_word, goals, values),
        *_value_line(field, values),
        *_last_value(field, values, write),
    )
    return Drawing(width, height, shapes)


def _ground(field: _Field, band: tuple[Number, Number] | None) -> list[Shape]:
    """The band behind everything else, over the whole width of the field."""
    if band is None or not field.across:
        return []
    low, high = field.scale.at(band[0]), field.scale.at(band[1])
    return [Rect(px(field.left), high, px(field.width - field.left), px(low - high), "c-band")]


def _grid(field: _Field, marks: list[Decimal], write: Write) -> list[Shape]:
    shapes: list[Shape] = []
    for mark in marks:
        y = field.scale.at(mark)
        shapes.append(Line(px(field.left), y, field.width, y, "c-ink" if mark == 0 else "c-track", 1))
        shapes.append(Text(px(field.left - 6), px(y + 4.5), write(mark), "end", SMALL, paint="c-muted"))
    return shapes


def _target_line(field: _Field, goals: Sequence[Value]) -> list[Shape]:
    """The target as a broken line; the target of a single period as a short stroke through it."""
    shapes: list[Shape] = []
    for line in field.strokes(goals):
        if len(line) == 1:
            ((x, y),) = line
            line = ((px(x - 10), y), (px(x + 10), y))
        shapes += [Line(*a, *b, "c-2", 2, "6 4") for a, b in pairwise(line)]
    return shapes


def _target_word(field: _Field, word: str, goals: Sequence[Value], values: Sequence[Value]) -> list[Shape]:
    known = [goal for goal in goals if goal is not None]
    if not word or not known:
        return []
    first, last = field.scale.at(known[0]), field.scale.at(known[-1])
    ends = [("start", field.left + 4, first), ("end", field.width - 2, last)]
    return [_out_of_the_way(word, ends, field.spots(values), field.base)]


def _value_line(field: _Field, values: Sequence[Value]) -> list[Shape]:
    shapes: list[Shape] = []
    for line in field.strokes(values):
        if len(line) > 1:
            shapes.append(Path(line, "c-1", 2.5))
        shapes += [Dot(x, y, 3.5, "c-1") for x, y in line]
    return shapes


def _last_value(field: _Field, values: Sequence[Value], write: Write) -> list[Shape]:
    """The last reported value in words, beside the stroke that leads to it: beneath the end of a falling line, else above."""
    known = [(index, value) for index, value in enumerate(values) if value is not None]
    if not known:
        return []
    last, value = known[-1]
    before = values[last - 1] if last > 0 else None
    word, y = write(value), field.scale.at(value)
    falls = before is not None and before > value
    below = y <= field.top + 8 or (falls and y + 24 < field.base)
    x = held(field.across[last], word, 15, field.width)
    return [Text(x, px(y + 20 if below else y - 9), word, "middle", bold=True)]


def _out_of_the_way(word: str, ends: list[tuple[str, float, float]], spots: list[Point | None], base: float) -> Text:
    """The target's word above or below its line, at the end where the fewest of the trend's points and strokes cross it.

    ``ends``: (anchor, x, y of the line) in order of preference; ``spots``: the trend's points, None for a gap.
    """
    wide, ink = text_width(word, SMALL), _ink(spots)

    def cost(place: tuple[str, float, float]) -> int:
        anchor, x, low = place
        from_x = x if anchor == "start" else x - wide
        crossed = sum(1 for ix, iy in ink if from_x - 5 <= ix <= from_x + wide + 5 and low - 16 <= iy <= low + 7)
        # The last point carries its value as a word above it: the right end is worth less by that.
        return crossed + (100 if low > base - 2 or low < 12 else 0) + (3 if anchor == "end" else 0)

    anchor, x, low = min(((anchor, x, low) for anchor, x, y in ends for low in (y - 4, y + 17)), key=cost)
    return Text(px(x), px(low - 2), word, anchor, SMALL, paint="c-muted")


def _ink(spots: list[Point | None]) -> list[Point]:
    """The trend's points, and twenty steps along every stroke: a word of any length notices a line that passes through it."""
    inked = [spot for spot in spots if spot]
    for a, b in pairwise(spots):
        if a and b:
            inked += [(a[0] + (b[0] - a[0]) * n / 20, a[1] + (b[1] - a[1]) * n / 20) for n in range(20)]
    return inked


def _period_labels(labels: list[str], across: list[float], height: float, width: float) -> list[Shape]:
    """As many of the periods' names as have room, always with the first and the last."""
    if not labels:
        return []
    widest = max(text_width(label, SMALL) for label in labels) + 12
    last, room = len(labels) - 1, across[-1] - across[0]
    every = 1
    while last and room / last * every < widest and every <= last:
        every += 1
    chosen = [i for i in range(0, last + 1, every) if i == last or (across[last] - across[i]) >= widest]
    if last not in chosen:
        chosen.append(last)
    return [
        Text(held(across[i], labels[i], SMALL, width), px(height - 8), labels[i], "middle", SMALL, paint="c-muted")
        for i in chosen
    ]


def spark(values: Iterable[Value], *, width: float = 120, height: float = 30) -> Drawing:
    """A word-sized line: its shape only, its last reported value as a dot. A gap stays a gap."""
    values = list(values)
    known = [Decimal(str(v)) for v in values if v is not None]
    if not known:
        return Drawing(width, height, (Line(0, height / 2, width, height / 2, "c-track", 2, "3 3"),))
    low, high = min(*known, Decimal(0)), max(known)
    if high == low:
        high = low + 1
    field = _Field(_steps(len(values), 4, width - 6), Scale(low, high, height - 4, 4), 0, width, 4, height - 4)
    strokes = field.strokes(values)
    shapes: list[Shape] = [Line(0, height - 2, width, height - 2, "c-track", 1)]
    shapes += [Path(line, "c-1", 2) if len(line) > 1 else Dot(*line[0], 2, "c-1") for line in strokes]
    shapes.append(Dot(*strokes[-1][-1], 3.5, "c-2"))
    return Drawing(width, height, tuple(shapes))


def dots(
    marks: Iterable[tuple[object, Value]],
    *,
    low: Number,
    high: Number,
    moderated: Value = None,
    write: Write,
    width: float = 460,
) -> Drawing:
    """Evaluators' scores as numbered dots on the scale, equal scores one above the other; the moderated score as a diamond.

    ``marks``: (evaluator, score or None), numbered from 1 in the order given; who has no score yet has no dot.
    """
    scale = Scale(Decimal(str(low)), Decimal(str(high)), 14, width - 14)
    heaps: dict[float, int] = {}
    placed: list[tuple[float, int, int]] = []
    for number, (_, score) in enumerate(marks, start=1):
        if score is None:
            continue
        x = scale.at(score)
        # Dots that would touch are heaped as if they were equal.
        near = next((k for k in heaps if abs(k - x) < 19), x)
        heaps[near] = heaps.get(near, 0) + 1
        placed.append((x, heaps[near], number))
    tallest = max(heaps.values(), default=1)
    axis = px(tallest * 22 + 8)
    shapes: list[Shape] = [Line(14, axis, px(width - 14), axis, "c-ink", 1)]
    for mark in _scale_marks(Decimal(str(low)), Decimal(str(high)), width):
        x = scale.at(mark)
        shapes.append(Line(x, axis, x, axis + 5, "c-ink", 1))
        shapes.append(Text(x, axis + 19, write(mark), "middle", SMALL, paint="c-muted"))
    for x, level, number in placed:
        y = px(axis - 2 - 22 * level + 10)
        shapes.append(Dot(x, y, 10, "c-1"))
        shapes.append(Text(x, px(y + 4.5), str(number), "middle", SMALL, True, "c-inverse", inside=True))
    bottom = axis + 26
    if moderated is not None:
        x = scale.at(moderated)
        shapes.append(Diamond(x, axis, 8, "c-2"))
        word = f"moderated {write(moderated)}"
        shapes.append(Text(held(x, word, SMALL, width), bottom + 12, word, "middle", SMALL, True))
        bottom += 20
    return Drawing(width, bottom, tuple(shapes))


def _scale_marks(low: Decimal, high: Decimal, width: float) -> list[Decimal]:
    """Every whole step where there is room, otherwise only round ones; always both ends."""
    span = int(high - low)
    for step in (1, 2, 5, 10, 20, 25, 50, 100):
        if span / step <= width / 34:
            break
    marks = [low + step * n for n in range(span // step + 1)]
    return marks if marks[-1] == high else [*marks, high]
