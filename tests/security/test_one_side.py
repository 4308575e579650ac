"""An account is on one side: no officer reads a sealed bid as a bidder’s colleague, and no bidder’s person is an evaluator."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from procurement.bidding.models import Bid
from procurement.tendering.services import close_due
from socialvalue.accounts import services as accounts
from socialvalue.accounts.administration import services
from socialvalue.accounts.enums import OrganisationKind, Role
from socialvalue.accounts.models import Membership, User
from socialvalue.accounts.permissions import check_can_join_side
from socialvalue.accounts.services import links
from socialvalue.accounts.services.joining import join
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.notifications.models import Message
from socialvalue.suppliers.services.registering import register_supplier
from tests.builders import bidding, people, pipeline, tendering

pytestmark = pytest.mark.django_db
COUNCILS = (
    "This email address belongs to an account that works, or worked, for a council. "
    "Use another email address for a supplier or a partner."
)
SUPPLIERS = (
    "This email address belongs to an account that acts, or acted, for a supplier or a partner. "
    "Use another email address for work at the council."
)


def test_an_officer_whom_a_bidder_invites_does_not_read_the_sealed_bid(client):
    """The bidder invites the procurement officer, who opens the link signed in and presses the button."""
    tender = tendering.published_tender()
    officer = people.person(tender.council, Role.PROCUREMENT_OFFICER)
    bidder = bidding.bidder()
    bid = bidding.submitted_bid(tender, bidder, price="2232000")
    client.force_login(bidder)
    assert client.post("/account/invite/", {"email": officer.email}).url == "/account/"
    address = f"/invitation/{links.make(links.INVITE, bidder.supplier.invitations.get().pk)}/"
    client.force_login(officer)
    page = client.post(address)
    assert page.status_code == 200
    assert COUNCILS in page.content.decode()
    assert people.fresh(officer).supplier is None
    sent = reverse("bid-sent", args=[bid.pk, bid.submissions.get().number])
    assert client.get(sent).status_code == 404
    assert officer.memberships.count() == 1
    client.force_login(bidder)
    page = client.get(sent).content.decode()
    assert "2,232,000" in page, "the address is the right one"


def test_a_suppliers_person_is_not_added_as_an_evaluator(client):
    council, bidder = people.council(), bidding.bidder()
    client.force_login(people.person(council, Role.ADMINISTRATOR))
    typed = {"name": "Bea Bidder", "email": bidder.email.upper(), "roles": ["evaluator"]}
    page = client.post("/administration/people/new/", typed)
    assert page.context["form"].errors["email"] == [SUPPLIERS]
    assert page.context["form"]["name"].value() == "Bea Bidder"
    assert bidder.memberships.count() == 1


def test_also_long_after_they_left_and_not_by_way_of_a_partner(client):
    council, bidder = people.council(), bidding.bidder()
    bidder.memberships.update(ended_at=clock.now() - timedelta(days=3000))
    ada = people.person(council, Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="Use another email address for work at the council"):
        services.add_person(council, by=ada, email=bidder.email, name="x", roles=["member"])
    officer = people.person(council, Role.COMMISSIONER)
    client.force_login(ada)
    typed = {"organisation_name": "Next Door", "name": "P", "email": officer.email}
    assert client.post("/administration/partners/new/", typed).context["form"].errors["email"] == [COUNCILS]
    assert not Membership.objects.filter(role=Role.PARTNER).exists()


def test_a_partner_may_act_for_a_supplier_and_an_officer_for_two_councils():
    here, there = people.council(), people.council()
    bidder, officer = bidding.bidder(), people.person(here, Role.MEMBER)
    ada = people.person(there, Role.ADMINISTRATOR)
    services.add_partner(there, by=ada, organisation_name="Next Door", name="x", email=bidder.email)
    services.add_person(there, by=ada, email=officer.email, name="x", roles=["member"])
    assert sorted(bidder.memberships.values_list("role", flat=True)) == ["partner", "supplier"]
    assert officer.memberships.count() == 2


def test_a_council_account_does_not_register_as_a_supplier(client):
    officer = people.person(people.council(), Role.COMMISSIONER)
    typed = {"name": "x", "email": officer.email, "password": "three random words", "organisation_name": "Mine Ltd"}
    assert register_supplier(**typed, address="1 Street", postcode="WR1 3AA") is None
    assert officer.memberships.get().role == "commissioner"
    assert Message.objects.get(address=officer.email).subject == "You already have an account"


def test_nobody_blocks_an_officers_address_by_registering_it_first():
    council = people.council()
    ada = people.person(council, Role.ADMINISTRATOR)
    typed = {"name": "Mallory", "email": "new.officer@council.example", "password": "three random words"}
    squatter = register_supplier(**typed, organisation_name="Mine Ltd", address="1 Street", postcode="WR1 3AA")
    user = services.add_person(council, by=ada, email=typed["email"], name="Nora New", roles=["member"])
    squatter.refresh_from_db()
    assert (user.email, user.name, user.council) == (typed["email"], "Nora New", council)
    assert user.pk != squatter.pk
    assert (squatter.is_active, squatter.email) == (False, f"unconfirmed-{squatter.pk}@address.invalid")
    assert squatter.memberships.get().ended_at is not None
    assert AuditEvent.objects.get(verb="gave up an address").actor is None


@pytest.mark.parametrize(
    ("role", "kind", "refusal"),
    [
        (Role.MEMBER, OrganisationKind.COUNCIL, None),
        (Role.MEMBER, OrganisationKind.SUPPLIER, COUNCILS),
        (Role.MEMBER, OrganisationKind.PARTNER, COUNCILS),
        (Role.SUPPLIER, OrganisationKind.COUNCIL, SUPPLIERS),
        (Role.SUPPLIER, OrganisationKind.SUPPLIER, None),
        (Role.SUPPLIER, OrganisationKind.PARTNER, None),
        (Role.PARTNER, OrganisationKind.COUNCIL, SUPPLIERS),
        (Role.PARTNER, OrganisationKind.SUPPLIER, None),
        (None, OrganisationKind.COUNCIL, None),
        (None, OrganisationKind.SUPPLIER, None),
    ],
)
def test_which_side_goes_with_which(role, kind, refusal):
    bodies = {Role.SUPPLIER: people.supplier, Role.PARTNER: pipeline.partner, Role.MEMBER: people.council, None: people.council}
    user = people.person(bodies[role](), *([role] if role else []))
    if refusal is None:
        check_can_join_side(user, kind)
        return
    with pytest.raises(Refused) as refused:
        check_can_join_side(user, kind, "email")
    assert refused.value.problems == [("email", refusal)]


def test_the_database_refuses_a_second_side_an_exchange_of_sides_and_every_deletion():
    officer, bidder = people.person(people.council(), Role.MEMBER), bidding.bidder()
    tries = [
        lambda: people.give(officer, people.supplier(), Role.SUPPLIER),
        lambda: people.give(bidder, people.council(), Role.EVALUATOR),
        lambda: bidder.memberships.update(user=officer),
        lambda: people.give(officer, people.council(), Role.EVALUATOR) or officer.memberships.filter(role="member").delete(),
        lambda: Membership.objects.filter(pk=bidder.memberships.get().pk)._raw_delete("default"),
        lambda: connection.cursor().execute("DELETE FROM socialvalue_membership"),
    ]
    for attempt in tries:
        with pytest.raises(IntegrityError, match="An account is on one side|ends and is never deleted"), transaction.atomic():
            attempt()
    bidder.memberships.update(role=Role.EVALUATOR)  # the only one: the account is on another side then, and on one


@pytest.mark.django_db(transaction=True)
def test_two_sides_at_the_same_moment_let_one_through():
    """The person’s row is held (PostgreSQL), or everything is (SQLite): the second sees the first and is refused in words."""
    council, supplier = people.council(), people.supplier()
    user = people.person(council)
    barrier = Barrier(2, timeout=20)

    def take(body, role) -> str:
        try:
            mine = User.objects.get(pk=user.pk)
            barrier.wait()
            with transaction.atomic():
                join(mine, body, role)
            return "joined"
        except Refused:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        tries = [pool.submit(take, *one) for one in ((council, Role.MEMBER), (supplier, Role.SUPPLIER))]
    assert sorted(one.result() for one in tries) == ["joined", "refused"]
    assert user.memberships.count() == 1


def test_a_suppliers_person_who_is_removed_is_signed_out_and_their_invitations_open_no_more(client):
    supplier = people.supplier()
    boss, colleague = (people.person(supplier, Role.SUPPLIER) for _ in range(2))
    invitation = accounts.invite(supplier, by=colleague, email="friend@example.org")
    others = accounts.invite(supplier, by=boss, email="other@example.org")
    client.force_login(colleague)
    assert client.get("/account/").status_code == 200
    accounts.end_membership(colleague.memberships.get(), by=boss)
    assert client.get("/account/").url == "/sign-in/?next=/account/"
    with pytest.raises(Refused, match="This invitation was withdrawn"):
        accounts.open_invitation(links.make(links.INVITE, invitation.pk))
    assert accounts.open_invitation(links.make(links.INVITE, others.pk)) == others
    client.force_login(User.objects.get(pk=colleague.pk))
    assert client.get("/account/").status_code == 200, "the account is theirs; it opens nothing of the supplier"


def test_whoever_leaves_the_supplier_themselves_stays_signed_in(client):
    supplier = people.supplier()
    leaver, _ = (people.person(supplier, Role.SUPPLIER) for _ in range(2))
    client.force_login(leaver)
    client.post(f"/account/people/{leaver.memberships.get().pk}/end/")
    assert client.get("/account/").status_code == 200


def test_the_bids_of_a_tender_stay_sealed_for_an_officer_from_before_who_is_on_both_sides(client):
    """Accounts on both sides may be there from before: the bids of that supplier are opened by others."""
    tender = tendering.published_tender()
    officer = people.person(tender.council, Role.PROCUREMENT_OFFICER)
    bidder = bidding.bidder()
    with people.from_before():
        people.give(officer, bidder.supplier, Role.SUPPLIER)
    bidding.submitted_bid(tender, bidder)
    client.force_login(officer)
    with bidding.opening_time(tender):
        close_due(clock.now())
        page = client.post(f"/tenders/{tender.reference}/opening/begin/")
    assert page.status_code == 403
    assert "You work for one of these suppliers" in page.content.decode()
    assert not Bid.objects.filter(tender=tender, status="opened").exists()
