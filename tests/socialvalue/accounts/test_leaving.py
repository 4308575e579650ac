"""Somebody leaves the council: signed out at once, with every role, delegation and open question; and what they leave behind."""

from datetime import timedelta

import pytest

from socialvalue.accounts.administration import services
from socialvalue.accounts.administration.pages import left_behind
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Delegation
from socialvalue.accounts.services import delegating
from socialvalue.common import clock
from socialvalue.notifications.models import Message
from tests.builders import commissioning, evaluation, people, tendering
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return people.council()


@pytest.fixture
def ada(council):
    return people.person(council, Role.ADMINISTRATOR)


def test_signed_out_in_every_browser_and_not_before(client, council, ada, django_user_model):
    person = people.person(council, Role.COMMISSIONER)
    other = type(client)()
    for browser in (client, other):
        browser.force_login(person)
        assert browser.get("/account/").status_code == 200
    services.end_access(person, council, by=ada, reason="They left the council.")
    for browser in (client, other):
        assert browser.get("/account/").url == "/sign-in/?next=/account/"
    person.refresh_from_db()
    client.force_login(person)
    assert client.get("/account/").status_code == 200, "the account itself stays"


def test_roles_in_another_council_stay(council, ada):
    person = people.person(council, Role.COMMISSIONER, Role.MEMBER)
    elsewhere = people.council()
    people.give(person, elsewhere, Role.MEMBER)
    services.end_access(person, council, by=ada, reason="They left the council.")
    assert [m.organisation for m in people.fresh(person).current_memberships] == [elsewhere]


@pytest.mark.parametrize("leaver", ["absent", "delegate"])
def test_delegations_end_and_the_other_of_the_two_hears(council, ada, leaver):
    pair = {name: people.person(council, Role.CONTRACT_MANAGER) for name in ("absent", "delegate")}
    days = {"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=9)}
    delegating.pass_on(by=pair["absent"], delegate=pair["delegate"], **days)
    services.end_access(pair[leaver], council, by=ada, reason="They left the council.")
    made = Delegation.objects.get()
    assert (made.ended_by, made.ended_at is not None) == (ada, True)
    stays = pair["delegate" if leaver == "absent" else "absent"]
    assert [m.recipient for m in Message.objects.filter(key__startswith="delegation-over")] == [stays]


def test_a_delegation_that_is_over_stays_as_it_was(council, ada):
    absent, delegate = (people.person(council, Role.CONTRACT_MANAGER) for _ in range(2))
    with clock.at(clock.now() - timedelta(days=5)):
        delegating.pass_on(by=absent, delegate=delegate, starts_on=clock.today(), ends_on=clock.today())
    services.end_access(delegate, council, by=ada, reason="They left the council.")
    assert Delegation.objects.get().ended_at is None


def test_what_they_leave_behind_of_every_kind(client, council, ada):
    person = people.person(council, *(r for r in Role if r not in (Role.SUPPLIER, Role.PARTNER, Role.ADMINISTRATOR)))
    commission = commissioning.commission(council=council, lead=person)
    tender = tendering.draft(tendering.commission(council=council), by=person)
    contract, _ = build.draft_contract(build.parties(council), manager=person)
    scene = evaluation.prepared(bids=1, panellists=1, tender=evaluation.opened(1, council=council), lead=person)
    elsewhere = build.draft_contract()[0]
    type(elsewhere).objects.filter(pk=elsewhere.pk).update(manager=person)
    found = {kind.heading: [text for text, _ in kind.lines] for kind in left_behind(person, council, ada)}
    assert found["Contracts they manage or direct"] == [contract.title]
    assert str(commission) in found["Commissions they lead"]
    assert found["Tenders they were drafting"] == [str(tender)]
    assert found["Evaluations they lead or score"] == [str(scene.tender)]
    client.force_login(ada)
    page = client.post(f"/administration/people/{person.pk}/end/", {"reason": "They left the council."}, follow=True)
    text = page.content.decode()
    assert page.redirect_chain[0][0] == f"/administration/people/{person.pk}/left/"
    assert contract.title in text
    assert f"/contracts/{contract.pk}/edit/" not in text, "an administrator alone does not open contracts"
    links = [url for kind in left_behind(person, council, people.person(council, Role.CONTRACT_MANAGER)) for _, url in kind.lines]
    assert f"/contracts/{contract.pk}/edit/" in links
    other = people.person(council, Role.CONTRACT_MANAGER, name="Max Manager")
    kinds = {kind.heading: kind.takers for kind in left_behind(person, council, ada)}
    assert other.name in kinds["Contracts they manage or direct"]


def test_nothing_left_says_so_and_other_councils_see_nothing(client, council, ada):
    person = people.person(council, Role.MEMBER)
    client.force_login(ada)
    page = client.post(f"/administration/people/{person.pk}/end/", {"reason": "They left the council."}, follow=True)
    assert "Nothing waits for them" in page.content.decode()
    client.force_login(people.person(people.council(), Role.ADMINISTRATOR))
    assert client.get(f"/administration/people/{person.pk}/left/").status_code == 404


def test_an_administrator_who_leaves_goes_home(client, council, ada):
    people.person(council, Role.ADMINISTRATOR)
    client.force_login(ada)
    page = client.post(f"/administration/people/{ada.pk}/end/", {"reason": "I leave the council."})
    assert page.url == "/"
    assert client.get("/account/").status_code == 200
