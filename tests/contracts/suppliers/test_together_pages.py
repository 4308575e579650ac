"""Joining and parting on the pages: from the supplier that looks alike to the second officer's word, and back."""

import pytest
from django.urls import reverse
from lxml import html

from contracts.suppliers.selectors.waiting import waits_for
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Organisation
from socialvalue.common.reading import written
from socialvalue.suppliers.models import Joining
from socialvalue.suppliers.selectors.naming import as_typed
from tests.builders import contracts as build
from tests.builders import people
from tests.reading import as_read

from . import steps

pytestmark = pytest.mark.django_db
SAID = {"reason": "It was entered twice, once with its trading name", "evidence": "Companies House shows one company"}


def said(response) -> str:
    """The words of the page, without its tags."""
    return as_read(html.fromstring(response.content).text_content())


@pytest.fixture
def scene():
    """A supplier with people, one of a like name that a file brought, and two officers."""
    who = build.parties(supplier=people.supplier("Weald Carers CIC", fictional=False))
    build.draft_contract(who, reference="CON-1", title="Short breaks")
    twin = people.supplier("Weald Carer CIC", confirmed=False, fictional=False)
    build.draft_contract(who, suppliers=[twin], reference="CON-2", title="Day care")
    return who, twin, people.person(who.council, Role.PROCUREMENT_OFFICER)


def propose(client, who, twin, **more):
    client.force_login(who.manager)
    return client.post(reverse("supplier-join", args=[who.supplier.pk]), {"joined": as_typed(twin), **SAID, **more})


def test_from_the_like_name_to_one_supplier(client, scene):
    who, twin, second = scene
    client.force_login(who.manager)
    page = client.get(reverse("supplier", args=[who.supplier.pk])).content.decode()
    address = f"{reverse('supplier-join', args=[who.supplier.pk])}?with={twin.pk}"
    assert f'href="{address}"' in page
    form = client.get(address)
    assert form.context["form"]["joined"].value() == as_typed(twin)
    answer = propose(client, who, twin)
    joining = Joining.objects.get()
    assert answer.url == reverse("supplier-joining", args=[joining.pk])
    mine = client.get(answer.url)
    assert mine.context["form"] is None
    assert "You proposed this. Another officer decides. Take it back" in said(mine)
    assert "Nothing changes until another officer agrees." in said(mine)

    client.force_login(second)
    assert f'href="{answer.url}"' in client.get(reverse("supplier", args=[twin.pk])).content.decode()
    assert "1 joining to decide" in client.get(reverse("suppliers"), {"waiting": "yes"}).content.decode()
    page = client.get(answer.url)
    assert [(side.supplier, side.part, side.people, side.contracts) for side in page.context["sides"]] == [
        (who.supplier, "Goes on", 1, 1),
        (twin, "Is joined to it", 0, 1),
    ]
    done = client.post(answer.url, {"answer": "yes", "reason": steps.WHY, "read": written(joining)}, follow=True)
    assert "Weald Carer CIC and Weald Carers CIC are one supplier from now on. Their people are told." in said(done)
    assert "Weald Carer CIC was found to be one supplier with it" in said(done)
    # The list has it once, and its own page says where it went
    assert list(client.get(reverse("suppliers")).context["page"]) == [who.supplier]
    assert "It was found to be one supplier with Weald Carers CIC, which goes on" in said(
        client.get(reverse("supplier", args=[twin.pk]))
    )
    # Its contracts are found with it
    found = client.get(reverse("contracts"), {"supplier": who.supplier.name}).context["page"]
    assert sorted(row.reference for row in found) == ["CON-1", "CON-2"]


def test_what_was_typed_stays_where_it_is_refused(client, scene):
    who, twin, _ = scene
    who.supplier.numbers.create(scheme="GB-COH", number="01234567")
    twin.numbers.create(scheme="GB-COH", number="07654321")
    answer = propose(client, who, twin)
    assert answer.status_code == 200
    assert answer.context["form"].errors["joined"] == [
        "Weald Carers CIC has Companies House 01234567, and Weald Carer CIC has Companies House 07654321. Two numbers of one "
        "register are two organisations. If one of them is mistaken, have it changed first."
    ]
    assert answer.context["form"]["evidence"].value() == SAID["evidence"]
    assert not Joining.objects.exists()


