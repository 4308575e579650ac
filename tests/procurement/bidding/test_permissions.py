"""Who may write a bid, open bids and read opened ones: the whole tables, reasons included."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from procurement.bidding import permissions, services
from procurement.bidding.enums import BidStatus, SealDecision
from procurement.bidding.models import Bid, BrokenSeal, Opening
from procurement.evaluation import services as evaluating
from procurement.panel import services as panel_services
from procurement.panel.enums import EvaluationStatus
from socialvalue.accounts.enums import Permission, Role
from socialvalue.accounts.permissions import TWO_BY_ONE
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState, can
from tests.builders import bidding, evaluation, people, tendering
from tests.fixtures import truth

pytestmark = pytest.mark.django_db

REASONS = {
    "must-bid": truth.lacks(Permission.BID),
    "must-open": truth.lacks(Permission.OPEN_BIDS),
    "no-supplier": NotAllowed("Only a supplier can bid. Register your organisation as a supplier first."),
    "sent": WrongState("This bid has been sent. To change it, open your bid and choose “Change your bid”."),
    "not-sent": WrongState("This bid has not been sent: change it as it is, then send it"),
    "opened": WrongState("This bid can no longer be changed: it is “opened”"),
    "unopened": WrongState("This bid can no longer be changed: it is “could not be opened”"),
    "lapsed": WrongState("This bid can no longer be changed: it is “not submitted”"),
    "must-open-or-read": NotAllowed("Your role does not include: take part in opening sealed bids, or read opened ones"),
    "own-page": NotAllowed("You read the answers that were given to you on your scoring page"),
    "declare": NotAllowed(
        "You read these bids once you have declared in their evaluation whether you have an interest, as its panel does"
    ),
    "held-back": NotAllowed(
        "You are on the panel of this tender. Until scoring is over you read the answers given to you, on your scoring page, "
        "and no price."
    ),
}


@pytest.fixture(scope="module")
def scene(module_database):
    council = people.council()
    return council, truth.cast(council)


BID_FOR = """
                     their supplier  another   council      none
commissioner         must-bid        must-bid  no-supplier  no-supplier
procurement_officer  must-bid        must-bid  no-supplier  no-supplier
evaluator            must-bid        must-bid  no-supplier  no-supplier
evaluation_lead      must-bid        must-bid  no-supplier  no-supplier
contract_manager     must-bid        must-bid  no-supplier  no-supplier
lead_director        must-bid        must-bid  no-supplier  no-supplier
member               must-bid        must-bid  no-supplier  no-supplier
supplier             yes             must-bid  no-supplier  no-supplier
partner              must-bid        must-bid  no-supplier  no-supplier
administrator        must-bid        must-bid  no-supplier  no-supplier
elsewhere            must-bid        must-bid  no-supplier  no-supplier
left                 must-bid        must-bid  no-supplier  no-supplier
inactive             must-bid        must-bid  no-supplier  no-supplier
"""


def test_in_whose_name(scene):
    council, users = scene
    states = {
        "their supplier": (users["supplier"].supplier,),
        "another": (people.supplier(),),
        "council": (council,),
        "none": (None,),
    }
    truth.holds(permissions.check_can_bid_for, None, BID_FOR, users, states, REASONS)


def bids_of(supplier, council) -> dict[str, tuple]:
    """The supplier's bid in each status, as it was read then; the one that lapsed was for another tender."""
    user, tender = people.person(supplier, Role.SUPPLIER), tendering.published_tender(council=council)
    with clock.at(clock.now() - timedelta(days=60)):
        ended = tendering.published_tender(council=council)
        lapsed = services.start_bid(ended, by=user, supplier=supplier)
    services.lapse_unsubmitted(ended)
    passed = [bidding.filled_bid(tender, user), Bid.objects.get(pk=lapsed.pk)]
    bid = passed[0]
    services.submit(bid, by=user)
    passed.append(Bid.objects.get(pk=bid.pk))
    passed.append(services.withdraw(bid, by=user))
    services.submit(bid, by=user)
    bidding.open_bids(tender)
    passed.append(Bid.objects.get(pk=bid.pk))
    passed.append(left_out(user, tendering.published_tender(council=council)))
    return {bid.status: (bid,) for bid in passed}


