"""What arrived before the deadline is in time whatever it waits for; what was never answered stops the opening, then is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from procurement.bidding import services
from procurement.bidding.calculations.deadline import check_whole
from procurement.bidding.models import Bid, Opening, Sending, Submission
from procurement.bidding.services.unanswered import WAITED_FOR, unanswered
from procurement.tendering import services as tendering
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import arrival, clock
from socialvalue.common.arrival import Arrival
from socialvalue.common.errors import Conflict, NotAllowed, WrongState
from socialvalue.common.reading import as_shown, written
from socialvalue.law import rules
from socialvalue.notifications.models import Message
from tests.builders import bidding, people

from .tenders import AFTER, BEFORE, DEADLINE, LATE, open_tender

pytestmark = pytest.mark.django_db
JUST = DEADLINE - timedelta(seconds=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def tender():
    return open_tender()


@pytest.fixture
def user():
    return bidding.bidder()


@pytest.fixture
def bid(tender, user):
    with clock.at(BEFORE):
        return bidding.filled_bid(tender, user)


@pytest.fixture
def no_wait(monkeypatch):
    """Rules under which bids are opened at the deadline."""
    monkeypatch.setattr(rules, "RULE_SETS", tuple(replace(one, opening_wait_minutes=0) for one in rules.RULE_SETS))


def again(bid) -> Bid:
    return Bid.objects.get(pk=bid.pk)


def close() -> None:
    with clock.at(LATE):
        assert tendering.close_due(clock.now()) == 1


def killed(bid, verb: str, at=JUST) -> Sending:
    """The row as it stays when a process is killed before it answers (``tests/deployment/test_in_time.py`` kills one)."""
    return Sending.objects.create(bid=bid, verb=verb, by=bid.started_by, arrived_at=at)


def arrived(at=JUST, took=SECOND):
    return arrival.noted(Arrival(at, at + took))


# The moment, and the end of the body


@pytest.mark.parametrize(
    ("at", "took", "refused"),
    [
        (JUST, timedelta(0), False),
        (JUST, timedelta(seconds=5), False),
        (JUST, timedelta(seconds=5, microseconds=1), True),
        (DEADLINE - timedelta(seconds=6), timedelta(seconds=5.999), False),
        (DEADLINE - timedelta(seconds=6), timedelta(seconds=6), True),
        (BEFORE, timedelta(minutes=10), False),
        # Not in time by its beginning: the deadline itself says so
        (DEADLINE, timedelta(seconds=9), False),
    ],
)
def test_when_it_has_to_be_whole(tender, at, took, refused):
    said = r"^The deadline was 20 November 2026 at 2pm. Your request began before it and was whole only at 2:00:0\dpm"
    if refused:
        with pytest.raises(WrongState, match=said):
            check_whole(tender, at, at + took)
    else:
        check_whole(tender, at, at + took)


def test_a_body_that_dripped_too_long_sends_nothing(bid, user):
    with arrived(took=timedelta(seconds=8)), pytest.raises(WrongState, match="whole within 5 seconds"):
        services.submit(again(bid), by=user)
    assert not Submission.objects.exists()
    assert not Sending.objects.exists(), "a refusal is an answer"


def test_what_waited_while_the_clock_closed_the_tender_counts_from_its_arrival(bid, user):
    close()
    with arrived():
        assert services.submit(again(bid), by=user).submitted_at == JUST
        assert services.begin_replacement(again(bid), by=user).is_being_changed
        assert not services.drop_replacement(again(bid), by=user).is_being_changed
        services.withdraw(again(bid), by=user)
    assert again(bid).status == "withdrawn"


@pytest.mark.parametrize("at", [DEADLINE, DEADLINE + SECOND])
def test_what_arrived_at_the_deadline_or_later_does_not(bid, user, at):
    close()
    with arrived(at), pytest.raises(WrongState, match="The deadline was 20 November 2026 at 2pm"):
        services.submit(again(bid), by=user)


def test_without_a_stamp_a_closed_tender_is_closed(bid, user):
    close()
    with clock.at(JUST), pytest.raises(WrongState, match="not open for bids"):
        services.submit(again(bid), by=user)


def test_closing_is_no_change_of_what_was_read_and_an_amendment_is(bid, user, tender):
    read = written(again(bid), Tender.objects.get(pk=tender.pk))
    amended = Tender.objects.get(pk=tender.pk)
    with clock.at(BEFORE):
        tendering.amend(amended, by=tender.published_by, text="The hall opens at eight.")
    close()
    with (
        arrived(),
        as_shown(lambda: read),
        pytest.raises(Conflict, match="^Somebody else saved this while you were working on it"),
    ):
        services.submit(again(bid), by=user)
    shown = Tender.objects.get(pk=tender.pk)
    shown.version -= 1
    read = written(again(bid), shown)
    with arrived(), as_shown(lambda: read):
        assert services.submit(again(bid), by=user).amendment == 1


def test_an_autosave_that_arrived_after_the_deadline_does_not_get_in(bid, user, tender):
    before = again(bid).version
    with arrived(DEADLINE), pytest.raises(WrongState, match="The deadline was"):
        services.save_price(again(bid), by=user, price=1)
    close()
    with arrived():
        services.submit(again(bid), by=user, expected_version=before)


def test_it_is_refused_once_the_opening_has_begun(bid, user, tender):
    close()
    with clock.at(AFTER):
        services.begin_opening(tender, by=bidding.openers(tender)[0])
    with arrived(), pytest.raises(WrongState, match="^The bids are being opened, and your request was not finished before"):
        services.submit(again(bid), by=user)


# Not answered


@pytest.mark.parametrize(
    ("at", "noted"),
    [(DEADLINE - WAITED_FOR - SECOND, 0), (DEADLINE - WAITED_FOR, 1), (JUST, 1), (DEADLINE, 0)],
)
def test_what_arrives_near_the_deadline_is_noted_until_it_is_answered(bid, user, at, noted):
    with clock.at(at), unanswered(bid, "submit", by=user):
        assert Sending.objects.count() == noted
    assert Sending.objects.count() == 0


def test_each_request_is_a_row_while_it_is_answered(bid, user, monkeypatch):
    seen = []
    checked = Bid.seal
    monkeypatch.setattr(Bid, "seal", lambda *a: seen.append([one.verb for one in Sending.objects.all()]) or checked(*a))
    with clock.at(JUST):
        services.submit(again(bid), by=user)
        services.begin_replacement(again(bid), by=user)
    assert seen == [["submit"], ["change"]]
    assert not Sending.objects.exists()


def test_a_stranger_notes_nothing(bid):
    with clock.at(JUST), pytest.raises(NotAllowed, match="^Your role does not include: bid for tenders"):
        services.submit(again(bid), by=bidding.bidder())
    assert not Sending.objects.exists()


def test_a_bid_that_may_still_be_sent_does_not_lapse(bid, tender):
    killed(bid, "submit")
    close()
    with clock.at(JUST + WAITED_FOR - SECOND):
        assert services.lapse_unsubmitted(tender) == 0
    with clock.at(JUST + WAITED_FOR):
        assert services.lapse_unsubmitted(tender) == 1


def test_a_change_that_may_still_be_sent_is_not_void(bid, user, tender):
    with clock.at(BEFORE):
        services.submit(again(bid), by=user)
        services.begin_replacement(again(bid), by=user)
    killed(bid, "submit")
    close()
    with clock.at(LATE):
        assert services.lapse_unsubmitted(tender) == 0
    with arrived():
        assert services.submit(again(bid), by=user).number == 2


def test_the_opening_waits_for_an_answer_and_not_for_ever(no_wait, bid, user, tender):
    row = killed(bid, "submit")
    close()
    first, _ = bidding.openers(tender)
    with clock.at(JUST + WAITED_FOR - SECOND), pytest.raises(WrongState, match=r"Begin the opening again at 2:09:59pm: by then"):
        services.begin_opening(tender, by=first)
    row.refresh_from_db()
    assert (row.refused_at, Opening.objects.count()) == (None, 0)
    with clock.at(JUST + WAITED_FOR):
        services.begin_opening(tender, by=first)
    row.refresh_from_db()
    assert row.refused_at == JUST + WAITED_FOR


def test_what_was_answered_holds_up_nothing(no_wait, bid, user, tender):
    with clock.at(JUST):
        services.submit(again(bid), by=user)
    with clock.at(DEADLINE):
        assert services.begin_opening(tender, by=bidding.openers(tender)[0])


def test_what_was_not_finished_is_refused_told_and_on_the_record(client, bid, user, tender):
    killed(bid, "submit")
    close()
    first, second = bidding.openers(tender)
    address = reverse("opening", args=[tender.reference])
    with clock.at(AFTER):
        opening = services.begin_opening(tender, by=first)
        assert AuditEvent.objects.get(verb="begin opening").sentence.endswith("; 1 request that had not been finished refused")
        begun = words(client, first, address)
        services.complete_opening(opening, by=second)
        done = words(client, second, address)
    line = "A request to send the bid that arrived on 20 November 2026 at 1:59:59pm, refused on 20 November 2026 at 3pm"
    assert line in begun
    assert line in done
    assert bid.supplier.name not in begun + done, "nobody is told who bid"
    message = Message.objects.get(key__startswith="bid-unfinished:")
    assert (message.recipient, message.subject) == (user, f"Not finished: your request to send the bid for {tender.title}")
    assert again(bid).status == "lapsed"


def test_who_sees_what_was_not_finished(bid, user, tender):
    row = killed(bid, "submit")
    officer, _ = bidding.openers(tender)
    others = [officer, bidding.bidder(), people.person(people.council(), Role.PROCUREMENT_OFFICER)]
    assert list(Sending.objects.visible_to(user)) == [row]
    assert [Sending.objects.visible_to(other).exists() for other in others] == [False, False, False]
    Sending.objects.update(refused_at=AFTER)
    assert [Sending.objects.visible_to(other).exists() for other in others] == [True, False, False]


def words(client, who, address: str) -> str:
    client.force_login(who)
    return " ".join(strip_tags(client.get(address).content.decode()).split())
