"""Which parts of a text the words were found in. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from measurement.search.calculations.asking import Asked
from measurement.search.calculations.folding import small
from measurement.search.calculations.likeness import LEAST, SHORTEST, alike

_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Part:
    text: str
    found: bool


def parts_of(text: str, asked: Asked, *, similar: bool = False) -> list[Part]:
    """``text`` cut where what was found begins and ends; the parts joined are ``text`` again.

    A word is found from its beginning; with ``similar`` also as a whole, where it is like one that was asked for.
    """
    plain = small(text)
    if asked.phrases:
        return _cut(text, _of_reference(plain, asked))
    ends = ((word.start(), _found_until(word[0], asked.words, similar)) for word in _WORD.finditer(plain))
    return _cut(text, [(begins, begins + length) for begins, length in ends if length])


def _of_reference(plain: str, asked: Asked) -> list[tuple[int, int]]:
    """Where a reference stands in a folded text, in any of its ways or as the beginning of another."""
    found: list[tuple[int, int]] = []
    for phrase in (*asked.phrases, " " + " ".join(asked.words)):
        at = f" {plain} ".find(phrase)
        if at >= 0 and not any(begins <= at < ends for begins, ends in found):
            found.append((at, at + len(phrase.strip())))
    return sorted(found)


def _found_until(word: str, wanted: Sequence[str], similar: bool) -> int:
    """How many letters of ``word`` were found: as many as the longest word asked for that it begins with."""
    begun = max((len(one) for one in wanted if word.startswith(one)), default=0)
    if not begun and similar and any(len(one) >= SHORTEST and alike(one, word) >= LEAST for one in wanted):
        return len(word)
    return begun


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> list[Part]:
    parts, done = [], 0
    for starts, ends in spans:
        parts += [Part(text[done:starts], False), Part(text[starts:ends], True)]
        done = ends
    parts.append(Part(text[done:], False))
    return [part for part in parts if part.text]


def shown(text: str, asked: Asked, most: int = 200, *, similar: bool = False) -> list[Part]:
    """``parts_of`` of at most ``most`` characters of a long text, from a little before the first place that was found."""
    parts = parts_of(text, asked, similar=similar)
    if len(text) <= most:
        return parts
    first = len(parts[0].text) if len(parts) > 1 and not parts[0].found else 0
    begins = max(0, min(first - most // 4, len(text) - most))
    if begins:
        begins = text.find(" ", begins) + 1 or begins
    piece = text[begins : begins + most]
    if begins + most < len(text):
        piece = piece.rsplit(" ", 1)[0]
    before, after = "… " if begins else "", " …" if begins + len(piece) < len(text) else ""
    return [part for part in (Part(before, False), *parts_of(piece, asked, similar=similar), Part(after, False)) if part.text]
