"""One administrator alone is not two people: the roles, the second account, the opening."""

from datetime import timedelta

import pytest
from django.urls import reverse

from procurement.bidding import permissions
from procurement.bidding import services as bids
from procurement.bidding.models import Answer, Bid, Opening
from procurement.tendering.calculations.deadlines import opens_at
from procurement.tendering.services import close_due
from socialvalue.accounts.administration import services
from socialvalue.accounts.administration.models import RoleGrant
from socialvalue.accounts.administration.services import granting
from socialvalue.accounts.enums import Permission, Role
from socialvalue.accounts.models import User
from socialvalue.accounts.permissions import TWO_BY_ONE
from socialvalue.accounts.selectors import people_who
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed
from tests.builders import bidding, people, tendering

pytestmark = pytest.mark.django_db


@pytest.fixture
def tender():
    made = tendering.published_tender()
    bidding.submitted_bid(made, bidding.bidder(), price="3096000")
    return made


def after(tender, **later):
    return clock.at(opens_at(tender) + timedelta(**later))


def test_an_administrator_with_a_second_self_opens_nothing(client, tender):
    """Gives himself a role, adds a second self, begins the opening, completes it as the second self: forty seconds."""
    admin = people.person(tender.council, Role.ADMINISTRATOR)
    with after(tender):
        close_due(clock.now())
        client.force_login(admin)
        typed = {"roles": ["administrator", "procurement_officer"], "reason": "Cover for the next evaluation"}
        assert client.post(f"/administration/people/{admin.pk}/roles/", typed).status_code == 403
        typed = {"name": "Second Self", "email": "second@council.example", "job_title": "", "roles": ["evaluation_lead"]}
        typed["reason"] = "Cover for the next evaluation"
        client.post("/administration/people/new/", typed)
        second = User.objects.get(email="second@council.example")
        begin, complete = (reverse(f"opening-{step}", args=[tender.reference]) for step in ("begin", "complete"))
        assert client.post(begin).status_code == 403
        client.force_login(second)
        assert client.post(begin).status_code in (403, 404)
        assert client.post(complete).status_code in (403, 404)
        assert client.post(reverse("role-grant", args=[RoleGrant.objects.get().pk]), {"decision": "confirm"}).status_code == 403
    assert not Opening.objects.exists()
    assert not Answer.objects.exists()
    assert list(Bid.objects.values_list("status", "price")) == [("submitted", None)]


def granted(tender, *, asked_by, confirmed_by) -> User:
    """Somebody new who leads evaluations, on the word of two."""
    user = services.add_person(
        tender.council,
        by=asked_by,
        email="new@example.org",
        name="Nell New",
        roles=["evaluation_lead", "member"],
        reason="She leads the next evaluation",
    )
    granting.confirm(RoleGrant.objects.get(user=user), by=confirmed_by)
    return people.fresh(user)


@pytest.fixture
def team(tender):
    """An administrator who also opens bids, and a director who does: roles from before."""
    admin = people.person(tender.council, Role.ADMINISTRATOR, Role.PROCUREMENT_OFFICER)
    director = people.person(tender.council, Role.LEAD_DIRECTOR, Role.PROCUREMENT_OFFICER)
    return admin, director


@pytest.mark.parametrize("which", ["asked", "confirmed"])
@pytest.mark.parametrize("order", ["the new one completes", "the new one begins"])
def test_whoever_made_the_other_is_not_the_second_person(tender, team, which, order):
    admin, director = team
    new = granted(tender, asked_by=admin, confirmed_by=director)
    old = admin if which == "asked" else director
    first, second = (old, new) if order == "the new one completes" else (new, old)
    with after(tender):
        opening = bids.begin_opening(tender, by=first)
        with pytest.raises(NotAllowed, match="^One of you two gave the other a role, or confirmed it, within the last 12 months"):
            bids.complete_opening(opening, by=second)
        assert not Bid.objects.filter(status="opened").exists()
        third = people.person(tender.council, Role.PROCUREMENT_OFFICER)
        bids.complete_opening(opening, by=third)
    assert Bid.objects.filter(status="opened").count() == 1


def test_also_where_only_a_plain_role_was_given_with_the_account(tender, team):
    """The account was added by the one, the role that opens by two others."""
    admin, director = team
    other = people.person(tender.council, Role.ADMINISTRATOR)
    new = services.add_person(tender.council, by=admin, email="new@example.org", name="Nell New", roles=["member"])
    services.change_roles(new, tender.council, by=other, roles=["member", "evaluation_lead"], reason="A new post since Monday.")
    granting.confirm(RoleGrant.objects.get(user=new), by=director)
    with after(tender):
        opening = bids.begin_opening(tender, by=admin)
        with pytest.raises(NotAllowed, match="^One of you two gave the other a role"):
            bids.complete_opening(opening, by=people.fresh(new))


@pytest.mark.parametrize(("days", "together"), [(364, False), (366, True)])
def test_both_sides_of_twelve_months(tender, team, days, together):
    admin, director = team
    with clock.at(clock.now() - timedelta(days=10)):
        new = granted(tender, asked_by=admin, confirmed_by=director)
    new.memberships.update(started_at=opens_at(tender) - timedelta(days=days))
    with after(tender):
        opening = bids.begin_opening(tender, by=admin)
        assert permissions.can_complete(new, opening) is together


def test_roles_from_before_and_of_another_council_bar_nobody(tender, team):
    admin, director = team
    elsewhere = people.council()
    people.give(admin, elsewhere, Role.MEMBER, granted_by=director)
    with after(tender):
        opening = bids.begin_opening(tender, by=admin)
        bids.complete_opening(opening, by=people.fresh(director))
    assert Bid.objects.filter(status="opened").count() == 1


def test_the_page_of_the_opening_says_why_and_who_else_can(client, tender, team):
    admin, director = team
    new = granted(tender, asked_by=admin, confirmed_by=people.person(tender.council, Role.LEAD_DIRECTOR))
    with after(tender):
        bids.begin_opening(tender, by=admin)
        address = reverse("opening", args=[tender.reference])
        client.force_login(new)
        page = client.get(address).content.decode()
        assert TWO_BY_ONE in page
        assert "opening/complete/" not in page
        client.force_login(people.fresh(admin))
        all_openers = set(people_who(Permission.OPEN_BIDS, tender.council))
        assert director in all_openers
        assert set(client.get(address).context["others"]) == all_openers - {admin, new}
        client.force_login(people.fresh(director))
        assert "opening/complete/" in client.get(address).content.decode()
