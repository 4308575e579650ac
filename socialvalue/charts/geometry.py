"""Where everything in a chart goes. Pure arithmetic: numbers and words in, shapes out; no Django, no colours of its own.

A drawing is a width, a height and shapes in painting order, measured in pixels from the top left; a ``fluid`` one has no
words and measures across in hundredths of whatever width its place has. Values are any numbers; None is a value nobody
reported and is drawn as a gap, never as nought. Paint names are ``c-1`` to ``c-7`` for series, one for each way to stand
(``c-on-target`` …), ``c-track``, ``c-band``, ``c-line``, ``c-good``, ``c-poor``, ``c-muted``, ``c-inverse`` and ``c-ink``;
how they look is the template tag's affair. A light rectangle has an ``edge``, also a paint.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil, floor, log10

# A number to be drawn, and one that may be missing; what is drawn as its words; a place on the drawing
Number = Decimal | int
Value = Number | None
Write = Callable[[Number], str]
Point = tuple[float, float]
TEXT = 15
SMALL = 14
# The average width of a letter of the service's font, as a part of its size; a little generous, so that labels never collide.
LETTER = 0.53


@dataclass(frozen=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    paint: str
    radius: float = 0
    edge: str = ""
    kind: str = "rect"


@dataclass(frozen=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    paint: str
    thick: float = 1
    dash: str = ""
    kind: str = "line"


@dataclass(frozen=True)
class Path:
    points: tuple[Point, ...]
    paint: str
    thick: float = 2
    kind: str = "path"

    @property
    def d(self) -> str:
        """The path's data: straight lines through the points."""
        return " ".join(f"{'M' if n == 0 else 'L'}{x:g} {y:g}" for n, (x, y) in enumerate(self.points))


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    radius: float
    paint: str
    kind: str = "dot"


@dataclass(frozen=True)
class Diamond:
    x: float
    y: float
    radius: float
    paint: str
    kind: str = "diamond"

    @property
    def d(self) -> str:
        x, y, r = self.x, self.y, self.radius
        return f"M{x:g} {px(y - r):g} L{px(x + r):g} {y:g} L{x:g} {px(y + r):g} L{px(x - r):g} {y:g} Z"


@dataclass(frozen=True)
class Text:
    x: float
    y: float
    text: str
    anchor: str = "start"
    size: float = TEXT
    bold: bool = False
    paint: str = "c-ink"
    # On a painted ground, which keeps its colour where a reader has chosen their own
    inside: bool = False
    kind: str = "text"


Shape = Rect | Line | Path | Dot | Diamond | Text


@dataclass(frozen=True)
class Linked:
    """Shapes that lead to one address; ``name`` says where."""

    url: str
    name: str
    shapes: tuple[Shape, ...]
    kind: str = "link"


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    shapes: tuple[Shape | Linked, ...] = field(default_factory=tuple)
    fluid: bool = False


def px(value: float | Decimal) -> float:
    """A position to a tenth of a pixel: finer would only make the page heavier."""
    return round(float(value), 1)


def text_width(text: str, size: float = TEXT) -> float:
    return len(text) * size * LETTER


@dataclass(frozen=True)
class Scale:
    """A straight line from values to pixels; a range of nothing maps to its start."""

    low: Decimal
    high: Decimal
    start: float
    end: float

    def at(self, value: Number) -> float:
        """The pixel of a value; one outside the range is held at its edge, so that nothing is drawn outside the chart."""
        span = Decimal(str(self.high)) - Decimal(str(self.low))
        if span == 0:
            return px(self.start)
        part = (Decimal(str(value)) - Decimal(str(self.low))) / span
        part = min(max(part, Decimal(0)), Decimal(1))
        return px(self.start + float(part) * (self.end - self.start))


def nice_top(value: Value) -> Decimal:
    """The next round number at or above a value: 1, 2, 2.5 or 5 times a power of ten. 1 for nought and less."""
    if value is None or value <= 0:
        return Decimal(1)
    number = Decimal(str(value))
    power = Decimal(10) ** floor(log10(float(number)))
    for step in ("1", "1.2", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10"):
        if number <= Decimal(step) * power:
            return (Decimal(step) * power).normalize()
    return (10 * power).normalize()


def ticks(top: Value, count: int = 4) -> list[Decimal]:
    """Round values from nought to at least ``top``, about ``count`` steps apart."""
    if top is None or top <= 0:
        return [Decimal(0), Decimal(1)]
    raw = Decimal(str(top)) / count
    power = Decimal(10) ** floor(log10(float(raw)))
    step = next(Decimal(s) * power for s in ("1", "2", "2.5", "5", "10") if raw <= Decimal(s) * power)
    return [step * n for n in range(ceil(Decimal(str(top)) / step) + 1)]


def held(x: float, text: str, size: float, width: float) -> float:
    """The middle of a centred label, moved so that the whole label is inside the drawing."""
    half = text_width(text, size) / 2
    return px(min(max(x, half), width - half)) if width > 2 * half else px(width / 2)


def shortened(text: str, width: float, size: float = TEXT) -> str:
    """A label cut to a width at a letter, with an ellipsis; the table beside the chart has it in full."""
    if text_width(text, size) <= width:
        return text
    letters = max(int(width / (size * LETTER)) - 1, 1)
    return text[:letters].rstrip(" ,–-") + "…"


def wrapped(text: str, width: float, size: float = TEXT) -> list[str]:
    """A label in as many lines as it needs, broken between words; a word wider than the width has a line of its own."""
    found: list[str] = []
    for word in text.split():
        if found and text_width(f"{found[-1]} {word}", size) <= width:
            found[-1] = f"{found[-1]} {word}"
        else:
            found.append(word)
    return found


def runs(values: Sequence[object]) -> list[list[int]]:
    """The indexes of values that follow one another without a gap: [1, None, 2, 3] → [[0], [2, 3]]."""
    found: list[list[int]] = []
    for index, value in enumerate(values):
        if value is None:
            continue
        if found and found[-1][-1] == index - 1:
            found[-1].append(index)
        else:
            found.append([index])
    return found
