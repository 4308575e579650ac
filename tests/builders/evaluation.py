"""Evaluations for tests, brought to their state by the real services."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from procurement.bidding.models import Bid
from procurement.evaluation import selectors, services
from procurement.evaluation.models import EvaluationRecord
from procurement.panel import selectors as panel_selectors
from procurement.panel import services as panel_services
from procurement.panel.models import Evaluation, Panellist
from procurement.tendering.enums import CriterionKind
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.common import clock
from tests.fixtures.remembered import remembered

from . import bidding, people

REASON = "The answer names the people, the days and how it will be checked."


@dataclass
class Scene:
    """An evaluation with the people in it. ``reload`` reads it again as a new request would."""

    evaluation: Evaluation
    lead: User
    panel: list[Panellist] = field(default_factory=list)

    def reload(self) -> Evaluation:
        self.evaluation = Evaluation.objects.select_related("tender__commission__council").get(pk=self.evaluation.pk)
        return self.evaluation

    @property
    def tender(self) -> Tender:
        return self.evaluation.tender

    @property
    def council(self):
        return self.evaluation.tender.commission.council

    @property
    def record(self) -> EvaluationRecord:
        """Of its one lot, once it is closed."""
        return self.evaluation.records.get()

    @property
    def bids(self) -> list[Bid]:
        return selectors.bids(self.evaluation)

    @property
    def criteria(self) -> list:
        return panel_selectors.judged_criteria(self.evaluation.tender)

    def criterion(self, key: str):
        return next(c for c in self.criteria if c.key == key)

    def place(self, number: int) -> Panellist:
        return Panellist.objects.select_related("user", "evaluation__tender__commission").get(pk=self.panel[number].pk)


@remembered
def opened(bids: int = 2, **options) -> Tender:
    """A tender whose bids were opened, in the past by the builder's clock; its questions are q1 to q4."""
    return bidding.opened_tender(bids, **options)


@remembered
def prepared(bids: int = 2, panellists: int = 2, *, tender: Tender | None = None, lead: User | None = None, **options) -> Scene:
    """A panel with everything assigned to everybody; the lead has declared, the panel has not."""
    tender = tender or opened(bids)
    council = tender.commission.council
    lead = lead or people.person(council, Role.EVALUATION_LEAD)
    evaluation = panel_services.set_up(tender, by=lead, score_by=clock.today() + timedelta(days=14), **options)
    panel_services.declare_as_lead(evaluation, by=lead, has_interest=False)
    scene = Scene(evaluation, lead)
    for _ in range(panellists):
        user = people.person(council, Role.EVALUATOR)
        scene.panel.append(services.add_panellist(evaluation, by=lead, user=user, criteria=scene.criteria))
    return scene


@remembered
def scoring(bids: int = 2, panellists: int = 2, **options) -> Scene:
    """Declared, scoring started, nothing scored."""
    scene = prepared(bids, panellists, **options)
    for place in scene.panel:
        panel_services.declare(place, by=place.user, has_interest=False)
    services.start_scoring(scene.evaluation, by=scene.lead)
    scene.reload()
    return scene


def value_for(number: int, bid_index: int, criterion_index: int, maximum: int = 5) -> Decimal:
    """Scores that differ by evaluator, bid and question, never below the minimum of 2."""
    return Decimal(2 + (number + 2 * bid_index + criterion_index) % (maximum - 1))


@remembered
def score_all(scene: Scene, number: int, *, final: bool = True) -> None:
    """Panellist ``number`` scores everything given to them."""
    place = scene.place(number)
    for b, bid in enumerate(scene.bids):
        for c, criterion in enumerate(scene.criteria):
            verdict = criterion.kind == CriterionKind.PASS_FAIL
            services.save_score(
                place,
                by=place.user,
                bid=bid,
                criterion=criterion,
                value=None if verdict else value_for(number, b, c),
                passed=True if verdict else None,
                reason=f"{REASON} Evaluator {number + 1} on {bid.label}.",
            )
    if final:
        services.finalise_scores(scene.place(number), by=place.user)


@remembered
def moderating(bids: int = 2, panellists: int = 2, **options) -> Scene:
    """All scores final, moderation begun."""
    scene = scoring(bids, panellists, **options)
    for number in range(panellists):
        score_all(scene, number)
    services.start_moderation(scene.evaluation, by=scene.lead)
    scene.reload()
    return scene


@remembered
def moderate_all(scene: Scene, scores: dict[str, list] | None = None) -> None:
    """``scores``: {criterion key: one per bid}; 5 less the bid's number, at least 2, unless given."""
    for b, bid in enumerate(scene.bids):
        for criterion in scene.criteria:
            verdict = criterion.kind == CriterionKind.PASS_FAIL
            given = (scores or {}).get(criterion.key)
            value = Decimal(str(given[b])) if given and not verdict else Decimal(max(2, 5 - b))
            services.moderate(
                scene.evaluation,
                by=scene.lead,
                bid=bid,
                criterion=criterion,
                value=None if verdict else value,
                passed=(given[b] if given else True) if verdict else None,
                reason=f"Agreed by the panel for {bid.label}: {criterion.title} is well evidenced.",
            )


@remembered
def closed(bids: int = 2, panellists: int = 2, *, scores: dict[str, list] | None = None, **options) -> Scene:
    """Moderated, computed, frozen."""
    scene = moderating(bids, panellists, **options)
    moderate_all(scene, scores)
    services.close(scene.evaluation, by=scene.lead)
    scene.reload()
    return scene
