"""How a supplier was found decides whether the contract is open to its people at once."""

import pytest

from contracts.register.calculations.links import SURE, Link
from contracts.register.enums import LinkedHow
from tests.builders import contracts as build
from tests.builders import people


@pytest.mark.parametrize("how", LinkedHow)
def test_what_was_found_by_a_name_alone_is_never_sure(how):
    assert Link(None, how).is_sure is (how in SURE)
    assert Link(None, LinkedHow.NAME).is_sure is False


def test_chosen_by_an_officer_unless_it_is_said():
    assert Link(None).how == LinkedHow.OFFICER


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("how", "confirmed", "opens"),
    [
        (LinkedHow.NUMBER, True, True),
        (LinkedHow.OFFICER, True, True),
        (LinkedHow.NAME, True, False),
        (LinkedHow.NUMBER, False, False),
        (LinkedHow.OFFICER, False, False),
        (LinkedHow.AWARD, False, True),  # who bid and won was opened by two people
    ],
)
def test_to_whom_a_link_opens_where_somebody_has_an_account(how, confirmed, opens):
    who = build.parties(supplier=people.supplier(confirmed=confirmed))
    contract, _ = build.draft_contract(who, suppliers=[Link(who.supplier, how)])
    party = contract.parties.get()
    assert (party.open_to is not None, party.waits) == (opens, not opens)
    assert (party.name_then, party.linked_how) == (str(who.supplier), how)
