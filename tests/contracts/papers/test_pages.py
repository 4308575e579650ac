"""The pages of a contract's documents, as the people around it see and use them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from contracts.papers.models import Paper
from contracts.papers.selectors import rows_for
from socialvalue.common import clock
from socialvalue.documents.models import Document
from tests.builders import contracts as build
from tests.reading import as_read

from .steps import NOW, UNTIL, added, upload

pytestmark = pytest.mark.django_db
WHY = "The new policy of the group covers this contract too."


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


@pytest.fixture
def stage():
    return build.active_contract()


def page(client, user, name, *args, **query) -> str:
    client.force_login(user)
    return as_read(client.get(reverse(name, args=args), query).content.decode())


def typed(day: date | None, name: str = "valid_until") -> dict:
    parts = {"day": day.day, "month": day.month, "year": day.year} if day else {}
    return {f"{name}_{part}": value for part, value in parts.items()}


def test_a_supplier_adds_its_certificate_and_finds_it_on_the_contract(stage, client):
    contract, who = stage
    client.force_login(who.reporter)
    url = reverse("contract-paper-new", args=[contract.pk])
    assert "The supplier may read it" not in as_read(client.get(url).content.decode())
    data = {"kind": "insurance", "title": "Public liability", "file": upload(), **typed(UNTIL)}
    answer = client.post(url, data)
    assert (answer.status_code, answer.url) == (302, reverse("contract-papers", args=[contract.pk]))
    assert "“Public liability” was added." in page(client, who.reporter, "contract-papers", contract.pk)
    for user, sees in ((who.reporter, True), (who.manager, True), (who.director, True), (who.member, False)):
        shown = page(client, user, "contract", contract.pk)
        assert ("Public liability" in shown, "Insurance certificate, until" in shown) == (sees, sees)
    file = reverse("document", args=[Document.objects.of(Paper.objects.get()).get().pk])
    client.force_login(who.manager)
    assert client.get(file).status_code == 200
    client.force_login(who.member)
    assert client.get(file).status_code == 404


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(stage, client):
    contract, who = stage
    client.force_login(who.manager)
    data = {"kind": "bond", "title": "Performance bond", "file": upload(), **typed(NOW.date() - timedelta(days=1))}
    shown = as_read(client.post(reverse("contract-paper-new", args=[contract.pk]), data).content.decode())
    assert "This one has run out already: add one that is in force" in shown
    assert 'value="Performance bond"' in shown
    assert Paper.objects.count() == 0


def test_a_newer_one_begins_with_what_the_old_one_said_and_both_stand_in_the_list(stage, client):
    contract, who = stage
    old = added(contract, who.reporter)
    client.force_login(who.reporter)
    url = reverse("contract-paper-newer", args=[old.pk])
    assert 'value="Public liability insurance"' in client.get(url).content.decode()
    data = {"kind": "insurance", "title": "Public liability 2027", "file": upload(), **typed(date(2027, 8, 31))}
    assert client.post(url, data).status_code == 302
    listed = rows_for(list(client.get(reverse("contract-papers", args=[contract.pk])).context["page"]), who.reporter)
    assert [(row.paper.title, row.is_over, row.may_replace, row.may_set_aside) for row in listed] == [
        ("Public liability insurance", True, False, False),
        ("Public liability 2027", False, True, False),
    ]
    shown = page(client, who.reporter, "contract", contract.pk)
    assert ("Public liability 2027" in shown, "Public liability insurance" in shown) == (True, False)


def test_a_manager_sets_one_aside_with_a_reason(stage, client):
    contract, who = stage
    paper = added(contract, who.reporter)
    client.force_login(who.manager)
    url = reverse("contract-paper-aside", args=[paper.pk])
    refused = as_read(client.post(url, {"reason": "ok", "version": paper.version}).content.decode())
    assert "Say why it is no longer needed" in refused
    assert client.post(url, {"reason": WHY, "version": paper.version}).status_code == 302
    shown = page(client, who.reporter, "contract-papers", contract.pk)
    assert ("No longer needed" in shown, WHY in shown, "Add a newer one" in shown) == (True, True, False)


def test_outsiders_find_nothing_and_others_are_told_why_not(stage, client):
    contract, who = stage
    kept = added(contract, who.manager)
    stranger = build.parties()
    for user, name, key, status in (
        (stranger.manager, "contract-papers", contract.pk, 404),
        (stranger.reporter, "contract-paper-new", contract.pk, 404),
        (who.member, "contract-papers", contract.pk, 200),
        (who.member, "contract-paper-new", contract.pk, 403),
        (who.member, "contract-paper-newer", kept.pk, 404),
        (who.reporter, "contract-paper-newer", kept.pk, 404),
        (who.reporter, "contract-paper-aside", kept.pk, 404),
        (who.director, "contract-paper-aside", kept.pk, 403),
    ):
        client.force_login(user)
        assert client.get(reverse(name, args=[key])).status_code == status, (user, name)


def test_the_list_of_every_contract_is_narrowed_to_what_runs_out_and_taken_as_a_file(stage, client):
    contract, who = stage
    added(contract, who.reporter, title="Run out", valid_until=NOW.date())
    added(contract, who.reporter, title="Runs out soon", valid_until=NOW.date() + timedelta(days=61))
    added(contract, who.reporter, title="Runs out later", valid_until=NOW.date() + timedelta(days=62))
    added(contract, who.manager, title="Never", kind="signed", valid_until=None, shared=True)
    strange, other = build.active_contract()
    added(strange, other.manager, title="Of another council")
    client.force_login(who.manager)
    url = reverse("contract-papers-all")
    with clock.at(NOW + timedelta(days=1)):
        client.force_login(who.manager)
        found = {
            state: [paper.title for paper in client.get(url, {"state": state}).context["page"]] for state in ("", "soon", "over")
        }
        kinds = [paper.title for paper in client.get(url, {"kind": "signed"}).context["page"]]
        lines = b"".join(client.get(url, {"as": "csv", "state": "over"}).streaming_content).decode("utf-8-sig").splitlines()
    assert found == {
        "": ["Run out", "Runs out soon", "Runs out later", "Never"],
        "soon": ["Run out", "Runs out soon"],
        "over": ["Run out"],
    }
    assert kinds == ["Never"]
    assert lines == [
        "Document,What it is,Contract,Title of the contract,In force from,In force until,State,Whose it is,Added on,Added by",
        f"Run out,Insurance certificate,{contract.reference},{contract.title},,2026-03-02,Run out,"
        f"{contract.parties.get().name_then},2026-03-02,{who.reporter}",
    ]


def test_the_list_costs_the_same_with_one_document_and_with_four(stage, client, django_assert_num_queries):
    contract, who = stage
    added(contract, who.reporter)
    client.force_login(who.manager)
    url = reverse("contract-papers", args=[contract.pk])
    client.get(url)
    with django_assert_num_queries(COSTS):
        client.get(url)
    for _ in range(3):
        added(contract, who.reporter)
    with django_assert_num_queries(COSTS):
        assert len(client.get(url).context["page"]) == 4


COSTS = 7
