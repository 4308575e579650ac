"""A supplier is typed by its name or its number: who is meant, who could be, and what is offered meanwhile."""

import pytest
from django.urls import reverse

from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Organisation
from socialvalue.common.errors import Refused
from socialvalue.suppliers.forms import SupplierField
from socialvalue.suppliers.querysets import suppliers_here
from socialvalue.suppliers.selectors.naming import MOST, as_typed, suggested, supplier_called
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> dict[str, Organisation]:
    made = {
        key: Organisation.objects.create(name=name, kind="supplier", registration_number=number, fictional=fictional)
        for key, name, number, fictional in (
            ("carers", "Weald Carers CIC", "01234567", True),
            ("homes", "Weald Homes Ltd", "", False),
            ("care", "Weald Care", "07654321", False),
            ("twin", "Oast & Sons", "00000011", False),
            ("other twin", "Oast & Sons", "00000012", False),
        )
    }
    Organisation.objects.create(name="Weald Council", kind="council")
    return made


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Weald Carers CIC", "carers"),
        ("  weald carers cic ", "carers"),
        ("Weald Carers CIC (fictional)", "carers"),
        ("01234567", "carers"),
        ("Weald Carers CIC (01234567)", "carers"),
        # The whole name of one is the beginning of another's
        ("Weald Care", "care"),
        ("Weald Homes Ltd", "homes"),
        ("Oast & Sons (00000012)", "other twin"),
        ("00000011", "twin"),
    ],
)
def test_one_supplier_is_meant(here, typed, meant):
    assert supplier_called(typed, suppliers_here()) == here[meant]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "weald",
            "“weald” is not the whole name of a supplier. "
            "Did you mean Weald Care (07654321), Weald Carers CIC (01234567) or Weald Homes Ltd?",
        ),
        ("homes", "“homes” is not the whole name of a supplier. Did you mean Weald Homes Ltd?"),
        ("Oast & Sons", "Several suppliers are called “Oast & Sons”. Enter the register number instead."),
        ("Weald Council", "No supplier here has the name or register number “Weald Council”. Check the spelling."),
        (
            "Weald Carers CIC (07654321)",
            "No supplier here has the name or register number “Weald Carers CIC (07654321)”. Check the spelling.",
        ),
        ("99999999", "No supplier here has the name or register number “99999999”. Check the spelling."),
    ],
)
def test_who_it_could_be_is_said_and_never_guessed(here, typed, said):
    with pytest.raises(Refused) as refusal:
        supplier_called(typed, suppliers_here())
    assert refusal.value.message == said


def test_of_many_three_are_named(here):
    Organisation.objects.create(name="Weald Zoo", kind="supplier")
    with pytest.raises(Refused, match=r"Weald Carers CIC \(01234567\), Weald Homes Ltd or another\?$"):
        supplier_called("weald", suppliers_here())


def test_what_is_offered_can_be_sent_back_as_it_is(here):
    assert suggested("w", suppliers_here()) == []
    assert suggested("we", suppliers_here()) == ["Weald Care (07654321)", "Weald Carers CIC (01234567)", "Weald Homes Ltd"]
    for text in suggested("weald", suppliers_here()) + suggested("oast", suppliers_here()):
        assert as_typed(supplier_called(text, suppliers_here())) == text


def test_no_more_are_offered_than_can_be_read():
    Organisation.objects.bulk_create(Organisation(name=f"Garden {n:02}", kind="supplier") for n in range(MOST + 1))
    assert suggested("garden", suppliers_here()) == [f"Garden {n:02}" for n in range(MOST)]


def test_a_field_keeps_what_was_typed_and_takes_an_empty_box(here):
    field = SupplierField(required=False)
    assert field.clean("") is None
    assert field.clean("01234567") == here["carers"]
    assert field.prepare_value(here["carers"]) == "Weald Carers CIC (01234567)"
    assert field.prepare_value("weald ca") == "weald ca"


@pytest.mark.parametrize(
    ("role", "answers"),
    [(Role.CONTRACT_MANAGER, 200), (Role.PROCUREMENT_OFFICER, 200), (Role.MEMBER, 403), (Role.EVALUATOR, 403)],
)
def test_names_are_for_those_who_enter_contracts_or_confirm_suppliers(client, here, role, answers):
    client.force_login(people.person(people.council(), role))
    answer = client.get(reverse("supplier-names"), {"q": "homes"})
    assert answer.status_code == answers
    if answers == 200:
        assert answer.json() == {"names": ["Weald Homes Ltd"]}
