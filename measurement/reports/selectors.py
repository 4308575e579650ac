"""Reports for lists; which stand for a period; the check of a frozen report against what its source returns say today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, QuerySet

from contracts.performance.combining import combine
from contracts.performance.enums import RATED, Kind, Standing
from contracts.performance.spans import first_of_month
from contracts.performance.standing import figure_of
from contracts.returns.models import Return
from contracts.returns.selectors import row_with
from contracts.schedule.enums import ReturnStatus
from measurement.reports.calculations.periods import LONGEST_MONTHS
from measurement.reports.enums import ReportKind, ReportStatus
from measurement.reports.models import FrozenFigure, Report
from socialvalue.accounts.models import Organisation, User
from socialvalue.common.canonical import digest_of, sha256
from socialvalue.common.templatetags.formats import decimal, rounded
from socialvalue.jobs.models import Job
from socialvalue.jobs.workflow import JobStatus
from socialvalue.law.days import add_months

# Freezing, which makes the PDF as well, and the PDF alone
KINDS_OF_JOB = ("report", "report-pdf")


@dataclass(frozen=True)
class UnderWay:
    """A report that is being prepared; ``waits_since``: when it was sent for approval, None before that."""

    kind: str
    starts_on: date
    ends_on: date
    waits_since: datetime | None


def reports_for(user: User) -> QuerySet[Report]:
    """For a list: each with the report it replaces and the one that replaces it."""
    rows = Report.objects.visible_to(user).select_related("council", "replaces", "replaced_by")
    return rows.defer("content", "replaces__content", "replaced_by__content")


def under_way(user: User) -> list[UnderWay]:
    """What this person’s council is preparing and they may not read yet: which report for which period, and nothing of it."""
    rows = Report.objects.announced_to(user).order_by("ends_on", "pk")
    found = rows.values_list("kind", "starts_on", "ends_on", "status", "submitted_at")
    return [
        UnderWay(str(ReportKind(kind).label), starts_on, ends_on, at if status == ReportStatus.SUBMITTED else None)
        for kind, starts_on, ends_on, status, at in found
    ]


def report_of(council: Organisation, kind: str, starts_on: date, ends_on: date) -> Report | None:
    """The report that stands for exactly this period: of an approved one and its unfinished replacement the latter."""
    rows = Report.objects.standing().filter(council=council, kind=kind, starts_on=starts_on, ends_on=ends_on)
    return rows.defer("content").order_by("-pk").first()


def overlapping(council: Organisation, kind: str, starts_on: date, ends_on: date) -> list[Report]:
    """Standing reports of the kind that share days with the period without being of that very period, the latest first."""
    rows = Report.objects.standing().filter(council=council, kind=kind, starts_on__lte=ends_on, ends_on__gte=starts_on)
    return list(rows.exclude(starts_on=starts_on, ends_on=ends_on).defer("content"))


def next_period(council: Organisation, kind: str, today: date) -> tuple[date, date, Report | None]:
    """First and last day to propose for the next report of the kind, to the end of last month, and the report it follows.

    It begins on the day after the last report's. Six months are proposed where there is none, where it is long ago, and where
    nothing whole has passed since: the new report then shares days with it.
    """
    last_day = first_of_month(today) - timedelta(days=1)
    before = Report.objects.standing().filter(council=council, kind=kind).defer("content").order_by("-ends_on", "-pk").first()
    if before and add_months(last_day, -LONGEST_MONTHS) <= before.ends_on < last_day - timedelta(days=1):
        return before.ends_on + timedelta(days=1), last_day, before
    return first_of_month(today, 6), last_day, None


def last_job(report: Report) -> Job | None:
    """The job that worked, works or is to work on the report last, whoever asked for it; for one who may see the report."""
    return Job.objects.filter(kind__in=KINDS_OF_JOB, arguments__report=report.pk).order_by("-requested_at", "-pk").first()


def failures(councils: Iterable[int]) -> dict[int, Job]:
    """Report → its failed job, for the reports of these councils whose last job failed. One query while none has."""
    jobs = Job.objects.filter(kind__in=KINDS_OF_JOB)
    failed = set(jobs.filter(status=JobStatus.FAILED).values_list("arguments__report", flat=True))
    if not failed:
        return {}
    theirs = list(Report.objects.filter(pk__in=failed, council__in=councils).values_list("pk", flat=True))
    last = {job.arguments["report"]: job for job in jobs.filter(arguments__report__in=theirs).order_by("requested_at", "pk")}
    return {report: job for report, job in last.items() if job.is_failed}


@dataclass(frozen=True)
class Corrections:
    """What became of a frozen report's sources: how many were corrected since, and behind which of its figures."""

    returns: int = 0
    figures: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.returns)


