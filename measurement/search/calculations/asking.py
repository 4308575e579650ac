"""What was typed into the box: its words, and whether it is a reference. Pure."""

import re
from dataclasses import dataclass

from measurement.search.calculations.folding import words_of

LONGEST = 100
MOST_WORDS = 10
SHORTEST = 2
# References are written with four digits or more; somebody may type fewer noughts, or more
WIDEST = 7
_RUNS = re.compile(r"[^\W\d_]+|\d+")
_REFERENCE = re.compile(r"([a-z]{1,6}) ?(\d{1,7})")


@dataclass(frozen=True)
class Asked:
    """``text`` as it goes back into the box; ``shortened``: not all of it was searched."""

    text: str
    words: tuple[str, ...]
    shortened: bool

    @property
    def is_enough(self) -> bool:
        return sum(map(len, self.words)) >= SHORTEST

    @property
    def key(self) -> tuple[str, ...]:
        return key_of(self.text)

    @property
    def phrases(self) -> tuple[str, ...]:
        """Of what looks like a reference: the folded ways in which it may be written, each with a space at either end."""
        found = _REFERENCE.fullmatch(" ".join(self.words))
        if not found:
            return ()
        letters, digits = found[1], found[2].lstrip("0") or "0"
        numbers = [digits.zfill(width) for width in range(len(digits), WIDEST + 1)]
        return tuple(f" {letters}{between}{number} " for number in numbers for between in (" ", ""))


def asked(typed: str) -> Asked:
    """Read what was typed. Too long a text is cut, and says so."""
    text = " ".join(typed.replace("\x00", " ").split())
    words = words_of(text[:LONGEST])
    return Asked(text[:LONGEST], tuple(words[:MOST_WORDS]), len(text) > LONGEST or len(words) > MOST_WORDS)


def key_of(reference: str) -> tuple[str, ...]:
    """A reference without what people leave out: “KCC-0005”, “kcc5” and “Kcc 05” are the same. Empty without a number."""
    runs = [run.lstrip("0") or "0" if run.isdigit() else run for run in _RUNS.findall(" ".join(words_of(reference)))]
    return tuple(runs) if any(run.isdigit() for run in runs) else ()
