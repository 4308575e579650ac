"""Spellings of one name."""

import pytest

from socialvalue.suppliers.calculations.names import ALIKE, cleaned, is_unlike, likeness, normalised


@pytest.mark.parametrize(
    "spelling",
    [
        "Oast & Sons Limited",
        "The Oast and Sons Ltd.",
        "OAST  &  SONS LTD",
        "Oast &amp; Sons Limited",
        "Oast &amp;amp; Sons Limited",
        "Oast\u00a0& Sons\u200b Ltd (fictional)",
        "Ｏast & Sons Ltd",
        "Oast-&-Sons, Ltd",
    ],
)
def test_spellings_of_one_name_are_equal(spelling):
    assert normalised(spelling) == "oast and sons ltd"


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("Blue Paths Community Interest Company", "Blue Paths C.I.C."),
        ("Blue Paths Public Limited Company", "Blue Paths P.L.C."),
        ("Blue Paths Limited Liability Partnership", "Blue Paths LLP"),
        ("Café Société", "Cafe Societe"),
        ("St Mary’s", "St Mary's"),
    ],
)
def test_long_and_short_forms_are_equal(long, short):
    assert normalised(long) == normalised(short)


def test_what_makes_two_firms_two_stays():
    assert normalised("Oast Ltd") != normalised("Oast plc")
    assert normalised("Oast North Ltd") != normalised("Oast South Ltd")
    assert normalised("The") == "the"


def test_a_name_is_kept_as_it_is_written_but_for_what_nobody_sees():
    assert cleaned(" Fuel\u200b Tanks &amp;  Bowsers \t Ltd\n") == "Fuel Tanks & Bowsers Ltd"
    assert cleaned("Pens&notes Ltd") == "Pens&notes Ltd"
    assert cleaned("&#xA3;tretcher CIC") == "£tretcher CIC"


def test_likeness_suggests():
    assert likeness("Weald and Shore Carers CIC", "Weald & Shore Carers Ltd") == 100
    assert likeness("Weald and Shore Carer", "Weald and Shore Carers") >= ALIKE
    assert likeness("Weald and Shore Carers", "Oast Highways") < ALIKE
    assert is_unlike("North Advice Ltd", "Blue Paths CIC")
    assert not is_unlike("Oast Highways (Kent) plc", "Oast Highways plc")