def corrections(report: Report) -> Corrections:
    """Source returns that a correction has replaced since the freezing; the numbers are those of the annex's entries."""
    pairs = FrozenFigure.sources.through.objects.filter(
        frozenfigure__report=report, return__status=ReturnStatus.REPLACED
    ).values_list("frozenfigure", "return")
    touched = {figure for figure, _ in pairs}
    if not touched:
        return Corrections()
    order = report.figures.values_list("pk", flat=True)
    return Corrections(len({pk for _, pk in pairs}), tuple(n for n, pk in enumerate(order, start=1) if pk in touched))


def corrected_reports() -> dict[int, int]:
    """Report → how many of its source returns were corrected since, for all that have any. One query, from the few corrected."""
    rows = FrozenFigure.sources.through.objects.filter(return__status=ReturnStatus.REPLACED).order_by()
    return dict(rows.values_list("frozenfigure__report").annotate(n=Count("return", distinct=True)))


def source_returns(figure: FrozenFigure) -> QuerySet[Return]:
    """The returns a frozen figure rests on, as they stand now."""
    return figure.sources.select_related("due__kpi__obligation__contract", "submitted_by", "decided_by").order_by(
        "due__kpi__obligation__contract__title", "due__kpi_id", "-due__ends_on"
    )


def why_it_stands(kpi_return: Return) -> str:
    """Why the verification of a return is not undone: the report whose frozen figures rest on it; empty where none does."""
    report = Report.objects.filter(figures__sources=kpi_return).defer("content").order_by("pk").first()
    return (
        f"This cannot be undone: the figures of report {report.reference} are frozen with this return in them." if report else ""
    )


@dataclass(frozen=True)
class Check:
    """One frozen figure against its sources today. ``recomputed`` from the same returns; ``replaced`` since by corrections."""

    figure: FrozenFigure
    number: int
    recomputed: Decimal | None
    same_digest: bool
    replaced: int

    @property
    def equal(self) -> bool:
        return self.recomputed == self.figure.value and self.same_digest


@dataclass(frozen=True)
class Checked:
    checks: list[Check]
    content_intact: bool

    @property
    def differing(self) -> list[Check]:
        return [c for c in self.checks if not c.equal]

    @property
    def replaced(self) -> list[Check]:
        return [c for c in self.checks if c.replaced]

    @property
    def equal(self) -> bool:
        return self.content_intact and not self.differing


def check(report: Report) -> Checked:
    """Compute every frozen figure again, from its own sources, by the pure arithmetic and not the statement that made it."""
    figures = list(report.figures.prefetch_related("sources__due__kpi"))
    return Checked([_check(n, f) for n, f in enumerate(figures, start=1)], sha256(report.content) == report.sha256)


def _check(number: int, figure: FrozenFigure) -> Check:
    rows = list(figure.sources.all())
    return Check(
        figure=figure,
        number=number,
        recomputed=_again(figure, rows),
        same_digest=digest_of((r.pk, r.number, r.value, r.numerator, r.denominator) for r in rows) == figure.digest,
        replaced=sum(1 for r in rows if r.status != ReturnStatus.VERIFIED),
    )


def _again(figure: FrozenFigure, rows: list[Return]) -> Decimal | None:
    if figure.is_of_a_measure:
        kind = rows[0].due.kpi.kind if rows else Kind.SUM
        value = None if kind == Kind.LEVEL else combine([row_with(r.due, r) for r in rows], kind).value
        return None if value is None else kept(value)
    return on_target(rows)


def on_target(rows: list[Return]) -> Decimal | None:
    """How many KPIs reach their target over these returns; None where none has a target."""
    kpis: dict[int, list[Return]] = {}
    for row in rows:
        kpis.setdefault(row.due.kpi_id, []).append(row)
    standings = [_standing(mine) for mine in kpis.values()]
    rated = [s for s in standings if s in RATED]
    return Decimal(rated.count(Standing.ON_TARGET)) if rated else None


def _standing(rows: list[Return]) -> Standing:
    kpi = rows[0].due.kpi
    return figure_of([row_with(r.due, r) for r in rows], kpi.kind, kpi.direction, max(r.due.due_on for r in rows)).standing


def kept(value: Decimal | Fraction) -> Decimal:
    """A figure as a frozen report keeps it: half up to four decimals, which sums of returns have anyway."""
    return rounded(decimal(Fraction(value)), 4)
