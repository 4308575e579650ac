"""What people write into the cell of a figure: numbers, and words that stand for one. Pure.

“N/A”, “no cases” and “none to report” say that there was nothing to measure; “nil”, “zero” and “none” are 0. They are not the
same: a period without a case counts neither for nor against, 0 is a figure.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from socialvalue.common.tables.cells import read_number

NO_CASES = re.compile(
    r"(?P<bare>n\s?/\s?a|na|n\.a\.?|not applicable)\b\.?(?P<why>.*)"
    r"|(?P<words>(there were )?(no|none|nothing) (cases?|to report|referrals?|to measure|applicable)\b.*)",
    re.IGNORECASE | re.DOTALL,
)
NOUGHT = re.compile(r"nil( return)?|zero|none|nought", re.IGNORECASE)
YES = re.compile(r"yes|y|true", re.IGNORECASE)
NO = re.compile(r"no|n|false", re.IGNORECASE)
ESTIMATED = re.compile(
    r"(?:~|≈|(?:c|ca|approx|est)\.|(?:circa|about|around|approx|approximately|est|estimated|estimate|roughly|c)\b:?)\s*(?P<before>.+)"
    r"|(?P<after>.+?)\s*\(?\b(?:approx|approximately|est|estimated|estimate)\.?\)?",
    re.IGNORECASE,
)
TWO_NUMBERS = re.compile(
    r"(?:[\d.,]+\s*%\s*[:(–-]?\s*)?(?P<numerator>-?[\d.,]+)\s*(?:/|(?:out )?of)\s*(?P<denominator>-?[\d.,]+)\)?", re.IGNORECASE
)
NOTHING_OR_NOUGHT = {"-", "–", "—", "--", "."}
EXPECTED = "must be a number, like 12.5, or two, like 12 of 15; “no cases” where there was nothing to measure"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a cell says. One of: ``value``; ``numerator`` and ``denominator``; ``no_cases``. ``yes_no``: said as yes or no.

    ``why`` is what was written behind “n/a”, in the provider's words.
    """

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    no_cases: bool = False
    estimated: bool = False
    yes_no: bool = False
    why: str = ""


def read_answer(text: str) -> Answer:
    """The answer in a cell that is not empty. Raises ValueError with what is wrong."""
    text = " ".join(text.replace("\u00a0", " ").split())
    if text in NOTHING_OR_NOUGHT:
        raise ValueError("can mean two things: write 0, or “no cases” where there was nothing to measure")
    if NOUGHT.fullmatch(text):
        return Answer(value=Decimal(0))
    if YES.fullmatch(text) or NO.fullmatch(text):
        return Answer(value=Decimal(1 if YES.fullmatch(text) else 0), yes_no=True)
    if found := NO_CASES.fullmatch(text):
        return Answer(no_cases=True, why=found["words"] or found["why"].strip(" -–—:;,.()"))
    if found := ESTIMATED.fullmatch(text):
        return _numbers((found["before"] or found["after"]).strip(), estimated=True)
    return _numbers(text, estimated=False)


def _numbers(text: str, *, estimated: bool) -> Answer:
    if found := TWO_NUMBERS.fullmatch(text):
        return Answer(numerator=_number(found["numerator"]), denominator=_number(found["denominator"]), estimated=estimated)
    return Answer(value=_number(text), estimated=estimated)


def _number(text: str) -> Decimal:
    try:
        return read_number(text.replace("£", "", 1))
    except ValueError as wrong:
        said = str(wrong)
        raise ValueError(EXPECTED if said.startswith("must be a number") else said) from None
