"""Names of organisations as people write them, brought to one form. It only ever suggests: a name is no identity. No Django."""

import html
import re
import unicodedata

from rapidfuzz import fuzz

# From here on, in hundredths, two names are alike enough to ask about
ALIKE = 92
# Below it a name and an organisation of the same number are so unlike that a digit may be wrong
UNLIKE = 55
_LEGAL = {
    "limited": "ltd", "ltd": "ltd", "plc": "plc", "cic": "cic", "llp": "llp", "lp": "lp", "cio": "cio", "inc": "inc", "co": "co",
    "company": "co",
}  # fmt: skip
_LONG_FORMS = (
    (r"\bpublic limited company\b", "plc"),
    (r"\bcommunity interest company\b", "cic"),
    (r"\blimited liability partnership\b", "llp"),
    (r"\bcharitable incorporated organisation\b", "cio"),
    (r"\bp\.? ?l\.? ?c\b\.?", "plc"),
    (r"\bc\.? ?i\.? ?c\b\.?", "cic"),
    (r"\bl\.? ?l\.? ?p\b\.?", "llp"),
)


_ENTITY = re.compile(r"&(?:#[0-9]{2,7}|#x[0-9a-f]{2,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)


def without_entities(text: str) -> str:
    """“Tanks &amp; Bowsers” as “Tanks & Bowsers”, also where it was written twice; “Pens&notes” stays, it has no semicolon."""
    for _ in range(2):
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text or "")
    return text


def cleaned(text: str) -> str:
    """A name as it is kept: entities are the signs they stand for, nothing unseen, single blanks. Case and spelling stay."""
    plain = unicodedata.normalize("NFC", without_entities(text))
    return " ".join("".join(sign for sign in plain if unicodedata.category(sign) not in ("Cf", "Cc") or sign in "\t\n").split())


def normalised(text: str) -> str:
    """The form in which two spellings of one name are equal: “The Oast & Sons Limited (fictional)” is “oast and sons ltd”."""
    plain = unicodedata.normalize("NFKD", cleaned(text)).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    plain = plain.replace("(fictional)", " ").replace("&", " and ").replace("’", "").replace("'", "")
    for long, short in _LONG_FORMS:
        plain = re.sub(long, f" {short} ", plain)
    words = "".join(sign if sign.isalnum() else " " for sign in plain).split()
    if words[:1] == ["the"] and len(words) > 1:
        words = words[1:]
    return " ".join(_LEGAL.get(word, word) for word in words)


def likeness(one: str, other: str) -> int:
    """How alike two names are, 0 to 100, whatever their order of words and their legal form."""
    first, second = _core(normalised(one)), _core(normalised(other))
    return round(max(fuzz.ratio(first, second), fuzz.token_sort_ratio(first, second)))


def is_unlike(one: str, other: str) -> bool:
    """Whether two names share so little that the same number on both is a question."""
    first, second = _core(normalised(one)), _core(normalised(other))
    return max(fuzz.token_set_ratio(first, second), fuzz.ratio(first, second)) < UNLIKE


def _core(name: str) -> str:
    words = [word for word in name.split() if word not in _LEGAL.values()]
    return " ".join(words) or name
