"""A tender by invitation: who reads it, in which status, on which page, list, feed, search and message; and who bids.

The whole of it: everybody who may be asked, against every place where a tender is spoken of.
"""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from measurement.dashboards.selectors.public import opportunities as on_the_front_page
from measurement.dashboards.selectors.supplying import newest_open
from measurement.search.selectors import kinds
from procurement.bidding import services as bids
from procurement.bidding.models import Bid
from procurement.commissioning.services import edit_commission
from procurement.pipeline.selectors import advertised, forward_plan, in_diary, open_tenders, planned_entries
from procurement.tendering import permissions, services
from procurement.tendering.enums import TenderStatus as S
from procurement.tendering.models import InvitedSupplier, Tender
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed
from socialvalue.notifications.models import Message
from tests.builders import bidding, people
from tests.builders import tendering as build
from tests.fixtures import truth

pytestmark = pytest.mark.django_db
WHY = "This is a mini-competition among the suppliers on lot 2 of the framework agreement Repairs (FA-0001)."
TITLE = "Zeppelin hangar doors"
INVITED, JOINED, PART, OTHER = "invited", "joined to it", "part of it", "not invited"


def by_invitation(supplier, *more, commission=None) -> Tender:
    """A complete draft for these suppliers alone."""
    tender = build.with_criteria(build.draft(commission, title=TITLE))
    return services.invite(tender, [supplier, *more], by=tender.drafted_by, because=WHY)


def publish(tender: Tender) -> Tender:
    services.send_for_checking(tender, by=tender.drafted_by)
    return services.publish(tender, by=people.person(tender.council, Role.PROCUREMENT_OFFICER))


@pytest.fixture(scope="module")
def scene(module_database):
    """A draft and a published tender by invitation, and everybody: the council's roles, those invited, another supplier."""
    body = build.commission()
    edit_commission(body, by=body.lead, in_forward_plan=True)
    firm, whole = people.supplier("Invited Doors"), people.supplier("Whole Doors")
    part = people.supplier("Part Doors")
    part.part_of = whole
    part.save(update_fields=["part_of"])
    users: dict[str, object] = dict(truth.cast(body.council))
    users[INVITED] = people.person(firm, Role.SUPPLIER)
    # ``part`` was invited; ``whole``, to which it was joined, acts for it
    users[JOINED] = people.person(whole, Role.SUPPLIER)
    users[PART] = people.person(part, Role.SUPPLIER)
    users[OTHER] = people.person(people.supplier(), Role.SUPPLIER)
    users[truth.NOBODY] = AnonymousUser()
    draft = by_invitation(firm, part, commission=body)
    out = publish(by_invitation(firm, part, commission=body))
    return users, draft, Tender.objects.get(pk=out.pk)


SEES = """
                     draft  published
commissioner         yes
procurement_officer  yes
evaluator            no     yes
evaluation_lead      yes
contract_manager     yes
lead_director        yes
member               no     yes
supplier             no
partner              no
administrator        no     yes
elsewhere            no
left                 no
inactive             no
invited              no     yes
joined to it         no     yes
part of it           no     yes
not invited          no
nobody signed in     no
"""
MAY_READ = {name for name, cells in truth.table(SEES).items() if cells["published"] == "yes"}
# Who writes a bid or asks a question: those invited, whose role it is
MAY_BID = {INVITED, JOINED}


def test_who_sees_it(scene):
    users, draft, out = scene
    truth.says(SEES, truth.seen(Tender.objects.visible_to, users, {"draft": draft, "published": out}))


def test_in_every_status_after_publication_the_same_people_see_it(scene):
    users, _, out = scene
    for status in (S.PUBLISHED, S.CLOSED, S.OPENED, S.EVALUATED, S.DECIDED, S.CONTRACTED, S.TERMINATED):
        Tender.objects.filter(pk=out.pk).update(status=status)
        found = {name for name, user in users.items() if Tender.objects.visible_to(user).filter(pk=out.pk).exists()}
        assert found == MAY_READ, status
        assert not Tender.objects.public().filter(pk=out.pk).exists()
        assert Tender.objects.published().filter(pk=out.pk).exists()


