"""Another supplier on the pages: proposed on the contract's page, agreed by a director, and seen there and in the file."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from lxml import html

from contracts.imports.documents.columns import row_of
from contracts.register.models import Contract, SupplierChange
from contracts.register.services import decide_supplier_change
from contracts.register.services.entries import AWARDED
from contracts.returns.selectors import parts_of
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.reading import written
from socialvalue.suppliers.selectors.naming import as_typed
from tests.builders import contracts as build
from tests.builders import people
from tests.reading import as_read

pytestmark = pytest.mark.django_db
WHY = "Weald Carers was merged into the new company on 1 June, by the order of its court"
AGREED = "The deed of novation was read, and the new company is on no list"


@pytest.fixture
def scene():
    with clock.at(datetime(2026, 6, 10, 9, tzinfo=UTC)):
        who = build.parties(supplier=people.supplier("Weald Carers CIC", fictional=False))
        contract, _ = build.active_contract(who, reference="CON-1", title="Short breaks")
        new = people.supplier("Oast Care Ltd", fictional=False)
        yield who, contract, new, people.person(new, Role.SUPPLIER)


def said(response) -> str:
    return as_read(html.fromstring(response.content).text_content())


def typed(contract, new, **more) -> dict:
    return {
        "leaves": contract.parties.get(last_day=None).pk,
        "comes": new.name,
        "effective_on_day": "1",
        "effective_on_month": "7",
        "effective_on_year": "2026",
        "ground": "restructuring",
        "reason": WHY,
        "read": written(contract),
        **more,
    }


def test_from_the_contracts_page_to_the_history(client, scene):
    who, contract, new, newcomer = scene
    here, way = reverse("contract", args=[contract.pk]), reverse("contract-supplier", args=[contract.pk])
    client.force_login(who.manager)
    assert f'href="{way}"' in client.get(here).content.decode()
    form = client.get(way)
    assert "section 75 of the Procurement Act 2023" in said(form)
    assert [value for value, _ in form.context["form"].fields["ground"].choices] == [
        "restructuring", "provided", "light_touch", "below",
    ]  # fmt: skip
    # It delivers the contract already
    assert set(form.context["form"].fields["comes"].among()) == {new}
    answer = client.post(way, typed(contract, new))
    change = SupplierChange.objects.get()
    assert answer.url == reverse("contract-supplier-change", args=[change.pk])
    assert client.get(answer.url).context["form"] is None
    assert "Weald Carers CIC until 30 June 2026, Oast Care Ltd from 1 July 2026 Waits for a second person" in said(
        client.get(reverse("contract-record", args=[contract.pk]))
    )

    client.force_login(who.director)
    page = client.get(answer.url)
    assert "Schedule 8, paragraph 9" in said(page)
    done = client.post(answer.url, {"answer": "yes", "reason": AGREED, "read": written(change)}, follow=True)
    words = said(done)
    assert "Oast Care Ltd delivers the contract from 1 July 2026. Both suppliers are told." in words
    assert "Weald Carers CIC, until 30 June 2026; Oast Care Ltd, from 1 July 2026" in as_supplier(words)
    assert "Weald Carers CIC until 30 June 2026, Oast Care Ltd from 1 July 2026 Agreed" in words
    with clock.at(datetime(2026, 7, 1, 9, tzinfo=UTC)):
        words = said(client.get(reverse("contract-record", args=[contract.pk])))
        assert "Supplier Oast Care Ltd, from 1 July 2026 Supplier before Weald Carers CIC, until 30 June 2026" in words
        row = row_of(Contract.objects.get(), ["supplier", "earlier suppliers"])
        assert row == ["Oast Care Ltd", "Weald Carers CIC until 2026-06-30"]
        assert ">Oast Care Ltd<" in client.get(reverse("contracts")).content.decode()


def as_supplier(words: str) -> str:
    """Whatever order two names of one contract have."""
    first, second = "Weald Carers CIC, until 30 June 2026", "Oast Care Ltd, from 1 July 2026"
    return words.replace(f"{second}; {first}", f"{first}; {second}")


def test_what_was_typed_stays_and_each_problem_has_its_field(client, scene):
    who, contract, new, _ = scene
    client.force_login(who.manager)
    way = reverse("contract-supplier", args=[contract.pk])
    answer = client.post(way, typed(contract, new, reason="tbc", effective_on_year="2025"))
    assert answer.context["form"]["reason"].value() == "tbc"
    assert answer.context["form"].errors["reason"] == ["Say what shows that the ground holds in this case: “tbc” does not"]
    answer = client.post(way, typed(contract, new, effective_on_year="2025"))
    assert answer.context["form"].errors["effective_on"] == [
        "Enter today or a day to come: what is due before stays with the supplier so far"
    ]
    answer = client.post(way, {"read": written(contract)})
    assert answer.context["form"].errors["ground"] == ["Choose on what the change rests"]
    assert not SupplierChange.objects.exists()


def test_refused_and_taken_back(client, scene):
    who, contract, new, _ = scene
    client.force_login(who.manager)
    client.post(reverse("contract-supplier", args=[contract.pk]), typed(contract, new))
    first = SupplierChange.objects.get()
    withdraw = reverse("contract-supplier-change-withdraw", args=[first.pk])
    assert "You took your proposal back." in said(client.post(withdraw, {"read": written(first)}, follow=True))
    client.post(reverse("contract-supplier", args=[contract.pk]), typed(contract, new, reason=f"{WHY}, and signed"))
    second = SupplierChange.objects.latest("pk")
    client.force_login(who.director)
    data = {"answer": "no", "reason": "The deed is not signed yet", "read": written(second)}
    done = client.post(reverse("contract-supplier-change", args=[second.pk]), data, follow=True)
    assert "Refused. Nothing was changed, and who proposed it is told." in said(done)
    tags = html.fromstring(done.content).xpath("//ul[@class='govuk-list']/li/strong")
    assert [found.text_content() for found in tags] == ["Taken back", "Refused"]


def test_the_form_says_where_another_supplier_is_proposed(client, scene):
    who, contract, new, _ = scene
    change = SupplierChange.objects.create(
        contract=contract, leaves=contract.parties.get(), comes=new, effective_on=date(2026, 7, 1), ground="provided",
        ground_then="The contract itself", reason=WHY, asked_by=who.manager,
    )  # fmt: skip
    decide_supplier_change(change, by=who.director, accept=True, decision=AGREED)
    client.force_login(who.manager)
    edit = reverse("contract-edit", args=[contract.pk])
    form = client.get(edit).context["form"]
    assert form["suppliers"].value() == as_typed(new)
    data = {name: form[name].value() or "" for name in form.fields if name not in ("starts_on", "ends_on", "review_on")}
    for name in ("starts_on", "ends_on"):
        day = getattr(contract, name)
        data |= {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
    answer = client.post(edit, {**data, "suppliers": as_typed(who.supplier), "districts": []})
    assert answer.context["form"].errors["suppliers"] == [AWARDED]


def test_each_supplier_reads_its_own_returns_and_the_council_all(client, scene):
    who, contract, new, newcomer = scene
    change = SupplierChange.objects.create(
        contract=contract, leaves=contract.parties.get(), comes=new, effective_on=date(2026, 7, 1), ground="provided",
        ground_then="The contract itself", reason=WHY, asked_by=who.manager,
    )  # fmt: skip
    decide_supplier_change(change, by=who.director, accept=True, decision=AGREED)
    count = {
        person: sum(rows.count() for rows in parts_of(contract, people.fresh(person)).values())
        for person in (who.reporter, newcomer, who.manager)
    }
    assert count[who.reporter] + count[newcomer] == count[who.manager]
    assert count[who.reporter] > 0
    with clock.at(datetime(2026, 9, 1, 9, tzinfo=UTC)):
        for person, first in ((who.reporter, "2025-07"), (newcomer, "2026-07")):
            client.force_login(person)
            rows = client.get(reverse("contract-returns", args=[contract.pk]), {"show": "all"}).context["page"]
            assert min(row.due_on for row in rows).isoformat()[:7] == first
            template = client.get(reverse("returns-template", args=[contract.pk, "csv"])).content.decode()
            assert template.count("Apprenticeships started") == len([row for row in rows if row.starts_on <= clock.today()])
        # Reading goes on for the one that left, acting does not
        client.force_login(who.reporter)
        assert client.get(reverse("contract", args=[contract.pk])).status_code == 200
        assert client.get(reverse("contract", args=[contract.pk])).context["side"] is None


def test_who_may_not_propose_or_read_it(client, scene):
    who, contract, new, newcomer = scene
    client.force_login(who.manager)
    client.post(reverse("contract-supplier", args=[contract.pk]), typed(contract, new))
    change = SupplierChange.objects.get()
    for person, propose, read in ((who.reporter, 403, 403), (who.member, 403, 200), (newcomer, 404, 403)):
        client.force_login(person)
        assert client.get(reverse("contract-supplier", args=[contract.pk])).status_code == propose
        assert client.get(reverse("contract-supplier-change", args=[change.pk])).status_code == read
    client.force_login(people.person(people.council(), Role.LEAD_DIRECTOR))
    assert client.get(reverse("contract-supplier-change", args=[change.pk])).status_code == 404
