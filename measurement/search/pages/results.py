"""The page of results: groups by kind, what was found marked, and counts in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from measurement.search.calculations.asking import Asked
from measurement.search.calculations.marking import Part, shown
from measurement.search.pages.rows import HEADINGS, Said
from measurement.search.selectors.finding import MOST_OF_ONE, Found, Results
from measurement.search.selectors.kinds import Kind

SHOWN = 6
MARK = (SafeString("<mark>"), SafeString("</mark>"))


@dataclass(frozen=True)
class Line:
    """One record found, with ``<mark>`` around what was asked for."""

    said: Said
    title: SafeString
    facts: SafeString
    text: SafeString


@dataclass(frozen=True)
class Group:
    """``counted``: “43 contracts”; ``all_url`` where there are more than are shown."""

    heading: str
    place: str
    counted: str
    lines: list[Line]
    all_url: str = ""
    all_label: str = ""


def counted(kind: Kind, number: int, more: bool) -> str:
    """“1 contract”, “43 contracts”, “More than 100 contracts”."""
    words = HEADINGS[kind.name]
    if more:
        return f"More than {number} {words.many}"
    return f"{number} {words.one if number == 1 else words.many}"


def heading_of(kind: Kind) -> str:
    words = HEADINGS[kind.name]
    return words.heading or words.many[0].upper() + words.many[1:]


def address(asked: Asked, **more: object) -> str:
    return f"{reverse('search')}?{urlencode({'q': asked.text, **more})}"


def lines_of(kind: Kind, rows, asked: Asked, user, similar: bool) -> list[Line]:
    return [_line(HEADINGS[kind.name].say(row, user), asked, similar) for row in rows]


def _line(said: Said, asked: Asked, similar: bool) -> Line:
    facts = [marked(shown(fact, asked, similar=similar)) for fact in (said.reference, *said.also) if fact]
    text = shown(said.text, asked, similar=similar)
    return Line(
        said,
        marked(shown(said.title, asked, 300, similar=similar)),
        format_html_join(" · ", "{}", ((fact,) for fact in (*facts, *filter(None, said.facts)))),
        marked(text) if any(part.found for part in text) else SafeString(""),
    )


def marked(parts: Sequence[Part]) -> SafeString:
    """The text of the parts, escaped, with ``<mark>`` around what was found."""
    return format_html_join(
        "", "{}{}{}", ((MARK[0], part.text, MARK[1]) if part.found else ("", part.text, "") for part in parts)
    )


def group_of(found: Found, asked: Asked, user, similar: bool) -> Group:
    kind, number = found.kind, len(found.rows)
    words = counted(kind, number, found.more)
    cut = number > SHOWN
    return Group(
        heading_of(kind),
        HEADINGS[kind.name].place,
        words,
        lines_of(kind, found.rows[:SHOWN], asked, user, similar),
        address(asked, kind=kind.name) if cut else "",
        (f"See the first {MOST_OF_ONE} {HEADINGS[kind.name].many}" if found.more else f"See all {words}") if cut else "",
    )


def total_of(results: Results) -> str:
    """“1 result”, “57 results in 5 groups”; “More than …” where a kind was not counted to its end."""
    number, groups = sum(len(found.rows) for found in results.found), len(results.found)
    words = f"{number} result{'' if number == 1 else 's'}"
    if any(found.more for found in results.found):
        words = f"More than {words}"
    return words if groups == 1 else f"{words} in {groups} groups"


def results_page(results: Results, asked: Asked, user, kinds: Sequence[Kind]) -> dict:
    """The context of the page with a group for each kind."""
    return {
        "groups": [group_of(found, asked, user, results.similar) for found in results.found],
        "total": total_of(results) if results.found else "",
        "similar": results.similar,
        **searchable(kinds),
    }


def searchable(kinds: Sequence[Kind]) -> dict:
    """What this person may search, in words: (kind, what of it is looked at)."""
    return {"searchable": [(heading_of(kind), HEADINGS[kind.name].searched) for kind in kinds]}
