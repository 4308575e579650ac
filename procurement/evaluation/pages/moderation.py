"""What moderation shows: each bid × question with its spread, the widest first, and one of them with its reasons."""

from dataclasses import dataclass

from django.urls import reverse

from procurement.bidding.models import Answer, Bid, OfferedCommitment
from procurement.evaluation import selectors
from procurement.evaluation.selectors import Cell
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
        if self.cell.criterion.proxy_marking is not None:
            return "Worked out from proxy values"
        if self.cell.verdicts_differ:
            return "Verdicts differ"
        if self.cell.spread is None:
            return "One score" if self.cell.marks else ""
        if not self.cell.spread:
            return "All the same"
        size = self.cell.spread
        return f"{plain_number(size)} mark{'' if size == 1 else 's'} apart"

    @property
    def moderated(self) -> str:
        return agreed_words(self.cell)

    @property
    def shade(self) -> str:
        """How loud it is in the table: what is agreed is quiet, what is far apart stands out."""
        if self.cell.agreed:
            return "agreed"
        return "wide" if self.cell.verdicts_differ or (self.cell.spread or 0) >= FAR_APART else "open"

    @property
    def at_a_glance(self) -> str:
        return f"Agreed: {self.moderated}" if self.cell.agreed else self.spread_words or "To agree"


def agreed_words(cell: Cell) -> str:
    if cell.moderated is None:
        return ""
    if cell.moderated.passed is not None:
        return "Pass" if cell.moderated.passed else "Fail"
    return plain_number(cell.moderated.value)


def alt_of(cell: Cell) -> str:
    scores = ", ".join(f"{name} {plain_number(value)}" for name, value in cell.marks) or "no scores"
    agreed = f"; moderated {agreed_words(cell)}" if cell.moderated else ""
    return f"{cell.bid.label}, {cell.criterion.title}: {scores}{agreed}."


def in_order(cells: list[Cell], evaluation: Evaluation, by: str = "") -> list[SpreadRow]:
    """Those still to agree first, the widest spread first; ``by`` "question" or "bid" keeps the order of the tender."""
    found = [c for c in cells if c.needed]
    if by == "bid":
        found = sorted(found, key=lambda c: (len(c.bid.label), c.bid.label))
    elif by != "question":
        found = sorted(found, key=lambda c: (c.agreed, not c.verdicts_differ, -(c.spread or 0)))
    return [SpreadRow(c, selectors.shown_name(c.bid, evaluation), url_of(evaluation, c)) for c in found]


@dataclass(frozen=True)
class Matrix:
    """All at one glance: the bids' labels, and for each question its row a bid, None where it is not asked of that bid."""

    bids: list[str]
    lines: list[tuple[Criterion, list[SpreadRow | None]]]


def matrix_of(cells: list[Cell], evaluation: Evaluation) -> Matrix:
    """In the order of the tender, whatever order the page is read in."""
    rows = in_order(cells, evaluation, "question")
    labels = sorted({row.cell.bid.label for row in rows}, key=lambda label: (len(label), label))
    found = {(row.cell.criterion, row.cell.bid.label): row for row in rows}
    asked = list(dict.fromkeys(row.cell.criterion for row in rows))
    return Matrix(labels, [(criterion, [found.get((criterion, label)) for label in labels]) for criterion in asked])


def url_of(evaluation: Evaluation, cell: Cell) -> str:
    return reverse("evaluation-moderate", args=[evaluation.tender.reference, cell.bid.pk, cell.criterion.key])


@dataclass(frozen=True)
class ModerationPage:
    evaluation: Evaluation
    cell: Cell
    asked: PublishedQuestion
    answer: Answer | None
    commitments: list[OfferedCommitment]
    levels: list[ScaleLevel]
    next_open: str | None
    progress: selectors.Progress

    @property
    def bid(self) -> Bid:
        return self.cell.bid

    @property
    def criterion(self) -> Criterion:
        return self.cell.criterion

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
    cells = selectors.cells(user, evaluation)
    cell = next((c for c in cells if c.bid.pk == bid_id and c.criterion.key == key and c.needed), None)
    if cell is None:
        return None
    waiting = [row for row in in_order(cells, evaluation) if not row.cell.agreed and row.cell is not cell]
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
        next_open=waiting[0].url if waiting else None,
        progress=selectors.moderation_progress(cells),
    )
