"""Who sees a story, with the person's consent and without it: the whole table; and no page, timeline or download is a way round."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from contracts.evidence import services
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

# Columns: the supplier's draft, handed in; with consent and without
SEES = """
                     draft, consent  draft, none  in, consent  in, none
commissioner         no              no           yes          no
procurement_officer  no              no           yes          no
evaluator            no              no           no           no
evaluation_lead      no              no           no           no
contract_manager     no              no           yes          yes
lead_director        no              no           yes          yes
member               no              no           yes          no
supplier             yes             yes          yes          yes
partner              no              no           no           no
administrator        no              no           no           no
elsewhere            no              no           no           no
left                 no              no           no           no
inactive             no              no           no           no
second supplier      yes             yes          yes          yes
member and evaluator  no             no           yes          no
nobody               no              no           no           no
"""


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


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
        name: services.tell_story(body, by=who.reporter, title=f"Title {name}", text=f"Words {name}", consent=name == "consent")
        for name in ("consent", "none")
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
    assert seen == wanted


@pytest.mark.parametrize(
    ("name", "sees"),
    [("supplier", True), ("contract_manager", True), ("lead_director", True), ("member", False), ("commissioner", False)],
)
def test_the_page_of_the_return_shows_what_may_be_seen(scene, client, name, sees):
    who, users, body, _ = scene
    returns.submit_return(body, by=who.reporter)
    client.force_login(users[name])
    page = client.get(reverse("return", args=[body.due_id])).content.decode()
    assert "Words consent" in page
    assert ("Words none" in page, "Title none" in page) == (sees, sees)


def test_no_timeline_names_a_story_without_consent(scene, client):
    """A story told with a return that was sent back is no draft's secret any more: its title would stand in the record."""
    who, users, body, _ = scene
    returns.submit_return(body, by=who.reporter)
    returns.query_return(body, by=who.manager, comment="Who else?")
    body = Return.objects.get(pk=body.pk)
    late = [
        services.tell_story(body, by=who.reporter, title=f"Late {c}", text="x", consent=c == "open") for c in ("open", "shut")
    ]
    for story in late:
        services.remove_story(story, by=who.reporter)
    sentences = [
        event.sentence for event in AuditEvent.objects.filter(verb__in=["tell story", "remove story"], confidential=False)
    ]
    assert [s for s in sentences if "Late shut" in s] == []
    assert sorted(s.split(" KPI")[0] for s in sentences) == [
        "added a story without consent to publish it to the return of",
        "added the story “Late open” to the return of",
        "removed a story without consent to publish it from the return of",
        "removed the story “Late open” from the return of",
    ]
    client.force_login(users["member"])
    assert "Late shut" not in client.get(reverse("return", args=[body.due_id])).content.decode()


def test_a_story_one_may_not_see_is_not_taken_out_by_its_address(scene, client):
    who, users, body, told = scene
    assert who.member.can("edit_contracts") is False
    client.force_login(build.parties().manager)
    assert client.post(reverse("story-remove", args=[told["none"].pk])).status_code == 404
    assert Story.objects.count() == 2
