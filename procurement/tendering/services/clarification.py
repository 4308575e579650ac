"""Suppliers' questions about an open tender; answers go to everybody, without the supplier's name."""

from django.db import transaction
from django.urls import reverse

from procurement.tendering import permissions
from procurement.tendering.calculations.deadlines import deadline_of
from procurement.tendering.models import Clarification, Tender
from procurement.tendering.services.messages import tell_bidders, who_answers
from socialvalue.accounts.models import Organisation, User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ
from socialvalue.common.saving import locked
from socialvalue.common.templatetags.formats import plain_moment
from socialvalue.notifications.services import tell_all

# Of one supplier about one tender: beyond it questions are put together, and nobody floods the council
MOST_UNANSWERED = 20


@transaction.atomic
def ask_clarification(tender: Tender, *, by: User, supplier: Organisation, question: str) -> Clarification:
    """A supplier's question, until the last day for questions. Nobody sees it before it is answered but the council."""
    tender = locked(tender, NOTHING_READ)
    permissions.check_can_ask(by, tender, supplier)
    if not question.strip():
        raise Refused("Enter your question", "question")
    if tender.clarifications.filter(supplier=supplier, answered_at=None).count() >= MOST_UNANSWERED:
        raise Refused(f"{MOST_UNANSWERED} of your questions still wait for an answer. Ask when they are answered.", "question")
    clarification = Clarification.objects.create(tender=tender, supplier=supplier, question=question.strip(), asked_by=by)
    # Confidential: the timeline must not tell who is thinking of bidding
    record(
        "ask clarification",
        "asked a question about the tender",
        by=by,
        about=[clarification, tender],
        council=tender.council,
        confidential=True,
    )
    tell_all(
        who_answers(tender),
        key=f"question-asked:{clarification.pk}",
        subject=f"A question to answer: {tender.title}",
        # Neither the question nor who asked it: an email is passed on more easily than a page
        body=(
            f"A supplier asked a question about “{tender.title}” ({tender.reference}). Your answer is published to everybody, "
            "with the question. Answer early, so that bidders can still use it."
        ),
        url=reverse("clarification-answer", args=[tender.reference, clarification.pk]),
        action="Read and answer the question",
        by=deadline_of(tender),
        why="You get this because you check tenders or drafted this one.",
    )
    return clarification


@transaction.atomic
def answer_clarification(clarification: Clarification, *, by: User, answer: str, question: str | None = None) -> Clarification:
    """Publish question and answer to everybody and tell those who asked or are bidding.

    ``question``: as the officer wants it published, without what tells who asked. Only then does the message carry it; left
    out, it is published as it was asked and the message has a link alone. The audit record keeps what was asked.
    """
    tender = locked(clarification.tender, NOTHING_READ)
    permissions.check_can_answer(by, tender)
    clarification = locked(clarification, AS_READ)
    asked, published = clarification.question, (clarification.question if question is None else question.strip())
    problems = [
        (field, f"Enter the {field}") for field, text in (("question", published), ("answer", answer.strip())) if not text
    ]
    if problems:
        raise Refused(problems)
    if clarification.answered_at:
        raise Refused("This question has been answered already. To change what was published, amend the tender.", "answer")
    clarification.question, clarification.answer = published, answer.strip()
    clarification.answered_at, clarification.answered_by = clock.now(), by
    clarification.save(update_fields=["question", "answer", "answered_at", "answered_by"])
    if published != asked:
        # Confidential, as the asking is: the words taken out may say who thinks of bidding
        record(
            "edit clarification",
            "edited a supplier’s question before publishing it",
            by=by,
            about=clarification,
            council=tender.council,
            changes={"question": [asked, published]},
            confidential=True,
        )
    record("answer clarification", "answered a supplier’s question", by=by, about=[clarification, tender], council=tender.council)
    tell_bidders(
        tender,
        also=[clarification.asked_by],
        key=f"clarification:{clarification.pk}",
        subject=f"A question was answered: {tender.title}",
        body=(
            f"The council answered a question about “{tender.title}” ({tender.reference})"
            + (f":\n\n{published}\n\n" if question is not None else ". ")
            + "The answer is on the page of the tender. It applies to every bidder. "
            f"Bids are due by {plain_moment(deadline_of(tender))}."
        ),
        action="Read the question and the answer",
    )
    return clarification
