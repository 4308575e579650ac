"""A supplier's long file of contracts is taken only while they see all that was in it."""

import pytest
from django.urls import reverse

from contracts.register.models import ContractSupplier
from contracts.suppliers import services
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Organisation
from socialvalue.exports.documents import kind_of
from socialvalue.exports.models import Export
from socialvalue.exports.services import ask, asking, sweep
from socialvalue.jobs.services import run_job
from socialvalue.suppliers.services import together
from tests.builders import contracts as build
from tests.builders import people

pytestmark = pytest.mark.django_db
SAID = {"reason": "It was entered twice, once with its trading name", "evidence": "Companies House shows one company"}
DECIDED = {"accept": True, "decision": "The same address, and their secretary says so"}
KINDS = ["contracts", "contracts-list"]


@pytest.fixture
def who(monkeypatch):
    monkeypatch.setattr(asking, "BOUND", -1)
    who = build.parties(supplier=people.supplier("Weald Carers CIC"))
    build.active_contract(who, reference="CON-1", title="Short breaks")
    return who


def made(person, kind: str = "contracts-list", query: str = "") -> Export:
    export = ask(kind_of(kind), by=people.fresh(person), query=query)
    run_job(export.job_id)
    return Export.objects.get(pk=export.pk)


def titles(export: Export) -> list[bool]:
    with export.file.open("rb") as file:
        text = file.read().decode()
    return [title in text for title in ("Short breaks", "Day care")]


def is_given_out(client, person, export: Export) -> bool:
    client.force_login(people.fresh(person))
    return client.get(reverse("export-take", args=[export.pk])).streaming


@pytest.mark.parametrize("kind", KINDS)
def test_after_two_suppliers_were_parted_the_file_of_both_is_not_given_out(who, client, kind):
    second = people.person(who.council, Role.PROCUREMENT_OFFICER)
    joined = people.supplier("Carers of the Weald", confirmed=False)
    build.draft_contract(who, suppliers=[joined], reference="CON-2", title="Day care")
    services.decide_joining(together.propose_joining(who.supplier, joined, by=who.manager, **SAID), by=second, **DECIDED)
    export = made(who.reporter, kind)
    assert titles(export) == [True, True]
    assert is_given_out(client, who.reporter, export)
    parting = services.propose_parting(Organisation.objects.get(pk=joined.pk), by=second, given_back=(), **SAID)
    services.decide_joining(parting, by=people.fresh(who.manager), **DECIDED)
    assert not is_given_out(client, who.reporter, export)
    assert sweep() == 1
    assert titles(made(who.reporter, kind)) == [True, False]


@pytest.mark.parametrize("kind", KINDS)
def test_after_a_link_was_taken_back_its_contract_is_not_given_out(who, client, kind):
    other = build.draft_contract(who, reference="CON-2", title="Day care")[0]
    export = made(who.reporter, kind)
    assert titles(export) == [True, True]
    assert sweep() == 0
    ContractSupplier.objects.filter(contract=other).update(open_to=None, confirmed_at=None)
    assert not is_given_out(client, who.reporter, export)
    assert sweep() == 1


def test_of_an_officer_links_say_nothing(who, client):
    export = made(who.manager)
    ContractSupplier.objects.update(open_to=None, confirmed_at=None)
    assert sweep() == 0
    assert is_given_out(client, who.manager, export)


@pytest.mark.parametrize(
    ("kind", "query", "said"),
    [
        ("contracts", "sort=title&x=1&columns=ends", ""),
        ("contracts-list", "sort=title&x=1&columns=ends&page=2", "columns=ends&sort=title"),
        ("contracts-list", "search=care&sort=", "search=care"),
    ],
)
def test_what_changes_a_file_of_contracts(who, kind, query, said):
    assert made(who.manager, kind, query).query == said
