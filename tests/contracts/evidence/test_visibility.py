"""Who sees a story, with the person's consent and without it: the whole table; and no page, timeline or download is a way round."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from contracts.evidence import services
from contracts.evidence.calculations.consent import NOT_ASKED
from contracts.evidence.models import Story
from contracts.returns import services as returns
from contracts.returns.models import Return
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Membership
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.builders import people
from tests.fixtures import truth

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 7, 10, 9, tzinfo=clock.LONDON)

# Columns: the supplier's draft, handed in; as the person agreed, and without agreement
SEES = """
                     draft, public  draft, none  in, public  in, reports  in, council  in, none  in, withdrawn
commissioner         no             no           yes         yes          yes          no        no
procurement_officer  no             no           yes         yes          yes          no        no
evaluator            no             no           no          no           no           no        no
evaluation_lead      no             no           no          no           no           no        no
contract_manager     no             no           yes         yes          yes          yes       yes
lead_director        no             no           yes         yes          yes          yes       yes
member               no             no           yes         yes          no           no        no
supplier             yes            yes          yes         yes          yes          yes       yes
partner              no             no           no          no           no           no        no
administrator        no             no           no          no           no           no        no
elsewhere            no             no           no          no           no           no        no
left                 no             no           no          no           no           no        no
inactive             no             no           no          no           no           no        no
second supplier      yes            yes          yes         yes          yes          yes       yes
member and evaluator  no            no           yes         yes          no           no        no
nobody               no             no           no          no           no           no        no
"""
COLUMNS = truth.table(SEES)["nobody"]
KINDS = ("public", "reports", "council", "none", "withdrawn")


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


def agreed(use: str):
    return NOT_ASKED if use == "none" else replace(build.AGREED, use="public" if use == "withdrawn" else use)


@pytest.fixture
def scene():
    who = build.parties()
    second = build.parties()
    contract, _ = build.active_contract(who, suppliers=[who.supplier, second.supplier])
    users = truth.cast(who.council, who.supplier)
    users["second supplier"] = second.reporter
    users["member and evaluator"] = people.person(who.council, Role.MEMBER)
    Membership.objects.create(user=users["member and evaluator"], organisation=who.council, role=Role.EVALUATOR)
    users["nobody"] = AnonymousUser()
    body = returns.save_return(build.first_due(contract), by=who.reporter, value=Decimal(3))
    told = {
        name: services.tell_story(body, by=who.reporter, title=f"Title {name}", text=f"Words {name}", consent=agreed(name))
        for name in KINDS
    }
    return who, users, body, told


def test_who_sees_a_story(scene):
    who, users, body, told = scene
    wanted = truth.table(SEES)
    assert set(wanted) == set(users)
    seen = {name: {} for name in users}
    for state in ("draft", "in"):
        for name, user in users.items():
            found = set(Story.objects.visible_to(user).values_list("pk", flat=True))
            seen[name] |= {f"{state}, {kind}": "yes" if story.pk in found else "no" for kind, story in told.items()}
        if state == "draft":
            returns.submit_return(body, by=who.reporter)
            services.withdraw_story(told["withdrawn"], by=who.reporter, how="The person told their support worker.")
    assert {name: {column: cells[column] for column in COLUMNS} for name, cells in seen.items()} == wanted


@pytest.mark.parametrize(
    ("name", "sees"),
    [("supplier", True), ("contract_manager", True), ("lead_director", True), ("member", False), ("commissioner", False)],
)
def test_the_page_of_the_return_shows_what_may_be_seen(scene, client, name, sees):
    who, users, body, _ = scene
    returns.submit_return(body, by=who.reporter)
    client.force_login(users[name])
    page = client.get(reverse("return", args=[body.due_id])).content.decode()
    assert "Words public" in page
    assert ("Words none" in page, "Title none" in page) == (sees, sees)


def test_no_timeline_names_a_story(scene, client):
    """A story told with a return that was sent back is no draft's secret any more: its title would stand in the record."""
    who, users, body, _ = scene
    returns.submit_return(body, by=who.reporter)
    returns.query_return(body, by=who.manager, comment="Who else?")
    body = Return.objects.get(pk=body.pk)
    late = [
        services.tell_story(body, by=who.reporter, title=f"Late {use}", text="x", consent=agreed(use))
        for use in ("public", "none")
    ]
    for story in late:
        services.remove_story(story, by=who.reporter)
    sentences = [
        event.sentence for event in AuditEvent.objects.filter(verb__in=["tell story", "remove story"], confidential=False)
    ]
    assert [s for s in sentences if "Late" in s] == [], "the person may withdraw, and the record keeps what stands in it"
    assert sorted(s.split(" KPI")[0] for s in sentences) == [
        "added a case study (anybody, in publicity too) to the return of",
        "added a case study (nobody was asked, or they did not agree) to the return of",
        "removed a case study from the return of",
        "removed a case study from the return of",
    ]
    client.force_login(users["member"])
    assert "Late none" not in client.get(reverse("return", args=[body.due_id])).content.decode()


def test_a_story_one_may_not_see_is_not_taken_out_by_its_address(scene, client):
    who, users, body, told = scene
    assert who.member.can("edit_contracts") is False
    client.force_login(build.parties().manager)
    assert client.post(reverse("story-remove", args=[told["none"].pk])).status_code == 404
    assert Story.objects.count() == len(KINDS)
