import copy
import re
from datetime import timedelta
from decimal import Decimal

import pytest

from procurement.bidding import selectors, services
from procurement.bidding.enums import BidStatus
from procurement.bidding.models import Bid, Submission
from procurement.bidding.workflow import BID
from procurement.tendering import services as tendering
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from socialvalue.notifications.models import Message
from tests.builders import bidding, people

from .tenders import BEFORE, DEADLINE, open_tender

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def open_once(module_database):
    return open_tender()


@pytest.fixture
def tender(open_once):
    return copy.deepcopy(open_once)


@pytest.fixture
def user():
    return bidding.bidder("Breathing Space CIC")


@pytest.fixture
def morning():
    with clock.at(BEFORE):
        yield


def questions(tender):
    return {q.criterion.key: q for q in selectors.questions(tender)}


def test_every_status_can_be_reached():
    assert BID.unreachable() == set()


# Starting


def test_a_supplier_has_one_bid_and_colleagues_share_it(tender, user, morning):
    colleague = people.person(user.supplier, Role.SUPPLIER)
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    assert services.start_bid(tender, by=colleague, supplier=user.supplier) == bid
    assert Bid.objects.count() == 1


@pytest.mark.parametrize("role", [r for r in Role if r != Role.SUPPLIER])
def test_only_who_bids_for_a_supplier_starts_a_bid(tender, user, morning, role):
    body = user.supplier if role == Role.PARTNER else tender.council
    with pytest.raises(NotAllowed, match="Your role does not include: bid for tenders and report on contracts for a supplier"):
        services.start_bid(tender, by=people.person(body, role), supplier=user.supplier)


def test_nobody_bids_in_anothers_name(tender, user, morning):
    with pytest.raises(NotAllowed, match="Your role does not include: bid for tenders and report on contracts for a supplier"):
        services.start_bid(tender, by=bidding.bidder(), supplier=user.supplier)


def test_a_draft_tender_takes_no_bids(user, morning):
    from tests.builders.tendering import draft

    with pytest.raises(WrongState, match="not open for bids"):
        services.start_bid(draft(), by=user, supplier=user.supplier)


# The deadline


@pytest.mark.parametrize(
    "late, words",
    [
        (0, "The deadline was 20 November 2026 at 2pm. It is now 2:00:00pm. Bids can no longer be sent."),
        (1, "The deadline was 20 November 2026 at 2pm. It is now 2:00:01pm. Bids can no longer be sent."),
        (
            86400,
            "The deadline was 20 November 2026 at 2pm. It is now 2:00:00pm on 21 November 2026. Bids can no longer be sent.",
        ),
    ],
)
def test_at_the_deadline_and_later_is_too_late_and_says_so(tender, user, late, words):
    with clock.at(BEFORE):
        bid = bidding.filled_bid(tender, user)
    with clock.at(DEADLINE + timedelta(seconds=late)):
        with pytest.raises(WrongState) as refusal:
            services.submit(bid, by=user)
        assert refusal.value.message == words
        with pytest.raises(WrongState, match=re.escape(words)):
            services.save_price(bid, by=user, price=Decimal(1))
    assert not Submission.objects.exists()


def test_the_last_microsecond_is_in_time(tender, user):
    with clock.at(BEFORE):
        bid = bidding.filled_bid(tender, user)
    with clock.at(DEADLINE - timedelta(microseconds=1)):
        assert services.submit(bid, by=user).number == 1


def test_one_second_late_nothing_can_be_withdrawn_or_begun(tender, user):
    with clock.at(BEFORE):
        bid = bidding.submitted_bid(tender, user)
    with clock.at(DEADLINE + timedelta(seconds=1)):
        with pytest.raises(WrongState, match="2:00:01pm"):
            services.withdraw(bid, by=user)
        newcomer = bidding.bidder()
        with pytest.raises(WrongState, match="2:00:01pm"):
            services.start_bid(tender, by=newcomer, supplier=newcomer.supplier)


def test_a_later_deadline_counts_from_when_it_is_set(tender, user):
    officer = people.person(tender.council, Role.PROCUREMENT_OFFICER)
    with clock.at(BEFORE):
        bid = bidding.filled_bid(tender, user)
        tendering.amend(tender, by=officer, text="More time.", new_deadline=DEADLINE + timedelta(days=7))
    with clock.at(DEADLINE + timedelta(days=1)):
        assert services.submit(bid, by=user).amendment == 1


