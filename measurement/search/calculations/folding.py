"""A text as it is searched: small letters without accents, what separates words as a space, a space at either end.

The database folds what it holds in the same way: PostgreSQL with the function of the migration ``search_indexes``, SQLite with
``folded`` itself. A test holds the three together.
"""

import unicodedata

LETTERS = {
    "a": "áàâäãåāÁÀÂÄÃÅĀ",
    "c": "çÇ",
    "e": "éèêëēÉÈÊËĒ",
    "i": "íìîïīÍÌÎÏĪ",
    "n": "ñÑ",
    "o": "óòôöõōÓÒÔÖÕŌ",
    "u": "úùûüūÚÙÛÜŪ",
    "w": "ẃẁŵẅẂẀŴẄ",
    "y": "ýỳŷÿÝỲŶŸ",
}
# The apostrophe too, so that “carers’” is found by “carers”
SEPARATORS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~‘’“”«»–—−…·•£€§°\t\n\r\u00a0"
FROM = "".join(LETTERS.values()) + SEPARATORS
TO = "".join(plain * len(accented) for plain, accented in LETTERS.items()) + " " * len(SEPARATORS)
_TABLE = str.maketrans(FROM, TO)


def small(text: str) -> str:
    """``text`` letter by letter, so that each place in the result is the same place in ``text``."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text.translate(_TABLE))


def folded(text: str) -> str:
    """``text`` as the database compares it."""
    return f" {small(text)} "


def words_of(text: str) -> list[str]:
    """The words of what somebody typed, folded; letters put together from parts, and control characters, are tidied first."""
    tidy = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in unicodedata.normalize("NFC", text)
    )
    return small(tidy).split()
