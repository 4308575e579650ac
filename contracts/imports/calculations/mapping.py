"""What a person said of a file: which heading is which of ours, what holds for every line, what its words mean. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from socialvalue.common.tables.cells import plain_heading
from socialvalue.common.tables.shapes import Column

PARTS = ("headings", "fixed", "words")


@dataclass(frozen=True)
class Meaning:
    """``headings``: our column → theirs; ``fixed``: ours → the text of every line; ``words``: ours → {theirs: our word}."""

    headings: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def said(self, column: str, text: str) -> str:
        """The text that a cell stands for."""
        return self.words.get(column, {}).get(plain_heading(text), text)

    def with_words(self, words: Mapping[str, Mapping[str, str]]) -> "Meaning":
        """Besides what was said of words before: our column → {their word, as it stands in the file: ours}."""
        more = {
            column: {**self.words.get(column, {}), **{plain_heading(theirs): ours for theirs, ours in meanings.items()}}
            for column, meanings in words.items()
        }
        return replace(self, words={**self.words, **more})

    def names_of(self, columns: Iterable[Column]) -> dict[str, tuple[str, ...]]:
        """Column → what its heading may be called, what was said of it first."""
        return {one.name: (self.headings.get(one.name, ""), one.name, *one.aliases) for one in columns}

    @property
    def kept(self) -> dict[str, Any]:
        """As plain values, which go with the file that is read by it."""
        return {part: getattr(self, part) for part in PARTS}

    @classmethod
    def again(cls, kept: Mapping[str, Any]) -> "Meaning":
        """Of what was ``kept``."""
        return cls(**{part: kept.get(part, {}) for part in PARTS})

    @property
    def told(self) -> dict[str, str]:
        """In words for the record, part by part, in one order whatever a database keeps; parts that say nothing are left out."""
        said: dict[str, Mapping[str, Any]] = {"headings": self.headings, "the same on every line": self.fixed}
        said |= {f"words of {column}": meanings for column, meanings in self.words.items()}
        return {part: "; ".join(f"{one}: {pairs[one]}" for one in sorted(pairs)) for part, pairs in said.items() if pairs}


def meaning_of(told: object, columns: Collection[str]) -> Meaning:
    """Of ``{"headings": {theirs: ours}, "fixed": {ours: text}, "words": {ours: {theirs: ours}}}``, each part optional.

    ``columns``: the names of ours. Raises ValueError with what is wrong.
    """
    if not isinstance(told, dict) or not set(told) <= set(PARTS):
        raise ValueError("The mapping may have “headings”, “fixed” and “words”, each a list of names with what they mean")
    headings, fixed, words = (told.get(part, {}) for part in PARTS)
    _check_texts("headings", headings)
    _check_texts("fixed", fixed)
    if not isinstance(words, dict):
        raise ValueError("“words” has to name columns, each with words and what they mean")
    for column, meanings in words.items():
        _check_texts(f"words of “{column}”", meanings)
    ours = {plain_heading(name): name for name in columns}
    wrong = sorted({name for name in (*headings.values(), *fixed, *words) if plain_heading(name) not in ours})
    if wrong:
        raise ValueError(f"There is no column {', '.join(f'“{name}”' for name in wrong)}. There are: {', '.join(columns)}")
    return Meaning(
        headings={ours[plain_heading(column)]: theirs for theirs, column in headings.items()},
        fixed={ours[plain_heading(column)]: text for column, text in fixed.items()},
        words={
            ours[plain_heading(column)]: {plain_heading(theirs): meant for theirs, meant in meanings.items()}
            for column, meanings in words.items()
        },
    )


def _check_texts(what: str, given: object) -> None:
    if not isinstance(given, dict) or not all(isinstance(text, str) for pair in given.items() for text in pair):
        raise ValueError(f"“{what}” has to be names with what they mean, all of them text")
