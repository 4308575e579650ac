"""A broken seal: the attempt is on the record, the bidder sends a copy, two people decide, and the others go on."""

import copy
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from procurement.bidding import selectors, services
from procurement.bidding.calculations import document
from procurement.bidding.calculations.sealing import SealBroken
from procurement.bidding.enums import BidStatus, SealDecision
from procurement.bidding.models import Answer, Bid, BrokenSeal, Opening, SealedFile, Submission
from procurement.bidding.needs import needs
from procurement.tendering import services as tendering
from procurement.tendering.enums import TenderStatus
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.notifications.models import Message
from tests.builders import bidding, people

from .tenders import AFTER, BEFORE, open_tender
from .test_opening import PNG, tampered_submission

REASON = "The bidder was asked twice and has no copy of what it sent."


@pytest.fixture(scope="module")
def open_once(module_database):
    return open_tender()


@pytest.fixture
def tender(db, open_once):
    return copy.deepcopy(open_once)


@pytest.fixture
def pair(tender):
    """A bid with a file, and one without; the first will be damaged."""
    with clock.at(BEFORE):
        user = bidding.bidder("Breathing Space CIC")
        bid = bidding.filled_bid(tender, user, price="100000")
        services.attach(bid, by=user, question=selectors.questions(tender)[0], upload=SimpleUploadedFile("plan.png", PNG))
        services.submit(bid, by=user)
        other = bidding.submitted_bid(tender, bidding.bidder("Kent Respite"), price="90000")
    return Bid.objects.get(pk=bid.pk), other


@pytest.fixture
def openers(tender):
    return bidding.openers(tender)


def sent_bytes(bid) -> bytes:
    return selectors.document_bytes(Submission.objects.select_related("bid__tender").get(bid=bid))


def damaged_file(bid):
    one = bid.files.get()
    with one.file.storage.open(one.file.name, "rb") as handle:
        sealed = bytearray(handle.read())
    sealed[30] ^= 1
    one.file.storage.delete(one.file.name)
    one.file.storage.save(one.file.name, SimpleUploadedFile("x", bytes(sealed)))


def lost_file(bid):
    one = bid.files.get()
    one.file.storage.delete(one.file.name)


def lost_row(bid):
    bid.files.all()._raw_delete("default")


def begun(tender, openers) -> Opening:
    """The second person tried, and something does not open."""
    first, second = openers
    opening = services.begin_opening(tender, by=first)
    with pytest.raises(SealBroken, match="Receipt RCT-"):
        services.complete_opening(opening, by=second)
    return Opening.objects.get(pk=opening.pk)


def status(bid) -> str:
    return Bid.objects.get(pk=bid.pk).status


@pytest.mark.parametrize(
    "damage, words",
    [
        (tampered_submission, "the seal is broken"),
        (damaged_file, "a file that was sent with the bid is missing, or is not the one that was sent"),
        (lost_file, "a file that was sent with the bid is missing, or is not the one that was sent"),
        (lost_row, "a file that was sent with the bid is missing, or is not the one that was sent"),
    ],
)
def test_the_attempt_is_on_the_record_the_bidder_is_told_and_nobody_elses_name(tender, pair, openers, damage, words):
    bid, _ = pair
    damage(bid)
    with clock.at(AFTER):
        begun(tender, openers)
    seal = BrokenSeal.objects.get()
    assert (seal.bid, seal.found_by, seal.attempts) == (bid, openers[1], 1)
    assert words in seal.why
    assert not Answer.objects.exists()
    failed = AuditEvent.objects.get(verb="opening failed")
    assert words in failed.reason
    assert bid.supplier.name not in failed.reason
    [told] = Message.objects.filter(key__startswith="bid-copy-wanted:")
    assert told.recipient == bid.started_by
    assert told.url == reverse("bid-copy", args=[bid.pk])


def test_a_second_attempt_is_counted_and_asks_nobody_again(tender, pair, openers):
    tampered_submission(pair[0])
    with clock.at(AFTER):
        opening = begun(tender, openers)
        with pytest.raises(SealBroken, match="Receipt RCT-"):
            services.complete_opening(opening, by=openers[1])
    assert BrokenSeal.objects.get().attempts == 2
    assert Message.objects.filter(key__startswith="bid-copy-wanted:").count() == 1
    assert AuditEvent.objects.filter(verb="opening failed").count() == 2


