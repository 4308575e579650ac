"""Every page of the room: who reaches it."""

import pytest
from django.urls import reverse

from procurement.commissioning import services
from procurement.commissioning.models import Commission
from procurement.commissioning.urls import ACCESS
from socialvalue.accounts.enums import Role
from tests.builders import commissioning as build
from tests.builders import engagement, people

pytestmark = pytest.mark.django_db


def every_page(body: Commission) -> list[str]:
    """Every page of the room that is opened with GET and belongs to this commission."""
    plan = body.plan
    assert plan
    requirement = body.requirements.get()
    entry = body.diagnostic_entries.get()
    numbers = {
        "diagnostic-entry": entry.pk, "diagnostic-remove": entry.pk, "outcome-edit": requirement.sought_id,
        "outcome-drop": requirement.sought_id, "requirement-new": requirement.sought_id, "requirement": requirement.pk,
        "requirement-edit": requirement.pk, "requirement-remove": requirement.pk, "diagnostic-issued": 1, "plan-issued": 1,
        "diagnostic-pdf": 1, "plan-pdf": 1,
    }  # fmt: skip
    words = {"commission-move": "close", "diagnostic-add": "need", "act-consider": "1_3_a"}
    only_post = {"outcome-take-up", "plan-start", "diagnostic-make-pdf", "plan-make-pdf"}
    pages = []
    for name in ACCESS:
        if name in only_post or name in ("commissions", "commission-new"):
            continue
        extra = [x[name] for x in (numbers, words) if name in x]
        pages.append(reverse(name, args=[body.reference, *extra]))
    return pages


@pytest.fixture
def whole():
    body = build.commission_with_approved_plan(framework=build.framework())
    services.add_entry(body, by=body.lead, kind="need", text="Regular times")
    services.issue_diagnostic(body, by=body.lead)
    return body


def test_every_page_opens_for_the_lead_or_says_why_not(client, whole):
    client.force_login(whole.lead)
    refused = {reverse(f"plan-{verb}", args=[whole.reference]) for verb in ("edit", "submit", "decide")}
    for url in every_page(whole):
        status = client.get(url).status_code
        wanted = 403 if url in refused else 302 if url.endswith(".pdf") else 200
        assert status == wanted, (url, status)


def test_outsiders_find_no_page_and_strangers_sign_in(client, whole):
    outsiders = [
        engagement.bidder(),
        build.commissioner(),
        people.person(whole.council, Role.MEMBER),
        people.person(whole.council, Role.EVALUATOR),
    ]
    pages = every_page(whole)
    for user in outsiders:
        client.force_login(user)
        assert {url: client.get(url).status_code for url in pages} == dict.fromkeys(pages, 404)
    client.logout()
    assert {client.get(url).status_code for url in pages} == {302}


def test_an_insider_who_only_reads_gets_403_where_something_changes(client, whole):
    reader = people.person(whole.council, Role.CONTRACT_MANAGER)
    client.force_login(reader)
    changes = (
        "new",
        "edit",
        "add",
        "move",
        "issue",
        "drop",
        "require",
        "remove",
        "submit",
        "decide",
        "reopen",
        "comment",
        "copy",
    )
    for url in every_page(whole):
        tail = url.removeprefix(f"/commissions/{whole.reference}/").strip("/").split("/")
        changing = bool(set(tail) & set(changes)) or tail[:1] == ["act"] and len(tail) > 1
        changing = changing or (tail[0] == "outcomes" and len(tail) == 2) or (tail[:2] == ["diagnostic", "findings"])
        if tail == ["plan", "comment"]:
            continue  # refused when it is sent
        wanted = 403 if changing else 302 if url.endswith(".pdf") else 200
        assert client.get(url).status_code == wanted, url
    assert client.post(reverse("plan-comment", args=[whole.reference]), {"text": "X"}).status_code == 403
