"""Charts as markup: each has its sentence first, and nothing a strict content security policy would drop."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template

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


def test_below_the_floor_is_said_in_words():
    assert "11\u00a0%, below the minimum" in draw(CHARTS["bullet"])
