"""Charts as inline SVG. Each tag takes ``alt``, a sentence that says what the chart shows, and answers safe markup.

Colours stand in presentation attributes, so that a PDF has them without the sheet; the classes let a council's theme repeat them.
"""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from socialvalue.charts import bars, diary, lines
from socialvalue.charts.geometry import Drawing
from socialvalue.common.templatetags.formats import decimal, plain_number, plain_quantity

register = template.Library()

COLOURS = {
    "c-1": "#0b5563",
    "c-2": "#c9783a",
    "c-3": "#7fb3b0",
    "c-4": "#5a4a78",
    "c-5": "#d9c8a5",
    "c-6": "#c48aa3",
    "c-7": "#97ab58",
    # The ways to stand against a target: apart in lightness too, for grey print and for eyes that do not tell red from green
    "c-on-target": "#1d7f68",
    "c-below-target": "#e0a24a",
    "c-below-minimum": "#8f1d12",
    "c-not-reported": "#839098",
    "c-no-target": "#cfd8dc",
    "c-nothing-due": "#ffffff",
    "c-band": "#dce9ea",
    "c-track": "#ebe7df",
    "c-line": "#d3cdc2",
    "c-good": "#0b6b58",
    "c-poor": "#a8321f",
    "c-muted": "#4b5a62",
    "c-inverse": "#ffffff",
    "c-ink": "#17242b",
}
# In the order in which standings are listed
STANDING = ("c-on-target", "c-below-target", "c-below-minimum", "c-not-reported", "c-no-target", "c-nothing-due")
HUNDRED = Decimal(100)
# Wider than a phone held upright: such a chart scrolls in a region of its own rather than shrinking its words away.
SCROLLS_ABOVE = 520


def draw(drawing: Drawing, alt: str, small: bool = False) -> SafeString:
    """The drawing as markup. Raises ValueError without ``alt``: a chart that says nothing is a picture only some can see."""
    if not alt:
        raise ValueError("a chart needs alt: what it shows, in a sentence")
    shapes = [(shape, COLOURS[shape.paint], COLOURS.get(getattr(shape, "edge", ""), "")) for shape in drawing.shapes]
    drawn = render_to_string(
        "charts/drawing.html",
        {"drawing": drawing, "shapes": shapes, "alt": alt, "scrolls": drawing.width > SCROLLS_ABOVE, "small": small},
    )
    # It stands inside a sentence too: no space around it
    return mark_safe(drawn.strip())


def _writer(unit: str):
    """Values on the chart carry only a pound or percent sign; a longer unit belongs in the caption."""
    return lambda value: plain_quantity(value, unit) if unit in ("£", "%") else plain_number(value)


def _values(rows, columns=(1,)):
    return [tuple(decimal(cell) if n in columns else cell for n, cell in enumerate(row)) for row in rows]


@register.simple_tag
def bullet_chart(delivered, target, alt, minimum=None, unit="", direction="higher", width=340, said=""):
    """Delivered against target and minimum; on the bad side of the minimum the bar is red, and the words say so as well.

    ``said``: the value in words, where it is rounded beside a target. ``direction``: “higher” or “lower” is better. Where lower
    is, the target is “at most” and the minimum is a limit.
    """
    lower = direction == "lower"
    delivered, target, minimum = decimal(delivered), decimal(target), decimal(minimum)
    write = _writer(unit)
    words = {
        "delivered": said or plain_quantity(delivered, unit),
        "target": f"target {'at most ' if lower else ''}{write(target)}" if target is not None else "",
        "minimum": f"{'limit' if lower else 'minimum'} {write(minimum)}" if minimum is not None else "",
    }
    if bars.beyond(delivered, minimum, lower):
        words["delivered"] += ", above the limit" if lower else ", below the minimum"
    whole = HUNDRED if unit == "%" else None
    return draw(bars.bullet(delivered, target, minimum, words=words, lower=lower, whole=whole, width=int(width)), alt)


@register.simple_tag
def bar_chart(rows, alt, unit="", target=None, target_word="target", width=400):
    """``rows``: (label, value) or (label, value, own target)."""
    target, write = decimal(target), _writer(unit)
    word = f"{target_word} {write(target)}" if target is not None else ""
    return draw(bars.bars(_values(rows, (1, 2)), write=write, target=target, target_word=word, width=int(width)), alt)


@register.simple_tag
def stacked_bar(parts, alt, unit="", total=100, width=400):
    """``parts``: (label, value). With ``total`` the missing rest is shown and named."""
    parts, total, write = _values(parts), decimal(total), _writer(unit)
    rest = (total or 0) - sum(value for _, value in parts if value is not None)
    return draw(bars.stacked(parts, total=total, write=write, missing_word=f"{write(rest)} missing", width=int(width)), alt)


@register.simple_tag
def stacked_bars(rows, series, alt, unit="", standing=False, width=400):
    """``rows``: (label, [value per series]); ``series``: their names.

    ``standing``: the series are the six ways to stand against a target, in the order of ``STANDING``, and take its colours.
    """
    rows = [(label, [decimal(v) for v in values]) for label, values in rows]
    paints = STANDING if standing else ()
    return draw(
        bars.stacked_rows(rows, series=[str(s) for s in series], write=_writer(unit), paints=paints, width=int(width)), alt
    )


@register.simple_tag
def line_chart(points, alt, unit="", target=None, target_word="target", band=None, width=400, height=220):
    """``points``: (label, value or None); ``target``: a number, or one per point; ``band``: (from, to), a ground behind it."""
    goals = [decimal(t) for t in target] if isinstance(target, (list, tuple)) else decimal(target)
    ground = (decimal(band[0]), decimal(band[1])) if band else None
    size = {"width": int(width), "height": int(height)}
    return draw(
        lines.trend(_values(points), target=goals, target_word=target_word, band=ground, write=_writer(unit), **size), alt
    )


@register.simple_tag
def sparkline(values, alt, width=120, height=30):
    return draw(lines.spark([decimal(v) for v in values], width=int(width), height=int(height)), alt, small=True)


@register.simple_tag
def dot_scale(marks, alt, low=0, high=10, moderated=None, width=400):
    """``marks``: (evaluator, score or None), numbered on the chart in this order."""
    drawing = lines.dots(
        _values(marks), low=decimal(low), high=decimal(high), moderated=decimal(moderated), write=plain_number, width=int(width)
    )
    return draw(drawing, alt)


@register.simple_tag
def gantt_year(rows, starts, ends, alt, shaded=(), today=None, width=1060):
    """``rows``: dicts or objects with label, phases [(name, first day, last day)], clash. Moments are days in England."""
    read = [
        diary.DiaryRow(
            label=str(_of(row, "label")),
            phases=tuple((str(n), _day(a), _day(b)) for n, a, b in _of(row, "phases") if a and b),
            clash=str(_of(row, "clash") or ""),
        )
        for row in rows
    ]
    shades = [(_day(a), _day(b), label) for a, b, label in shaded]
    today = _day(today) if today else None
    return draw(diary.year(read, starts=_day(starts), ends=_day(ends), shaded=shades, today=today, width=int(width)), alt)


def _of(row, name):
    return row.get(name) if isinstance(row, dict) else getattr(row, name, None)


def _day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value
