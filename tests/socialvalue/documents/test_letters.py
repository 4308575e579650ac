"""Letters on paper: the right ones, from one file each; what no font has is named."""

import io
import logging
from xml.etree import ElementTree

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from page import validate_pdf

from socialvalue.documents.services import letters, pdf, render_pdf
from tests.fixtures.pdf_text import fonts_of, squeezed, text_of

LATIN = "Dŵr Ŷnys Łódź ŃŚŹ Āā Șș Őő Ẅẃẁỳ award offers 6"
NO_FONT = "\U0010ff42"
# As on the screen: one family, two files, each with glyph numbers of its own
TWO_FILES = """<style>
@font-face { font-family: Two; src: url(/static/fonts/source-sans-3-latin-400-normal.woff2); unicode-range: U+0000-00FF }
@font-face { font-family: Two; src: url(/static/fonts/source-sans-3-latin-ext-400-normal.woff2); unicode-range: U+0100-02BA }
</style>"""
PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>T</title>{{ style|safe }}</head><body><h1>{{ words }}</h1>
<p style="font-family: Two, 'Source Sans 3'">{{ words }}</p><h2 style="font-weight: 600">{{ words }}</h2>
<svg viewBox="0 0 400 40" width="400" height="40" role="img" font-family="'Source Sans 3', Arial, sans-serif"><title>A</title>
<text x="0" y="20" font-size="12">{{ words }}</text></svg></body></html>"""


@pytest.fixture
def drawn(tmp_path, settings):
    (tmp_path / "trial.html").write_text(PAGE)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]

    def draw(words: str, style: str = "") -> bytes:
        made = render_pdf("trial.html", {"words": words, "style": style})
        path = tmp_path / "trial.pdf"
        path.write_bytes(made)
        assert "104 passed, 0 failed" in str(validate_pdf(str(path), profile="ua1"))
        return made

    return draw


def test_each_glyph_is_that_of_its_letter_in_text_headings_and_charts(drawn):
    made = drawn(LATIN)
    assert text_of(made) == squeezed(LATIN) * 4
    fonts = fonts_of(made)
    files = {"Source-Sans-3": "Regular", "Source-Sans-3-Semi-Bold": "Semibold", "Source-Sans-3-Bold": "Bold"}
    assert set(fonts) == set(files)
    for name, face in files.items():
        whole = TTFont(pdf._static_file(f"fonts/SourceSans3-{face}.woff2"))
        cmap = whole.getBestCmap()
        wrong = {t for code, t in fonts[name].items() if t.isalpha() and len(t) == 1 and whole.getGlyphID(cmap[ord(t)]) != code}
        assert wrong == set(), name


def test_two_files_of_one_family_are_two_fonts(drawn):
    made = drawn(LATIN, TWO_FILES)
    assert text_of(made) == squeezed(LATIN) * 4
    with pikepdf.open(io.BytesIO(made)) as document:
        names = {str(o.BaseFont) for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Subtype") == "/Type0"}
    assert sorted(name.partition("+")[2] for name in names if "Two" in name) == ["Two", "Two"]


def test_a_letter_without_a_font_is_named_where_it_stands_at_the_end_and_in_the_log(drawn, caplog):
    with caplog.at_level(logging.WARNING, logger="socialvalue.documents.pdf"):
        made = drawn(f"6 {NO_FONT}{NO_FONT} 株")
    assert letters.missing(made) == []
    note = "Letters that this document could not print stand as numbers in square brackets: U+10FF42 (no name)."
    words = "6[U+10FF42U+10FF42]株"
    assert text_of(made) == words * 3 + squeezed(note) + words  # the drawing is painted last
    assert [r.getMessage() for r in caplog.records] == ["trial.html: no font on this machine has U+10FF42 (no name)"]


def test_missing_letters_are_found_in_the_file(settings):
    html = f"<html lang='en'><head><title>T</title></head><body><p>6 {NO_FONT}</p></body></html>"
    assert letters.missing(pdf._drawn(html, [])) == [NO_FONT]
    assert letters.missing(pdf._drawn(html.replace(NO_FONT, "7"), [])) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("T\u20110012 and T-0012", "T-0012andT-0012"),
        ("T-0012 and T\u20110012", "T-0012andT-0012"),
        ("w\u0302 6", "ŵ6"),
        ("6\u0302 then 6", "6\u0302then6"),
        ("no\u00a0break", "nobreak"),
    ],
)
def test_twins_and_accents_are_said_as_one_would_search_them(drawn, typed, said):
    assert text_of(drawn(typed)) == said * 4


@pytest.mark.parametrize(
    ("row", "after"),
    [
        (b"<0005> <2011>", b"<0005> <002d>"),
        (b"<0005> <00a0>", b"<0005> <0020>"),
        (b"<0005> <>", b"<0005> <200b>"),
        (b"<0005> <00660066>", b"<0005> <00660066>"),
    ],
)
def test_tables_of_letters(row, after):
    head = b"1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfchar "
    assert letters.readable(head + row) == head + after


def test_names_are_plain_words():
    assert letters.listed(["🌱", "ह"]) == "U+1F331 (seedling), U+0939 (devanagari letter ha)"


def test_letters_are_named_in_words_and_never_in_markup():
    page = ElementTree.fromstring(
        '<html><body data-note="株"><p class="株"><a href="#株">a株</a>株<img src="株" alt="株" /></p></body></html>'
    )
    letters.name(page, ["株"])
    assert ElementTree.tostring(page, encoding="unicode") == (
        '<html><body data-note="[U+682A]"><p class="株"><a href="#株">a[U+682A]</a>[U+682A]<img src="株" alt="[U+682A]" /></p>'
        "<p>Letters that this document could not print stand as numbers in square brackets: "
        "U+682A (cjk unified ideograph-682a).</p></body></html>"
    )


@pytest.mark.parametrize("typed", ["\u0338 style=background:url(//evil.example/x) words", "\u0338words that stay"])
def test_a_mark_at_the_beginning_opens_no_tag(drawn, typed):
    shown = text_of(drawn(typed))
    assert shown.count(squeezed(typed[1:])) == 4
    assert shown.count("\u0338") + shown.count("[U+0338]") == 4
