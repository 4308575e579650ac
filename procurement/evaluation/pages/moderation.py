"""What moderation shows: each bid × question with its spread, the widest first, and one of them with its reasons."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from procurement.bidding.models import Answer, Bid, OfferedCommitment
from procurement.evaluation import selectors
from procurement.evaluation.selectors import Cell, Spread
from procurement.panel.models import Evaluation
from procurement.tendering.models import Criterion, ScaleLevel
from procurement.tendering.selectors.published import PublishedQuestion, the_question
from socialvalue.common.templatetags.formats import plain_number

# Marks: from here a difference has to be talked about
FAR_APART = 2


@dataclass(frozen=True)
class SpreadRow:
    """A cell with the words of its picture and its address."""

    cell: Cell
    name: str
    url: str

    @property
    def alt(self) -> str:
        """What the dots show, in a sentence."""
        return alt_of(self.cell)

    @property
    def spread_words(self) -> str:
        return _spread_words(self.cell.criterion, self.cell.verdicts_differ, self.cell.spread, bool(self.cell.marks))

    @property
    def moderated(self) -> str:
        return agreed_words(self.cell)


def _spread_words(criterion: Criterion, verdicts_differ: bool, size: Decimal | None, scored: bool) -> str:
    if criterion.proxy_marking is not None:
        return "Worked out from proxy values"
    if verdicts_differ:
        return "Verdicts differ"
    if size is None:
        return "One score" if scored else ""
    if not size:
        return "All the same"
    return f"{plain_number(size)} mark{'' if size == 1 else 's'} apart"


def agreed_words(cell: Cell) -> str:
    return "" if cell.moderated is None else _mark_words(cell.moderated.value, cell.moderated.passed)


def _mark_words(value: Decimal | None, passed: bool | None) -> str:
    if passed is not None:
        return "Pass" if passed else "Fail"
    return plain_number(value)


def alt_of(cell: Cell) -> str:
    scores = ", ".join(f"{name} {plain_number(value)}" for name, value in cell.marks) or "no scores"
    agreed = f"; moderated {agreed_words(cell)}" if cell.moderated else ""
    return f"{cell.bid.label}, {cell.criterion.title}: {scores}{agreed}."


def in_order(spreads: Iterable[Spread], by: str = "") -> list[Spread]:
    """Those still to agree first, the widest spread first; ``by`` "question" or "bid" keeps the order of the tender."""
    found = [one for one in spreads if one.needed]
    if by == "bid":
        return sorted(found, key=lambda one: (len(one.bid.label), one.bid.label))
    if by != "question":
        return sorted(found, key=lambda one: (one.agreed, not one.verdicts_differ, -(one.size or 0)))
    return found


def rows_of(user, evaluation: Evaluation, spreads: Iterable[Spread]) -> list[SpreadRow]:
    """These with their scores, in their order."""
    cells = selectors.cells(user, evaluation, [one.pair for one in spreads])
    return [SpreadRow(c, selectors.shown_name(c.bid, evaluation), url_of(evaluation, c)) for c in cells]


@dataclass(frozen=True)
class Glance:
    """One bid and question in the table of all of them: what stands there, how loud it is, its address."""

    spread: Spread
    url: str

    @property
    def shade(self) -> str:
        """What is agreed is quiet, what is far apart stands out."""
        if self.spread.agreed:
            return "agreed"
        return "wide" if self.spread.verdicts_differ or (self.spread.size or 0) >= FAR_APART else "open"

    @property
    def words(self) -> str:
        one = self.spread
        if one.agreed:
            return f"Agreed: {_mark_words(one.value, one.passed)}"
        return _spread_words(one.criterion, one.verdicts_differ, one.size, one.scores > 0) or "To agree"


@dataclass(frozen=True)
class Matrix:
    """All at one glance: the bids' labels, and for each question its row a bid, None where it is not asked of that bid."""

    bids: list[str]
    lines: list[tuple[Criterion, list[Glance | None]]]


def matrix_of(spreads: Iterable[Spread], evaluation: Evaluation) -> Matrix:
    """In the order of the tender, whatever order the page is read in."""
    asked = in_order(spreads, "question")
    labels = sorted({one.bid.label for one in asked}, key=lambda label: (len(label), label))
    found = {(one.criterion, one.bid.label): Glance(one, url_of(evaluation, one)) for one in asked}
    criteria = dict.fromkeys(one.criterion for one in asked)
    return Matrix(labels, [(criterion, [found.get((criterion, label)) for label in labels]) for criterion in criteria])


def url_of(evaluation: Evaluation, cell: Cell | Spread) -> str:
    return reverse("evaluation-moderate", args=[evaluation.tender.reference, cell.bid.pk, cell.criterion.key])


@dataclass(frozen=True)
class ModerationPage:
    evaluation: Evaluation
    cell: Cell
    asked: PublishedQuestion
    answer: Answer | None
    commitments: list[OfferedCommitment]
    levels: list[ScaleLevel]
    spreads: list[Spread]

    @property
    def bid(self) -> Bid:
        return self.cell.bid

    @property
    def criterion(self) -> Criterion:
        return self.cell.criterion

    @property
    def progress(self) -> selectors.Progress:
        return selectors.moderation_progress(self.spreads)

    @property
    def next_open(self) -> str | None:
        """The address of the next that is to be agreed, beside this one."""
        here = self.bid.pk, self.criterion.pk
        waiting = (one for one in in_order(self.spreads) if not one.agreed and one.pair != here)
        return next((url_of(self.evaluation, one) for one in waiting), None)

    @property
    def maximum(self) -> int:
        return self.evaluation.tender.scale_maximum

    @property
    def name(self) -> str:
        return selectors.shown_name(self.bid, self.evaluation)

    @property
    def alt(self) -> str:
        return alt_of(self.cell)

    @property
    def row(self) -> SpreadRow:
        return SpreadRow(self.cell, self.name, url_of(self.evaluation, self.cell))


def page_of(user, evaluation: Evaluation, bid_id: int, key: str) -> ModerationPage | None:
    """One bid and question, the next one still to agree beside it; None where there is no such pair."""
    spreads = selectors.spreads(user, evaluation)
    wanted = [one.pair for one in spreads if one.bid.pk == bid_id and one.criterion.key == key and one.needed]
    if not wanted:
        return None
    (cell,) = selectors.cells(user, evaluation, wanted)
    question = getattr(cell.criterion, "question", None)
    answers = Answer.objects.visible_to(user).filter(bid=cell.bid, question=question) if question else Answer.objects.none()
    commitments = OfferedCommitment.objects.none()
    if question:
        offered = OfferedCommitment.objects.visible_to(user).filter(bid=cell.bid, answer__question=question)
        commitments = offered.select_related("proxy_allowance")
    return ModerationPage(
        evaluation=evaluation,
        cell=cell,
        asked=the_question(evaluation.tender, cell.criterion.key),
        answer=answers.first(),
        commitments=list(commitments),
        levels=list(evaluation.tender.scale.all()),
        spreads=spreads,
    )
