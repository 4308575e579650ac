"""Whom a name and a number mean: linked, new, or a question. No database."""

import pytest

from socialvalue.suppliers.calculations.linking import Known, Linked, New, Question, Register, link
from socialvalue.suppliers.calculations.numbers import readings


def known(key, name, number="", *, confirmed=False, accounts=False, earlier=()):
    numbers = frozenset(readings(number)[:1])
    return Known(key, (name, *earlier), numbers, numbers if confirmed else frozenset(), confirmed, accounts)


OAST = "Oast Highways plc"
# An officer confirmed it and people act for it; nobody acts for it; somebody registered and nobody checked
CONFIRMED = known(1, OAST, "01234567", confirmed=True, accounts=True)
QUIET = known(1, OAST, "01234567")
DECLARED = known(1, OAST, "01234567", accounts=True)
NO_NUMBER = "is the name of a supplier here, which has not this register number"
DECLARED_NUMBER = "has a register number that somebody gave, and no council has confirmed it"


@pytest.mark.parametrize(
    ("there", "name", "number", "meant"),
    [
        # An equal number
        ([CONFIRMED], OAST, "01234567", Linked(1, "number")),
        ([CONFIRMED], "Oast Highways (Kent) Limited", "1234567", Linked(1, "number")),
        ([QUIET], OAST, "01234567", Linked(1, "number")),
        ([DECLARED], OAST, "01234567", Question((1,), DECLARED_NUMBER)),
        ([CONFIRMED], "North Advice Ltd", "01234567", Question((1,), "has the register number of a supplier with quite another name")),
        ([known(1, "New Name", "01234567", confirmed=True, accounts=True, earlier=(OAST,))], OAST, "01234567", Linked(1, "number")),
        (
            [CONFIRMED, known(2, "Oast Highways PLC", accounts=True)], OAST, "01234567",
            Question((1, 2), "has the name of one supplier and the register number of another"),
        ),
        (
            [CONFIRMED, known(2, "Other", "01234567", accounts=True)], OAST, "01234567",
            Question((1, 2), "has a register number that several suppliers gave"),
        ),
        # A number that nobody has
        ([CONFIRMED], OAST, "07654321", Question((1,), NO_NUMBER)),
        ([known(1, OAST)], OAST, "07654321", Question((1,), NO_NUMBER)),
        ([CONFIRMED], "Oast Highway plc", "07654321", New()),
        ([known(1, OAST)], "Oast Highway plc", "07654321", Question((1,), "is like the name of a supplier here")),
        ([CONFIRMED], "North Advice Ltd", "07654321", New()),
        # No number, or what stands in for one
        ([CONFIRMED], "OAST HIGHWAYS PLC", "", Linked(1, "name")),
        ([QUIET], OAST, "N/A", Linked(1, "name")),
        (
            [DECLARED], OAST, "",
            Question((1,), "is a name that somebody registered, and no council has confirmed who they are"),
        ),
        ([CONFIRMED, known(2, OAST, accounts=True)], OAST, "", Question((1, 2), "is the name of several suppliers")),
        ([CONFIRMED], "Oast Highway plc", "", Question((1,), "is like the name of a supplier here")),
        ([CONFIRMED], "North Advice Ltd", "n/a", New()),
        ([], OAST, "", New()),
    ],
)  # fmt: skip
def test_whom_a_line_means(there, name, number, meant):
    assert link(name, number, Register.of(there)) == meant


def test_a_number_that_only_stands_in_ties_nobody_together():
    register = Register.of([known(1, "Weald and Shore Carers CIC", "n/a", accounts=True, confirmed=True)])
    assert link("Another Company Ltd", "N/A", register) == New()


def test_bare_digits_find_whoever_has_them_in_either_register():
    register = Register.of([known(1, "The Three Lanterns Charity", "GB-CHC-1171234"), known(2, "Lantern Makers", "01300000")])
    assert link("Three Lanterns Charity", "1171234", register) == Linked(1, "number")
    assert link("Lantern Makers Ltd", "1300000", register) == Linked(2, "number")


def test_the_likest_candidate_comes_first():
    register = Register.of([known(5, "Weald Carer Group"), known(7, "Weald Carers Group")])
    assert link("Weald Carers Groups", "", register).candidates == (7, 5)
