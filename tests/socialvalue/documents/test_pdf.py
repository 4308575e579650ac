"""PDF files are tagged, load nothing from elsewhere, and come out the same each time."""

import io
import time

import pikepdf
import pytest
from page import validate_pdf

from socialvalue.documents.services import pdf, render_pdf

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
<h2 id="one">Figures</h2><table><caption>Figures</caption><thead><tr><th>Measure</th><th>Value</th></tr></thead>
<tbody><tr><th>Apprenticeships</th><td>12</td></tr></tbody></table>
<svg viewBox="0 0 10 10" width="10" height="10" role="img"><title>A square</title><rect width="10" height="10"/></svg>
{{ more|safe }}</body></html>"""


@pytest.fixture
def template(tmp_path, settings):
    (tmp_path / "trial.html").write_text(PAGE)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    return "trial.html"


def test_is_pdf_ua_and_carries_its_own_letters(template, tmp_path):
    made = render_pdf(template, {"title": "Quarterly report"})
    path = tmp_path / "report.pdf"
    path.write_bytes(made)
    verdict = validate_pdf(str(path), profile="ua1")
    assert "0 failed" in str(verdict), verdict
    with pikepdf.open(io.BytesIO(made)) as document:
        fonts = [str(o.get("/BaseFont")) for o in document.objects if isinstance(o, pikepdf.Dictionary) and "/BaseFont" in o]
        descriptors = [o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
        assert document.docinfo["/Title"] == "Quarterly report"
    assert fonts
    assert all(any(key in d for key in ("/FontFile2", "/FontFile3")) for d in descriptors)
    if pdf._static_file("css/pdf.css"):
        assert all("Source" in font for font in fonts), fonts


def test_header_cells_say_what_they_head(template):
    with pikepdf.open(io.BytesIO(render_pdf(template, {"title": "T"}))) as document:
        scopes = [str(o["/A"]["/Scope"]) for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/TH"]
    assert sorted(scopes) == ["/Column", "/Column", "/Row"]


def test_the_same_content_gives_the_same_bytes(template):
    first = render_pdf(template, {"title": "T"})
    time.sleep(1.1)  # PDF dates count seconds
    assert render_pdf(template, {"title": "T"}) == first
    assert render_pdf(template, {"title": "U"}) != first


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/x.png",
        "file:///etc/passwd",
        "/static/../settings.py",
        "/static/%2e%2e/%2e%2e/socialvalue/settings.py",
        "/documents/anything/",
    ],
)
def test_nothing_else_is_loaded(template, address):
    with pytest.raises(ValueError, match="static files only"):
        render_pdf(template, {"title": "T", "more": f'<img src="{address}" alt="x">'})


def test_data_addresses_are(template):
    dot = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    assert render_pdf(template, {"title": "T", "more": f'<img src="{dot}" alt="A dot">'}).startswith(b"%PDF")
