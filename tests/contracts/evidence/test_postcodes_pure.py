"""A count of postcodes: its sums, who reads which line, and the working of a figure, worked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.evidence.calculations.postcodes import (
    ELSEWHERE,
    WORDS,
    Found,
    Place,
    Row,
    is_folded,
    is_working,
    names_a_place,
    rows_of,
    working,
)

OTHER = WORDS[ELSEWHERE]
# 8 + 6 local, 5 elsewhere in the county, 7 in Medway and 9 beyond, 1 without a district: 36 known, 4 not
WHOLE = Found(
    places=(
        Place("Maidstone", 8, chosen=True),
        Place("Ashford", 6, chosen=True),
        Place("Swale", 5),
        Place("Dover", 0),
        Place("Medway", 7, in_area=False),
    ),
    elsewhere=9,
    unplaced=1,
    unknown=3,
    unread=1,
    ended=2,
)


def test_every_postcode_is_in_one_of_the_sums():
    assert (WHOLE.known, WHOLE.not_recognised, WHOLE.given) == (36, 4, 40)
    assert (WHOLE.in_area, WHOLE.outside, WHOLE.chosen) == (19, 16, 14)
    assert WHOLE.in_area + WHOLE.outside + WHOLE.unplaced == WHOLE.known


def test_those_who_vouch_read_every_line():
    assert rows_of(WHOLE, exact=True) == [
        Row("Maidstone", 8, chosen=True),
        Row("Ashford", 6, chosen=True),
        Row("Swale", 5),
        Row("Dover", 0),
        Row("Medway", 7),
        Row(OTHER, 9),
        Row("In the file without a district", 1),
        Row("Not in the file", 3),
        Row("Not a postcode", 1),
    ]


def test_others_read_no_line_of_fewer_than_five():
    assert [(row.name, row.many) for row in rows_of(WHOLE, exact=False)] == [
        ("Maidstone", 8),
        ("Ashford", 6),
        # The figure says that 22 of 36 are not local: the one without a district would be what is left of them
        ("Swale", None),
        ("Dover", 0),
        ("Medway", 7),
        (OTHER, 9),
        ("In the file without a district", None),
        # About no place
        ("Not in the file", 3),
        ("Not a postcode", 1),
    ]


@pytest.mark.parametrize(
    ("local", "rest", "shown"),
    [
        # Both sides of the boundary
        ({"Maidstone": 5, "Ashford": 9}, {}, {"Maidstone": 5, "Ashford": 9}),
        ({"Maidstone": 4, "Ashford": 9}, {}, {"Maidstone": None, "Ashford": None}),
        ({"Maidstone": 4, "Ashford": 9, "Thanet": 6}, {}, {"Maidstone": None, "Ashford": 9, "Thanet": None}),
        ({"Maidstone": 4, "Ashford": 1, "Thanet": 6}, {}, {"Maidstone": None, "Ashford": None, "Thanet": 6}),
        ({"Maidstone": 0, "Ashford": 9}, {}, {"Maidstone": 0, "Ashford": 9}),
        # The figure is published: what is folded in it is made up for within it, not by a district beyond
        ({"Maidstone": 4, "Ashford": 9}, {"Swale": 5}, {"Maidstone": None, "Ashford": None, "Swale": 5}),
        ({"Maidstone": 9}, {"Swale": 3, "Dover": 12}, {"Maidstone": 9, "Swale": None, "Dover": None}),
        ({"Maidstone": 2}, {"Swale": 9}, {"Maidstone": None, "Swale": 9}),
        # Three who are not local would be wherever nobody else is
        ({"Maidstone": 9}, {"Swale": 3, "Dover": 0}, {"Maidstone": 9, "Swale": None, "Dover": None}),
        ({"Maidstone": 3, "Ashford": 0}, {"Dover": 0}, {"Maidstone": None, "Ashford": None, "Dover": 0}),
        # Of two lines that make two, each is one: a third is folded with them, or all
        ({"Maidstone": 1, "Ashford": 1, "Thanet": 6}, {}, {"Maidstone": None, "Ashford": None, "Thanet": None}),
        ({"Maidstone": 1, "Ashford": 1, "Thanet": 0}, {}, {"Maidstone": None, "Ashford": None, "Thanet": None}),
        ({"Maidstone": 1, "Ashford": 2, "Thanet": 0}, {}, {"Maidstone": None, "Ashford": None, "Thanet": 0}),
    ],
)
def test_few_people_are_folded_in_each_part_whose_whole_is_read(local, rest, shown):
    places = [Place(name, many, chosen=True) for name, many in local.items()] + [Place(name, many) for name, many in rest.items()]
    rows = rows_of(Found(places=tuple(places)), exact=False)
    assert {row.name: row.many for row in rows} == shown
    assert is_folded(rows) == (None in shown.values())


@given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=8), st.integers(0, 12), st.integers(0, 12))
def test_what_is_shown_leaves_no_line_to_be_worked_out(lines, elsewhere, unplaced):
    places = tuple(Place(f"D{at}", many, chosen=chosen) for at, (many, chosen) in enumerate(lines))
    found = Found(places=places, elsewhere=elsewhere, unplaced=unplaced)
    exact, shown = rows_of(found, exact=True), rows_of(found, exact=False)
    assert [row.name for row in exact] == [row.name for row in shown]
    assert sum(row.many for row in exact) == found.known
    assert all(row.many is None or row.many == 0 or row.many >= 5 for row in shown)
    for chosen in (True, False):
        part = [row for row in shown if row.chosen == chosen]
        folded = [row for row in part if row.many is None]
        # One alone would be the whole less the others; unless there is no other line, and the figure itself says it
        assert len(folded) != 1 or len(part) == 1


def test_the_working_names_the_districts_and_no_number_of_one():
    said = working(WHOLE, whose="people who work on the contract", edition="Code-Point Open of May 2026", on="10 July 2026")
    assert said == (
        "Of 36 known postcodes of people who work on the contract 14 are in Maidstone and Ashford. Counted on 10 July 2026 with "
        "Code-Point Open of May 2026; 4 not recognised."
    )
    assert is_working(said)


def test_the_working_of_one_district_and_of_three():
    one = Found(places=(Place("Maidstone", 3, chosen=True),))
    assert working(one, whose="suppliers", edition="E", on="D") == (
        "Of 3 known postcodes of suppliers 3 are in Maidstone. Counted on D with E."
    )
    three = Found(places=tuple(Place(name, 1, chosen=True) for name in "ABC"))
    assert "3 are in A, B and C." in working(three, whose="suppliers", edition="E", on="D")


@pytest.mark.parametrize(
    "line",
    ["", "Of 12 people measured twice on Wellbeing: 8 improved", "All known postcodes of people are in the file", "Payroll"],
)
def test_other_lines_of_a_note_are_no_working(line):
    assert not is_working(line)


KENT = "Kent County Council"


@pytest.mark.parametrize(
    ("words", "unit", "council", "offered"),
    [
        ("Workforce that lives at a Kent postcode", "%", KENT, True),
        ("Apprentices from Kent", "people", KENT, True),
        ("Apprentices from Kent", "people", "Derbyshire County Council", False),
        ("Apprentices from kent", "people", "Kent", True),
        ("Kentish apples", "people", KENT, False),
        ("Share of local workforce", "%", KENT, True),
        ("Suppliers within the county", "%", KENT, True),
        ("Residents who found work", "people", KENT, True),
        ("Volunteers recruited locally", "people", "", True),
        # Heads say nothing of sums
        ("Spend with Kent businesses, first and second tier", "%", KENT, False),
        ("Local pounds", "£", KENT, False),
        ("Suppliers paid within 30 days", "%", KENT, False),
        # Nobody is anywhere in these
        ("Material kept out of landfill", "%", KENT, False),
        ("Complaints responded to in 20 working days", "%", KENT, False),
        ("Apprenticeships started", "apprenticeships", KENT, False),
        ("Staff survey", "%", "Council of the County", False),
        ("Alive and well", "people", KENT, False),
    ],
)
def test_postcodes_are_offered_where_the_words_name_a_place(words, unit, council, offered):
    assert names_a_place(words, unit, council) is offered