def test_the_bidders_own_copy_opens_the_bid_as_if_nothing_had_happened(tender, pair, openers):
    bid, other = pair
    own, broken = sent_bytes(bid), None
    tampered_submission(bid)
    broken = bytes(bid.submissions.get().sealed)
    first, second = openers
    with clock.at(AFTER):
        opening = begun(tender, openers)
        seal = services.hand_in(bid, by=bid.started_by, data=own)
        assert {one.recipient for one in Message.objects.filter(key__startswith="bid-copy:")} >= {first, second}
        # A copy is not enough: somebody has to accept it
        with pytest.raises(SealBroken, match="Receipt RCT-"):
            services.complete_opening(opening, by=second)
        services.decide_seal(BrokenSeal.objects.get(), by=first, decision=SealDecision.COPY)
        services.complete_opening(opening, by=second)
    found = Bid.objects.get(pk=bid.pk)
    assert (found.status, found.price, status(other)) == (BidStatus.OPENED, 100000, BidStatus.OPENED)
    assert {a.text for a in found.answers.all()} == {bidding.ANSWER}
    assert sent_bytes(bid) == own
    seal.refresh_from_db()
    assert (seal.decided_by, seal.agreed_by, bytes(seal.found)) == (first, second, broken)
    assert [one.name for one in found.files.all()] == ["plan.png"]
    assert Message.objects.filter(key__startswith="bid-copy-taken:").get().recipient == bid.started_by


@pytest.mark.parametrize("damage", [damaged_file, lost_file, lost_row])
def test_a_file_is_put_back_from_a_copy_too(tender, pair, openers, damage):
    bid, _ = pair
    damage(bid)
    first, second = openers
    with clock.at(AFTER):
        opening = begun(tender, openers)
        services.hand_in(bid, by=bid.started_by, data=PNG)
        services.decide_seal(BrokenSeal.objects.get(), by=first, decision=SealDecision.COPY)
        services.complete_opening(opening, by=second)
    kept = SealedFile.objects.select_related("bid__tender").get(bid=bid)
    assert (kept.name, kept.size, services.file_bytes(kept)) == ("plan.png", len(PNG), PNG)
    assert kept.question == selectors.questions(tender)[0]


def test_a_copy_with_one_other_byte_is_refused(tender, pair, openers):
    bid, other = pair
    own = bytearray(sent_bytes(bid))
    tampered_submission(bid)
    own[20] ^= 1
    with clock.at(AFTER):
        begun(tender, openers)
        for data in (bytes(own), b"", PNG, sent_bytes(other)):
            with pytest.raises(Refused, match=r"^This is not what was sent\. Its SHA-256 is [0-9a-f]{64}"):
                services.hand_in(bid, by=bid.started_by, data=data)
    assert BrokenSeal.objects.get().copy is None


def test_only_its_own_bidder_hands_in_a_copy_and_only_while_it_is_wanted(tender, pair, openers):
    bid, other = pair
    own = sent_bytes(bid)
    with clock.at(AFTER):
        with pytest.raises(WrongState, match="No copy of this bid is wanted"):
            services.hand_in(bid, by=bid.started_by, data=own)
        tampered_submission(bid)
        begun(tender, openers)
        with pytest.raises(NotAllowed, match="Your role does not include"):
            services.hand_in(bid, by=other.started_by, data=own)
        services.hand_in(bid, by=bid.started_by, data=own)
        with pytest.raises(WrongState, match="No copy of this bid is wanted"):
            services.hand_in(bid, by=bid.started_by, data=own)


def test_the_others_are_opened_without_it_and_the_bidder_is_told_why(tender, pair, openers):
    bid, other = pair
    tampered_submission(bid)
    first, second = openers
    with clock.at(AFTER):
        opening = begun(tender, openers)
        services.decide_seal(BrokenSeal.objects.get(), by=first, decision=SealDecision.WITHOUT, reason=REASON)
        opening = services.complete_opening(opening, by=second)
    assert (status(bid), status(other)) == (BidStatus.UNOPENED, BidStatus.OPENED)
    tender.refresh_from_db()
    assert tender.status == TenderStatus.OPENED
    assert Bid.objects.get(pk=other.pk).label == "Bid A"
    assert not Answer.objects.filter(bid=bid).exists()
    assert AuditEvent.objects.get(verb="leave out").reason == REASON
    sentence = AuditEvent.objects.get(verb="complete opening").sentence
    assert sentence == f"opened 1 bid together with {first}; 1 bid could not be opened"
    told = Message.objects.get(key__startswith="bid-left-out:")
    assert (told.recipient, told.private) == (bid.started_by, REASON)
    assert REASON not in told.body
    # Its content stays sealed for everybody, its reader list too
    assert not Bid.objects.visible_to(first).filter(pk=bid.pk).exists()
    assert selectors.count_of_bids(tender, first) == 2


