"""Charts as inline SVG. Each tag takes ``alt``, a sentence that says what the chart shows, and answers safe markup.

Colours stand in presentation attributes, so that a PDF has them without the sheet; the classes let a council's theme repeat them.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from socialvalue.charts import bars, diary, lines
from socialvalue.charts.geometry import Drawing, Linked, Shape
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
# What a chart is drawn at where its place is narrower than it: a phone of 320 px without the margins of the page
NARROW = 280
# A year needs more: this is a tablet held upright, and on a phone it is a list
NARROW_YEAR = 700


def draw(drawing: Drawing, alt: str, variant: str = "") -> SafeString:
    """The drawing as markup. Raises ValueError without ``alt``: a chart that says nothing is a picture only some can see.

    ``variant``: “small” stands in a line of text, “wide” and “narrow” are the same chart for two places.
    """
    if not alt:
        raise ValueError("a chart needs alt: what it shows, in a sentence")
    context = {
        "drawing": drawing,
        "shapes": [_painted(shape) for shape in drawing.shapes],
        "alt": alt,
        "variant": variant,
        "across": "%" if drawing.fluid else "",
        # What can be pressed inside it would be hidden from those who hear a picture
        "leads": any(isinstance(shape, Linked) for shape in drawing.shapes),
    }
    # It stands inside a sentence too: no space around it
    return mark_safe(render_to_string("charts/drawing.html", context).strip())


def _painted(shape: Shape | Linked) -> dict:
    """A shape with its colours for the template; a link with those of its shapes."""
    if isinstance(shape, Linked):
        return {"s": shape, "inner": [_painted(one) for one in shape.shapes]}
    return {"s": shape, "colour": COLOURS[shape.paint], "edge": COLOURS.get(getattr(shape, "edge", ""), "")}


def fitted(make: Callable[[int], Drawing], width: int, alt: str) -> SafeString:
    """A chart drawn for its place and, where that is wider than a phone, once more for a phone: its words are never scaled down.

    The sheet shows one of the two; on paper it is the wide one.
    """
    if width <= NARROW:
        return draw(make(width), alt)
    both = draw(make(width), alt, "wide") + draw(make(NARROW), alt, "narrow")
    return format_html('<div class="sv-chart-fit">{}</div>', both)


def _writer(unit: str):
    """Values on the chart carry only a pound or percent sign; a longer unit belongs in the caption."""
    return lambda value: plain_quantity(value, unit) if unit in ("£", "%") else plain_number(value)


def _values(rows, columns=(1,)):
    return [tuple(decimal(cell) if n in columns else cell for n, cell in enumerate(row)) for row in rows]


@register.simple_tag
def bullet_chart(delivered, target, alt, minimum=None, unit="", direction="higher", said=""):
    """Delivered against target and minimum; on the bad side of the minimum the bar is red, and the words say so as well.

    ``said``: the value in words, where it is rounded beside a target. ``direction``: “higher” or “lower” is better. Where lower
    is, the target is “at most” and the minimum is a limit.
    """
    lower = direction == "lower"
    delivered, target, minimum = decimal(delivered), decimal(target), decimal(minimum)
    write = _writer(unit)
    value = bars.NOT_REPORTED if delivered is None else said or plain_quantity(delivered, unit)
    if bars.beyond(delivered, minimum, lower):
        value += ", above the limit" if lower else ", below the minimum"
    drawing = bars.bullet(delivered, target, minimum, lower=lower, whole=HUNDRED if unit == "%" else None)
    context = {
        "value": value,
        "target": f"target {'at most ' if lower else ''}{write(target)}" if target is not None else "",
        "minimum": f"{'limit' if lower else 'minimum'} {write(minimum)}" if minimum is not None else "",
        "drawn": draw(drawing or Drawing(bars.WHOLE, 1, fluid=True), alt),
    }
    return mark_safe(render_to_string("charts/bullet.html", context).strip())


@register.simple_tag
def share_bars(rows, series, alts=(), links=(), counted="KPI"):
    """Bars of a hundred percent, each with its parts in words beneath and how many there are at its end; as wide as their place.

    ``rows``: (label, [whole number per series]); ``series``: the names of the parts, painted as the ways to stand. ``alts``: a
    sentence a row, else the parts; ``links``: an address a row, or nothing. ``counted``: what is counted, one of it.
    """
    made = [
        _share(str(label), [int(v or 0) for v in values], [str(s) for s in series], counted)
        | {"alt": _nth(alts, n), "url": _nth(links, n)}
        for n, (label, values) in enumerate(rows)
    ]
    for row in made:
        row["drawn"] = draw(row["drawing"], row["alt"] or f"{row['label']}: {row['said']}; {row['total']}")
    return mark_safe(render_to_string("charts/shares.html", {"rows": made}).strip())


def _share(label: str, values: list[int], series: list[str], counted: str) -> dict:
    parts = [(paint, f"{n:,} {name.lower()}") for paint, n, name in zip(STANDING, values, series, strict=False) if n]
    whole = sum(values)
    return {
        "label": label,
        "parts": parts,
        "said": ", ".join(words for _, words in parts) or "nothing to show",
        "total": f"{whole:,} {counted}{'' if whole == 1 else 's'}",
        "drawing": bars.share(values, STANDING[: len(values)]),
    }


def _nth(items, n: int) -> str:
    return items[n] if n < len(items) else ""


@register.simple_tag
def bar_chart(rows, alt, unit="", target=None, target_word="target", width=400):
    """``rows``: (label, value) or (label, value, own target)."""
    target, write, values = decimal(target), _writer(unit), _values(rows, (1, 2))
    word = f"{target_word} {write(target)}" if target is not None else ""
    return fitted(lambda wide: bars.bars(values, write=write, target=target, target_word=word, width=wide), int(width), alt)


@register.simple_tag
def stacked_bar(parts, alt, unit="", total=100, width=400):
    """``parts``: (label, value). With ``total`` the missing rest is shown and named."""
    parts, total, write = _values(parts), decimal(total), _writer(unit)
    rest = (total or 0) - sum(value for _, value in parts if value is not None)
    word = f"{write(rest)} missing"
    return fitted(lambda wide: bars.stacked(parts, total=total, write=write, missing_word=word, width=wide), int(width), alt)


@register.simple_tag
def stacked_bars(rows, series, alt, unit="", standing=False, width=400):
    """``rows``: (label, [value per series]); ``series``: their names.

    ``standing``: the series are the six ways to stand against a target, in the order of ``STANDING``, and take its colours.
    """
    rows, names = [(label, [decimal(v) for v in values]) for label, values in rows], [str(s) for s in series]
    paints, write = STANDING if standing else (), _writer(unit)
    return fitted(lambda wide: bars.stacked_rows(rows, series=names, write=write, paints=paints, width=wide), int(width), alt)


@register.simple_tag
def line_chart(points, alt, unit="", target=None, target_word="target", band=None, width=400, height=220):
    """``points``: (label, value or None); ``target``: a number, or one per point; ``band``: (from, to), a ground behind it."""
    goals = [decimal(t) for t in target] if isinstance(target, (list, tuple)) else decimal(target)
    given = {"target": goals, "target_word": target_word, "write": _writer(unit), "height": int(height)}
    ground = (decimal(band[0]), decimal(band[1])) if band else None
    values = _values(points)
    return fitted(lambda wide: lines.trend(values, band=ground, width=wide, **given), int(width), alt)


@register.simple_tag
def sparkline(values, alt, width=120, height=30):
    return draw(lines.spark([decimal(v) for v in values], width=int(width), height=int(height)), alt, "small")


@register.simple_tag
def dot_scale(marks, alt, low=0, high=10, moderated=None, width=400):
    """``marks``: (evaluator, score or None), numbered on the chart in this order."""
    scores, scale = _values(marks), {"low": decimal(low), "high": decimal(high), "moderated": decimal(moderated)}
    return fitted(lambda wide: lines.dots(scores, **scale, write=plain_number, width=wide), int(width), alt)


@register.simple_tag
def gantt_year(rows, starts, ends, alt, shaded=(), today=None, groups=None, width=1060):
    """``rows``: dicts or objects with label, phases [(name, first day, last day)], clash, url. Moments are days in England.

    As a picture where there is room for one, as a list of the same rows where there is not. ``groups``: see ``diary.year``.
    """
    read = [
        diary.DiaryRow(
            label=str(_of(row, "label")),
            phases=tuple((str(n), _day(a), _day(b)) for n, a, b in _of(row, "phases") if a and b),
            clash=str(_of(row, "clash") or ""),
            url=str(_of(row, "url") or ""),
        )
        for row in rows
    ]
    given = {
        "starts": _day(starts),
        "ends": _day(ends),
        "shaded": [(_day(a), _day(b), label) for a, b, label in shaded],
        "today": _day(today) if today else None,
        "groups": groups,
    }
    context = {
        # The list names what the picture shows: what lies outside the days is cut there too
        "rows": [replace(row, phases=_within(row, given)) for row in read],
        "wide": draw(diary.year(read, **given, width=int(width)), alt, "wide"),
        "narrow": draw(diary.year(read, **given, width=NARROW_YEAR), alt, "narrow"),
    }
    return mark_safe(render_to_string("charts/year.html", context).strip())


def _within(row: diary.DiaryRow, days: dict) -> tuple:
    return tuple(phase for phase in row.phases if phase[2] >= days["starts"] and phase[1] <= days["ends"])


def _of(row, name):
    return row.get(name) if isinstance(row, dict) else getattr(row, name, None)


def _day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value
