"""Letters on paper: each is drawn, or named where it stands; none is left out in silence. Knows PDF and HTML text only."""

import io
import re
import unicodedata
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from socialvalue.documents.calculations import words

# A font that has no letter of its own for these draws its twin, and the text of the file would say whichever came first
TWINS = {"\u00a0": " ", "\u00ad": "-", "\u2010": "-", "\u2011": "-"}
_PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")
_CODE_TO_GLYPH = re.compile(rb"<([0-9a-fA-F]+)>\s+(\d+)")


def missing(made: bytes) -> list[str]:
    """The letters in the PDF ``made`` that no font had, in the order of their numbers; a crossed box stands for each.

    WeasyPrint gives such letters a code of their own, which the font's encoding sends to glyph 0, ".notdef".
    """
    import pikepdf

    absent: set[str] = set()
    drawn: set[str] = set()
    with pikepdf.open(io.BytesIO(made)) as document:
        for font in document.objects:
            if not isinstance(font, pikepdf.Dictionary) or font.get("/Subtype") != "/Type0" or "/ToUnicode" not in font:
                continue
            empty = _codes_of_glyph_0(font, pikepdf)
            for code, text in texts(font.ToUnicode.read_bytes()).items():
                (absent if code in empty else drawn).update(text)
    # A box may stand for a letter together with a mark that no font had: the letter itself is drawn elsewhere
    return sorted(letter for letter in absent - drawn if not letter.isascii())


def _codes_of_glyph_0(font, pikepdf) -> set[int]:
    encoding = font.get("/Encoding")
    if not isinstance(encoding, pikepdf.Stream):
        return {0}
    return {int(code, 16) for code, glyph in _CODE_TO_GLYPH.findall(encoding.read_bytes()) if glyph == b"0"}


def texts(to_unicode: bytes) -> dict[int, str]:
    """Code to text, of a ToUnicode table that WeasyPrint wrote (one line a code, no ranges)."""
    body = to_unicode.partition(b"endcodespacerange")[2]
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be", "replace") for code, text in _PAIR.findall(body)}


def readable(to_unicode: bytes) -> bytes:
    """The ToUnicode table with an ordinary space or hyphen where a twin stood: a search for “T-0012” finds it.

    A glyph that is part of a letter drawn in several (Devanagari) says nothing by itself, for which PDF has the space
    of no width; another part of the same letter says the whole.
    """
    head, middle, body = to_unicode.partition(b"endcodespacerange")
    twins = {b"": b"200b", **{f"{ord(twin):04x}".encode(): f"{ord(plain):04x}".encode() for twin, plain in TWINS.items()}}
    return head + middle + _PAIR.sub(lambda m: b"<%s> <%s>" % (m[1], twins.get(m[2].lower(), m[2])), body)


def name(page: Element, letters: Sequence[str]) -> None:
    """Put the number of each of ``letters`` in its place in the words of the parsed ``page``, and say last which they are."""
    runs = re.compile(f"[{''.join(map(re.escape, letters))}]+")
    words.rewrite(page, lambda text: runs.sub(lambda run: f"[{' '.join(map(_number, run[0]))}]", text))
    body = page.find("body")
    if body is not None:
        note = SubElement(body, "p")
        note.text = f"Letters that this document could not print stand as numbers in square brackets: {listed(letters)}."


def listed(letters: Sequence[str]) -> str:
    """“U+1F331 (seedling), U+0939 (devanagari letter ha)”: plain words, for people and for logs."""
    return ", ".join(f"{_number(letter)} ({unicodedata.name(letter, 'no name').lower()})" for letter in letters)


def _number(letter: str) -> str:
    return f"U+{ord(letter):04X}"
