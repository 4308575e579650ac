"""An evaluator's score sheet: bids by questions with their own scores, and one page of it. No price, nobody else's score."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse

from procurement.bidding.models import Answer, Bid, OfferedCommitment, SealedFile
from procurement.evaluation import selectors
from procurement.evaluation.models import Score
from procurement.evaluation.selectors import Progress
from procurement.panel import selectors as panel_selectors
from procurement.panel.enums import EvaluationStatus, ScoreStatus
from procurement.panel.models import Evaluation, Panellist
from procurement.tendering.models import Criterion, ScaleLevel
from procurement.tendering.selectors.published import PublishedQuestion, the_question
from socialvalue.common.reasons import problem_with_reason
from socialvalue.common.templatetags.formats import plain_number
from socialvalue.documents.models import HeldFile


@dataclass(frozen=True)
class Sheet:
    place: Panellist
    bids: list[Bid]
    criteria: list[Criterion]
    scores: dict[tuple[int, int], Score]

    @property
    def evaluation(self) -> Evaluation:
        return self.place.evaluation

    @property
    def pairs(self) -> list[tuple[Bid, Criterion]]:
        return [(bid, criterion) for criterion in self.criteria for bid in self.bids]

    @property
    def given(self) -> Progress:
        done = sum(is_given(self.scores.get((b.pk, c.pk))) for b, c in self.pairs)
        return Progress(done, len(self.pairs))

    @property
    def finished(self) -> bool:
        """Every score is final."""
        found = [self.scores.get((b.pk, c.pk)) for b, c in self.pairs]
        return bool(found) and all(s is not None and s.status == ScoreStatus.FINAL for s in found)

    @property
    def rows(self) -> list[dict]:
        """One per bid, for there may be forty of them: its cells in the order of the questions."""
        return [
            {"name": selectors.shown_name(bid, self.evaluation), "cells": [self._cell(bid, c) for c in self.criteria]}
            for bid in self.bids
        ]

    @property
    def first_open(self) -> str:
        """The address of the first score that still lacks something; of the first at all when none does."""
        waiting = [(b, c) for b, c in self.pairs if not is_given(self.scores.get((b.pk, c.pk)))] or self.pairs
        return self.url(*waiting[0]) if waiting else ""

    def _cell(self, bid: Bid, criterion: Criterion) -> dict:
        score = self.scores.get((bid.pk, criterion.pk))
        return {
            "bid": bid,
            "criterion": criterion,
            "words": _words(score),
            "final": bool(score and score.status == ScoreStatus.FINAL),
            "url": self.url(bid, criterion),
        }

    def url(self, bid: Bid, criterion: Criterion, order: str = "question") -> str:
        found = reverse("evaluation-score", args=[self.evaluation.tender.reference, bid.pk, criterion.key])
        return found if order == "question" else f"{found}?by={order}"


def _has_value(score: Score) -> bool:
    return score.value is not None or score.passed is not None


def _words(score: Score | None) -> str:
    """What a cell of the sheet says: “Not scored”, “7”, “Pass, no reason”."""
    state = _state(score)
    if score is None or not _has_value(score):
        return state
    value = ("Pass" if score.passed else "Fail") if score.passed is not None else plain_number(score.value)
    return f"{value}, {state.lower()}" if state else value


def _state(score: Score | None) -> str:
    if score is None or not _has_value(score):
        return "Not scored"
    if not score.reason:
        return "No reason"
    return "Reason says too little" if problem_with_reason(score.reason) else ""


def is_given(score: Score | None) -> bool:
    """A value or verdict, with a reason that says something."""
    return score is not None and _has_value(score) and problem_with_reason(score.reason) is None


def sheet_of(user, place: Panellist) -> Sheet:
    """The sheet of the user's own place."""
    own = Score.objects.visible_to(user).filter(panellist=place)
    return Sheet(
        place=place,
        bids=selectors.bids_for(user, place.evaluation),
        criteria=panel_selectors.assigned_criteria(place),
        scores={(s.bid_id, s.criterion_id): s for s in own},
    )


@dataclass(frozen=True)
class ScorePage:
    """One bid and one question to score; ``previous`` and ``next`` are addresses, None at the ends."""

    sheet: Sheet
    bid: Bid
    criterion: Criterion
    order: str
    asked: PublishedQuestion
    answer: Answer | None
    commitments: list[OfferedCommitment]
    files: list
    levels: list[ScaleLevel]
    number: int
    here: str
    other_order: str
    previous: str | None
    next: str | None

    @property
    def place(self) -> Panellist:
        return self.sheet.place

    @property
    def evaluation(self) -> Evaluation:
        return self.sheet.evaluation

    @property
    def score(self) -> Score | None:
        return self.sheet.scores.get((self.bid.pk, self.criterion.pk))

    @property
    def final(self) -> bool:
        return self.score is not None and self.score.status == ScoreStatus.FINAL

    @property
    def name(self) -> str:
        return selectors.shown_name(self.bid, self.evaluation)

    @property
    def total(self) -> int:
        return len(self.sheet.pairs)

    @property
    def written_before(self) -> list[tuple[str, Score]]:
        """What this person wrote for the other bids on the same question."""
        return [
            (selectors.shown_name(bid, self.evaluation), self.sheet.scores[bid.pk, self.criterion.pk])
            for bid in self.sheet.bids
            if bid.pk != self.bid.pk and (bid.pk, self.criterion.pk) in self.sheet.scores
        ]

    @property
    def scoring(self) -> bool:
        return self.evaluation.status == EvaluationStatus.SCORING


def page_of(user, sheet: Sheet, bid: Bid, criterion: Criterion, order: str) -> ScorePage:
    """The page for one bid and question, in the order by question or by bid."""
    pairs = sheet.pairs if order == "question" else [(b, c) for b in sheet.bids for c in sheet.criteria]
    place = next(n for n, (b, c) in enumerate(pairs) if (b.pk, c.pk) == (bid.pk, criterion.pk))
    urls = [sheet.url(b, c, order) for b, c in pairs]
    question = getattr(criterion, "question", None)
    answers = Answer.objects.visible_to(user).filter(bid=bid, question=question) if question else Answer.objects.none()
    commitments = OfferedCommitment.objects.visible_to(user).filter(bid=bid, answer__question=question) if question else []
    return ScorePage(
        sheet=sheet,
        bid=bid,
        criterion=criterion,
        order=order,
        asked=the_question(sheet.evaluation.tender, criterion.key),
        answer=answers.first(),
        commitments=list(commitments),
        files=files_of(user, bid, question),
        levels=list(sheet.evaluation.tender.scale.all()),
        number=place + 1,
        here=urls[place],
        other_order=sheet.url(bid, criterion, "bid" if order == "question" else "question"),
        previous=urls[place - 1] if place else None,
        next=urls[place + 1] if place + 1 < len(urls) else None,
    )


def files_of(user, bid: Bid, question) -> list:
    """Files the bidder sent with this answer, as far as this person may read them."""
    if not question:
        return []
    found = SealedFile.objects.visible_to(user).filter(bid=bid, question=question, opened_at__isnull=False)
    return list(found.annotate(held=Exists(HeldFile.objects.filter(key=OuterRef("pk")))))