def test_a_tender_comes_once_to_whom_two_invitations_lead(scene):
    users, _, out = scene
    InvitedSupplier.objects.create(tender=out, supplier=users[JOINED].supplier, name_then="Whole", invited_by=out.drafted_by)
    assert Tender.objects.visible_to(people.fresh(users[JOINED])).filter(pk=out.pk).count() == 1


def statuses(users, path: str) -> dict[str, int]:
    """What each person is answered; a visitor's way to the sign-in page is no page of the tender."""
    found = {}
    for name, user in users.items():
        client = Client()
        if isinstance(user, User):
            if not user.is_active:
                continue
            client.force_login(user)
        found[name] = client.get(path).status_code
    return found


def test_its_page_is_not_there_for_anybody_else(scene):
    users, draft, out = scene
    found = statuses(users, reverse("opportunity", args=[out.reference]))
    assert {name for name, status in found.items() if status == 200} == MAY_READ
    assert {status for name, status in found.items() if name not in MAY_READ} == {404}
    assert set(statuses(users, reverse("opportunity", args=[draft.reference])).values()) == {404}


def test_its_page_says_that_it_is_by_invitation_and_of_whom_it_says_nothing(scene, client):
    users, _, out = scene
    client.force_login(users[INVITED])
    page = client.get(reverse("opportunity", args=[out.reference])).content.decode()
    assert "<strong>By invitation.</strong>" in page
    assert WHY in page
    # Nobody reads there who else was asked
    assert "Part Doors" not in page


# Somebody whose supplier was joined to another bids no more, and still asks
@pytest.mark.parametrize(("name", "may"), [("bid-start", MAY_BID), ("opportunity-ask", MAY_BID | {PART})])
def test_asking_and_bidding_are_not_there_either(scene, name, may):
    users, _, out = scene
    found = statuses(users, reverse(name, args=[out.reference]))
    assert found.pop(truth.NOBODY) == 302
    assert {user for user, status in found.items() if status == 200} == may
    assert {status for user, status in found.items() if user not in MAY_READ} == {404}


@pytest.mark.parametrize(
    "name",
    [
        "tender",
        "tender-check",
        "tender-preview",
        "tender-criteria",
        "tender-details",
        "tender-amend",
        "opening",
        "evaluation-set-up",
    ],
)
def test_every_page_of_the_tender_is_the_council_s_own(scene, name):
    users, _, out = scene
    found = statuses(users, reverse(name, args=[out.reference]))
    outside = {INVITED, JOINED, PART, OTHER, Role.SUPPLIER.value, Role.PARTNER.value, truth.ELSEWHERE, truth.LEFT}
    assert {name: status for name, status in found.items() if name in outside and status not in (403, 404)} == {}


def test_the_file_of_the_sent_bids_and_of_the_procurement_are_not_there(scene):
    users, _, out = scene
    for name in ("award", "procurement-file"):
        found = statuses(users, reverse(name, args=[out.reference]))
        assert all(found[one] in (403, 404) for one in (INVITED, JOINED, OTHER, truth.ELSEWHERE))


def listed(users, path: str, text: str = TITLE) -> set[str]:
    """Who reads its title (or this text) on a page that everybody may open."""
    found = set()
    for name, user in users.items():
        client = Client()
        if isinstance(user, User):
            if not user.is_active:
                continue
            client.force_login(user)
        answer = client.get(path, follow=True)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if text.encode() in body:
            found.add(name)
    return found


def test_the_list_of_opportunities_has_it_for_those_who_may_read_it(scene):
    users, _, _ = scene
    assert listed(users, reverse("opportunities")) == MAY_READ
    assert listed(users, reverse("opportunities") + "?q=zeppelin&kind=tender") == MAY_READ


@pytest.mark.parametrize(
    "path",
    ["/forward-plan/", "/forward-plan/forward-plan.csv", "/forward-plan.ics", "/you-said/", "/events/", "/open-data/"],
)
def test_no_public_list_and_no_feed_says_its_title(scene, path):
    users, _, _ = scene
    assert listed(users, path) == set()


