"""What the pages show of a bid: tasks, rows, neighbours. Reads only."""

from dataclasses import dataclass

from django.urls import reverse

from procurement.bidding import selectors
from procurement.bidding.calculations import completeness, document
from procurement.bidding.calculations.completeness import Section
from procurement.bidding.models import Bid
from procurement.bidding.selectors.proxies import ahead
from procurement.commissioning.enums import Period
from procurement.tendering.calculations import tree
from procurement.tendering.enums import CriterionKind
from procurement.tendering.models import Question, Tender
from procurement.tendering.selectors import weights
from procurement.tendering.selectors.published import PublishedQuestion, published_question
from socialvalue.common.templatetags.formats import plain_money, plain_number, plain_quantity

COLOURS = {completeness.IN_PROGRESS: "blue", completeness.COMPLETE: "green"}


@dataclass(frozen=True)
class Asked:
    """A question as its page shows it."""

    question: Question
    published: PublishedQuestion
    number: int
    of: int


def asked_on_page(tender: Tender, key: str) -> Asked | None:
    """The question with this key, as it was published and with its place among the questions."""
    found = weights(tender)
    nodes = [n for n in found.rows if hasattr(n.criterion, "question")]
    for number, node in enumerate(nodes, start=1):
        if node.criterion.key == key:
            return Asked(node.criterion.question, published_question(node, tender.scale_maximum), number, len(nodes))
    return None


def points(node: tree.Node) -> str:
    return "" if node.points is None else f"{plain_number(node.points)} of 100 points"


def section_url(bid: Bid, section: str, commitment: int | None = None) -> str:
    """The page on which this part of the bid is written."""
    key, _, part = section.partition("/")
    if section == "price":
        return reverse("bid-price", args=[bid.pk])
    if part and commitment is not None:
        return reverse("bid-commitment", args=[bid.pk, key, commitment + 1])
    return reverse("bid-commitments" if part else "bid-question", args=[bid.pk, key])


def next_url(bid: Bid, sections: list[Section], current: str) -> str:
    """The page after this one; after the last the check."""
    keys = [s.key for s in sections]
    after = keys[keys.index(current) + 1 :] if current in keys else []
    return section_url(bid, after[0]) if after else reverse("bid-check", args=[bid.pk])


def tasks(bid: Bid, draft: dict) -> list[dict]:
    """The task list of the workspace: one row a page, with its state and what is in it."""
    found = weights(bid.tender)
    nodes = {n.criterion.key: n for n in found.rows}
    rows = []
    for section in completeness.sections(draft, questions(found)):
        node = nodes.get(section.question)
        rows.append(
            {
                "title": section.title,
                "url": section_url(bid, section.key),
                "hint": _hint(section, node),
                "status": section.state_words,
                "colour": "red" if section.too_many_words else COLOURS.get(section.state, "grey"),
            }
        )
    return rows


def questions(found) -> list[completeness.Asked]:
    asked = []
    for node in found.rows:
        question = getattr(node.criterion, "question", None)
        if question is not None:
            question.criterion = node.criterion
            asked.append(selectors.asked(question))
    return asked


def _hint(section: Section, node) -> str:
    if section.key == "price":
        return ""
    if section.key.endswith("/commitments"):
        return f"{_count(section.count, 'commitment')} offered" if section.count else "What you promise, in numbers"
    limit = node.criterion.question.word_limit
    parts = [points(node)]
    if limit:
        parts.append(f"{section.words:,} of {limit:,} words")
    elif section.words:
        parts.append(_count(section.words, "word"))
    if section.count:
        parts.append(_count(section.count, "file"))
    return ", ".join(p for p in parts if p)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def commitment_cards(answer: dict) -> list[dict]:
    """The commitments of an answer for reading, with what each still needs."""
    return [
        {"number": number, "summary": summary(one), "gaps": list(completeness.commitment_gaps(one).values()), **one}
        for number, one in enumerate(answer["commitments"], start=1)
    ]


def summary(one: dict) -> str:
    """“3 apprenticeships a year in Thanet”, as far as it is written."""
    number = completeness.amount(one["quantity"]) if one["quantity"] else None
    how_many = plain_quantity(number, one["unit"]) if number is not None else one["unit"] and f"(how many?) {one['unit']}"
    per = dict(Period.choices).get(one["per"], "")
    return " ".join(p for p in (how_many, per, f"in {one['place']}" if one["place"] else "") if p) or "Nothing written yet"


def reading(bid: Bid, content: dict, *, look_ahead: bool = False) -> list[dict]:
    """The whole bid for reading: a part for each question, in the tender's order.

    ``look_ahead``: for its bidder, with what a question marked by proxy values would earn.
    """
    found = weights(bid.tender)
    parts = []
    for node in found.rows:
        question = getattr(node.criterion, "question", None)
        if question is None:
            continue
        answer = document.answer(content, node.criterion.key)
        cards = commitment_cards(answer)
        parts.append(
            {
                "key": node.criterion.key,
                "title": node.criterion.title,
                "asked": published_question(node, bid.tender.scale_maximum),
                "question": question,
                "answer": answer,
                "words": document.count_words(answer["text"]),
                "declared": {True: "Yes", False: "No"}.get(answer["passed"]),
                "pass_fail": node.criterion.kind == CriterionKind.PASS_FAIL,
                "commitments": cards,
                "ahead": ahead(bid, question, cards) if look_ahead else None,
            }
        )
    return parts


def price_words(content: dict) -> str:
    price = completeness.amount(content["price"]) if content["price"] else None
    return plain_money(price) if price is not None else ""