def left_out(user, tender) -> Bid:
    """A bid of which the seal is broken, and which two people left out."""
    bid = bidding.submitted_bid(tender, user)
    first, second = bidding.openers(tender)
    with bidding.opening_time(tender):
        bidding.fail_to_open(tender, first, second)
        reason = "The bidder was asked twice and has no copy of what it sent."
        services.decide_seal(BrokenSeal.objects.get(bid=bid), by=first, decision=SealDecision.WITHOUT, reason=reason)
        services.complete_opening(Opening.objects.get(tender=tender), by=second)
    return Bid.objects.get(pk=bid.pk)


WRITE = """
                     draft     lapsed  submitted  withdrawn  opened  unopened
commissioner         must-bid
procurement_officer  must-bid
evaluator            must-bid
evaluation_lead      must-bid
contract_manager     must-bid
lead_director        must-bid
member               must-bid
supplier             yes       lapsed  sent       yes        opened  unopened
partner              must-bid
administrator        must-bid
elsewhere            must-bid
left                 must-bid
inactive             must-bid
"""


def test_writing(scene):
    council, users = scene
    states = bids_of(users["supplier"].supplier, council)
    truth.holds(permissions.check_can_write, permissions.can_write, WRITE, users, states, REASONS, BidStatus)


REPLACE = """
                     draft     lapsed  submitted  withdrawn  opened  unopened
commissioner         must-bid
procurement_officer  must-bid
evaluator            must-bid
evaluation_lead      must-bid
contract_manager     must-bid
lead_director        must-bid
member               must-bid
supplier             not-sent  lapsed  yes        not-sent   opened  unopened
partner              must-bid
administrator        must-bid
elsewhere            must-bid
left                 must-bid
inactive             must-bid
"""


def test_changing_what_was_sent(scene):
    council, users = scene
    states = bids_of(users["supplier"].supplier, council)
    truth.holds(permissions.check_can_replace, permissions.can_replace, REPLACE, users, states, REASONS, BidStatus)


OPEN = """
                     a tender
commissioner         must-open
procurement_officer  yes
evaluator            must-open
evaluation_lead      yes
contract_manager     must-open
lead_director        must-open
member               must-open
supplier             must-open
partner              must-open
administrator        must-open
elsewhere            must-open
left                 must-open
inactive             must-open
"""

SEE_OPENING = """
                     a tender
commissioner         must-open-or-read
procurement_officer  yes
evaluator            must-open-or-read
evaluation_lead      yes
contract_manager     must-open-or-read
lead_director        yes
member               must-open-or-read
supplier             must-open-or-read
partner              must-open-or-read
administrator        must-open-or-read
elsewhere            must-open-or-read
left                 must-open-or-read
inactive             must-open-or-read
"""

COUNT_BIDS = """
                     a tender
commissioner         no
procurement_officer  yes
evaluator            no
evaluation_lead      no
contract_manager     no
lead_director        no
member               no
supplier             no
partner              no
administrator        no
elsewhere            no
left                 no
inactive             no
"""

OPENING = [
    (permissions.check_can_open, permissions.can_open, OPEN),
    (permissions.check_can_see_opening, None, SEE_OPENING),
    (None, permissions.can_count_bids, COUNT_BIDS),
]


@pytest.mark.parametrize("check, can, expected", OPENING, ids=["open", "see_opening", "count_bids"])
def test_the_opening(scene, check, can, expected):
    """Time is the service's matter: who may is the same in every status."""
    council, users = scene
    truth.holds(check, can, expected, users, {"a tender": (tendering.draft(tendering.commission(council=council)),)}, REASONS)


COMPLETE = """
                     begun by another  begun by them  begun by who gave the role
commissioner         must-open
procurement_officer  yes               own-opening    two-by-one
evaluator            must-open
evaluation_lead      yes               yes            yes
contract_manager     must-open
lead_director        must-open
member               must-open
supplier             must-open
partner              must-open
administrator        must-open
elsewhere            must-open
left                 must-open
inactive             must-open
"""


def test_completing_the_opening(scene):
    council, users = scene
    tender = tendering.draft(tendering.commission(council=council))
    another, giver = (people.person(council, Role.PROCUREMENT_OFFICER) for _ in range(2))
    users["procurement_officer"].memberships.update(granted_by=giver)
    begun = {"another": another, "them": users["procurement_officer"], "who gave the role": giver}
    states = {f"begun by {who}": (Opening(tender=tender, first_by=first),) for who, first in begun.items()}
    reasons = REASONS | {"own-opening": NotAllowed(permissions.BEGAN), "two-by-one": NotAllowed(TWO_BY_ONE)}
    truth.holds(permissions.check_can_complete, permissions.can_complete, COMPLETE, users, states, reasons)


