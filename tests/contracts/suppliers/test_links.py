"""A link by name opens nothing until an officer confirms it; the message goes to the supplier's people then."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from contracts.obligations.services.copying import copy_contract
from contracts.register.calculations.links import Link
from contracts.register.enums import LinkedHow
from contracts.register.models import ContractSupplier
from contracts.register.services import confirm_link, edit_contract, start_contract
from contracts.suppliers.selectors.waiting import waits_for
from socialvalue.accounts.enums import Role
from socialvalue.common.errors import Refused
from socialvalue.common.reading import written
from socialvalue.notifications.models import Message
from socialvalue.suppliers.services.identity import confirm_supplier
from tests.builders import contracts as build
from tests.builders import people

from . import steps

pytestmark = pytest.mark.django_db


def by_name(**supplier):
    """A contract that was found by its supplier's name alone, and everybody around it."""
    who = build.parties(supplier=people.supplier("Weald Carers CIC", **supplier))
    contract, _ = build.draft_contract(who, suppliers=[Link(who.supplier, LinkedHow.NAME)], reference="CON-1")
    return contract, who


def test_a_link_by_name_opens_nothing_and_tells_nobody_until_it_is_confirmed(client):
    contract, who = by_name()
    start_contract(contract, by=who.manager)
    assert steps.sees(who.reporter) == set()
    assert not Message.objects.filter(recipient=who.reporter).exists()
    client.force_login(who.reporter)
    assert client.get(reverse("contract", args=[contract.pk])).status_code == 404
    assert b"CON-1" not in client.get(reverse("contracts-export")).getvalue()
    assert waits_for(people.fresh(who.manager)).links == {who.supplier.pk: 1}

    client.force_login(who.manager)
    party = contract.parties.get()
    page = client.get(reverse("contract", args=[contract.pk])).content.decode()
    assert "By its name alone. Its people do not see the contract." in page
    answer = client.post(reverse("supplier-link-confirm", args=[party.pk]), {"from": "contract", "read": written(party)})
    assert answer.url == reverse("contract", args=[contract.pk])
    assert steps.sees(who.reporter) == {"CON-1"}
    assert Message.objects.get(recipient=who.reporter).subject == "You can now see Carers’ short breaks"
    assert waits_for(people.fresh(who.manager)).links == {}


def test_a_supplier_that_nobody_confirmed_is_confirmed_first():
    contract, who = by_name(confirmed=False)
    party = contract.parties.get()
    with pytest.raises(Refused, match=f"Confirm who {who.supplier.name} \\(fictional\\) is first"):
        confirm_link(party, by=who.manager)
    confirm_supplier(who.supplier, by=who.manager, how=steps.HOW)
    assert confirm_link(party, by=who.manager).open_to == who.supplier


def test_what_an_officer_chose_opens_at_once_where_the_supplier_is_confirmed():
    confirmed, declared, quiet = people.supplier(), people.supplier(confirmed=False), people.supplier(confirmed=False)
    for body in (confirmed, declared):
        people.person(body, Role.SUPPLIER)
    contract, who = build.draft_contract(suppliers=[confirmed, declared, quiet])
    assert {p.organisation: p.open_to for p in contract.parties.all()} == {confirmed: confirmed, declared: None, quiet: quiet}
    assert set(contract.delivering()) == {confirmed, quiet}
    # Who stays keeps the name and the state it was linked with
    edit_contract(contract, by=who.manager, suppliers=[declared, quiet])
    assert {p.organisation: p.open_to for p in contract.parties.all()} == {declared: None, quiet: quiet}


def test_the_database_opens_a_contract_to_its_own_supplier_only():
    contract, who = by_name()
    other = people.supplier()
    with pytest.raises(IntegrityError), transaction.atomic():
        ContractSupplier.objects.filter(contract=contract).update(open_to=other.pk)


def test_a_link_that_waits_waits_in_a_copy_too():
    contract, who = by_name()
    contract = start_contract(contract, by=who.manager)
    details = replace(contract.details(), title="Next", reference="")
    made = copy_contract(contract, details, by=who.manager, milestones={})
    assert [(p.organisation, p.open_to, p.linked_how) for p in made.parties.all()] == [(who.supplier, None, "name")]
    confirm_link(contract.parties.get(), by=who.manager)
    opened = copy_contract(contract, replace(details, title="After that"), by=who.manager, milestones={})
    assert [(p.organisation, p.open_to) for p in opened.parties.all()] == [(who.supplier, who.supplier)]