def test_who_decided_does_not_open(tender, pair, openers):
    tampered_submission(pair[0])
    _, second = openers
    third = people.person(tender.council, Role.PROCUREMENT_OFFICER)
    with clock.at(AFTER):
        opening = begun(tender, openers)
        services.decide_seal(BrokenSeal.objects.get(), by=second, decision=SealDecision.WITHOUT, reason=REASON)
        with pytest.raises(NotAllowed, match="You decided about a broken seal"):
            services.complete_opening(opening, by=second)
        assert not Answer.objects.exists()
        services.complete_opening(opening, by=third)
    with pytest.raises(IntegrityError, match="broken_seal_settled_by_two_people"), transaction.atomic():
        BrokenSeal.objects.update(agreed_by=second)


def test_what_is_decided_needs_its_grounds(tender, pair, openers):
    tampered_submission(pair[0])
    first, second = openers
    with clock.at(AFTER):
        opening = begun(tender, openers)
        seal = BrokenSeal.objects.get()
        with pytest.raises(Refused, match="has sent no copy"):
            services.decide_seal(seal, by=first, decision=SealDecision.COPY)
        with pytest.raises(Refused, match="Say why the bid is not waited for"):
            services.decide_seal(seal, by=first, decision=SealDecision.WITHOUT, reason="ok")
        with pytest.raises(NotAllowed, match="Your role does not include"):
            services.decide_seal(
                seal, by=people.person(tender.council, Role.LEAD_DIRECTOR), decision=SealDecision.WITHOUT, reason=REASON
            )
        services.decide_seal(seal, by=first, decision=SealDecision.WITHOUT, reason=REASON)
        services.complete_opening(opening, by=second)
        with pytest.raises(WrongState, match="The bids are open already"):
            services.decide_seal(BrokenSeal.objects.get(), by=first, decision=SealDecision.WITHOUT, reason=REASON)


def test_a_decision_changes_when_a_copy_comes_after_all(tender, pair, openers):
    bid, _ = pair
    own = sent_bytes(bid)
    tampered_submission(bid)
    first, second = openers
    with clock.at(AFTER):
        opening = begun(tender, openers)
        services.decide_seal(BrokenSeal.objects.get(), by=first, decision=SealDecision.WITHOUT, reason=REASON)
        services.hand_in(bid, by=bid.started_by, data=own)
        services.decide_seal(BrokenSeal.objects.get(), by=first, decision=SealDecision.COPY)
        services.complete_opening(opening, by=second)
    assert status(bid) == BidStatus.OPENED


def test_letters_are_drawn_and_the_record_keeps_the_draw(tender, pair, openers):
    bidding.open_bids(tender, first=openers[0], second=openers[1])
    drawn = AuditEvent.objects.get(verb="complete opening").changes["letters"][1]
    assert drawn == {bid.submissions.get().receipt: bid.label for bid in Bid.objects.filter(tender=tender)}
    assert sorted(drawn.values()) == ["Bid A", "Bid B"]


# Pages


def test_the_pages_lead_from_the_broken_seal_to_the_opening(client, tender, pair, openers):
    bid, _ = pair
    own = sent_bytes(bid)
    tampered_submission(bid)
    first, second = openers
    page = reverse("opening", args=[tender.reference])
    with clock.at(AFTER):
        begun(tender, openers)
        seal = BrokenSeal.objects.get()
        for person in openers:
            assert "Say what is to be done about a broken seal" in needs(person, clock.now())[0].text
        client.force_login(bid.started_by)
        assert "Send your copy" in client.get(reverse("bid", args=[bid.pk])).content.decode()
        address = reverse("bid-copy", args=[bid.pk])
        assert client.get(address).status_code == 200
        wrong = client.post(address, {"file": SimpleUploadedFile("RCT.json", own + b" ")})
        assert "This is not what was sent" in wrong.content.decode()
        assert client.post(address, {"file": SimpleUploadedFile("RCT.json", own)}).status_code == 302
        assert client.get(address).status_code == 404

        client.force_login(first)
        text = " ".join(client.get(page).content.decode().split())
        assert f"Receipt {bid.submissions.get().receipt}" in text
        assert "Copy received" in text
        assert bid.supplier.name not in text
        decide = reverse("opening-seal", args=[tender.reference, seal.pk])
        assert client.get(decide).status_code == 200
        client.force_login(people.person(tender.council, Role.LEAD_DIRECTOR))
        assert client.get(decide).status_code == 403
        client.force_login(people.person(people.council(), Role.PROCUREMENT_OFFICER))
        assert client.get(decide).status_code == 404

        client.force_login(first)
        services.decide_seal(BrokenSeal.objects.get(), by=first, decision=SealDecision.COPY)
        client.force_login(second)
        assert client.post(reverse("opening-complete", args=[tender.reference])).status_code == 302
        text = " ".join(client.get(page).content.decode().split())
        assert f"agreed by {second}" in text
        assert client.get(decide).status_code == 404


