"""What a tender still lacks: a sentence that knows the page on which it is put right. Pure: names of pages, no addresses."""

from collections.abc import Iterable


class Missing(str):
    """The sentence itself. ``page``: the name of the page and what its address takes beside the tender's reference."""

    page: str = ""
    args: tuple[object, ...] = ()
    url: str = ""


def on(page: str, sentences: Iterable[str], *args: object) -> list[Missing]:
    """``sentences``, put right on ``page``."""
    found = []
    for sentence in sentences:
        one = Missing(sentence)
        one.page, one.args = page, args
        found.append(one)
    return found
