"""The form of an entry in the register."""

import pytest
from django.urls import reverse
from lxml import html

from contracts.register.forms import ContractForm
from contracts.register.models import Contract
from contracts.register.services import edit_contract
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Organisation
from socialvalue.places.models import District
from socialvalue.places.services import load_districts
from socialvalue.suppliers.selectors.naming import as_typed
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


def entry(who, **more) -> dict:
    return {
        "title": "Grounds", "directorate": who.council.directorates.first().pk, "kind": "contract", "route": "quotation",
        "starts_on": "2025-04-01", "ends_on": "2026-03-31", "total_value": "40,000", **more,
    }  # fmt: skip


def boxes(client, url) -> list[str | None]:
    page = html.fromstring(client.get(url).content)
    return [one.get("value") for one in page.xpath("//input[@data-suggest]")]


def test_suppliers_are_typed_and_no_page_lists_them(client):
    who = build.parties()
    second, third = people.supplier("Weald Carers CIC"), people.supplier("Oast Homes Ltd")
    client.force_login(who.manager)
    url = reverse("contract-new")
    assert boxes(client, url) == [None, None, None]
    page = client.get(url).content.decode()
    assert [name in page for name in (who.supplier.name, second.name, third.name)] == [False, False, False]
    bad = client.post(url, entry(who, suppliers=who.supplier.name, suppliers_2="Carers"))
    assert bad.context["form"].errors["suppliers_2"] == [
        f"“Carers” is not the whole name of a supplier. Did you mean {as_typed(second)}?"
    ]
    assert 'value="Carers"' in bad.content.decode()
    client.post(url, entry(who, suppliers=who.supplier.name, suppliers_2=second.name, suppliers_3=second.name))
    contract = Contract.objects.get()
    assert list(contract.suppliers.order_by("pk")) == [who.supplier, second]
    # Those it has, and room for another
    edit = reverse("contract-edit", args=[contract.pk])
    assert boxes(client, edit) == [as_typed(who.supplier), as_typed(second), None]
    typed = entry(who, reference=contract.reference, version=contract.version, suppliers=as_typed(second))
    client.post(edit, typed | {"suppliers_2": third.name, "suppliers_3": who.supplier.name})
    contract.refresh_from_db()
    assert set(contract.suppliers.all()) == {who.supplier, second, third}
    assert len(boxes(client, edit)) == 4


def test_with_every_box_empty_it_is_a_service_of_the_councils_own(client):
    who = build.parties()
    client.force_login(who.manager)
    client.post(reverse("contract-new"), entry(who, kind="in_house", route="in_house"))
    assert list(Contract.objects.get().suppliers.all()) == []


def test_what_somebody_else_saved_is_told_by_box(client):
    who = build.parties()
    contract, _ = build.draft_contract(who)
    second = people.supplier("Weald Carers CIC")
    client.force_login(who.manager)
    url = reverse("contract-edit", args=[contract.pk])
    version = contract.version
    edit_contract(contract, by=who.manager, suppliers=[second])
    typed = entry(who, reference=contract.reference, version=version, suppliers=who.supplier.name)
    answer = client.post(url, typed | {"manager": who.manager.pk, "lead_director": who.director.pk})
    assert answer.context["form"].conflict is not None
    assert ("Supplier", str(second)) in answer.context["form"].now_saved


def test_who_stands_in_the_form_stays_whoever_else_is_called_so(client):
    """Two organisations of one name and no number: only what was there already can be meant."""
    who = build.parties(supplier=people.supplier("Oast & Sons"))
    contract, _ = build.draft_contract(who)
    Organisation.objects.create(name="Oast & Sons", kind="supplier")
    client.force_login(who.manager)
    typed = entry(who, reference=contract.reference, version=contract.version, title="Renamed", suppliers="Oast & Sons")
    typed |= {"manager": who.manager.pk, "lead_director": who.director.pk}
    client.post(reverse("contract-edit", args=[contract.pk]), typed)
    contract.refresh_from_db()
    assert (contract.title, contract.suppliers.get()) == ("Renamed", who.supplier)
    new = client.post(reverse("contract-new"), typed | {"reference": ""})
    assert new.context["form"].errors["suppliers"] == [
        "Several suppliers are called “Oast & Sons”. Enter the register number instead."
    ]


def test_districts_are_boxes_to_tick_and_the_form_has_its_sections(client):
    load_districts()
    council = people.council("Kent County Council")
    client.force_login(people.person(council, Role.CONTRACT_MANAGER))
    page = html.fromstring(client.get(reverse("contract-new")).content)
    legends = [" ".join(one.text_content().split()) for one in page.xpath("//form//legend")]
    for legend in ("The contract", "Who delivers it", "Where", "Dates", "Value", "Who answers for it"):
        assert legend in legends
    assert len(page.xpath("//input[@type='checkbox'][@name='districts']")) == 12
    assert page.xpath("//select[@multiple]") == []
