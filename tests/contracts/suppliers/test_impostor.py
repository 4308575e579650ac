"""A stranger registers under the name and number of a supplier of the open register, and the register is brought back."""

import pytest
from django.urls import reverse

from contracts.obligations.permissions import side_of
from contracts.register.models import Contract
from contracts.suppliers.selectors.waiting import waits_for
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Organisation, User
from socialvalue.common.errors import NotAllowed
from socialvalue.notifications.models import Message
from socialvalue.suppliers.models import JoinRequest
from socialvalue.suppliers.services.joining_in import decide_join
from tests.builders import contracts as build
from tests.builders import people

from . import steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def who():
    """A contract in force of a supplier that stands in the open register with its number."""
    parties = build.parties(supplier=people.supplier("Oast Highways plc", number="FICTIONAL-004"))
    build.active_contract(parties, reference="CON-7", title="Winter service")
    return parties


def everything(client, parties, **typed):
    """The stranger registers as told; the manager takes the open register and brings it back unchanged."""
    published = b"".join(client.get("/open-data/contracts.csv"))
    assert b"Oast Highways plc" in published
    assert b"FICTIONAL-004" in published
    steps.register(client, name="Oast Highways plc", **typed)
    client.force_login(parties.manager)
    preview = steps.upload(client, published)
    assert preview.context["outcome"].summary == "0 created, 0 updated, 1 unchanged, 0 refused"
    assert steps.confirm(client, preview).status_code == 302
    return User.objects.get(email="bo@example.org")


def left_alone(who, impostor):
    """The contract is with whom it was with, and the stranger sees nothing of it."""
    contract = Contract.objects.get()
    assert list(contract.suppliers.all()) == [who.supplier]
    assert steps.sees(who.reporter) == {"CON-7"}
    assert steps.sees(impostor) == set()
    assert side_of(people.fresh(who.reporter), contract) == "supplier"
    assert side_of(people.fresh(impostor), contract) is None


def test_with_name_and_number_they_can_only_ask_to_join(client, who):
    response = steps.register(client, name="Oast Highways plc", scheme="other", number="fictional-004")
    assert response.context["form"].errors["who"] == [
        "A supplier with this register number is here already. Ask to join it, or correct the number."
    ]
    # “Another organisation” is not offered, and not taken
    assert [value for value, _ in response.context["form"].fields["who"].choices] == [str(who.supplier.pk)]
    steps.register(client, name="Oast Highways plc", scheme="other", number="fictional-004", who="another")
    assert not User.objects.filter(email="bo@example.org").exists()

    impostor = everything(client, who, scheme="other", number="FICTIONAL-004", who=str(who.supplier.pk))
    left_alone(who, impostor)
    assert Organisation.objects.suppliers().count() == 1
    assert impostor.supplier is None
    asked = JoinRequest.objects.get()
    assert asked.typed == {
        "name": "Oast Highways plc", "number": "FICTIONAL-004", "address": "1 Example Street, Worcester", "postcode": "WR1 3AA",
    }  # fmt: skip
    assert [m.recipient for m in Message.objects.filter(key__startswith="asks-to-join:")] == [who.reporter]

    client.force_login(impostor)
    for path in (reverse("contract", args=[Contract.objects.get().pk]), reverse("join-request", args=[asked.pk])):
        assert client.get(path).status_code in (403, 404)
    decide_join(asked, by=who.reporter, accept=False, reason="Nobody of this name works for us here")
    assert "were refused: Nobody of this name works for us here" in " ".join(client.get("/account/").content.decode().split())
    left_alone(who, impostor)


def test_with_the_name_alone_they_are_another_supplier_that_officers_see(client, who):
    impostor = everything(client, who, who="another")
    left_alone(who, impostor)
    assert impostor.supplier.is_confirmed is False
    assert waits_for(people.fresh(who.manager)).unconfirmed == {impostor.supplier.pk}
    page = client.get(reverse("supplier", args=[impostor.supplier.pk]))
    assert page.context["doubles"] == [who.supplier]


def test_an_officer_lets_nobody_in_where_people_act_for_the_supplier(client, who):
    steps.register(client, name="Oast Highways plc", who=str(who.supplier.pk))
    officer = people.person(who.council, Role.PROCUREMENT_OFFICER)
    with pytest.raises(NotAllowed, match="The people of this supplier decide who acts for it"):
        decide_join(JoinRequest.objects.get(), by=officer, accept=True, reason=steps.WHY)


def test_a_stranger_who_was_first_is_not_linked_by_a_number_nobody_checked(client):
    """Registered before the supplier itself is known here: what was only declared opens nothing."""
    who = build.parties()
    steps.register(client, name="Amber Roads Ltd", scheme="GB-COH", number="1234567")
    impostor = User.objects.get(email="bo@example.org")
    client.force_login(who.manager)
    line = (
        "reference,title,directorate,supplier,supplier number,start date,end date,total value,procurement\n"
        f"HW-1,Highways,{who.council.directorates.get().code},Amber Roads Ltd,01234567,2025-04-01,2030-03-31,45000,tender\n"
    )
    preview = steps.upload(client, line.encode())
    (asked,) = preview.context["outcome"].asked
    assert (asked.candidates, asked.lines) == ([impostor.supplier], [2])
    # Even chosen by an officer, it opens nothing before somebody has confirmed who it is
    answer = {f"supplier:{asked.key}": str(impostor.supplier.pk)}
    assert steps.confirm(client, preview, **answer).status_code == 302
    party = Contract.objects.get().parties.get()
    assert (party.organisation, party.open_to, party.linked_how) == (impostor.supplier, None, "officer")
    assert steps.sees(impostor) == set()
