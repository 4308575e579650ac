import copy
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from procurement.bidding import selectors, services
from procurement.bidding.calculations.sealing import SealBroken
from procurement.bidding.enums import BidStatus
from procurement.bidding.models import Answer, Bid, OfferedCommitment, Opening, SealedFile, Submission
from procurement.bidding.services.opening import letters
from procurement.bidding.services.reconciling import ReceiptsDiffer
from procurement.panel.models import Assignment, Evaluation, Panellist
from procurement.tendering import services as tendering
from procurement.tendering.enums import TenderStatus
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import bidding, people

from .tenders import AFTER, BEFORE, DEADLINE, open_tender

pytestmark = pytest.mark.django_db
SEALED = [Bid, Submission, Answer, OfferedCommitment, SealedFile, Opening]


@pytest.fixture(scope="module")
def open_once(module_database):
    return open_tender()


@pytest.fixture
def tender(open_once):
    return copy.deepcopy(open_once)


@pytest.fixture
def two_bids(tender):
    with clock.at(BEFORE):
        bids = [
            bidding.submitted_bid(tender, bidding.bidder("Breathing Space CIC"), price="100000"),
            bidding.submitted_bid(tender, bidding.bidder("Kent Respite"), price="90000.50"),
        ]
        # Something that would show if the opening took too much
        bidding.filled_bid(tender, bidding.bidder("Undecided Ltd"), text="never sent")
    return bids


def test_two_people_open_and_everything_can_be_read(tender, two_bids):
    first, second = bidding.openers(tender)
    with clock.at(AFTER):
        opening = services.begin_opening(tender, by=first)
        assert not Answer.objects.exists()
        opening = services.complete_opening(opening, by=second)
    tender.refresh_from_db()
    assert tender.status == TenderStatus.OPENED
    assert (opening.first_by, opening.second_by) == (first, second)
    bids = list(Bid.objects.filter(status=BidStatus.OPENED).order_by("label"))
    assert [b.label for b in bids] == ["Bid A", "Bid B"]
    assert {b.supplier.name: b.price for b in bids} == {
        "Breathing Space CIC": Decimal("100000"),
        "Kent Respite": Decimal("90000.50"),
    }
    for bid in bids:
        assert {a.question.criterion.key: (a.text, a.passed) for a in bid.answers.all()} == {
            "q1": (bidding.ANSWER, None),
            "q2": (bidding.ANSWER, None),
            "q3": (bidding.ANSWER, True),
        }
        [offered] = bid.commitments.all()
        assert offered.quantity == 3
        assert offered.answer.question.criterion.key == "q2"
        assert offered.involvement == bidding.COMMITMENT["involvement"]
    assert Bid.objects.get(supplier__name="Undecided Ltd").status == BidStatus.LAPSED


def test_the_last_submission_counts(tender):
    with clock.at(BEFORE):
        user = bidding.bidder()
        bid = bidding.submitted_bid(tender, user, price="100")
        services.withdraw(bid, by=user)
        services.save_price(bid, by=user, price=Decimal("90"))
        services.submit(bid, by=user)
    bidding.open_bids(tender)
    assert Bid.objects.get(pk=bid.pk).price == 90


@pytest.mark.parametrize("seconds", [-86400, -1])
def test_not_before_the_deadline(tender, two_bids, seconds):
    first, _ = bidding.openers(tender)
    with clock.at(DEADLINE + timedelta(seconds=seconds)), pytest.raises(WrongState, match="20 November 2026 at 2pm"):
        services.begin_opening(tender, by=first)
    assert not Opening.objects.exists()


@pytest.mark.parametrize("after", [timedelta(0), timedelta(minutes=1), timedelta(minutes=59, seconds=59)])
def test_not_within_an_hour_after_the_deadline(tender, two_bids, after):
    first, _ = bidding.openers(tender)
    said = r"^The bids can be opened from 20 November 2026 at 3pm. Come back then: until that moment they stay sealed.$"
    with clock.at(DEADLINE + after), pytest.raises(WrongState, match=said):
        services.begin_opening(tender, by=first)
    assert not Opening.objects.exists()


