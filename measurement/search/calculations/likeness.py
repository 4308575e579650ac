"""How alike two words are: what they share of their runs of three letters, as PostgreSQL's pg_trgm counts it. Pure."""

# pg_trgm's own for whole words
LEAST = 0.5
# A shorter word is too like too many others
SHORTEST = 5


def _trigrams(word: str) -> set[str]:
    padded = f"  {word} "
    return {padded[n : n + 3] for n in range(len(padded) - 2)}


def alike(one: str, other: str) -> float:
    """From 0 to 1."""
    first, second = _trigrams(one), _trigrams(other)
    return len(first & second) / len(first | second)


def likeness(word: str, text: str) -> float:
    """The most alike of the words of a folded ``text``; 0 where there is none."""
    return max((alike(word, one) for one in text.split()), default=0.0)
