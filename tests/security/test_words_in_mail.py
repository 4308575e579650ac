"""No email of a whole procurement carries what people wrote: comments, reasons, questions, answers, scores, other bidders."""

import pytest

from procurement.tendering.services import answer_clarification, ask_clarification
from socialvalue.notifications.documents import letter
from socialvalue.notifications.models import Message
from socialvalue.notifications.services import send_outbox
from tests.builders import award, bidding, evaluation, people, stages, tendering

pytestmark = pytest.mark.django_db
QUESTION, ANSWER = "We are Alpha Care of Margate. Is transport included?", "Yes, within Thanet."
WRITTEN = (
    "Say who checks the work.",
    "Say what decided it.",
    "The money for it has gone.",
    award.REASON,
    award.DECIDED,
    evaluation.REASON,
    bidding.ANSWER,
    QUESTION,
    ANSWER,
)


def test_nothing_that_was_written_leaves_the_site(mailoutbox):
    council = people.council("Kentish Council")
    stages.all_the_way(council)
    tender, asker = tendering.published_tender(council=council), bidding.bidder("Alpha Care")
    asked = ask_clarification(tender, by=asker, supplier=asker.supplier, question=QUESTION)
    answer_clarification(asked, by=tender.drafted_by, question="Is transport included?", answer=ANSWER)
    while send_outbox():
        pass
    assert len(mailoutbox) > 20
    for email in mailoutbox:
        ((html, _),) = email.alternatives
        whole = f"{email.subject}\n{email.body}\n{html}"
        assert [words for words in WRITTEN if words in whole] == [], email.subject


def test_a_bidder_reads_of_no_other_bidder_by_mail():
    council = people.council("Kentish Council")
    stages.all_the_way(council)
    bidders = {b.supplier for t in council.commissions.all() for tender in t.tenders.all() for b in tender.bids.all()}
    assert len(bidders) >= 2
    for body in bidders:
        others = [other.name for other in bidders if other != body]
        for message in Message.objects.filter(recipient__memberships__organisation=body):
            assert [name for name in others if name in letter.of_message(message).text()] == [], message.subject


def test_every_message_of_a_procurement_says_what_its_link_does_and_why_it_came():
    stages.all_the_way(people.council("Kentish Council"))
    bare = Message.objects.filter(recipient__isnull=False)
    assert set(bare.exclude(url="").filter(action="").values_list("subject", flat=True)) == set()
    assert set(bare.filter(why="").values_list("subject", flat=True)) == set()
    assert not bare.filter(subject__regex=r"^[A-Z]+-\d+ (is|was) ").exists(), "a reference alone tells nobody what it is about"


def test_every_link_opens_for_whoever_got_it(client):
    """Also later, when what it asked for is done: then the page says so, and nobody finds nothing."""
    council = people.council("Kentish Council")
    stages.all_the_way(council)
    tender, asker = tendering.published_tender(council=council), bidding.bidder()
    ask_clarification(tender, by=asker, supplier=asker.supplier, question=QUESTION)
    answers = {}
    for message in Message.objects.filter(recipient__isnull=False).exclude(url="").select_related("recipient"):
        client.force_login(message.recipient)
        answers[message.subject, message.url] = client.get(message.url).status_code
    assert {what: status for what, status in answers.items() if status not in (200, 302)} == {}
