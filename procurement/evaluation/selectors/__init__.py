"""Reads: whose turn it is, how far scoring and moderation are. What a person may see of it is decided by the querysets."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, F, Max, Min, Q, QuerySet

from procurement.bidding.enums import BidStatus
from procurement.bidding.models import Bid
from procurement.evaluation.models import ModeratedScore, Score
from procurement.evaluation.selectors.record import reader_without_bids
from procurement.panel.enums import EvaluationStatus as S
from procurement.panel.enums import ScoreStatus
from procurement.panel.models import Evaluation, Panellist
from procurement.panel.selectors import assigned_criteria, moderated_criteria
from procurement.scoring import Bid as ScoredBid
from procurement.scoring.gateway import thresholds_missed
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.enums import Method
from procurement.tendering.models import Criterion, Lot
from socialvalue.common.reasons import problem_with_reason

# What counts as answered: a value or a verdict, with words. Whether the words say anything is asked when it is made final
GIVEN = (Q(value__isnull=False) | Q(passed__isnull=False)) & ~Q(reason="")


def evaluations_of(user) -> QuerySet[Evaluation]:
    """Everything the user may see, the latest first."""
    return (
        Evaluation.objects.visible_to(user).select_related("tender", "tender__commission", "lead").order_by("-created_at", "-id")
    )


def held_up() -> QuerySet[Evaluation]:
    """Those no award may follow from: an interest is undecided, or a closed result rests on scores that were set aside."""
    undecided = Q(pk__in=Panellist.objects.undecided().values("evaluation"))
    shaken = ModeratedScore.objects.filter(look_again_at__isnull=False).values("bid__tender")
    return Evaluation.objects.filter(undecided | Q(status=S.CLOSED, tender__in=shaken))


def bids(evaluation: Evaluation) -> list[Bid]:
    """The opened bids in the order of their labels. For services; pages ask ``bids_for``."""
    found = evaluation.tender.bids.filter(status=BidStatus.OPENED).select_related("supplier")
    return sorted(found, key=lambda bid: (len(bid.label), bid.label, bid.pk))


def bids_for(user, evaluation: Evaluation) -> list[Bid]:
    """The opened bids that this person may see."""
    found = Bid.objects.visible_to(user).filter(tender=evaluation.tender_id, status=BidStatus.OPENED).select_related("supplier")
    return sorted(found, key=lambda bid: (len(bid.label), bid.label, bid.pk))


def shown_name(bid: Bid, evaluation: Evaluation) -> str:
    """The bidder's name, or the label alone while an anonymous evaluation is not closed."""
    if evaluation.anonymous and evaluation.status != S.CLOSED:
        return bid.label
    return f"{bid.label}: {bid.bidder}"


@dataclass(frozen=True)
class Progress:
    """How much is done of how much there is."""

    done: int
    total: int

    @property
    def left(self) -> int:
        return self.total - self.done

    @property
    def complete(self) -> bool:
        return self.total > 0 and self.done >= self.total

    def __str__(self):
        return f"{self.done} of {self.total}"


def progress_by_panellist(evaluations) -> dict[int, tuple[Progress, Progress]]:
    """(given, final) for each panellist of these evaluations, by id. Three queries however many there are."""
    evaluations = list(evaluations)
    opened = dict(
        Bid.objects.filter(tender__in=[e.tender_id for e in evaluations], status=BidStatus.OPENED)
        .order_by()
        .values_list("tender")
        .annotate(n=Count("pk"))
    )
    places = Panellist.objects.filter(evaluation__in=evaluations).annotate(questions=Count("assignments"))
    scores = (
        Score.objects.filter(panellist__evaluation__in=evaluations, criterion__assignments__panellist=F("panellist"))
        .order_by()
        .values("panellist")
        .annotate(given=Count("pk", filter=GIVEN), final=Count("pk", filter=Q(status=ScoreStatus.FINAL)))
    )
    counted = {row["panellist"]: row for row in scores}
    tenders = {e.pk: e.tender_id for e in evaluations}
    found = {}
    for place in places.order_by("pk"):
        total = place.questions * opened.get(tenders[place.evaluation_id], 0)
        row = counted.get(place.pk, {"given": 0, "final": 0})
        found[place.pk] = (Progress(row["given"], total), Progress(row["final"], total))
    return found


def unscored(panellist: Panellist) -> list[tuple[Bid, Criterion, str]]:
    """What keeps this panellist from finalising: bid, question, and the message that says what to do."""
    given = {(s.bid_id, s.criterion_id): s for s in panellist.scores.all()}
    criteria = assigned_criteria(panellist)
    missing = []
    for bid in bids(panellist.evaluation):
        for criterion in criteria:
            score = given.get((bid.pk, criterion.pk))
            if score is None or (score.value is None and score.passed is None):
                missing.append((bid, criterion, "the score is missing"))
            elif not score.reason:
                missing.append((bid, criterion, "the reason is missing"))
            elif problem := problem_with_reason(score.reason):
                missing.append((bid, criterion, problem))
    return missing