def test_an_hour_after_the_deadline_it_can_be_opened_and_no_bid_can_be_sent(tender, two_bids):
    first, _ = bidding.openers(tender)
    with clock.at(AFTER):
        assert services.begin_opening(tender, by=first)
        with pytest.raises(WrongState, match=r"The deadline was 20 November 2026 at 2pm"):
            services.withdraw(two_bids[0], by=two_bids[0].started_by)


def test_the_same_person_cannot_do_both(tender, two_bids):
    first, _ = bidding.openers(tender)
    with clock.at(AFTER):
        opening = services.begin_opening(tender, by=first)
        with pytest.raises(NotAllowed, match="Somebody else"):
            services.complete_opening(opening, by=first)
        with pytest.raises(WrongState, match="begun already"):
            services.begin_opening(tender, by=first)
    with pytest.raises(IntegrityError, match="opened_by_two_people"), transaction.atomic():
        Opening.objects.filter(pk=opening.pk).update(second_by=first, second_at=AFTER)
    assert not Answer.objects.exists()


def test_the_database_refuses_a_price_before_the_opening(two_bids):
    with pytest.raises(IntegrityError), transaction.atomic():
        Bid.objects.filter(pk=two_bids[0].pk).update(price=1)


def test_opened_once(tender, two_bids):
    first, second = bidding.openers(tender)
    bidding.open_bids(tender, first=first, second=second)
    with clock.at(AFTER), pytest.raises(WrongState, match=r"These bids cannot be opened: the tender is “bids opened”"):
        services.complete_opening(tender.opening, by=bidding.openers(tender)[0])


OPENERS = {Role.PROCUREMENT_OFFICER, Role.EVALUATION_LEAD}


@pytest.mark.parametrize("role", list(Role))
def test_who_may_open(tender, two_bids, role):
    person = people.person(tender.council, role)
    with clock.at(AFTER):
        if role in OPENERS:
            assert services.begin_opening(tender, by=person).first_by == person
            return
        with pytest.raises(NotAllowed, match=r"Your role does not include: take part in opening sealed bids"):
            services.begin_opening(tender, by=person)
        opening = services.begin_opening(tender, by=bidding.openers(tender)[0])
        with pytest.raises(NotAllowed, match=r"Your role does not include: take part in opening sealed bids"):
            services.complete_opening(opening, by=person)


def test_another_councils_openers_may_not(tender, two_bids):
    elsewhere = people.person(people.council(), Role.PROCUREMENT_OFFICER)
    with clock.at(AFTER), pytest.raises(NotAllowed, match=r"Your role does not include: take part in opening sealed bids"):
        services.begin_opening(tender, by=elsewhere)


def tampered_submission(bid):
    submission = bid.submissions.get()
    sealed = bytearray(submission.sealed)
    sealed[30] ^= 1
    Submission.objects.filter(pk=submission.pk).update(sealed=bytes(sealed))


def wrong_digest(bid):
    Submission.objects.filter(bid=bid).update(sha256="0" * 64)


def test_a_spoilt_bid_opens_nothing_and_is_recorded(tender, two_bids):
    tampered_submission(two_bids[1])
    first, second = bidding.openers(tender)
    with clock.at(AFTER):
        opening = services.begin_opening(tender, by=first)
        with pytest.raises(SealBroken, match=two_bids[1].submissions.get().receipt):
            services.complete_opening(opening, by=second)
    tender.refresh_from_db()
    assert tender.status == TenderStatus.CLOSED
    assert not Answer.objects.exists()
    assert Bid.objects.filter(status=BidStatus.SUBMITTED).count() == 2
    assert timeline(tender).filter(verb="opening failed").exists()


def test_a_digest_that_is_not_its_receipts_opens_nothing(tender, two_bids):
    first, second = bidding.openers(tender)
    with clock.at(AFTER):
        opening = services.begin_opening(tender, by=first)
        wrong_digest(two_bids[1])
        with pytest.raises(ReceiptsDiffer, match=f"receipt {two_bids[1].submissions.get().receipt} has another digest"):
            services.complete_opening(opening, by=second)
    assert not Answer.objects.exists()
    assert timeline(tender).filter(verb="receipts differ").exists()