def test_taken_back_and_refused_stay_readable(client, scene):
    who, twin, second = scene
    propose(client, who, twin)
    first = Joining.objects.get()
    answer = client.post(reverse("supplier-joining-withdraw", args=[first.pk]), {"read": written(first)}, follow=True)
    assert "You took your proposal back. Nothing was changed." in said(answer)
    assert "Taken back" in said(client.get(reverse("supplier-joining", args=[first.pk])))
    propose(client, who, twin, reason="Their secretary told us that it is one company")
    again = Joining.objects.latest("pk")
    client.force_login(second)
    here = reverse("supplier-joining", args=[again.pk])
    data = {"answer": "no", "reason": "They are two companies of one family", "read": written(again)}
    assert "Refused. Nothing was changed" in said(client.post(here, data, follow=True))
    page = client.get(here)
    assert (page.context["form"], "They are two companies of one family" in said(page)) == (None, True)
    assert waits_for(people.fresh(second)).together == {}


def test_parting_asks_whose_the_contracts_since_are(client, scene):
    who, twin, second = scene
    propose(client, who, twin)
    joining = Joining.objects.get()
    client.force_login(second)
    client.post(reverse("supplier-joining", args=[joining.pk]), {"answer": "yes", "reason": steps.WHY, "read": written(joining)})
    since, _ = build.draft_contract(who, reference="CON-3", title="Meals")
    part = reverse("supplier-part", args=[twin.pk])
    assert f'href="{part}"' in client.get(reverse("supplier", args=[who.supplier.pk])).content.decode()
    form = client.get(part).context["form"]
    assert form.fields["given_back"].label == "Which of these contracts are with Weald Carer CIC?"
    assert [label for _, label in form.fields["given_back"].choices] == ["CON-3 Meals"]
    answer = client.post(part, {**SAID, "reason": "They are two after all", "given_back": [since.parties.get().pk]})
    parting = Joining.objects.latest("pk")
    client.force_login(who.manager)
    page = client.get(answer.url)
    assert "Contracts that are with Weald Carer CIC CON-3 Meals" in said(page)
    # The same council has said it: nothing is asked again
    assert "given_back" not in page.context["form"].fields
    done = client.post(answer.url, {"answer": "yes", "reason": steps.WHY, "read": written(parting)}, follow=True)
    assert "Weald Carer CIC and Weald Carers CIC are two suppliers again. Their people are told." in said(done)
    assert since.parties.get().organisation == twin
    assert Organisation.objects.get(pk=twin.pk).part_of is None
    assert client.get(part).status_code == 404


def test_the_form_of_a_contract_offers_the_one_that_goes_on(client, scene):
    who, twin, second = scene
    other, _ = build.draft_contract(who, reference="CON-9")
    twins = twin.contracts.get()
    Organisation.objects.filter(pk=twin.pk).update(part_of=who.supplier)
    client.force_login(who.manager)
    offered = [
        set(client.get(reverse("contract-edit", args=[one.pk])).context["form"].fields["suppliers"].among())
        for one in (other, twins)
    ]
    assert offered == [{who.supplier}, {who.supplier, twin}]


def test_who_neither_confirms_suppliers_nor_is_of_their_council_comes_nowhere(client, scene):
    who, twin, _ = scene
    propose(client, who, twin)
    joining = Joining.objects.get()
    addresses = [
        reverse("supplier-join", args=[who.supplier.pk]),
        reverse("supplier-joining", args=[joining.pk]),
    ]
    client.force_login(who.reporter)
    assert [client.get(one).status_code for one in addresses] == [403, 403]
    client.force_login(people.person(people.council(), Role.PROCUREMENT_OFFICER))
    assert client.get(addresses[0]).status_code == 403
    # That somebody proposed it is no secret among officers; what it says of contracts is only their own
    page = client.get(addresses[1])
    assert [side.contracts for side in page.context["sides"]] == [0, 0]
    assert page.context["form"] is None
    assert client.post(addresses[1], {"answer": "yes", "reason": steps.WHY}).status_code == 403
