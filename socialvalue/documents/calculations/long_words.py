"""Long words on paper: a web address of 170 characters may break anywhere, and never makes a table wider than the page."""

import re
from xml.etree.ElementTree import Element

# Longer than the words of English and shorter than what is too wide for a narrow column
LONGEST = 24
CLASS = "long-word"
_LONG = re.compile(rf"\S{{{LONGEST + 1},}}")
_LEFT_ALONE = {"head", "style", "script", "title"}


def let_break(element: Element) -> None:
    """Put each long word in the text of ``element`` (an ElementTree element of HTML) and below into a span of its own.

    Only such words may break anywhere: were all words allowed to, a column of short words beside one of long texts
    would be squeezed until its words broke. Drawings (SVG) and the head are left alone.
    """
    if not isinstance(element.tag, str) or element.tag in _LEFT_ALONE or "}" in element.tag:
        return
    if element.tag == "a":
        # PDF/UA wants what is pressed directly inside its link, so the whole link may break
        if _LONG.search("".join(element.itertext())):
            element.set("class", f"{element.get('class', '')} {CLASS}".strip())
        return
    children = list(element)
    for child in children:
        let_break(child)
    element.text, spans = _split(element, element.text)
    element[:0] = spans
    for child in children:
        child.tail, spans = _split(element, child.tail)
        at = list(element).index(child) + 1
        element[at:at] = spans


def _split(element: Element, text: str | None) -> tuple[str | None, list[Element]]:
    """The words before the first long one, and a span for each long word with what follows it as its tail."""
    if not text:
        return text, []
    # Between two long words, before the first and after the last: one text more than there are words
    before, *after = _LONG.split(text)
    spans: list[Element] = []
    for word, following in zip(_LONG.findall(text), after, strict=True):
        span = element.makeelement("span", {"class": CLASS})
        span.text, span.tail = word, following
        spans.append(span)
    return before, spans
