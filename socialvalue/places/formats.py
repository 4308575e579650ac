"""Which official file a table is, by its first line, and what a row of it says. Pure, but for the shape of a postcode."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from socialvalue.places.postcodes import sector_and_unit

GSS = re.compile(r"^[A-Z][0-9]{8}$")
NO_POSITION = "90"
# Columns of Code-Point Open, which has no headings: postcode, quality, …, district, ward
CODE_POINT_COLUMNS, QUALITY, DISTRICT = 10, 1, 8
POSTCODE_HEADINGS = ("pcds", "pcd", "pcd7", "pcd8", "pcd2")
DISTRICT_OF_ONS = re.compile(r"^(oslaua|laua|lad[0-9]{2}cd)$")
PLAIN_POSTCODE = ("postcode", "post code")
PLAIN_DISTRICT = ("district code", "lad gss", "gss code", "lad code", "district gss")


@dataclass(frozen=True)
class Line:
    """``district``: its code, empty where the file names none. ``ended``: the postcode is no longer in use."""

    sector: str
    unit: str
    district: str
    ended: bool = False


@dataclass(frozen=True)
class Format:
    """``name``: what the file is called on pages. ``read``: a row as a Line, or None where its postcode is none.

    Raises ValueError of a row that is not of this format.
    """

    name: str
    headed: bool
    read: Callable[[Sequence[str]], Line | None]


def format_of(first: Sequence[str]) -> Format | None:
    """Of the first line of a table; None: it is no file of postcodes (a list of column headings, of names of wards)."""
    if len(first) == CODE_POINT_COLUMNS and sector_and_unit(first[0]) is not None:
        return Format("Code-Point Open", headed=False, read=_code_point)
    heads = [" ".join(re.sub(r"[^a-z0-9]+", " ", cell.lower()).split()) for cell in first]
    postcode = next((heads.index(one) for one in POSTCODE_HEADINGS if one in heads), None)
    district = next((at for at, one in enumerate(heads) if DISTRICT_OF_ONS.match(one)), None)
    if postcode is not None and district is not None:
        ended = heads.index("doterm") if "doterm" in heads else None
        return Format("the ONS Postcode Directory", headed=True, read=_by_columns(postcode, district, ended))
    postcode = next((heads.index(one) for one in PLAIN_POSTCODE if one in heads), None)
    district = next((heads.index(one) for one in PLAIN_DISTRICT if one in heads), None)
    if postcode is not None and district is not None:
        return Format("a list of postcodes", headed=True, read=_by_columns(postcode, district, None))
    return None


def _code_point(row: Sequence[str]) -> Line | None:
    if len(row) != CODE_POINT_COLUMNS:
        raise ValueError(f"{len(row)} columns in place of {CODE_POINT_COLUMNS}")
    placed = "" if row[QUALITY].strip() == NO_POSITION else row[DISTRICT]
    return _line(row[0], placed, ended=False)


def _by_columns(postcode: int, district: int, ended: int | None) -> Callable[[Sequence[str]], Line | None]:
    needed = max(postcode, district, ended or 0) + 1

    def read(row: Sequence[str]) -> Line | None:
        if len(row) < needed:
            raise ValueError(f"{len(row)} columns in place of {needed} or more")
        return _line(row[postcode], row[district], ended=ended is not None and bool(row[ended].strip()))

    return read


def _line(postcode: str, district: str, *, ended: bool) -> Line | None:
    code = district.strip()
    if code and not GSS.match(code):
        raise ValueError("the code of the district is not one like E07000110")
    parts = sector_and_unit(postcode)
    return Line(*parts, code, ended) if parts else None
