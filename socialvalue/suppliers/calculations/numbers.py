"""Register numbers as people write them: which register, in one shape; what only stands in for a number is none. No Django."""

import re
import unicodedata
from dataclasses import dataclass

# The codes of ``enums.Scheme``; arithmetic knows no choices
COMPANY, CHARITY, SCOTTISH, NI, PPON, OTHER = "GB-COH", "GB-CHC", "GB-SC", "GB-NIC", "GB-PPON", "other"
MOST = 40
# What registers and spend files write where there is no number, letters and digits only
_NO_NUMBER = """
    na n none nil null no nonumber notavailable notyetavailable notapplicable notknown unknown notprovided notrecorded notgiven
    tbc tbd tba tobeconfirmed tobeadvised pending redacted withheld confidential seecontract various multiple blank empty x xx xxx
    test
"""
PLACEHOLDERS = frozenset(_NO_NUMBER.split())
_PREFIXES = """
    AC CE CN CS FC FE GE GN GS IC IP LP NA NC NF NI NL NO NP NR NV NZ OC OE PC R0 RC RS SA SC SE SF SG SI SL SO SP SR SZ ZC
"""
COMPANY_PREFIXES = _PREFIXES.split()
_COMPANY = re.compile(rf"^([0-9]{{8}}|({'|'.join(COMPANY_PREFIXES)})[0-9]{{5}}[0-9A-Z])$")
_SHORT_COMPANY = re.compile(rf"^({'|'.join(COMPANY_PREFIXES)})([0-9]{{3,5}})$")
_CHARITY = re.compile(r"^([0-9]{6,7})(-[0-9]{1,3})?$")
_SCOTTISH = re.compile(r"^SC0[0-9]{5}$")
_NI = re.compile(r"^(NIC)?(1[0-9]{5})$")
_PPON = re.compile(r"^([A-Z]{4})-?([0-9]{4})-?([A-Z]{4})$")
_SCHEME = re.compile(r"^(GB-COH|GB-CHC|GB-SC|GB-NIC|GB-PPON)[-: /]+(.+)$")
# Charities were numbered from 200000 and, since 1990, from 1000000; the newest is below this
_NEWEST_CHARITY = 1_300_000


@dataclass(frozen=True, order=True)
class Number:
    """A number of one register, in the one shape it is kept in."""

    scheme: str
    number: str

    def __str__(self) -> str:
        """As it is written in files: what would be read as another register's number says whose it is."""
        return self.number if self.scheme in (OTHER, COMPANY, PPON) else f"{self.scheme}-{self.number}"


def is_placeholder(text: str) -> bool:
    """Whether ``text`` only stands in for a number: “N/A”, “tbc”, “-”, “0000”. Punctuation, blanks and case do not count."""
    letters = "".join(sign for sign in _plain(text) if sign.isalnum()).casefold()
    return not letters.strip("0") or letters in PLACEHOLDERS


def readings(text: str) -> tuple[Number, ...]:
    """Every number that ``text`` can be, the likeliest first; none where it is empty or a placeholder.

    “GB-CHC-1171234” says its register. Of bare digits eight are a company's, five a company's whose zeros a spreadsheet took;
    six and seven can be either's: a charity's first, where charities have such numbers.
    """
    if is_placeholder(text):
        return ()
    plain = _squeezed(text)
    named = _SCHEME.match(plain)
    if named:
        found = in_scheme(named[1], named[2])
        return (found,) if found else ()
    tried = [in_scheme(scheme, plain) for scheme in (PPON, COMPANY, CHARITY)]
    found_ones = [number for number in tried if number]
    if any(n.scheme == CHARITY for n in found_ones) and _like_a_charity(plain):
        found_ones.sort(key=lambda number: number.scheme != CHARITY)
    if not found_ones and (other := in_scheme(OTHER, plain)):
        found_ones = [other]
    return tuple(found_ones)


def in_scheme(scheme: str, text: str) -> Number | None:
    """``text`` as a number of this register, zeros put back; None where it has not the shape of one."""
    if is_placeholder(text):
        return None
    plain = _squeezed(text)
    shape = _SHAPES[scheme](plain.replace(" ", "") if scheme != OTHER else plain)
    return Number(scheme, shape) if shape else None


def problem_with(scheme: str, text: str) -> str | None:
    """What is wrong with ``text`` as a number of this register, as a message; None where nothing is."""
    if in_scheme(scheme, text):
        return None
    if is_placeholder(text):
        return "Enter the number, or choose no register"
    return _SAY[scheme]


def _company(plain: str) -> str:
    if plain.isdecimal() and 5 <= len(plain) <= 8:
        return plain.zfill(8)
    short = _SHORT_COMPANY.match(plain)
    if short:
        return short[1] + short[2].zfill(6)
    return plain if _COMPANY.match(plain) else ""


def _charity(plain: str) -> str:
    found = _CHARITY.match(plain)
    return plain if found and 200_000 <= int(found[1]) < 10_000_000 else ""


def _scottish(plain: str) -> str:
    return plain if _SCOTTISH.match(plain) else ""


def _ni(plain: str) -> str:
    found = _NI.match(plain)
    return found[2] if found else ""


def _ppon(plain: str) -> str:
    found = _PPON.match(plain)
    return "-".join(found.groups()) if found else ""


def _other(plain: str) -> str:
    return plain if len(plain) <= MOST and any(sign.isdigit() for sign in plain) else ""


_SHAPES = {COMPANY: _company, CHARITY: _charity, SCOTTISH: _scottish, NI: _ni, PPON: _ppon, OTHER: _other}
_SAY = {
    COMPANY: "Enter a Companies House number: 8 characters, like 01234567 or SC123456",
    CHARITY: "Enter a charity number: 6 or 7 digits, like 1171234",
    SCOTTISH: "Enter a Scottish charity number: SC and 6 digits, like SC012345",
    NI: "Enter a Northern Ireland charity number: 6 digits, like 101234",
    PPON: "Enter a PPON: 12 characters, like PABC-1234-DEFG",
    OTHER: "Enter a number of 40 characters or fewer, with at least one digit",
}


def _like_a_charity(plain: str) -> bool:
    digits = plain.split("-")[0]
    return digits.isdecimal() and (len(digits) == 6 or 1_000_000 <= int(digits) < _NEWEST_CHARITY)


def _plain(text: str) -> str:
    kept = unicodedata.normalize("NFKC", text or "")
    return "".join(sign for sign in kept if unicodedata.category(sign) != "Cf")


def _squeezed(text: str) -> str:
    """In capitals, one kind of hyphen, single blanks."""
    dashed = "".join("-" if unicodedata.category(sign) == "Pd" else sign for sign in _plain(text))
    return " ".join(dashed.upper().split())
