"""What a tender still lacks: a sentence, and the page on which it is put right. Pure: names of pages, no addresses."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """``text`` says it; ``page`` is the name of the page, and ``args`` what its address takes beside the reference."""

    text: str
    page: str
    args: tuple[object, ...] = ()


def on(page: str, sentences: Iterable[str], *args: object) -> list[Problem]:
    """``sentences``, put right on ``page``."""
    return [Problem(sentence, page, args) for sentence in sentences]