def not_final(evaluation: Evaluation) -> list[Panellist]:
    """Panellists whose scores are not all final; those barred by an interest are not waited for."""
    return not_final_by_evaluation([evaluation])[evaluation.pk]


def not_final_by_evaluation(evaluations: Sequence[Evaluation]) -> dict[int, list[Panellist]]:
    """``not_final`` of each, by its id; as many queries for many as for one."""
    finals = progress_by_panellist(evaluations)
    found: dict[int, list[Panellist]] = {evaluation.pk: [] for evaluation in evaluations}
    places = Panellist.objects.counting().filter(evaluation__in=found).select_related("user").order_by("pk")
    for place in places:
        if finals[place.pk][1].total and not finals[place.pk][1].complete:
            found[place.evaluation_id].append(place)
    return found


@dataclass
class Cell:
    """One bid and one question in moderation: the final scores that count, those set aside, and what was agreed."""

    bid: Bid
    criterion: Criterion
    scores: list[Score] = field(default_factory=list)
    set_aside: list[Score] = field(default_factory=list)
    moderated: ModeratedScore | None = None
    needed: bool = True

    @property
    def agreed(self) -> bool:
        """There is an agreed score, and nothing it rested on was set aside since."""
        return self.moderated is not None and self.moderated.stands

    @property
    def spread(self):
        """Highest less lowest score; None with fewer than two scores."""
        values = [s.value for s in self.scores if s.value is not None]
        return max(values) - min(values) if len(values) > 1 else None

    @property
    def verdicts_differ(self) -> bool:
        return len({s.passed for s in self.scores if s.passed is not None}) > 1

    @property
    def marks(self) -> list[tuple[str, object]]:
        return [(str(s.panellist.user), s.value) for s in self.scores if s.value is not None]


Pair = tuple[int, int]


@dataclass(frozen=True)
class Spread:
    """How far apart the scores of one bid and question are, and whether they are agreed; of scores nothing else is read."""

    bid: Bid
    criterion: Criterion
    # How many scores (not verdicts) there are, and how far apart
    scores: int = 0
    size: Decimal | None = None
    verdicts_differ: bool = False
    agreed: bool = False
    # What was agreed
    value: Decimal | None = None
    passed: bool | None = None
    needed: bool = True

    @property
    def pair(self) -> Pair:
        return self.bid.pk, self.criterion.pk


def spreads(user, evaluation: Evaluation) -> list[Spread]:
    """Every bid × judged question for the person who moderates, the scores of each added up by the database.

    What a page that shows some of them asks ``cells`` for is those alone.
    """
    final = Score.objects.visible_to(user).filter(
        panellist__evaluation=evaluation, status=ScoreStatus.FINAL, set_aside_at__isnull=True
    )
    given = Score.objects.filter(pk__in=final.values("pk")).order_by().values_list("bid_id", "criterion_id")
    rows = given.annotate(Count("value"), Max("value"), Min("value"), Count("passed", distinct=True))
    found = {(bid, criterion): rest for bid, criterion, *rest in rows}
    marks = list(_marks(evaluation))
    agreed = {(m.bid_id, m.criterion_id): m for m in marks if m.look_again_at is None}
    beyond = beyond_gateway(evaluation, [(m.bid_id, m.criterion__key, m.value) for m in marks])
    spread = []
    seen = bids_for(user, evaluation)
    for criterion in moderated_criteria(evaluation.tender):
        for bid in seen:
            many, high, low, verdicts = found.get((bid.pk, criterion.pk), (0, None, None, 0))
            mark = agreed.get((bid.pk, criterion.pk))
            spread.append(
                Spread(
                    bid,
                    criterion,
                    scores=many,
                    size=high - low if many > 1 and high is not None and low is not None else None,
                    verdicts_differ=verdicts > 1,
                    agreed=mark is not None,
                    value=mark.value if mark else None,
                    passed=mark.passed if mark else None,
                    needed=not (criterion.kind == K.SOCIAL_VALUE and (bid.pk, criterion.lot_id) in beyond),
                )
            )
    return spread


