"""The form of an entry in the register."""

import pytest

from contracts.register.forms import ContractForm
from socialvalue.places.models import District
from socialvalue.places.services import load_districts
from tests.builders import contracts as build
from tests.builders import people

pytestmark = pytest.mark.django_db


def test_the_councils_own_districts_are_offered_and_those_named_already_stay():
    load_districts()
    council = people.council("Kent County Council")
    offered = ContractForm(council=council).fields["districts"].queryset
    assert {d.county for d in offered} == {"Kent"}
    contract, who = build.active_contract()
    elsewhere = District.objects.exclude(county="Kent").first()
    contract.districts.add(elsewhere)
    assert elsewhere in ContractForm(instance=contract, council=council).fields["districts"].queryset
