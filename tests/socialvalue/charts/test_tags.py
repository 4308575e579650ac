"""Charts as markup: each has its sentence first, and nothing a strict content security policy would drop."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template

from socialvalue.charts import bars
from socialvalue.charts.geometry import Text
from socialvalue.charts.templatetags.charts import COLOURS, STANDING

CHARTS = {
    "bullet": "{% bullet_chart 11 24 minimum=12 unit='%' alt=alt %}",
    "bars": "{% bar_chart rows unit='£' target=3 alt=alt %}",
    "stacked": "{% stacked_bar rows unit='points' alt=alt %}",
    "stacked rows": "{% stacked_bars many series=names alt=alt %}",
    "line": "{% line_chart rows target=goals alt=alt %}",
    "sparkline": "{% sparkline values alt=alt %}",
    "dots": "{% dot_scale rows high=10 moderated=5 alt=alt %}",
    "diary": "{% gantt_year tenders starts=first ends=last today=first alt=alt %}",
}


def draw(source: str, alt="Delivered 71 % of <240> places") -> str:
    return Template("{% load charts %}" + source).render(
        Context(
            {
                "alt": alt,
                "rows": [("A & B", Decimal("2.5")), ("C", None), ("<D>", 4)],
                "many": [("A", [1, 2]), ("B", [3, None])],
                "names": ["Price", "Quality"],
                "goals": [2, None, 3],
                "values": [1, None, 3],
                "first": date(2026, 9, 1),
                "last": date(2027, 8, 31),
                "tenders": [{"label": "X", "phases": [("Open", date(2026, 10, 1), date(2026, 11, 1))]}],
            }
        )
    )


@pytest.mark.parametrize("source", CHARTS.values(), ids=CHARTS)
def test_a_chart_says_what_it_shows_before_anything_else(source):
    html = draw(source)
    assert re.search(r'<svg [^>]*role="img"[^>]*><title>Delivered 71 % of &lt;240&gt; places</title>', html)


@pytest.mark.parametrize("source", CHARTS.values(), ids=CHARTS)
def test_a_chart_has_no_style_script_or_unescaped_label(source):
    html = draw(source)
    assert not re.search(r"<style|<script|\sstyle=|\son\w+=|<D>|A & B", html)
    assert "nan" not in html.casefold()


@pytest.mark.parametrize("source", CHARTS.values(), ids=CHARTS)
def test_a_chart_without_its_sentence_is_refused(source):
    with pytest.raises(ValueError, match="needs alt"):
        draw(source, alt="")


def test_a_wide_chart_scrolls_in_a_region_the_keyboard_reaches():
    assert 'tabindex="0"' in draw(CHARTS["diary"])
    assert "tabindex" not in draw(CHARTS["bullet"])


def test_below_the_minimum_is_said_in_words():
    assert "11\u00a0%, below the minimum" in draw(CHARTS["bullet"])


def test_a_band_and_a_line_around_a_light_paint_reach_the_markup():
    assert "c-band" not in draw(CHARTS["line"])
    html = Template("{% load charts %}{% line_chart rows band=band alt='x' %}").render(
        Context({"rows": [("a", 60), ("b", 64)], "band": (Decimal(50), Decimal(75))})
    )
    assert 'class="c-band"' in html
    assert f'fill="{COLOURS["c-band"]}"' in html
    html = Template("{% load charts %}{% stacked_bars rows series=names standing=True alt='x' %}").render(
        Context({"rows": [("a", [0, 0, 0, 0, 0, 5])], "names": list("abcdef")})
    )
    assert re.search(r'class="c-nothing-due sc-muted"[^>]*fill="#ffffff"\s+stroke="#4b5a62" stroke-width="1"', html)


def test_a_value_may_be_said_in_words_of_its_own():
    assert "89.996\u00a0%" in draw("{% bullet_chart 89.996 90 unit='%' said='89.996\u00a0%' alt=alt %}")
    assert "89.996\u00a0%, below the minimum" in draw(
        "{% bullet_chart 89.996 95 minimum=90 unit='%' said='89.996\u00a0%' alt=alt %}"
    )


@pytest.mark.parametrize(
    ("paint", "ink"),
    [
        ("c-on-target", "c-inverse"), ("c-below-target", "c-ink"), ("c-below-minimum", "c-inverse"), ("c-not-reported", "c-ink"),
        ("c-no-target", "c-ink"), ("c-nothing-due", "c-ink"),
    ],
)  # fmt: skip
def test_a_number_on_a_standing_can_be_read(paint, ink):
    """The ink is the one with the better contrast, and that is at least 4.5 : 1."""
    drawing = bars.stacked_rows([("A", [Decimal(5)])], series=["x"], write=str, paints=(paint,))
    assert [t.paint for t in drawing.shapes if isinstance(t, Text) and t.anchor == "middle"] == [ink]
    assert contrast(COLOURS[paint], COLOURS[ink]) >= 4.5


def test_neighbouring_standings_differ_in_lightness():
    """For grey print, and for eyes that do not tell red from green."""
    greys = [luminance(COLOURS[paint]) for paint in STANDING]
    assert [abs(a - b) > 0.05 for a, b in zip(greys, greys[1:], strict=False)] == [True] * 5


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