# What is missing


def test_everything_that_is_missing_is_listed_at_once(tender, user, morning):
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    with pytest.raises(Refused) as refusal:
        services.submit(bid, by=user)
    assert refusal.value.problems == [
        ("q1", "Answer “Breaks that carers want”"),
        ("q2", "Answer “Work for local people”"),
        ("q2/commitments", "Add at least one commitment to “Work for local people”"),
        ("q3", "Say whether you meet “Modern slavery statement”"),
        ("price", "Enter your price"),
    ]
    bid.refresh_from_db()
    assert bid.status == BidStatus.DRAFT


def test_too_many_words_are_kept_but_not_sent(tender, user, morning):
    bid = bidding.filled_bid(tender, user)
    question = questions(tender)["q1"]
    bid = services.save_answer(bid, by=user, question=question, text="word " * 51)
    assert selectors.content(bid, user)["answers"]["q1"]["text"].count("word") == 51
    with pytest.raises(Refused, match=r"is 1 word over the limit of 50\. Shorten it\."):
        services.submit(bid, by=user)
    bid = services.save_answer(bid, by=user, question=question, text="word " * 50)
    assert services.submit(bid, by=user)


@pytest.mark.parametrize("missing", [k for k in bidding.COMMITMENT if k != "measure_id"])
def test_a_commitment_says_everything_before_it_is_sent(tender, user, morning, missing):
    bid = bidding.filled_bid(tender, user, commitments=[bidding.commitment(), bidding.commitment(**{missing: ""})])
    with pytest.raises(Refused) as refusal:
        services.submit(bid, by=user)
    [(section, text)] = refusal.value.problems
    assert section == "q2/commitments/1"
    assert text.startswith("Commitment 2 in “Work for local people”: say ")


@pytest.mark.parametrize(
    "quantity, words",
    [
        ("0", "must be more than 0"),
        ("-1", "must be more than 0"),
        ("many", "must be a number, like 12 or 2.5"),
        ("NaN", "must be a number, like 12 or 2.5"),
        ("Infinity", "must be a number, like 12 or 2.5"),
        ("1.00001", "must be less than 10,000,000,000, with 4 decimal places or fewer"),
        ("1e11", "must be less than 10,000,000,000, with 4 decimal places or fewer"),
    ],
)
def test_how_many_is_a_number_above_nought(tender, user, morning, quantity, words):
    with pytest.raises(Refused, match=f"How many {words}") as refusal:
        bidding.filled_bid(tender, user, commitments=[bidding.commitment(quantity=quantity)])
    assert refusal.value.field == "quantity"


@pytest.mark.parametrize(
    "price, words",
    [
        ("0", "must be more than £0"),
        ("-1", "must be more than £0"),
        ("0.001", "must be less than £1,000,000,000,000, in pounds and pence"),
        ("1000000000000", "must be less than £1,000,000,000,000, in pounds and pence"),
    ],
)
def test_the_price_is_pounds_and_pence_above_nought(tender, user, morning, price, words):
    with pytest.raises(Refused, match=f"The price {words}") as refusal:
        bidding.filled_bid(tender, user, price=price)
    assert refusal.value.field == "price"


def test_a_declaration_of_no_is_an_answer(tender, user, morning):
    bid = bidding.filled_bid(tender, user, passed=False)
    assert services.submit(bid, by=user)


def test_a_measure_comes_from_the_tenders_own_framework(tender, user, morning):
    from procurement.commissioning.models import Commission
    from socialvalue.framework.models import Measure
    from tests.builders.tendering import framework

    framework(measure={"code": "M1", "name": "Other people’s", "unit": "things"})
    measure = Measure.objects.get()
    with pytest.raises(Refused, match="Choose a measure from this tender’s framework, or describe your own") as refusal:
        bidding.filled_bid(tender, user, commitments=[bidding.commitment(measure_id=measure.pk)])
    assert refusal.value.field == "measure_id"
    own = framework(measure={"code": "M1", "name": "Jobs that last", "unit": "jobs"})
    Commission.objects.filter(pk=tender.commission_id).update(framework=own)
    measure = Measure.objects.get(outcome__priority__version=own)
    bid = bidding.filled_bid(tender, user, commitments=[bidding.commitment(measure_id=measure.pk, measure_text="", unit="")])
    assert selectors.content(bid, user)["answers"]["q2"]["commitments"][0]["measure_text"] == "Jobs that last"


