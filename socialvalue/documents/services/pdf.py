"""The one place that makes and reads PDF files. WeasyPrint is loaded when the first one is made: it is slow to load."""

import io
import logging
import mimetypes
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from socialvalue.common.colours import sheet
from socialvalue.documents.calculations import long_words, words
from socialvalue.documents.services import fonts, letters

log = logging.getLogger(__name__)
# A made-up address: relative links in a template start here, and nothing is ever fetched from it
BASE = "https://document.invalid"


def render_pdf(template: str, context: dict, council=None) -> bytes:
    """A tagged PDF (PDF/UA-1) of the Django template ``template`` drawn with ``context``, in the colours of ``council``.

    The same template, context and program versions give the same bytes: no time of making is written unless the
    template says one (``<meta name="dcterms.created">``). Only static files and ``data:`` addresses are loaded;
    anything else raises ValueError, so that no document makes the server call out. Letters that no font has are named
    by their numbers where they stand, in a note at the end and in the log.
    """
    html = render_to_string(template, context)
    own = [sheet(council.brand_colour, council.accent_colour)] if council is not None and council.brand_colour else []
    made = _drawn(html, own)
    missing = letters.missing(made)
    if missing:
        log.warning("%s: no font on this machine has %s", template, letters.listed(missing))
        made = _drawn(html, own, missing)
    return _finished(made)


def _drawn(html: str, own: Sequence[str] = (), missing: Sequence[str] = ()) -> bytes:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    fonts.keep_apart()
    # One configuration for both: with two, @font-face is silently ignored
    configuration = FontConfiguration()
    fetcher = _fetcher()
    try:
        styles = [
            CSS(string=text, base_url=f"{BASE}{settings.STATIC_URL}css/", url_fetcher=fetcher, font_config=configuration)
            for text in [*_style_sheets(), *own]
        ]
        page = HTML(string=html, base_url=BASE, url_fetcher=fetcher)
        _prepare(page.etree_element, missing)
        return page.write_pdf(stylesheets=styles, font_config=configuration, pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as refusal:  # a BaseException, which no job would survive
        raise ValueError(str(refusal.__cause__ or refusal)) from refusal


def _prepare(page: Element, missing: Sequence[str]) -> None:
    """Change words only after parsing: in the finished HTML “>” and a typed U+0338 are one letter, and the tag stays open."""
    # One letter for a letter and its accent: fonts have those, and not always the accent by itself
    words.rewrite(page, lambda text: unicodedata.normalize("NFC", text))
    if missing:
        letters.name(page, missing)
    long_words.let_break(page)


def _style_sheets() -> list[str]:
    found = _static_file("css/pdf.css")
    return [found.read_text()] if found else []


def _static_file(name: str) -> Path | None:
    """A collected or source static file, never a path outside the static folders."""
    if ".." in Path(name).parts:
        return None
    found = finders.find(name)
    if found:
        return Path(found)
    collected = Path(settings.STATIC_ROOT) / name
    return collected if collected.is_file() else None


def _fetcher():
    """Loads static files and ``data:`` addresses; anything else stops the making, since half a document is worse than none."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StaticOnly(URLFetcher):
        def fetch(self, url, headers=None):
            if url.startswith("data:"):
                return super().fetch(url, headers)
            parts = urlsplit(url)
            if f"{parts.scheme}://{parts.netloc}" == BASE and parts.path.startswith(settings.STATIC_URL):
                found = _static_file(unquote(parts.path.removeprefix(settings.STATIC_URL)))
                if found:
                    mime = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
                    return URLFetcherResponse(url, fonts.read(found), {"Content-Type": mime})
            raise ValueError(f"A document may load static files only, not {url[:200]}")

    return StaticOnly(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)


def _finished(made: bytes) -> bytes:
    """What WeasyPrint leaves: say what each header cell heads, search by ordinary hyphens, an identifier of content alone."""
    import pikepdf

    with pikepdf.open(io.BytesIO(made)) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TH":
                _give_scope(item, pikepdf)
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/ToUnicode" in item:
                item.ToUnicode.write(letters.readable(item.ToUnicode.read_bytes()))
        out = io.BytesIO()
        document.save(out, deterministic_id=True, linearize=False)
    return out.getvalue()


def _give_scope(cell, pikepdf) -> None:
    """A header cell in a row of headers heads its column, otherwise its row; an attribute already there is kept."""
    row = cell.get("/P")
    siblings = [k for k in row.get("/K", []) if isinstance(k, pikepdf.Dictionary)] if row is not None else []
    all_headers = bool(siblings) and all(k.get("/S") == "/TH" for k in siblings)
    scope = pikepdf.Name.Column if all_headers else pikepdf.Name.Row
    attributes = cell.get("/A")
    if attributes is None:
        cell["/A"] = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=scope)
        return
    entries = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
    for entry in entries:
        if isinstance(entry, pikepdf.Dictionary) and entry.get("/O") == "/Table":
            if "/Scope" not in entry:
                entry["/Scope"] = scope
            return
    cell["/A"] = pikepdf.Array([*entries, pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=scope)])