def test_a_sent_bid_without_a_submission_that_counts_opens_nothing(tender, two_bids):
    by = two_bids[1].submissions.get().submitted_by
    two_bids[1].submissions.update(withdrawn_at=BEFORE, withdrawn_by=by)
    first, second = bidding.openers(tender)
    with clock.at(AFTER), pytest.raises(ReceiptsDiffer, match="is marked as withdrawn, and no receipt says that it was"):
        services.begin_opening(tender, by=first)
    assert not Answer.objects.exists()
    assert Bid.objects.filter(status=BidStatus.SUBMITTED).count() == 2


def test_the_counted_submission_is_the_last_one_sent(tender):
    with clock.at(BEFORE):
        bid = bidding.filled_bid(tender, bidding.bidder())
        with pytest.raises(WrongState, match=r"^No submission of this bid counts"):
            selectors.counted_submission(bid)
        by = bid.started_by
        sent = services.submit(bid, by=by)
        assert selectors.counted_submission(bid) == sent
        services.withdraw(bid, by=by)
        with pytest.raises(WrongState, match=r"^No submission of this bid counts"):
            selectors.counted_submission(bid)


def test_files_are_opened_with_their_bid_and_only_then(tender):
    with clock.at(BEFORE):
        user = bidding.bidder()
        bid = bidding.filled_bid(tender, user)
        [question, *_] = selectors.questions(tender)
        kept = services.attach(bid, by=user, question=question, upload=SimpleUploadedFile("plan.png", PNG))
        removed = services.attach(bid, by=user, question=question, upload=SimpleUploadedFile("secret.png", PNG))
        services.detach(removed, by=user)
        services.submit(bid, by=user)
    officer, lead = bidding.openers(tender)
    with pytest.raises(IntegrityError), transaction.atomic():
        SealedFile.objects.filter(pk=kept.pk).update(name="plan.png")
    assert not SealedFile.objects.visible_to(officer).exists()
    bidding.open_bids(tender, first=officer, second=lead)
    [seen] = SealedFile.objects.visible_to(officer)
    assert (seen.pk, seen.name, seen.size) == (kept.pk, "plan.png", len(PNG))
    assert services.file_bytes(seen) == PNG
    assert SealedFile.objects.get(pk=removed.pk).name == ""


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000"
    "00907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


def everybody(tender):
    """Every role at the council, one of each at another council, and a member of the panel."""
    return {role: people.person(tender.council, role) for role in Role if role not in (Role.SUPPLIER, Role.PARTNER)}


def test_nobody_at_the_council_sees_anything_before_the_opening(tender, two_bids):
    first, _ = bidding.openers(tender)
    with clock.at(AFTER):
        opening = services.begin_opening(tender, by=first)
    for role, person in everybody(tender).items():
        for model in SEALED[:-1]:
            assert not model.objects.visible_to(person).exists(), (role, model)
    # The opening itself has begun, and tells no bidder
    assert list(Opening.objects.visible_to(first)) == [opening]


READERS = {Role.PROCUREMENT_OFFICER, Role.EVALUATION_LEAD, Role.LEAD_DIRECTOR}


def test_who_reads_opened_bids(tender, two_bids):
    bidding.open_bids(tender)
    for role, person in everybody(tender).items():
        for model in (Bid, Submission, Opening):
            assert model.objects.visible_to(person).exists() == (role in READERS), (role, model)
        # Who leads evaluations reads what was promised once somebody is named to lead this one
        for model in (Answer, OfferedCommitment):
            assert model.objects.visible_to(person).exists() == (role in READERS - {Role.EVALUATION_LEAD}), (role, model)
    elsewhere = people.person(people.council(), *READERS)
    for model in SEALED:
        assert not model.objects.visible_to(elsewhere).exists()


