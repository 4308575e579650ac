"""Charts as markup: each has its sentence first, and nothing a strict content security policy would drop."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.html import strip_tags

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


def test_a_chart_is_drawn_again_for_a_phone_and_its_words_are_never_small():
    html = draw(CHARTS["line"])
    assert re.findall(r'class="sv-chart sv-chart--(\w+)"', html) == ["wide", "narrow"]
    assert re.findall(r'<svg[^>]*? width="(\d+)"', html) == ["400", "280"]
    sizes = [int(size) for source in CHARTS.values() for size in re.findall(r'font-size="(\d+)"', draw(source))]
    assert min(sizes) == 14


def test_a_year_is_two_pictures_and_a_list_of_the_same_rows():
    html = draw("{% gantt_year tenders starts=first ends=last alt=alt %}")
    assert re.findall(r'<svg[^>]*? width="(\d+)"', html) == ["1060", "700"]
    assert "<li>Open: 1 October 2026 to 1 November 2026</li>" in re.sub(r"</?time[^>]*>", "", html)


def test_a_row_that_is_one_phase_says_its_name_once_on_a_phone():
    source = "{% load charts %}{% gantt_year rows starts=first ends=last alt='x' %}"
    rows = [{"label": "Standstill", "phases": [("Standstill", date(2026, 10, 1), date(2026, 11, 1))]}]
    drawn = Template(source).render(Context({"rows": rows, "first": date(2026, 9, 1), "last": date(2027, 8, 31)}))
    assert "<li>1 October 2026 to 1 November 2026</li>" in re.sub(r"</?time[^>]*>", "", drawn)


@pytest.mark.parametrize(("ends", "listed"), [(date(2026, 9, 30), 0), (date(2026, 10, 1), 1)])
def test_the_list_of_a_year_names_what_touches_its_days(ends, listed):
    source = "{% load charts %}{% gantt_year rows starts=first ends=ends alt='x' %}"
    phases = [("Open", date(2026, 10, 1), date(2026, 11, 1)), ("Past", date(2026, 8, 1), date(2026, 8, 31))]
    given = {"rows": [{"label": "X", "phases": phases}], "first": date(2026, 9, 1), "ends": ends}
    assert Template(source).render(Context(given)).count("<li>") == listed


def test_a_picture_with_links_is_a_group_whose_links_have_names():
    rows = [{"label": "A & B", "phases": [("Open", date(2026, 10, 1), date(2026, 11, 1))], "url": "/x/?a=1&b=2"}]
    html = Template("{% load charts %}{% gantt_year rows starts=first ends=last alt=alt %}").render(
        Context({"rows": rows, "alt": "A <year>", "first": date(2026, 9, 1), "last": date(2027, 8, 31)})
    )
    assert len(re.findall(r'<svg [^>]*role="group"\s+aria-label="A &lt;year&gt;"', html)) == 2
    assert html.count('<a class="sv-chart__link" href="/x/?a=1&amp;b=2" aria-label="A &amp; B: its timetable">') == 2
    assert 'role="img"' not in html


def shares(**given) -> str:
    source = "{% load charts %}{% share_bars rows series=names alts=alts links=links %}"
    return Template(source).render(Context({"names": ["On target", "Below target", "Below minimum"], **given}))


def test_a_share_bar_has_its_name_how_many_and_each_part_in_words():
    html = shares(rows=[("A & B", [6, 0, 1]), ("C", [0, 1, 0])], links=["/a/"])
    words = [re.sub(r"\s+", " ", strip_tags(row)).strip() for row in re.findall(r"<li.*?</li>", html, re.S)]
    assert words == [
        "A &amp; B A &amp; B: 6 on target, 1 below minimum; 7 KPIs 7 KPIs 6 on target 1 below minimum",
        "C C: 1 below target; 1 KPI 1 KPI 1 below target",
    ]
    assert re.findall(r'href="([^"]*)"', html) == ["/a/"]
    assert re.findall(r"sv-swatch--(\S+?)\"", html) == ["c-on-target", "c-below-minimum", "c-below-target"]
    # Across it is measured in parts of its place, so that nothing in it is ever scaled
    assert re.findall(r'<rect [^>]*width="([^"]*)"', html) == ["85.3%", "14.3%", "100.0%"]


def test_a_share_bar_says_its_own_sentence_and_nothing_of_nothing():
    html = shares(rows=[("A", [0, 0, 0])], alts=["A: no KPI had a period in this time"])
    assert "<title>A: no KPI had a period in this time</title>" in html
    assert "nothing to show" in html
    assert "0 KPIs" in html
    assert "<rect" not in html


def test_words_on_a_painted_ground_are_marked():
    """Where a reader has chosen their own colours they keep their ink, and all other words take the reader’s."""
    html = draw("{% stacked_bars many series=names alt=alt %}")
    inside = re.findall(r'<text class="c-\w+ sv-chart__inside"[^>]*>([^<]*)<', html, re.S)
    assert inside == ["1", "2", "3", "1", "2", "3"]


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