# Two people


def test_the_same_answer_saved_by_two_people_is_a_conflict(tender, user, morning):
    colleague = people.person(user.supplier, Role.SUPPLIER)
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    q1, q2 = questions(tender)["q1"], questions(tender)["q2"]
    seen = bid.version
    services.save_answer(bid, by=user, question=q1, text="Mine", expected_version=seen)
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        services.save_answer(bid, by=colleague, question=q1, text="Theirs", expected_version=seen)
    # Another question is nobody's business but its own writer's
    services.save_answer(bid, by=colleague, question=q2, text="Theirs", expected_version=seen)
    answers = selectors.content(bid, user)["answers"]
    assert (answers["q1"]["text"], answers["q2"]["text"]) == ("Mine", "Theirs")


def test_what_was_changed_while_it_was_checked_is_not_sent(tender, user, morning):
    bid = bidding.filled_bid(tender, user)
    seen = bid.version
    services.save_price(bid, by=user, price=Decimal("1"))
    with pytest.raises(Conflict, match=r"^Somebody else saved this while you were working on it"):
        services.submit(bid, by=user, expected_version=seen)


def test_sent_twice_at_once_is_one_submission(tender, user, morning):
    bid = bidding.filled_bid(tender, user)
    one, two = Bid.objects.get(pk=bid.pk), Bid.objects.get(pk=bid.pk)
    services.submit(one, by=user, expected_version=one.version)
    with pytest.raises(WrongState, match="Submitted"):
        services.submit(two, by=user, expected_version=two.version)
    assert Submission.objects.count() == 1


# Withdraw, send again, confirm


def test_withdraw_change_and_send_again(tender, user, morning):
    bid = bidding.submitted_bid(tender, user)
    with pytest.raises(WrongState, match="choose “Change your bid”"):
        services.save_price(bid, by=user, price=Decimal("1"))
    services.withdraw(bid, by=user)
    services.save_price(bid, by=user, price=Decimal("99"))
    second = services.submit(bid, by=user)
    first = bid.submissions.get(number=1)
    assert first.withdrawn_by == user
    assert second.number == 2
    assert second.receipt != first.receipt
    assert selectors.standing_submission(Bid.objects.get(pk=bid.pk)) == second


def test_a_receipt_is_sent_with_number_time_and_digest(tender, user, morning):
    bid = bidding.submitted_bid(tender, user)
    submission = bid.submissions.get()
    message = Message.objects.get(recipient=user)
    for part in (submission.receipt, "20 November 2026 at 9am", submission.sha256):
        assert part in message.body


def test_an_amendment_asks_for_confirmation_and_the_bid_counts_meanwhile(tender, user, morning):
    bid = bidding.submitted_bid(tender, user)
    assert not selectors.needs_confirming(bid)
    with pytest.raises(WrongState, match="nothing to confirm"):
        services.confirm(bid, by=user)
    officer = people.person(tender.council, Role.PROCUREMENT_OFFICER)
    tendering.amend(tender, by=officer, text="The breaks include August.")
    bid = Bid.objects.get(pk=bid.pk)
    assert bid.status == BidStatus.SUBMITTED
    assert selectors.needs_confirming(bid)
    services.confirm(bid, by=user)
    bid = Bid.objects.get(pk=bid.pk)
    assert not selectors.needs_confirming(bid)
    assert [s.amendment for s in bid.submissions.all()] == [0, 1]
    one, two = (selectors.document.read(selectors.document_bytes(s)) for s in bid.submissions.all())
    assert one["answers"] == two["answers"]


def test_what_was_not_sent_lapses_once(tender, user):
    with clock.at(BEFORE):
        drafted = bidding.filled_bid(tender, bidding.bidder())
        sent = bidding.submitted_bid(tender, user)
        withdrawn = bidding.submitted_bid(tender, bidding.bidder())
        services.withdraw(withdrawn, by=withdrawn.started_by)
        assert services.lapse_unsubmitted(tender) == 0
    with clock.at(DEADLINE + timedelta(minutes=1)):
        tendering.close_due(clock.now())
        assert services.lapse_unsubmitted(tender) == 2
        assert services.lapse_unsubmitted(tender) == 0
    states = dict(Bid.objects.values_list("pk", "status"))
    assert states == {drafted.pk: "lapsed", sent.pk: "submitted", withdrawn.pk: "lapsed"}
