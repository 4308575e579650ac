"""One way back on every page: a breadcrumb from a place, back from a form, and nothing made by hand (docs/pages.md)."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
LAYOUT = re.compile(r'{% extends "(base\.html|layouts/[^"]+)" %}')
BEFORE = re.compile(r"{% block beforeContent %}(.*?){% endblock %}", re.DOTALL)
WAY = re.compile(r"{% way( [^%]*)?%}")
# Pages that nothing lies above: the service's own, and where somebody signs in
NO_WAY = {"400.html", "403.html", "403_csrf.html", "404.html", "413.html", "429.html", "refused.html", "account/login.html"} | {
    "busy.html", "too_long.html", "socialvalue/single_sign_on/leaving.html", "socialvalue/single_sign_on/not_in.html",
    "socialvalue/single_sign_on/signed_out.html",
}  # fmt: skip
# Places that hold a form among other things: their list of errors makes no form of them
PLACES_WITH_A_FORM = {
    "procurement/commissioning/review.html",
    "procurement/tendering/criteria.html",
    "procurement/tendering/simulation.html",
    "socialvalue/administration/audit.html",
    "socialvalue/ledger/check.html",
}
# These draw the one form of a page, and begin with back
FORM_LAYOUTS = {"layouts/form.html", "layouts/confirm.html"}


def full_pages() -> dict[str, str]:
    """Templates that are whole pages, by their path."""
    found = {str(p.relative_to(TEMPLATES)): p.read_text() for p in sorted(TEMPLATES.rglob("*.html"))}
    return {path: text for path, text in found.items() if LAYOUT.search(text)}


def way_of(text: str) -> str | None:
    """What a page writes for its way: the tag's own words, empty for a tag without any, None where it has none."""
    before = BEFORE.search(text)
    tags = WAY.findall(before[1] if before else "{% way %}")
    assert len(tags) <= 1
    return tags[0].strip() if tags else None


def test_every_page_has_one_way_back():
    """In a block of its own a page says ``{% way … %}`` once; without that block the base page does."""
    assert way_of((TEMPLATES / "base.html").read_text()) == ""
    assert {path for path, text in full_pages().items() if way_of(text) is None} == NO_WAY


def test_a_page_that_is_a_form_begins_with_back():
    """``{% way form=True %}``, or ``form=form`` where the page is a form for some of its readers only."""
    forms = {
        path
        for path, text in full_pages().items()
        if "{% error_summary" in text and LAYOUT.search(text)[1] not in FORM_LAYOUTS and path not in NO_WAY
    }
    assert {path for path in forms if "form=" not in (way_of(full_pages()[path]) or "")} == PLACES_WITH_A_FORM


def test_no_way_back_is_made_by_hand():
    parts = {f"components/{name}.html" for name in ("back", "breadcrumbs", "way")}
    words = ("govuk-back-link", "govuk-breadcrumbs", "components/back.html", "components/breadcrumbs.html")
    every = {str(p.relative_to(TEMPLATES)): p.read_text() for p in TEMPLATES.rglob("*.html")}
    assert {path for path, text in every.items() if any(word in text for word in words)} == parts
