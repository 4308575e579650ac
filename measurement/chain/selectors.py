"""One walk a storey: what was heard and bought, what was promised and delivered, which reports say so."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from contracts.obligations.models import Kpi, Obligation
from contracts.obligations.querysets import ObligationQuerySet
from contracts.register.enums import ContractStatus
from contracts.register.models import Contract
from contracts.returns.models import Return
from contracts.schedule.enums import COUNTED, ReturnStatus
from contracts.schedule.models import DueReturn
from measurement.reports.enums import ReportStatus
from measurement.reports.models import FrozenFigure, Report
from measurement.reports.selectors import rows_holding
from procurement.award.enums import AwardStatus
from procurement.bidding.models import Answer, OfferedCommitment
from procurement.commissioning.models import Commission, Requirement, SoughtOutcome
from procurement.engagement.models import Remark
from procurement.tendering.models import Question, Tender
from socialvalue.accounts.models import User
from socialvalue.common import clock


@dataclass
class Bought:
    """The procurement storey: lists as the page needs them, each already filtered to what this person may see."""

    remarks: list[Remark]
    outcomes: list[SoughtOutcome]
    requirements: dict[int, list[Requirement]]
    tenders: list[Tender]
    questions: list[Question]
    answers: dict[int, Answer]
    commitments: dict[int, list[OfferedCommitment]]
    awarded: bool


def bought(commission: Commission, user: User) -> Bought:
    """Remark → sought outcome → requirement → question → answer of the awarded bid, where they may read it. Eleven queries."""
    requirements: dict[int, list[Requirement]] = defaultdict(list)
    for requirement in Requirement.objects.visible_to(user).filter(commission=commission, removed_at=None):
        requirements[requirement.sought_id].append(requirement)
    tenders = list(Tender.objects.visible_to(user).filter(commission=commission).prefetch_related("awards").order_by("pk"))
    winners = [
        award.bid_id
        for tender in tenders
        for award in tender.awards.all()
        if award.status not in (AwardStatus.PROPOSED, AwardStatus.RETURNED)
    ]
    questions = list(
        Question.objects.filter(criterion__tender__in=tenders)
        .filter(Q(requirements__isnull=False) | Q(criterion__kind="social_value"))
        .distinct()
        .select_related("criterion__tender", "priority")
        .prefetch_related("requirements")
        .order_by("criterion__tender_id", "criterion__order", "pk")
    )
    answers = {
        a.question_id: a
        for a in Answer.objects.visible_to(user).filter(bid__in=winners, question__in=questions).select_related("bid__supplier")
    }
    commitments: dict[int, list[OfferedCommitment]] = defaultdict(list)
    for offered in OfferedCommitment.objects.visible_to(user).filter(
        bid__in=winners, answer__in=[a.pk for a in answers.values()]
    ):
        commitments[offered.answer_id].append(offered)
    return Bought(
        remarks=list(Remark.objects.visible_to(user).filter(commission=commission)),
        outcomes=list(
            SoughtOutcome.objects.visible_to(user)
            .filter(commission=commission)
            .exclude(status="dropped")
            .prefetch_related("remarks")
        ),
        requirements=requirements,
        tenders=tenders,
        questions=questions,
        answers=answers,
        commitments=commitments,
        awarded=bool(winners),
    )


@dataclass
class Measured:
    """Returns of one KPI: owed, verified, and the last period verified. ``silent``: some are overdue, none was ever handed in."""

    owed: int
    verified: int
    last: date | None
    silent: bool = False


@dataclass
class Promised:
    """The contracts storey: obligations with their KPIs and how many returns stand behind each."""

    obligations: list[Obligation]
    kpis: dict[int, list[Kpi]] = field(default_factory=dict)
    measured: dict[int, Measured] = field(default_factory=dict)


def promised(obligations: ObligationQuerySet, user: User) -> Promised:
    """Obligation → KPI → returns due by now; ``obligations`` is a queryset, filtered here to what this person may see."""
    rows = list(
        obligations.visible_to(user)
        .select_related("contract", "requirement", "commitment__answer", "answer")
        .order_by("contract", "pk")
    )
    kpis: dict[int, list[Kpi]] = defaultdict(list)
    for kpi in Kpi.objects.filter(obligation__in=[row.pk for row in rows]).order_by("number"):
        kpis[kpi.obligation_id].append(kpi)
    return Promised(rows, kpis, _measured([kpi.pk for some in kpis.values() for kpi in some]))


def _measured(kpis: list[int]) -> dict[int, Measured]:
    """What was measured of each of these KPIs. Two queries, each from the due rows of these KPIs alone."""
    today = clock.today()
    returns = Return.objects.filter(due=OuterRef("pk"))
    due = DueReturn.objects.filter(kpi__in=kpis).order_by()
    verified = due.owed().alias(is_verified=Exists(returns.filter(status=ReturnStatus.VERIFIED)))
    counted = verified.values("kpi").annotate(
        owed=Count("pk", filter=Q(due_on__lte=today) | Q(is_verified=True)),
        verified=Count("pk", filter=Q(is_verified=True)),
        last=Max("ends_on", filter=Q(is_verified=True)),
        # Whether anything was handed in or not: it matters where nothing ever was
        overdue=Count("pk", filter=Q(due_on__lt=today)),
    )
    sent = set(due.filter(Exists(returns.exclude(first_submitted_at=None))).values_list("kpi", flat=True).distinct())
    found = {
        row["kpi"]: Measured(row["owed"], row["verified"], row["last"], row["overdue"] > 0 and row["kpi"] not in sent)
        for row in counted
    }
    return {kpi: found.get(kpi) or Measured(0, 0, None) for kpi in kpis}


def obligations_of(commission: Commission) -> ObligationQuerySet:
    """Obligations of every contract that came out of the commission."""
    return Obligation.objects.filter(
        Q(contract__commission=commission) | Q(contract__award__tender__commission=commission)
    ).distinct()


def has_begun(commission: Commission, user: User) -> bool:
    """Whether a contract that came out of the commission runs or has run, of those this person may see."""
    return (
        Contract.objects.visible_to(user)
        .filter(Q(commission=commission) | Q(award__tender__commission=commission))
        .exclude(status=ContractStatus.DRAFT)
        .filter(starts_on__lte=clock.today())
        .exists()
    )


def reported(obligations: list[Obligation], user: User) -> dict[int, list[tuple[FrozenFigure, int]]]:
    """By obligation: measure figures, each with its number, that count its returns in reports this person may read."""
    pairs = _counting(obligations, Report.objects.visible_to(user).exclude(status=ReportStatus.BUILDING).order_by())
    figures = FrozenFigure.objects.select_related("report").defer("report__content").in_bulk({pk for pk, _ in pairs})
    order: dict[int, list[int]] = defaultdict(list)
    for report, pk in (
        FrozenFigure.objects.filter(report__in={f.report_id for f in figures.values()}).order_by("pk").values_list("report", "pk")
    ):
        order[report].append(pk)
    found: dict[int, list[tuple[FrozenFigure, int]]] = defaultdict(list)
    for pk, obligation in sorted(pairs):
        figure = figures[pk]
        found[obligation].append((figure, order[figure.report_id].index(pk) + 1))
    return found


def _counting(obligations: list[Obligation], reports: QuerySet[Report]) -> set[tuple[int, int]]:
    """(measure figure, obligation) where the figure counts a return of it. One query, and one for each hundred returns."""
    rows = Return.objects.filter(status__in=COUNTED, due__kpi__obligation__in=[o.pk for o in obligations])
    of = dict(rows.order_by().values_list("pk", "due__kpi__obligation"))
    figures = FrozenFigure.objects.of_measures().filter(report__in=reports.values("pk"))
    held = rows_holding(of, Q(figure__in=figures.order_by().values("pk")))
    return {(figure, of[key]) for figure, keys in held for key in of.keys() & set(keys)}
