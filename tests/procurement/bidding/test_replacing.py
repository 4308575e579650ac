"""A sent bid stands until its replacement is sent: the copy, what counts meanwhile, the deadline, two tabs, the opening."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from measurement.dashboards.selectors.supplying import next_deadline
from procurement.bidding import needs, selectors, services, timed
from procurement.bidding.calculations import document
from procurement.bidding.models import Bid, SealedFile, Submission
from procurement.bidding.permissions import check_can_replace
from procurement.tendering import services as tendering
from socialvalue.accounts.enums import Permission, Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from socialvalue.common.reading import as_shown, written
from socialvalue.notifications.models import Message
from tests.builders import bidding, people
from tests.fixtures import truth

from .tenders import AFTER, BEFORE, DEADLINE
from .test_opening import PNG

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
GIVEN_UP = "^Nobody is changing this bid: it counts as it was sent$"


def again(bid: Bid) -> Bid:
    return Bid.objects.select_related("tender", "supplier").get(pk=bid.pk)


@pytest.fixture
def sent(tender, user):
    with clock.at(BEFORE):
        return bidding.submitted_bid(tender, user, price="100000")


@pytest.fixture
def copy(sent, user):
    """Open, and already another price."""
    with clock.at(BEFORE):
        return services.save_price(services.begin_replacement(sent, by=user), by=user, price=Decimal("90000"))


def counts(bid: Bid) -> tuple[int, str]:
    """The number of the submission that counts, and its price."""
    standing = selectors.counted_submission(again(bid))
    return standing.number, document.read(selectors.document_bytes(standing))["price"]


def verbs(bid: Bid) -> list[str]:
    return list(selectors.history(bid).order_by("pk").values_list("verb", flat=True))


# The truth table of docs/decisions/0041

REASONS = {
    "must-bid": truth.lacks(Permission.BID),
    "sent": WrongState("This bid has been sent. To change it, open your bid and choose “Change your bid”."),
    "not-sent": WrongState("This bid has not been sent: change it as it is, then send it"),
    "opened": WrongState("This bid can no longer be changed: it is “opened”"),
    "lapsed": WrongState("This bid can no longer be changed: it is “not submitted”"),
    "no-copy": WrongState("Nobody is changing this bid: it counts as it was sent"),
    "is-sent": WrongState("This cannot be done now: the bid is “Submitted”"),
    "is-draft": WrongState("This cannot be done now: the bid is “Draft”"),
    "is-withdrawn": WrongState("This cannot be done now: the bid is “Withdrawn”"),
}
TABLE = {
    #             draft       sent       copy   withdrawn
    "write":     ("yes",      "sent",    "yes", "yes"),
    "open copy": ("not-sent", "yes",     "yes", "not-sent"),
    "give up":   ("not-sent", "no-copy", "yes", "not-sent"),
    "send":      ("yes",      "is-sent", "yes", "yes"),
    "withdraw":  ("is-draft", "yes",     "yes", "is-withdrawn"),
}  # fmt: skip
DO = {
    "write": lambda bid, user: services.save_price(bid, by=user, price=Decimal("1")),
    "open copy": lambda bid, user: services.begin_replacement(bid, by=user),
    "give up": lambda bid, user: services.drop_replacement(bid, by=user),
    "send": lambda bid, user: services.submit(bid, by=user),
    "withdraw": lambda bid, user: services.withdraw(bid, by=user),
}


@pytest.mark.parametrize("column", range(4), ids=["draft", "sent", "copy", "withdrawn"])
def test_what_may_be_done_with_a_bid_in_each_state(tender, user, morning, column):
    bid = bidding.filled_bid(tender, user)
    if column:
        services.submit(bid, by=user)
    if column == 2:
        services.begin_replacement(again(bid), by=user)
    if column == 3:
        services.withdraw(again(bid), by=user)
    for act, row in TABLE.items():
        point = transaction.savepoint()
        if row[column] == "yes":
            DO[act](again(bid), user)
        else:
            with pytest.raises(WrongState) as refusal:
                DO[act](again(bid), user)
            assert (act, refusal.value.message) == (act, REASONS[row[column]].message)
        transaction.savepoint_rollback(point)


@pytest.mark.parametrize("act", ["open copy", "give up"])
def test_a_copy_is_its_suppliers_own(copy, tender, act):
    for other in (bidding.bidder(), people.person(tender.council, Role.PROCUREMENT_OFFICER)):
        with clock.at(BEFORE), pytest.raises(NotAllowed, match=f"^{REASONS['must-bid'].message}"):
            DO[act](again(copy), other)


def test_no_copy_of_a_bid_that_is_opened_or_lapsed(tender, user, sent):
    other = bidding.bidder()
    with clock.at(BEFORE):
        draft = bidding.filled_bid(tender, other)
    bidding.open_bids(tender)
    # The deadline refuses first; at any time the state would
    for bid, person, reason in ((sent, user, "opened"), (draft, other, "lapsed")):
        with pytest.raises(WrongState, match=f"^{REASONS[reason].message}$"):
            check_can_replace(person, again(bid))
        with clock.at(AFTER), pytest.raises(WrongState, match=r"^This tender is not open for bids$"):
            services.begin_replacement(again(bid), by=person)


def test_the_database_knows_copies_of_sent_bids_only(tender, user, morning):
    bid = bidding.filled_bid(tender, user)
    with pytest.raises(IntegrityError, match="only_a_sent_bid_is_replaced"), transaction.atomic():
        Bid.objects.filter(pk=bid.pk).update(replacing_since=BEFORE, replacing_by=user)
    services.submit(bid, by=user)
    with pytest.raises(IntegrityError, match="only_a_sent_bid_is_replaced"), transaction.atomic():
        Bid.objects.filter(pk=bid.pk).update(replacing_since=BEFORE)


# What counts


def test_what_was_sent_counts_until_the_change_is_sent(copy, tender, user, morning):
    officer = people.person(tender.council, Role.PROCUREMENT_OFFICER)
    assert (again(copy).status, counts(copy), selectors.content(copy, user)["price"]) == (
        "submitted",
        (1, "100000.00"),
        "90000.00",
    )
    assert selectors.count_of_bids(tender, officer) == 1
    second = services.submit(again(copy), by=user)
    assert (counts(copy), second.number) == ((2, "90000.00"), 2)
    assert again(copy).replacing_since is None
    assert selectors.count_of_bids(tender, officer) == 1
    first = Submission.objects.get(number=1)
    # Replaced, not withdrawn
    assert (first.withdrawn_at, first.receipt != second.receipt) == (None, True)
    assert verbs(copy) == ["start", "submit", "change", "replace"]
    assert Message.objects.filter(recipient=user, key__startswith=f"bid-receipt:{second.receipt}").count() == 1


def test_the_changed_bid_is_the_one_that_is_opened(copy, tender, user):
    with clock.at(BEFORE):
        services.submit(again(copy), by=user)
    bidding.open_bids(tender)
    assert again(copy).price == Decimal("90000")


def test_two_who_open_a_copy_share_it(sent, user, morning):
    colleague = people.person(user.supplier, Role.SUPPLIER)
    first = services.begin_replacement(sent, by=user)
    assert services.begin_replacement(again(sent), by=colleague).version == first.version
    assert again(sent).replacing_by == user
    assert verbs(sent) == ["start", "submit", "change"]
    services.save_price(again(sent), by=colleague, price=Decimal("80000"))
    services.submit(again(sent), by=colleague)
    assert counts(sent) == (2, "80000.00")


def test_a_copy_given_up_leaves_nothing_behind(copy, user, morning):
    question = selectors.questions(copy.tender)[0]
    services.save_answer(again(copy), by=user, question=question, text="Another plan altogether")
    services.drop_replacement(again(copy), by=user)
    assert (again(copy).replacing_since, counts(copy)) == (None, (1, "100000.00"))
    with pytest.raises(WrongState, match=f"^{REASONS['sent'].message}$"):
        services.save_price(again(copy), by=user, price=Decimal("1"))
    services.begin_replacement(again(copy), by=user)
    fresh = selectors.content(again(copy), user)
    assert (fresh["price"], fresh["answers"]["q1"]["text"]) == ("100000.00", bidding.ANSWER)
    with pytest.raises(WrongState, match=GIVEN_UP):
        services.drop_replacement(services.drop_replacement(again(copy), by=user), by=user)


def test_what_a_colleague_wrote_since_is_not_given_up_unread(copy, user, morning):
    colleague = people.person(user.supplier, Role.SUPPLIER)
    shown = again(copy)
    services.save_price(again(copy), by=colleague, price=Decimal("70000"))
    with (
        as_shown(lambda: written(shown)),
        pytest.raises(Conflict, match=r"^Somebody else saved this while you were working on it"),
    ):
        services.drop_replacement(again(copy), by=user)
    assert selectors.content(again(copy), user)["price"] == "70000.00"


def test_a_file_that_the_copy_removed_comes_back_with_what_was_sent(tender, user, morning):
    bid = bidding.filled_bid(tender, user)
    question = selectors.questions(tender)[0]
    kept = services.attach(bid, by=user, question=question, upload=SimpleUploadedFile("plan.png", PNG))
    services.submit(again(bid), by=user)
    services.begin_replacement(again(bid), by=user)
    services.detach(SealedFile.objects.get(pk=kept.pk), by=user)
    assert SealedFile.objects.get(pk=kept.pk).removed_at is not None
    services.drop_replacement(again(bid), by=user)
    assert SealedFile.objects.get(pk=kept.pk).removed_at is None
    services.begin_replacement(again(bid), by=user)
    files = document.answer(selectors.content(again(bid), user), "q1")["files"]
    assert [one["name"] for one in files] == ["plan.png"]


def test_withdrawing_with_an_open_copy_takes_back_what_was_sent_and_loses_no_word(copy, user, morning):
    services.withdraw(again(copy), by=user)
    bid = again(copy)
    assert (bid.status, bid.replacing_since, selectors.standing_submission(bid)) == ("withdrawn", None, None)
    assert selectors.content(bid, user)["price"] == "90000.00"
    services.submit(bid, by=user)
    assert counts(copy) == (2, "90000.00")


def test_after_an_amendment_the_bid_is_confirmed_or_the_change_sent(copy, tender, user, morning):
    tendering.amend(tender, by=people.person(tender.council, Role.PROCUREMENT_OFFICER), text="Also in August.")
    assert selectors.needs_confirming(again(copy))
    services.confirm(again(copy), by=user)
    # What was sent, once more; the copy stays open
    assert counts(copy) == (2, "100000.00")
    assert again(copy).is_being_changed
    third = services.submit(again(copy), by=user)
    assert (third.amendment, counts(copy), selectors.needs_confirming(again(copy))) == (1, (3, "90000.00"), False)


def test_an_incomplete_copy_is_not_sent_and_what_was_sent_counts(copy, user, morning):
    services.save_price(again(copy), by=user, price=None)
    with pytest.raises(Refused, match="^Enter your price$"):
        services.submit(again(copy), by=user)
    assert (counts(copy), again(copy).is_being_changed) == ((1, "100000.00"), True)


# The deadline


def test_two_tabs_send_at_the_last_moment_and_one_change_is_sent(copy, user):
    one, two = again(copy), again(copy)
    with clock.at(DEADLINE - timedelta(microseconds=1)):
        assert services.submit(one, by=user).number == 2
        with pytest.raises(WrongState, match=f"^{REASONS['is-sent'].message}$"):
            services.submit(two, by=user)
    assert counts(copy) == (2, "90000.00")


@pytest.mark.parametrize("late", [timedelta(0), SECOND])
def test_at_the_deadline_the_copy_is_void_and_what_was_sent_counts(copy, tender, user, late):
    colleague = people.person(user.supplier, Role.SUPPLIER)
    with clock.at(DEADLINE + late):
        for act in ("write", "open copy", "give up", "send", "withdraw"):
            with pytest.raises(WrongState, match=r"^The deadline was 20 November 2026 at 2pm\. It is now 2:00:0[01]pm\."):
                DO[act](again(copy), user)
        assert [event.what for event in timed.due(clock.now())] == ["let unsubmitted bids lapse", "compare receipts and bids"]
        tendering.close_due(clock.now())
        assert (timed.apply(clock.now()), timed.apply(clock.now()), timed.due(clock.now())) == (2, 0, [])
    receipt = Submission.objects.get().receipt
    assert (again(copy).status, again(copy).is_being_changed, counts(copy)) == ("submitted", False, (1, "100000.00"))
    assert verbs(copy) == ["start", "submit", "change", "void change"]
    for person in (user, colleague):
        told = Message.objects.get(recipient=person, key__startswith=f"bid-change-void:{receipt}")
        assert told.subject == f"Your bid for {tender.title} counts as you sent it"
        assert "The change of your bid that was begun on 20 November 2026 at 9am was not sent, so it does not count." in told.body
        assert f"The bid that you sent on 20 November 2026 at 9am counts, receipt {receipt}." in told.body


def test_the_opening_voids_what_the_clock_has_not_reached_and_opens_what_was_sent(copy, tender):
    bidding.open_bids(tender)
    assert (again(copy).price, again(copy).is_being_changed) == (Decimal("100000"), False)
    assert AuditEvent.objects.filter(verb="void change").count() == 1
    assert not AuditEvent.objects.filter(verb="void change", confidential=False).exists()


def test_what_lapses_and_what_is_void_are_counted_together_and_apart_in_the_messages(copy, tender):
    other = bidding.bidder()
    with clock.at(BEFORE):
        bidding.filled_bid(tender, other)
    with clock.at(AFTER):
        assert services.lapse_unsubmitted(tender) == 2
    assert Message.objects.filter(key__startswith="bid-lapsed:").count() == 1
    assert Message.objects.filter(key__startswith="bid-change-void:").count() == 1


# Who is reminded


def test_an_open_copy_is_reminded_of_and_is_the_next_deadline(copy, tender, user):
    near = DEADLINE - timedelta(hours=1)
    with clock.at(near):
        [one] = needs.needs(user, clock.now())
        assert one.text == f"Send the change of your bid for {tender.title}, or leave the bid as you sent it"
        assert next_deadline(user, None, near).line.startswith(f"Send the change of your bid for {tender.title} by ")
        assert selectors.state_of(selectors.bids_of(user).get(), near) == ("Sent, change not sent", "yellow")
        assert timed.apply(near) == 1
    told = Message.objects.get(recipient=user, key__startswith="bid-deadline:")
    assert told.subject == f"Your change is not sent yet: {tender.title}"
    assert told.body.endswith("The bid you sent counts. The change you began does not, unless you send it by the deadline.")
    with clock.at(near):
        services.drop_replacement(again(copy), by=user)
        assert list(needs.needs(user, clock.now())) == []
        assert next_deadline(user, None, near) is None
        assert selectors.state_of(selectors.bids_of(user).get(), near) == ("Sent", "blue")
        assert timed.due(near) == []
