"""Which of a file's headings is which of ours: by any of its names, whatever the case, blanks and punctuation."""

import pytest

from contracts.imports.calculations.mapping import Meaning
from socialvalue.common.tables import Column, suggested_headings
from socialvalue.common.tables.cells import read_text

NAMES = {"supplier": ("supplier", "supplier name", "provider"), "title": ("title", "contract title")}


@pytest.mark.parametrize(
    "headings, found",
    [
        ([], {}),
        (["Colour"], {}),
        (["Provider"], {"supplier": "Provider"}),
        (["SUPPLIER_NAME", "Contract  title"], {"supplier": "SUPPLIER_NAME", "title": "Contract  title"}),
        (["provider", "Supplier"], {"supplier": "Supplier"}),
        (["Supplier", "supplier"], {"supplier": "Supplier"}),
        (["", "Title"], {"title": "Title"}),
    ],
    ids=["none", "another", "by an alias", "however written", "the first name", "of two alike the first", "an empty heading"],
)
def test_a_column_is_found_by_any_of_its_names(headings, found):
    assert suggested_headings(headings, NAMES) == found


def test_one_heading_may_be_two_of_ours_unless_each_is_suggested_once():
    names = {"value": ("amount",), "target": ("amount", "aim")}
    assert suggested_headings(["Amount", "Aim"], names) == {"value": "Amount", "target": "Amount"}
    assert suggested_headings(["Amount", "Aim"], names, once=True) == {"value": "Amount", "target": "Aim"}
    assert suggested_headings(["Amount"], names, once=True) == {"value": "Amount"}


def test_the_headings_may_be_read_once_only():
    assert suggested_headings(iter(["Provider", "Title"]), NAMES) == {"supplier": "Provider", "title": "Title"}


def test_what_was_said_of_a_heading_goes_first():
    column = Column("title", read_text, aliases=("contract title",))
    assert Meaning().names_of([column]) == {"title": ("", "title", "contract title")}
    said = Meaning(headings={"title": "What it is"})
    assert suggested_headings(["Title", "What it is"], said.names_of([column])) == {"title": "What it is"}
    assert suggested_headings(["Title"], said.names_of([column])) == {"title": "Title"}