def test_the_bidder_of_a_bid_left_out_reads_why(client, tender, pair, openers):
    bid, _ = pair
    tampered_submission(bid)
    with clock.at(AFTER):
        opening = begun(tender, openers)
        services.decide_seal(BrokenSeal.objects.get(), by=openers[0], decision=SealDecision.WITHOUT, reason=REASON)
        services.complete_opening(opening, by=openers[1])
    with clock.at(AFTER + timedelta(days=1)):
        client.force_login(bid.started_by)
        text = client.get(reverse("bid", args=[bid.pk])).content.decode()
        assert REASON in text
        assert "Your bid could not be opened" in text
        assert client.get(reverse("bid-receipt", args=[bid.pk, 1])).status_code == 200
        assert "Could not be opened" in client.get(reverse("bids")).content.decode()


def test_a_bid_that_opens_again_is_opened_whatever_was_decided_while_it_did_not(client, tender, pair, openers):
    """Its row came back from the backup between the two people: nobody is left out whose bid can be read."""
    bid, other = pair
    sealed = bytes(bid.submissions.get().sealed)
    tampered_submission(bid)
    first, second = openers
    with clock.at(AFTER):
        opening = begun(tender, openers)
        services.decide_seal(BrokenSeal.objects.get(), by=first, decision=SealDecision.WITHOUT, reason=REASON)
        Submission.objects.filter(bid=bid).update(sealed=sealed)
        services.complete_opening(opening, by=second)
    assert (status(bid), status(other)) == (BidStatus.OPENED, BidStatus.OPENED)
    assert Bid.objects.get(pk=bid.pk).price == 100000
    # Nobody agreed to leave it out, and its bidder is not told that it was
    assert BrokenSeal.objects.get().agreed_by is None
    assert not Message.objects.filter(key__startswith="bid-left-out:").exists()
    assert not AuditEvent.objects.filter(verb="leave out").exists()
    client.force_login(first)
    page = client.get(reverse("opening", args=[tender.reference])).content.decode()
    assert "The bid opened all the same." in page
    assert "Decide otherwise" not in page


@pytest.mark.parametrize("page", ["bid-sent", "bid-document"])
def test_the_bidder_is_told_on_its_receipt_what_to_do(client, pair, page):
    bid, other = pair
    tampered_submission(bid)
    client.force_login(bid.submissions.get().submitted_by)
    answer = client.get(reverse(page, args=[bid.pk, 1]), follow=True)
    assert answer.redirect_chain == [(reverse("bid-receipt", args=[bid.pk, 1]), 302)]
    words = "What you sent cannot be read here: its seal is broken. Keep the copy that you downloaded."
    assert words in answer.content.decode()
    client.force_login(other.submissions.get().submitted_by)
    assert client.get(reverse(page, args=[other.pk, 1])).status_code == 200


def test_a_bid_that_does_not_open_is_not_changed_or_confirmed_but_withdrawn_and_sent_again(client, pair):
    bid, _ = pair
    tampered_submission(bid)
    user = bid.submissions.get().submitted_by
    with clock.at(BEFORE):
        officer = people.person(bid.tender.council, Role.PROCUREMENT_OFFICER)
        tendering.amend(bid.tender, by=officer, text="Also in August.")
        for act in (services.begin_replacement, services.confirm):
            with pytest.raises(WrongState, match="^The bid you sent cannot be opened here: its seal is broken. Withdraw it"):
                act(Bid.objects.get(pk=bid.pk), by=user)
        client.force_login(user)
        page = client.post(reverse("bid-change", args=[bid.pk]), follow=True)
        assert "Withdraw it and send it again before the deadline" in page.content.decode()
        assert not Bid.objects.get(pk=bid.pk).is_being_changed
        services.withdraw(Bid.objects.get(pk=bid.pk), by=user)
        sent = services.submit(Bid.objects.get(pk=bid.pk), by=user)
    assert document.read(selectors.document_bytes(sent))["price"] == "100000.00"
