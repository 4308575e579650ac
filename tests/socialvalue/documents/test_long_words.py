"""Long words get a span in which they may break; everything else stays as it was."""

from xml.etree import ElementTree

import pytest

from socialvalue.documents.calculations import long_words
from socialvalue.documents.services import render_pdf
from tests.fixtures.pdf_text import right_edges, text_of

FITS = "a" * 24
LONG = "b" * 25
SPAN = f'<span class="long-word">{LONG}</span>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"<p>{FITS} and {FITS}</p>", f"<p>{FITS} and {FITS}</p>"),
        (f"<p>{LONG}</p>", f"<p>{SPAN}</p>"),
        (f"<p>One {LONG} two {LONG}, three</p>", f'<p>One {SPAN} two <span class="long-word">{LONG},</span> three</p>'),
        (f"<td>x<br />y {LONG} z<b>{LONG}</b> {LONG}</td>", f"<td>x<br />y {SPAN} z<b>{SPAN}</b> {SPAN}</td>"),
        (f'<p><a class="x">see {LONG}</a> {LONG}</p>', f'<p><a class="x long-word">see {LONG}</a> {SPAN}</p>'),
        (f"<p><a>{FITS}</a></p>", f"<p><a>{FITS}</a></p>"),
        *(
            (f"<div><{tag}>{LONG}</{tag}></div>", f"<div><{tag}>{LONG}</{tag}></div>")
            for tag in ("head", "style", "script", "title")
        ),
        (f"<div><!--{LONG}--><p>{LONG}</p></div>", f"<div><!--{LONG}--><p>{SPAN}</p></div>"),
    ],
)
def test_spans(before, after):
    page = ElementTree.fromstring(before, ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True)))
    long_words.let_break(page)
    assert ElementTree.tostring(page, encoding="unicode") == after


def test_drawings_are_left_alone():
    drawing = ElementTree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg"><text>{LONG}</text></svg>')
    before = ElementTree.tostring(drawing)
    long_words.let_break(drawing)
    assert ElementTree.tostring(drawing) == before


def test_an_address_of_170_characters_pushes_no_figure_off_the_page(tmp_path, settings):
    address = "https://example.org/" + "x" * 150
    (tmp_path / "wide.html").write_text(
        f"<!DOCTYPE html><html lang='en-GB'><head><title>T</title></head><body><h1>{address}</h1><table><tr><th>Criterion</th>"
        f"<th>Points</th></tr><tr><td>Apprenticeships: {address}</td><td class='numeric'>35.46</td></tr></table><p>{address}</p></body></html>"
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    made = render_pdf("wide.html", {})
    assert text_of(made) == f"{address}CriterionPointsApprenticeships:{address}35.46{address}"
    assert [edge >= 20 * 72 / 25.4 - 1 for edge in right_edges(made)] == [True]


def test_right_edges_see_what_lies_outside(tmp_path, settings):
    (tmp_path / "wide.html").write_text(
        f"<html lang='en'><head><title>T</title></head><body><p style='white-space: nowrap'>{'wide ' * 60}</p></body></html>"
    )
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    assert right_edges(render_pdf("wide.html", {}))[0] < 0
