"""What a section of a report is: what it freezes, and how the frozen content and the officer's words read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from measurement.reports.documents.sections.material import Material
from measurement.reports.models import Report
from socialvalue.common.templatetags.formats import plain_day


def _nothing(material: Material) -> dict:
    return {}


@dataclass(frozen=True)
class Part:
    """A section as a kind of report lists it. ``draws`` chooses what the template draws under its paragraphs.

    ``freeze`` answers what it adds to the content (and under “charts” to its charts); ``texts`` its paragraphs, read from
    the frozen content and the officer's words alone.
    """

    anchor: str
    title: str
    draws: str
    texts: Callable[[Report], list[str]]
    freeze: Callable[[Material], dict] = _nothing


@dataclass
class Section:
    """A section as the paper shows it: numbered, each of its paragraphs with its own number."""

    anchor: str
    number: str
    title: str
    kind: str = "words"
    paragraphs: list[tuple[str, str]] = field(default_factory=list)


def numbered(parts: tuple[Part, ...], report: Report) -> list[Section]:
    """The sections in order; each paragraph as "2.1". What an officer has still to write says so."""
    out = []
    for n, part in enumerate(parts, start=1):
        texts = part.texts(report)
        if part.draws in ("words", "lines"):
            texts = texts or ["Not written yet."]
        paragraphs = [(f"{n}.{i}", text) for i, text in enumerate(texts, start=1)]
        out.append(Section(part.anchor, f"{n}.", part.title, part.draws, paragraphs))
    return out


def day(text: str) -> str:
    """An ISO day of the frozen content as days are written here."""
    return plain_day(date.fromisoformat(text))


def paragraphs(text: str) -> list[str]:
    """What an officer wrote, parted at empty lines."""
    return [p.strip() for p in text.replace("\r\n", "\n").split("\n\n") if p.strip()]
