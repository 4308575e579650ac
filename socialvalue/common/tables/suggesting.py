"""Which of a file's headings is which of ours, as far as that is known."""

from collections.abc import Iterable, Mapping

from socialvalue.common.tables.cells import plain_heading


def suggested_headings(headings: Iterable[str], names: Mapping[str, Iterable[str]], *, once: bool = False) -> dict[str, str]:
    """Our column → the heading that is it, the first of its ``names`` that is there; columns without one are left out.

    Case, blanks and punctuation make no difference; of two headings alike it is the first. ``once``: a heading that one column
    has is suggested for no other.
    """
    there = {plain_heading(heading): heading for heading in reversed(list(headings)) if heading}
    found: dict[str, str] = {}
    for ours, called in names.items():
        free = (there[plain] for plain in map(plain_heading, filter(None, called)) if plain in there)
        theirs = next((one for one in free if not (once and one in found.values())), "")
        if theirs:
            found[ours] = theirs
    return found
