"""An evaluator's score sheet: bids by questions with their own scores, and one page of it. No price, nobody else's score."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from procurement.bidding.models import Answer, Bid, OfferedCommitment, SealedFile
from procurement.evaluation import selectors
from procurement.evaluation.models import Score
from procurement.evaluation.selectors import Pair, Progress
from procurement.panel import selectors as panel_selectors
from procurement.panel.enums import EvaluationStatus, ScoreStatus
from procurement.panel.models import Evaluation, Panellist
from procurement.tendering.models import Criterion, ScaleLevel
from procurement.tendering.selectors.published import PublishedQuestion, the_question
from socialvalue.common.reasons import problem_with_reason
from socialvalue.common.templatetags.formats import plain_number
from socialvalue.documents.models import HeldFile

# Where the keyboard goes on after a score: from the question, not from the top of the page
AT_THE_QUESTION = "#question"


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
        return url_of(self.evaluation, bid, criterion, order)


def url_of(evaluation: Evaluation, bid: Bid, criterion: Criterion, order: str) -> str:
    found = reverse("evaluation-score", args=[evaluation.tender.reference, bid.pk, criterion.key])
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


class ScorePage:
    """One bid and one question to score. What only some answers need is read when it is asked for: saving reads one score."""

    def __init__(self, user, place: Panellist, bids: list[Bid], criteria: list[Criterion], at: Pair, order: str):
        """``at``: where the bid and the question stand in their lists."""
        self.user, self.place, self.bids, self.criteria, self.order = user, place, bids, criteria, order
        self.bid, self.criterion = bids[at[0]], criteria[at[1]]
        self._at = at

    @property
    def evaluation(self) -> Evaluation:
        return self.place.evaluation

    @property
    def _own(self) -> QuerySet[Score]:
        return Score.objects.visible_to(self.user).filter(panellist=self.place)

    @cached_property
    def score(self) -> Score | None:
        return self._own.filter(bid=self.bid, criterion=self.criterion).first()

    @cached_property
    def asked(self) -> PublishedQuestion:
        return the_question(self.evaluation.tender, self.criterion.key)

    @property
    def question(self):
        return getattr(self.criterion, "question", None)

    @cached_property
    def answer(self) -> Answer | None:
        if not self.question:
            return None
        return Answer.objects.visible_to(self.user).filter(bid=self.bid, question=self.question).first()

    @cached_property
    def commitments(self) -> list[OfferedCommitment]:
        if not self.question:
            return []
        return list(OfferedCommitment.objects.visible_to(self.user).filter(bid=self.bid, answer__question=self.question))

    @cached_property
    def files(self) -> list:
        return files_of(self.user, self.bid, self.question)

    @cached_property
    def levels(self) -> list[ScaleLevel]:
        return list(self.evaluation.tender.scale.all())

    @property
    def keys_to(self) -> int:
        """The highest score that one key can choose."""
        return min(self.evaluation.tender.scale_maximum, 9)

    @property
    def final(self) -> bool:
        return self.score is not None and self.score.status == ScoreStatus.FINAL

    @property
    def name(self) -> str:
        return selectors.shown_name(self.bid, self.evaluation)

    @property
    def total(self) -> int:
        return len(self.bids) * len(self.criteria)

    @property
    def number(self) -> int:
        """Its place in the order by question or by bid, from 1."""
        bid, criterion = self._at
        by_question = criterion * len(self.bids) + bid
        return 1 + (by_question if self.order == "question" else bid * len(self.criteria) + criterion)

    @property
    def here(self) -> str:
        return self._url(self.number)

    @property
    def previous(self) -> str | None:
        return self._url(self.number - 1) + AT_THE_QUESTION if self.number > 1 else None

    @property
    def next(self) -> str | None:
        return self._url(self.number + 1) + AT_THE_QUESTION if self.number < self.total else None

    @property
    def other_order(self) -> str:
        return url_of(self.evaluation, self.bid, self.criterion, "bid" if self.order == "question" else "question")

    def _url(self, number: int) -> str:
        if self.order == "question":
            criterion, bid = divmod(number - 1, len(self.bids))
        else:
            bid, criterion = divmod(number - 1, len(self.criteria))
        return url_of(self.evaluation, self.bids[bid], self.criteria[criterion], self.order)

    @property
    def given(self) -> Progress:
        """How many of this person's scores there are, with a reason that says something."""
        words = self._own.filter(bid__in=self.bids, criterion__in=self.criteria).filter(selectors.GIVEN)
        done = sum(problem_with_reason(reason) is None for reason in words.values_list("reason", flat=True))
        return Progress(done, self.total)

    @property
    def written_before(self) -> list[tuple[str, Score]]:
        """What this person wrote for the other bids on the same question."""
        found = {score.bid_id: score for score in self._own.filter(criterion=self.criterion).exclude(bid=self.bid)}
        return [(selectors.shown_name(bid, self.evaluation), found[bid.pk]) for bid in self.bids if bid.pk in found]

    @property
    def scoring(self) -> bool:
        return self.evaluation.status == EvaluationStatus.SCORING


def page_of(user, place: Panellist, bid_id: int, key: str, order: str) -> ScorePage | None:
    """The page for one bid and question, in the order by question or by bid; None where the person has no such pair."""
    bids, criteria = selectors.bids_for(user, place.evaluation), panel_selectors.assigned_criteria(place)
    bid = next((n for n, bid in enumerate(bids) if bid.pk == bid_id), None)
    criterion = next((n for n, criterion in enumerate(criteria) if criterion.key == key), None)
    return None if bid is None or criterion is None else ScorePage(user, place, bids, criteria, (bid, criterion), order)


def files_of(user, bid: Bid, question) -> list:
    """Files the bidder sent with this answer, as far as this person may read them."""
    if not question:
        return []
    found = SealedFile.objects.visible_to(user).filter(bid=bid, question=question, opened_at__isnull=False)
    return list(found.annotate(held=Exists(HeldFile.objects.filter(key=OuterRef("pk")))))
