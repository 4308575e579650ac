"""What an award says that the contract must hold, as proposals that nobody has to retype. Reads only."""

from dataclasses import dataclass
from decimal import Decimal

from contracts.obligations.calculations.details import ObligationDetails
from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.enums import Basis, Frequency
from contracts.performance.enums import Kind
from procurement.award.models import Award
from procurement.bidding.models import Answer, OfferedCommitment
from procurement.commissioning.enums import Period, RequirementUse
from procurement.commissioning.models import Requirement
from socialvalue.framework.enums import Direction
from socialvalue.law.periods import is_level

# As light-touch as possible, and often enough for the six-monthly report to Cabinet
FREQUENCY_OF: dict[str, Frequency] = {
    Period.TERM: Frequency.HALF_YEAR,
    Period.YEAR: Frequency.HALF_YEAR,
    Period.QUARTER: Frequency.QUARTER,
    Period.MONTH: Frequency.MONTH,
}


@dataclass(frozen=True)
class ProposedKpi:
    """A KPI in the words of the award; ``target`` in ``unit`` ``per`` (a Period)."""

    wording: str
    unit: str
    target: Decimal | None
    per: str
    direction: str

    def terms(self) -> KpiTerms:
        """A share or a level is not added up: its target is each period's."""
        level = is_level(self.unit)
        return KpiTerms(
            wording=self.wording[:300],
            unit=self.unit,
            target=self.target,
            direction=self.direction,
            per="" if level or self.target is None else self.per,
            kind=_kind(self.unit),
            frequency=FREQUENCY_OF[self.per],
        )


def _kind(unit: str) -> Kind:
    """A percentage is so many out of so many; another level stands for itself; everything else is added up."""
    if unit == "%":
        return Kind.RATIO
    return Kind.LEVEL if is_level(unit) else Kind.SUM


@dataclass(frozen=True)
class ProposedObligation:
    """An obligation in the words of the award, with where it comes from, and the KPI that will measure it."""

    details: ObligationDetails
    kpi: ProposedKpi

    @property
    def required(self) -> bool:
        return self.details.basis == Basis.REQUIRED

    @property
    def per_words(self) -> str:
        """“a year”, “over the whole contract”."""
        return Period(self.kpi.per).label


def proposals(award: Award) -> list[ProposedObligation]:
    """Every requirement of the questions of its lot, the unscored ones of its commission, and every commitment that the
    winning bid offers for this lot, in that order. Constant number of queries."""
    return [*_required(award), *_offered(award)]


def _required(award: Award) -> list[ProposedObligation]:
    tender = award.tender
    asked: dict[int, Answer] = {}
    for answer in (
        Answer.objects.filter(bid=award.bid, question__criterion__lot=award.lot_id, question__requirements__isnull=False)
        .select_related("question__criterion")
        .prefetch_related("question__requirements")
        .order_by("question__criterion__order", "id")
        .distinct()
    ):
        for requirement in answer.question.requirements.all():
            asked.setdefault(requirement.pk, answer)
    stated = set(Requirement.objects.filter(questions__criterion__lot=award.lot_id).values_list("pk", flat=True))
    rows = []
    requirements = Requirement.objects.filter(commission=tender.commission, removed_at=None)
    for requirement in requirements.select_related("sought__outcome__priority", "measure__outcome__priority").order_by("id"):
        if requirement.pk not in stated and requirement.use != RequirementUse.UNSCORED:
            continue
        outcome = requirement.measure.outcome if requirement.measure else requirement.sought.outcome
        kpi = ProposedKpi(
            wording=requirement.measure_text,
            unit=requirement.unit,
            target=requirement.target,
            per=requirement.per,
            direction=requirement.measure.direction if requirement.measure else Direction.HIGHER,
        )
        details = ObligationDetails(
            basis=Basis.REQUIRED,
            wording=requirement.wording,
            requirement=requirement,
            answer=asked.get(requirement.pk),
            measure=requirement.measure,
            outcome=outcome,
            priority=outcome.priority if outcome else None,
        )
        rows.append(ProposedObligation(details, kpi))
    return rows


def _offered(award: Award) -> list[ProposedObligation]:
    rows = []
    offered = OfferedCommitment.objects.filter(bid=award.bid, answer__question__criterion__lot=award.lot_id)
    for commitment in offered.select_related("measure__outcome__priority", "answer__question__priority"):
        outcome = commitment.measure.outcome if commitment.measure else None
        kpi = ProposedKpi(
            wording=commitment.measure_text,
            unit=commitment.unit,
            target=commitment.quantity,
            per=commitment.per,
            direction=commitment.measure.direction if commitment.measure else Direction.HIGHER,
        )
        place = f"Where: {commitment.place}" if commitment.place else ""
        evidence = f"Shown by: {commitment.evidence}" if commitment.evidence else ""
        wording = " ".join(_sentence(part) for part in (commitment.outcome_text, place, evidence) if part.strip())
        details = ObligationDetails(
            basis=Basis.OFFERED,
            wording=wording,
            commitment=commitment,
            answer=commitment.answer,
            measure=commitment.measure,
            outcome=outcome,
            priority=outcome.priority if outcome else commitment.answer.question.priority,
        )
        rows.append(ProposedObligation(details, kpi))
    return rows


def _sentence(text: str) -> str:
    """What a supplier typed, closed with a full stop where it ends without a mark of its own."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
