"""Which file a table is, and what its rows say."""

import pytest

from socialvalue.places.formats import Line, format_of

from .files import ASHFORD, MAIDSTONE, code_point


def cells(text: str) -> list[str]:
    return [cell.strip('"') for cell in text.split(",")]


@pytest.mark.parametrize(
    ("first", "name", "headed"),
    [
        (cells(code_point("ME141XX", MAIDSTONE)), "Code-Point Open", False),
        (["pcd", "pcd2", "pcds", "dointr", "doterm", "oscty", "oslaua"], "the ONS Postcode Directory", True),
        (["PCD7", "PCD8", "PCDS", "DOINTR", "DOTERM", "LAD25CD"], "the ONS Postcode Directory", True),
        (["pcds", "lad23cd"], "the ONS Postcode Directory", True),
        (["postcode", "lad_gss", "lad_name", "county_gss"], "a list of postcodes", True),
        (["District code", "Post Code"], "a list of postcodes", True),
    ],
)
def test_a_format_is_known_by_the_first_line(first, name, headed):
    found = format_of(first)
    assert (found.name, found.headed) == (name, headed)


@pytest.mark.parametrize(
    "first",
    [
        [],
        [""],
        ["postcode"],
        ["postcode", "district"],
        ["lad_gss", "lad_name"],
        ["pcds", "oscty"],
        ["PC", "PQ", "EA", "NO", "CY", "RH", "LH", "CC", "DC", "WC"],
        cells(code_point("ME141XX", MAIDSTONE))[:9],
        [*cells(code_point("ME141XX", MAIDSTONE)), "more"],
        ["LAD25CD", "LAD25NM"],
    ],
)
def test_what_is_no_list_of_postcodes_is_none(first):
    assert format_of(first) is None


@pytest.mark.parametrize(
    ("postcode", "quality", "line"),
    [
        ("ME141XX", 10, Line("ME14 1", "XX", MAIDSTONE)),
        ("ME14 1XX", 60, Line("ME14 1", "XX", MAIDSTONE)),
        ("ME2  3DS", 10, Line("ME2 3", "DS", MAIDSTONE)),
        ("M1 1AA", 10, Line("M1 1", "AA", MAIDSTONE)),
        ("EC1A1BB", 10, Line("EC1A 1", "BB", MAIDSTONE)),
        ("ME14 1XX", 90, Line("ME14 1", "XX", "")),
        ("NPT 1AA", 10, None),
        ("", 10, None),
    ],
)
def test_a_row_of_code_point_open(postcode, quality, line):
    read = format_of(cells(code_point("ME141XX", ASHFORD))).read
    assert read(cells(code_point(postcode, MAIDSTONE, quality))) == line


def test_a_row_without_its_columns_or_with_a_name_for_a_code_is_wrong():
    read = format_of(cells(code_point("ME141XX", ASHFORD))).read
    with pytest.raises(ValueError, match="3 columns in place of 10"):
        read(["ME141XX", "10", "575000"])
    for code in ("Maidstone", "E0700011", "E070001100", "e07000110"):
        with pytest.raises(ValueError, match="not one like E07000110"):
            read(cells(code_point("ME141XX", code)))


def test_a_row_of_the_ons_directory_says_whether_it_ended():
    read = format_of(["pcd", "pcds", "doterm", "oslaua"]).read
    assert read(["ME141XX", "ME14 1XX", "", MAIDSTONE]) == Line("ME14 1", "XX", MAIDSTONE)
    assert read(["ME141XX", "ME14 1XX", "201903", MAIDSTONE]) == Line("ME14 1", "XX", MAIDSTONE, ended=True)
    assert read(["ME141XX", "ME14 1XX", " ", ""]) == Line("ME14 1", "XX", "")
    with pytest.raises(ValueError, match="3 columns in place of 4 or more"):
        read(["ME141XX", "ME14 1XX", ""])


def test_without_a_column_of_ends_nothing_has_ended():
    assert format_of(["pcd", "oslaua"]).read(["ME141XX", MAIDSTONE]) == Line("ME14 1", "XX", MAIDSTONE)
