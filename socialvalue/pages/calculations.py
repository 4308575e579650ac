"""The glossary as it is written in docs/words.md, read into words. No markup but headings and three kinds of lines."""

import re
from dataclasses import dataclass
from itertools import groupby

# A line that begins with one of these says something of the word above it; every other line is its meaning
LABELS = ("Source", "See", "Not")


@dataclass(frozen=True)
class Word:
    """``source``: the section of a law, or "". ``see``: other words of the glossary. ``instead_of``: what no page says for it."""

    name: str
    meaning: str
    source: str = ""
    see: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        return anchor_of(self.name)

    @property
    def letter(self) -> str:
        return self.name[0].upper()

    @property
    def see_links(self) -> list[tuple[str, str]]:
        """(name, anchor) of each word to see also."""
        return [(name, anchor_of(name)) for name in self.see]


@dataclass(frozen=True)
class Glossary:
    introduction: str
    words: tuple[Word, ...]

    @property
    def letters(self) -> list[tuple[str, list[Word]]]:
        """Each letter that has words, with its words, in the order of the alphabet."""
        return [(letter, list(words)) for letter, words in groupby(self.words, key=lambda word: word.letter)]


def anchor_of(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def glossary_in(text: str) -> Glossary:
    """The glossary in ``text``. Refuses, with the name, a word without a meaning or one that is explained twice."""
    head, *sections = re.split(r"^## ", text, flags=re.M)
    words = sorted((_word(section) for section in sections), key=lambda word: word.name.casefold())
    for one, two in zip(words, words[1:], strict=False):
        if one.anchor == two.anchor:
            raise ValueError(f"“{two.name}” is explained twice")
    introduction = " ".join(line for line in head.splitlines() if line and not line.startswith("# "))
    return Glossary(introduction, tuple(words))


def _word(section: str) -> Word:
    name, _, rest = section.partition("\n")
    said: dict[str, str] = dict.fromkeys(LABELS, "")
    meaning = []
    for line in filter(None, map(str.strip, rest.splitlines())):
        label, colon, value = line.partition(": ")
        if colon and label in LABELS:
            said[label] = value
        else:
            meaning.append(line)
    if not meaning:
        raise ValueError(f"“{name.strip()}” has no meaning")
    return Word(name.strip(), " ".join(meaning), said["Source"], _listed(said["See"]), _listed(said["Not"]))


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())