def test_the_page_of_its_planned_commission_says_it_to_those_who_may_read_it(scene):
    users, _, out = scene
    assert listed(users, reverse("forward-plan-entry", args=[out.commission.reference])) == MAY_READ


def test_the_search_finds_it_for_those_who_may_read_it(scene):
    users, _, out = scene
    inside = {name for name, cells in truth.table(SEES).items() if cells["draft"] == "yes"}
    # What was looked for is marked in the title
    assert listed(users, "/search/?q=zeppelin", out.reference) == MAY_READ | inside
    kind = next(one for one in kinds.KINDS if one.name == "tenders")
    assert {name for name, user in users.items() if kind.rows(user).filter(title=TITLE).exists()} == MAY_READ | inside


def test_the_home_pages_offer_it_to_those_invited_alone(scene):
    users, _, _ = scene
    now = clock.now()
    assert TITLE not in [row.title for row in on_the_front_page(now).rows]
    offered = {name for name in (INVITED, JOINED, PART, OTHER) if TITLE in [r.title for r in newest_open(users[name], now)]}
    assert offered == {INVITED, JOINED, PART}
    kinds_said = {row.kind for row in newest_open(users[INVITED], now) if row.title == TITLE}
    assert kinds_said == {"Tender, by invitation"}


def test_the_selectors_without_a_reader_leave_it_out(scene):
    _, _, out = scene
    assert out not in open_tenders(clock.now())
    for commission in (*planned_entries(), *forward_plan()):
        assert out not in advertised(commission)
    # Read now, where nothing came with it
    fresh = type(out.commission).objects.get(pk=out.commission_id)
    assert out not in advertised(fresh)


def test_the_council_s_own_diary_counts_its_days(scene):
    users, _, out = scene
    rows = in_diary(users["commissioner"], clock.today() - timedelta(days=400), clock.today() + timedelta(days=400))
    assert all(out in advertised(one) for one in rows if one.pk == out.commission_id)


def test_who_was_told_of_it(scene):
    users, _, out = scene
    subject = f"You are invited to bid: {TITLE}"
    told = {message.recipient for message in Message.objects.filter(subject=subject)}
    assert told == {users[INVITED], users[JOINED]}
    others = Message.objects.filter(body__contains=out.reference).exclude(recipient__in=told).select_related("recipient")
    # Officers hear of its check and of its publication; nobody outside the council hears anything
    assert {one.recipient.council for one in others} == {out.council}


def test_nobody_else_bids_or_asks_by_the_service(scene):
    users, _, out = scene
    other, asks = users[OTHER], "What colour are the doors?"
    words = "Only suppliers that were invited can bid for this tender"
    with pytest.raises(NotAllowed, match=words):
        bids.start_bid(out, by=other, supplier=other.supplier)
    with pytest.raises(NotAllowed, match=words):
        services.ask_clarification(out, by=other, supplier=other.supplier, question=asks)
    assert not Bid.objects.filter(tender=out).exists()
    assert not permissions.can_ask(other, out)
    for name in MAY_BID:
        user = users[name]
        assert permissions.can_ask(user, out)
        assert bids.start_bid(out, by=user, supplier=user.supplier).supplier == user.supplier


def test_a_bid_of_one_who_is_invited_is_sent_like_any_other(scene):
    users, _, out = scene
    assert bidding.submitted_bid(out, users[INVITED]).status == "submitted"


def test_an_ordinary_tender_is_open_to_all_of_them(scene):
    users, _, _ = scene
    out = build.published_tender()
    assert {name for name, user in users.items() if Tender.objects.visible_to(user).filter(pk=out.pk).exists()} == set(users)
    assert Tender.objects.public().filter(pk=out.pk).exists()
    permissions.check_invited(out, users[OTHER].supplier)


def test_the_pages_of_the_officers_say_who_is_invited(scene, client):
    users, draft, out = scene
    client.force_login(users["commissioner"])
    for name, tender in (("tender", out), ("tender-check", draft)):
        page = client.get(reverse(name, args=[tender.reference])).content.decode()
        assert "Invited to bid" in page
        assert "Invited Doors" in page
        assert "Part Doors" in page