def on_the_way(council, users):
    """An opened bid, asked about at each step of its evaluation. Who stands on the panel has a second role that reads bids."""
    tender = evaluation.opened(council=council)
    bid = Bid.objects.filter(tender=tender).first()

    def now(state):
        return state, (Bid.objects.select_related("tender__commission", "tender__evaluation").get(pk=bid.pk),)

    yield now("opened")
    scene = evaluation.prepared(tender=tender, panellists=0, lead=users["lead, declared"])
    places = [
        evaluating.add_panellist(scene.evaluation, by=scene.lead, user=users[name], criteria=scene.criteria)
        for name in ("scores and checks", "scores and leads")
    ]
    barred = panel_services.declare_as_lead(
        scene.evaluation, by=users["lead, barred"], has_interest=True, interest="My sister works there."
    )
    evaluating.decide_interest(barred, by=scene.lead, may_score=False, reason="A sister who works there is too close.")
    scene.panel.extend(places)
    yield now("preparing")
    for place in places:
        panel_services.declare(place, by=place.user, has_interest=False)
    evaluating.start_scoring(scene.evaluation, by=scene.lead)
    scene.reload()
    yield now("scoring")
    for number in range(len(places)):
        evaluation.score_all(scene, number)
    evaluating.start_moderation(scene.evaluation, by=scene.lead)
    scene.reload()
    yield now("moderating")
    evaluation.moderate_all(scene)
    evaluating.close(scene.evaluation, by=scene.lead)
    yield now("closed")


def both_say_so(user, bid) -> bool:
    """Of the tender and of the list in one breath; None where the two differ, which no cell allows."""
    may = permissions.may_read_whole(user, bid.tender)
    return may if Bid.objects.read_whole_by(user).filter(pk=bid.pk).exists() is may else None


READ_WHOLE = """
                     opened    preparing  scoring    moderating  closed
commissioner         own-page
procurement_officer  yes
evaluator            own-page
evaluation_lead      declare   declare    declare    declare     yes
contract_manager     own-page
lead_director        yes
member               own-page
supplier             own-page
partner              own-page
administrator        own-page
elsewhere            own-page
left                 own-page
inactive             own-page
scores and checks    yes       held-back  held-back  yes         yes
scores and leads     declare   declare    held-back  yes         yes
lead, declared       declare   yes        yes        yes         yes
lead, barred         declare   held-back  held-back  held-back   held-back
"""


def test_reading_whole_bids(scene):
    council, users = scene
    panel = {
        "scores and checks": people.person(council, Role.EVALUATOR, Role.PROCUREMENT_OFFICER),
        "scores and leads": people.person(council, Role.EVALUATOR, Role.EVALUATION_LEAD),
        "lead, declared": people.person(council, Role.EVALUATION_LEAD),
        "lead, barred": people.person(council, Role.EVALUATION_LEAD),
    }
    users = {**users, **panel}
    truth.holds(
        permissions.check_can_read_whole, both_say_so, READ_WHOLE, users, on_the_way(council, users), REASONS, EvaluationStatus
    )


def test_a_sealed_bid_is_read_whole_by_its_bidder_alone(scene):
    council, users = scene
    bid = bidding.submitted_bid(tendering.published_tender(council=council), bidding.bidder())
    readers = {"its bidder": people.fresh(bid.started_by), "rival": bidding.bidder(), "nobody": AnonymousUser(), **users}
    assert [name for name, user in readers.items() if bid in Bid.objects.read_whole_by(user)] == ["its bidder"]


def test_which_permission_alone_is_enough(scene):
    """The whole bid of an evaluation that nobody declared in: whoever only leads evaluations has to declare first."""
    council, _ = scene
    bid = Bid.objects.filter(tender=evaluation.opened(council=council)).first()
    readers = {Permission.DECIDE_AWARDS, Permission.CHECK_TENDERS}

    def may(check, thing):
        return truth.enough(council, lambda user: can(check, user, thing))

    assert may(permissions.check_can_see_opening, bid.tender) == {*readers, Permission.LEAD_EVALUATION, Permission.OPEN_BIDS}
    assert may(permissions.check_can_open, bid.tender) == {Permission.OPEN_BIDS}
    assert may(permissions.check_can_read_whole, bid) == readers
    assert truth.enough(council, lambda user: permissions.may_read_whole(user, bid.tender)) == readers
    closed = Bid.objects.filter(tender=evaluation.closed(1, 1, tender=bid.tender).tender).first()
    assert may(permissions.check_can_read_whole, closed) == {*readers, Permission.LEAD_EVALUATION}