def test_a_supplier_sees_its_own_always_and_others_never(tender, two_bids):
    mine, theirs = two_bids
    user = mine.started_by

    def check():
        assert [b.pk for b in Bid.objects.visible_to(user)] == [mine.pk]
        for model in (Submission, Answer, OfferedCommitment):
            assert not model.objects.visible_to(user).filter(bid=theirs).exists()

    check()
    bidding.open_bids(tender)
    check()
    assert Answer.objects.visible_to(user).count() == 3


@pytest.mark.parametrize(
    "role, told", [(r, r == Role.PROCUREMENT_OFFICER) for r in Role if r not in (Role.SUPPLIER, Role.PARTNER)]
)
def test_before_the_opening_only_the_number_of_bids_is_told(tender, two_bids, role, told):
    count = selectors.count_of_bids(tender, people.person(tender.council, role))
    assert count == (2 if told else None)


def test_no_timeline_of_the_council_tells_who_bids(tender, two_bids):
    names = {"Breathing Space CIC", "Kent Respite", "Undecided Ltd"}
    open_events = AuditEvent.objects.filter(confidential=False)
    labels = set(open_events.values_list("subjects__label", flat=True)) | set(open_events.values_list("sentence", flat=True))
    actors = set(open_events.values_list("actor_label", flat=True))
    assert not any(name in str(text) for name in names for text in labels)
    assert not actors & {b.started_by.name for b in two_bids}
    hidden = AuditEvent.objects.filter(confidential=True)
    assert hidden.exists()
    assert not hidden.filter(council__isnull=False).exists()


def test_an_unconfirmed_bid_is_opened_and_marked(tender, two_bids):
    officer = people.person(tender.council, Role.PROCUREMENT_OFFICER)
    with clock.at(BEFORE):
        tendering.amend(tender, by=officer, text="Also in August.")
        services.confirm(two_bids[0], by=two_bids[0].started_by)
    bidding.open_bids(tender)
    marked = {row["bid"].supplier.name: row["unconfirmed"] for row in selectors.opened_bids(tender, officer)}
    assert marked == {"Breathing Space CIC": False, "Kent Respite": True}


def test_a_tender_without_bids_can_be_opened(tender):
    assert bidding.open_bids(tender).status == TenderStatus.OPENED


def test_letters_go_on_after_z():
    assert [letters(n) for n in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]


@pytest.fixture
def panellist(tender):
    """Somebody on the panel who was given the first question only."""
    person = people.person(tender.council, Role.EVALUATOR)
    lead = people.person(tender.council, Role.EVALUATION_LEAD)
    evaluation = Evaluation.objects.create(tender=tender, lead=lead)
    member = Panellist.objects.create(evaluation=evaluation, user=person, declared_at=BEFORE, has_interest=False, may_score=True)
    Assignment.objects.create(panellist=member, criterion=tender.criteria.get(key="q1"))
    return member


def test_the_panel_sees_nothing_before_the_opening(tender, two_bids, panellist):
    for model in SEALED:
        assert not model.objects.visible_to(panellist.user).exists(), model


def test_a_panellist_reads_the_questions_given_to_them_and_no_others(tender, panellist):
    with clock.at(BEFORE):
        user = bidding.bidder()
        bid = bidding.filled_bid(tender, user)
        for question in selectors.questions(tender)[:2]:
            name = f"{question.criterion.key}.png"
            services.attach(bid, by=user, question=question, upload=SimpleUploadedFile(name, PNG))
        services.submit(bid, by=user)
    bidding.open_bids(tender)
    person = panellist.user
    assert [a.question.criterion.key for a in Answer.objects.visible_to(person)] == ["q1"]
    assert [f.name for f in SealedFile.objects.visible_to(person)] == ["q1.png"]
    assert not OfferedCommitment.objects.visible_to(person).exists()
    assert not Submission.objects.visible_to(person).exists()
    assert not Opening.objects.visible_to(person).exists()
    Assignment.objects.create(panellist=panellist, criterion=tender.criteria.get(key="q2"))
    assert OfferedCommitment.objects.visible_to(person).count() == 1
    Panellist.objects.filter(pk=panellist.pk).update(may_score=False)
    for model in SEALED:
        assert not model.objects.visible_to(person).exists(), model
