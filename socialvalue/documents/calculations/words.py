"""The words of a page that has been parsed: its texts and what attributes say in words, never its markup."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

# Attributes that are read out, or printed by css/pdf.css in the running lines
_IN_WORDS = ("alt", "title", "aria-label", "data-title", "data-body", "data-note")
_NO_WORDS = {"script", "style"}


def rewrite(page: Element, change: Callable[[str], str]) -> None:
    """Give each text of ``page`` (an ElementTree element of HTML, drawings and head included) to ``change``, in place.

    Each text stands alone: a mark with which one begins never joins the tag before it. Addresses, classes, styles and
    comments are left alone.
    """
    for element in page.iter():
        if element.tail:
            element.tail = change(element.tail)
        if not isinstance(element.tag, str):
            continue
        if element.text and element.tag.rpartition("}")[2] not in _NO_WORDS:
            element.text = change(element.text)
        for name in _IN_WORDS:
            if element.get(name):
                element.set(name, change(element.attrib[name]))
