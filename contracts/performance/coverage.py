"""How much of what was owed came in, in words and as a part. Pure."""

from fractions import Fraction

from contracts.performance.rows import Counts


def coverage(counts: Counts) -> Fraction | None:
    """Returns verified ÷ returns owed; None where none was owed."""
    return Fraction(counts.reported, counts.expected) if counts.expected else None


def coverage_words(counts: Counts) -> str:
    """“9 of 12 returns verified, 2 waiting to be verified, 1 late”."""
    if not counts.expected:
        return "No return is due yet"
    words = f"{counts.reported:,} of {counts.expected:,} {'return' if counts.expected == 1 else 'returns'} verified"
    if counts.waiting:
        words = f"{words}, {counts.waiting:,} waiting to be verified"
    return f"{words}, {counts.late:,} late" if counts.late else words