def cells(user, evaluation: Evaluation, pairs: Collection[Pair] | None = None) -> list[Cell]:
    """Every bid × judged question for the person who moderates, or of (bid, criterion) ``pairs`` those; in their order.

    The number of queries does not grow with either, and no score of another pair is read.
    """
    seen = bids_for(user, evaluation)
    found = {(b.pk, c.pk): Cell(b, c) for c in moderated_criteria(evaluation.tender) for b in seen}
    scores = (
        Score.objects.visible_to(user)
        .filter(panellist__evaluation=evaluation, status=ScoreStatus.FINAL)
        .select_related("panellist__user", "set_aside_by")
        .order_by("panellist_id")
    )
    agreed = moderated_scores(evaluation)
    if pairs is not None:
        found = {pair: found[pair] for pair in pairs if pair in found}
        scores, agreed = scores.filter(_of(found)), agreed.filter(_of(found))
    for score in scores:
        if (score.bid_id, score.criterion_id) in found:
            cell = found[score.bid_id, score.criterion_id]
            (cell.scores if score.set_aside_at is None else cell.set_aside).append(score)
    for moderated in agreed:
        if (moderated.bid_id, moderated.criterion_id) in found:
            found[moderated.bid_id, moderated.criterion_id].moderated = moderated
    beyond = beyond_gateway(evaluation)
    for cell in found.values():
        cell.needed = not (cell.criterion.kind == K.SOCIAL_VALUE and (cell.bid.pk, cell.criterion.lot_id) in beyond)
    return list(found.values())


def _of(pairs: Iterable[Pair]) -> Q:
    criteria = defaultdict(list)
    for bid, criterion in pairs:
        criteria[bid].append(criterion)
    found = Q(pk__in=[])
    for bid, ids in criteria.items():
        found |= Q(bid=bid, criterion__in=ids)
    return found


def any_set_aside(evaluation: Evaluation) -> bool:
    return Score.objects.set_aside().filter(panellist__evaluation=evaluation).exists()


def moderated_scores(evaluation: Evaluation) -> QuerySet[ModeratedScore]:
    """All of an evaluation, with who agreed them."""
    return ModeratedScore.objects.filter(bid__tender=evaluation.tender_id).select_related("by", "criterion").order_by("pk")


def _marks(evaluation: Evaluation) -> QuerySet:
    """Of each agreed score what is read here, without the words."""
    rows = ModeratedScore.objects.filter(bid__tender=evaluation.tender_id).order_by("pk")
    return rows.values_list("bid_id", "criterion_id", "criterion__key", "value", "passed", "look_again_at", named=True)


Mark = tuple[int, str, Decimal | None]


def beyond_gateway(evaluation: Evaluation, marks: Iterable[Mark] | None = None) -> set[Pair]:
    """(bid, lot) of those certainly beyond the gateway: their social value is not scored. Empty with the method embedded.

    ``marks``: (bid, key of the question, value) of each agreed score, where the caller has read them.
    """
    if evaluation.tender.method != Method.GATEWAY:
        return set()
    scores: dict[int, dict[str, Fraction | bool]] = defaultdict(dict)
    for bid_id, key, value in marks if marks is not None else [(m.bid_id, m.criterion__key, m.value) for m in _marks(evaluation)]:
        if value is not None:
            scores[bid_id][key] = Fraction(value)
    opened = bids(evaluation)
    return {(bid, lot.pk) for lot in evaluation.tender.lots.all() for bid in _beyond(lot, opened, scores)}


def _beyond(lot: Lot, opened: list[Bid], scores: Mapping[int, dict[str, Fraction | bool]]) -> set[int]:
    """Ids of the bids beyond the gateway of one lot. Keys are a tender's, so the scores of other lots are passed over."""
    record = reader_without_bids(lot)
    quality = {c.id for c in record.leaves(K.QUALITY)}
    judged = [bid for bid in opened if quality <= set(scores[bid.pk])]
    prices = {bid.pk: None if bid.price is None else Fraction(bid.price) for bid in judged}
    return {
        bid.pk for bid in judged if thresholds_missed(record, ScoredBid(bid.label, price=prices[bid.pk], scores=scores[bid.pk]))
    }


def moderation_progress(found: Sequence[Cell | Spread]) -> Progress:
    needed = [c for c in found if c.needed]
    return Progress(sum(c.agreed for c in needed), len(needed))


def moderated_so_far(evaluation: Evaluation) -> Progress:
    """How many of the moderated scores that are needed are there; without reading anybody's score."""
    opened, criteria = bids(evaluation), moderated_criteria(evaluation.tender)
    marks = list(_marks(evaluation))
    beyond = beyond_gateway(evaluation, [(m.bid_id, m.criterion__key, m.value) for m in marks])
    needed = {(b.pk, c.pk) for b in opened for c in criteria if not (c.kind == K.SOCIAL_VALUE and (b.pk, c.lot_id) in beyond)}
    stand = {(m.bid_id, m.criterion_id) for m in marks if m.look_again_at is None}
    return Progress(len(needed & stand), len(needed))


def bidders(evaluation: Evaluation) -> list[str]:
    """The suppliers whose bids were opened, by name: an interest cannot be declared in somebody unknown. Never with a label."""
    return sorted(bid.bidder_marked for bid in bids(evaluation))


def moderated_counts(evaluations) -> dict[int, int]:
    """How many moderated scores stand, by tender id; one query."""
    tenders = [e.tender_id for e in evaluations]
    found = ModeratedScore.objects.filter(bid__tender__in=tenders, look_again_at=None)
    return dict(found.order_by().values_list("bid__tender").annotate(n=Count("pk")))
