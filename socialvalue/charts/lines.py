"""Lines and points: a trend with its target, a sparkline, evaluators' scores on their scale."""

from decimal import Decimal

from socialvalue.charts.geometry import (
    SMALL,
    Diamond,
    Dot,
    Drawing,
    Line,
    Path,
    Scale,
    Shape,
    Text,
    held,
    px,
    runs,
    text_width,
    ticks,
)


def _steps(count: int, start: float, end: float) -> list[float]:
    """Evenly spaced positions; a single one stands in the middle."""
    if count == 1:
        return [px((start + end) / 2)]
    return [px(start + (end - start) * n / (count - 1)) for n in range(count)]


def trend(points, *, target=None, target_word: str = "", write, width: float = 460, height: float = 230) -> Drawing:
    """A line through the values of periods. A period nobody reported is a gap in the line, never nought.

    ``points``: (label, value or None). ``target``: one number, or one per point (None where there was none).
    """
    points = [(str(label), value) for label, value in points]
    goals = list(target) if isinstance(target, (list, tuple)) else [target] * len(points)
    values = [v for _, v in points]
    known = [v for v in [*values, *goals] if v is not None]
    marks = ticks(max(known, default=1), 4)
    left = max(text_width(write(m), SMALL) for m in marks) + 8
    top, base = 22.0, height - 26
    across = _steps(len(points), left + 8, width - 14) if points else []
    scale = Scale(Decimal(0), marks[-1], base, top)
    shapes: list[Shape] = []
    for mark in marks:
        y = scale.at(mark)
        shapes.append(Line(px(left), y, width, y, "c-ink" if mark == 0 else "c-track", 1))
        shapes.append(Text(px(left - 6), px(y + 4.5), write(mark), "end", SMALL, paint="c-muted"))
    shapes += _period_labels(points, across, height, width)
    for run in runs(goals):
        line = tuple((across[i], scale.at(goals[i])) for i in run)
        if len(line) == 1:
            line = ((px(line[0][0] - 10), line[0][1]), (px(line[0][0] + 10), line[0][1]))
        shapes += [Line(*a, *b, "c-2", 2, "6 4") for a, b in zip(line, line[1:], strict=False)]
    if target_word and any(g is not None for g in goals):
        spots = [(x, scale.at(v)) if v is not None else None for x, v in zip(across, values, strict=True)]
        first = next(g for g in goals if g is not None)
        last = next(g for g in reversed(goals) if g is not None)
        ends = [("start", left + 4, scale.at(first)), ("end", width - 2, scale.at(last))]
        shapes.append(_out_of_the_way(target_word, ends, spots, base))
    for run in runs(values):
        line = tuple((across[i], scale.at(values[i])) for i in run)
        if len(line) > 1:
            shapes.append(Path(line, "c-1", 2.5))
        shapes += [Dot(x, y, 3.5, "c-1") for x, y in line]
    reported = [i for i, v in enumerate(values) if v is not None]
    if reported:
        last = reported[-1]
        word = write(values[last])
        y = scale.at(values[last])
        # Beside the stroke that leads to it: beneath the end of a falling line, above any other.
        falls = last > 0 and values[last - 1] is not None and values[last - 1] > values[last]
        below = y <= top + 8 or (falls and y + 24 < base)
        shapes.append(Text(held(across[last], word, 15, width), px(y + 20 if below else y - 9), word, "middle", bold=True))
    return Drawing(width, height, tuple(shapes))


def _out_of_the_way(word: str, ends, spots, base: float) -> Text:
    """The target's word above or below its line, at the end where the fewest of the trend's points and strokes cross it.

    ``ends``: (anchor, x, y of the line) in order of preference; ``spots``: the trend's points, None for a gap.
    """
    wide = text_width(word, SMALL)
    # Twenty steps along every stroke: enough for a word of any length to notice a line that passes through it.
    inked = [s for s in spots if s]
    for a, b in zip(spots, spots[1:], strict=False):
        if a and b:
            inked += [(a[0] + (b[0] - a[0]) * n / 20, a[1] + (b[1] - a[1]) * n / 20) for n in range(20)]
    places: list[tuple[float, int, Text]] = []
    for anchor, x, y in ends:
        from_x = x if anchor == "start" else x - wide
        # The last point carries its value as a word above it: the right end is worth less by that.
        for low in (y - 4, y + 17):
            crossed = sum(1 for ix, iy in inked if from_x - 5 <= ix <= from_x + wide + 5 and low - 16 <= iy <= low + 7)
            cost = crossed + (100 if low > base - 2 or low < 12 else 0) + (3 if anchor == "end" else 0)
            places.append((cost, len(places), Text(px(x), px(low - 2), word, anchor, SMALL, paint="c-muted")))
    return min(places, key=lambda place: place[:2])[2]


def _period_labels(points, across, height, width) -> list[Shape]:
    """As many of the periods' names as have room, always with the first and the last."""
    if not points:
        return []
    widest = max(text_width(label, SMALL) for label, _ in points) + 12
    room = across[-1] - across[0]
    every = 1
    while len(points) > 1 and room / (len(points) - 1) * every < widest and every < len(points):
        every += 1
    last = len(points) - 1
    chosen = [i for i in range(0, last + 1, every) if i == last or (across[last] - across[i]) >= widest]
    if last not in chosen:
        chosen.append(last)
    return [
        Text(held(across[i], points[i][0], SMALL, width), px(height - 8), points[i][0], "middle", SMALL, paint="c-muted")
        for i in chosen
    ]


def spark(values, *, width: float = 120, height: float = 30) -> Drawing:
    """A word-sized line: its shape only, its last reported value as a dot. A gap stays a gap."""
    values = list(values)
    known = [Decimal(str(v)) for v in values if v is not None]
    if not known:
        return Drawing(width, height, (Line(0, height / 2, width, height / 2, "c-track", 2, "3 3"),))
    low = min(min(known), Decimal(0)) if min(known) < 0 else Decimal(0)
    high = max(known)
    if high == low:
        high = low + 1
    scale = Scale(low, high, height - 4, 4)
    across = _steps(len(values), 4, width - 6)
    shapes: list[Shape] = [Line(0, height - 2, width, height - 2, "c-track", 1)]
    for run in runs(values):
        line = tuple((across[i], scale.at(values[i])) for i in run)
        shapes.append(Path(line, "c-1", 2) if len(line) > 1 else Dot(*line[0], 2, "c-1"))
    last = [i for i, v in enumerate(values) if v is not None][-1]
    shapes.append(Dot(across[last], scale.at(values[last]), 3.5, "c-2"))
    return Drawing(width, height, tuple(shapes))


def dots(marks, *, low, high, moderated=None, write, width: float = 460) -> Drawing:
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
        shapes.append(Text(x, px(y + 4.5), str(number), "middle", SMALL, True, "c-inverse"))
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
