"""Whether a reason says anything: the one place that refuses “ok”, “as discussed” and a row of dots.

A decision needs a reason (``check_reason``); what asks somebody for something, like a return sent back, may be as short as
“Which three?” (``check_request``), since whoever is asked can ask back.
"""

import unicodedata

from socialvalue.common.errors import Refused

FOR_A_SCORE = "Say what in the answer earns this score"
# Three different words are the shortest sentence that names a thing and what is said of it; fifteen letters keep out three
# words that name nothing (“it is ok”), and let pass the shortest real reason ("No insurer is named").
FEWEST_WORDS = 3
FEWEST_LETTERS = 15
# Whole reasons met in real records that explain nothing
EMPTY = frozenset(
    phrase.strip()
    for line in """
    ok | okay | fine | good | very good | great | excellent | satisfactory | acceptable | agreed | approved | noted
    yes | no | none | nil | nothing | na | n a | tbc | tbd | to be confirmed | to follow | no comment | no comments
    as above | see above | as below | see below | as before | as discussed | as agreed | as per discussion | per moderation
    as discussed at the meeting | as agreed at the meeting | same as above | same as before | same as others
    not applicable | self explanatory | good answer | good response | meets requirements | meets the requirements
    meets expectations
    """.strip().splitlines()
    for phrase in line.split("|")
)
# A reason made of these alone praises or points elsewhere, however long it is
_FILLERS = """
    a above acceptable agree agreed all an and answer answers approve approved are as at before below bid comment comments
    discussed discussion everything excellent expectations fine for good great in is it just meeting meets moderation na nice no
    none noted of ok okay on others our panel per quite really requirements response same satisfactory score see so that the this
    to us very was we well with yes
"""
FILLERS = frozenset(_FILLERS.split())


def problem_with_reason(text: str, say: str = FOR_A_SCORE) -> str | None:
    """What is wrong with ``text`` as a reason, as a message that begins with ``say``; None where nothing is.

    Refused: nothing but punctuation, one letter over and over, a phrase of ``EMPTY``, ``FILLERS`` alone, fewer than
    ``FEWEST_WORDS`` different words of two letters or more, fewer than ``FEWEST_LETTERS`` letters and digits. Case, spaces,
    punctuation and how a letter is encoded make no difference. Whether the reason is a good one, people judge.
    """
    words = _words(text)
    letters = "".join(words)
    if not text.strip():
        return say
    if not letters:
        return f"{say}: punctuation alone says nothing"
    if len(set(letters)) == 1 or letters in _EMPTY_LETTERS or set(words) <= FILLERS:
        return f"{say}: “{_short(text)}” does not"
    if len({word for word in words if len(word) > 1}) < FEWEST_WORDS or len(letters) < FEWEST_LETTERS:
        return f"{say}, in at least {FEWEST_WORDS} different words and {FEWEST_LETTERS} letters"
    return None


def check_reason(text: str, say: str, field: str = "reason") -> None:
    """Raise Refused on ``field`` where ``text`` is no reason by ``problem_with_reason``."""
    problem = problem_with_reason(text, say)
    if problem:
        raise Refused(problem, field)


def check_request(text: str, say: str, field: str = "comment") -> None:
    """Raise Refused on ``field`` where ``text`` asks for nothing: no word that is more than one letter and not of ``FILLERS``."""
    if not text.strip():
        raise Refused(say, field)
    if not any(len(word) > 1 and word not in FILLERS for word in _words(text)):
        raise Refused(f"{say}: “{_short(text)}” does not", field)


def _words(text: str) -> list[str]:
    """The runs of letters and digits, without accents, in one case. Signs go first: “™” would otherwise become two letters."""
    kept = "".join(_kept(sign) for sign in text)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", kept) if not unicodedata.combining(sign))
    return "".join(sign if sign.isalnum() else " " for sign in plain.casefold()).split()


def _kept(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind[0] in "LNM":
        return sign
    return "" if kind == "Cf" else " "  # what is not seen (a soft hyphen, a joiner) parts no word


def _short(text: str, most: int = 40) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rstrip()}…"


_EMPTY_LETTERS = frozenset("".join(_words(phrase)) for phrase in EMPTY)
