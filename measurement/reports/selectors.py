"""Reports for lists; which stand for a period; the check of a frozen report against what its source returns say today."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q, QuerySet

from contracts.performance.combining import LEVELS, combine
from contracts.performance.enums import RATED, Kind, Standing
from contracts.performance.spans import first_of_month
from contracts.performance.standing import figure_of
from contracts.returns.models import Return
from contracts.returns.selectors import row_with
from contracts.schedule.enums import ReturnStatus
from measurement.reports.calculations.periods import LONGEST_MONTHS
from measurement.reports.calculations.sources import MOST
from measurement.reports.enums import ReportKind, ReportStatus
from measurement.reports.models import FrozenFigure, FrozenSources, Report
from socialvalue.accounts.models import Organisation, User
from socialvalue.common.canonical import digest_of, sha256
from socialvalue.common.templatetags.formats import decimal, rounded
from socialvalue.jobs.models import Job
from socialvalue.jobs.workflow import JobStatus
from socialvalue.law.days import add_months

# Freezing, which makes the PDF as well, and the PDF alone
KINDS_OF_JOB = ("report", "report-pdf")
# Returns looked for in one statement
AT_ONCE = 100
# A correction has the moment its request came in, and is there when that is answered
LATE = timedelta(minutes=10)


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
    """Source returns that a correction has replaced since the freezing; the numbers are those of the annex's entries.

    Looked for from a little before it: only what stands behind the figures is told, so none is told too many.
    """
    if report.frozen_at is None or report.is_building:
        return Corrections()
    replaced = set(_of(report, _replaced_since(report.frozen_at - LATE)).values_list("pk", flat=True))
    touched, met = set(), set()
    for figure, keys in rows_holding(replaced, Q(figure__report=report)):
        if behind := replaced.intersection(keys):
            touched.add(figure)
            met |= behind
    if not touched:
        return Corrections()
    order = report.figures.values_list("pk", flat=True)
    return Corrections(len(met), tuple(n for n, pk in enumerate(order, start=1) if pk in touched))


def _replaced_since(moment: datetime) -> QuerySet[Return]:
    """Returns that a correction has taken the place of from ``moment`` on: few, and found by their own index."""
    return Return.objects.filter(status=ReturnStatus.REPLACED, replaced_at__gte=moment).order_by()


def _of(report: Report, returns: QuerySet[Return]) -> QuerySet[Return]:
    """Those of the report's council and period."""
    council = {"due__kpi__obligation__contract__council": report.council_id}
    return returns.filter(due__ends_on__range=(report.starts_on, report.ends_on), **council)


def rows_holding(returns: Iterable[int], of: Q) -> Iterator[tuple[int, list[int]]]:
    """(figure, keys) of each row of ``of`` in which some of these returns would stand. A statement for each hundred."""
    wanted = sorted(returns)
    for start in range(0, len(wanted), AT_ONCE):
        rows = FrozenSources.objects.holding(wanted[start : start + AT_ONCE]).filter(of).order_by("pk")
        yield from rows.values_list("figure", "keys")


def corrected_reports() -> dict[int, int]:
    """Report → how many of its source returns were corrected, where some were since the clock looked at it last.

    Two queries while nothing was corrected.
    """
    frozen = Report.objects.exclude(frozen_at=None).exclude(status=ReportStatus.BUILDING).defer("content").order_by("pk")
    looked = ((report, report.looked_at or report.frozen_at) for report in frozen)
    since = {report: moment - LATE for report, moment in looked if moment}
    if not since:
        return {}
    rows = _replaced_since(min(since.values())).values_list(
        "due__kpi__obligation__contract__council", "due__ends_on", "replaced_at"
    )
    replaced = list(rows)
    found = {}
    for report, moment in since.items():
        news = (
            council == report.council_id and report.starts_on <= ends_on <= report.ends_on and at is not None and at >= moment
            for council, ends_on, at in replaced
        )
        if any(news) and (count := corrections(report).returns):
            found[report.pk] = count
    return found


def source_returns(keys: Iterable[int]) -> QuerySet[Return]:
    """The returns of these keys, as they stand now, by contract and KPI."""
    rows = Return.objects.filter(pk__in=keys).select_related("due__kpi__obligation__contract", "submitted_by", "decided_by")
    return rows.order_by("due__kpi__obligation__contract__title", "due__kpi_id", "-due__ends_on")


class SourcesOf:
    """The returns a frozen figure rests on, as a paginator takes them: their number, and a page of them read from their rows.

    Up to ``MOST`` they are in the order of ``source_returns``; more are in that of their keys, and so only within a page.
    """

    def __init__(self, figure: FrozenFigure):
        self._rows = figure.sources.order_by("first")
        self._pks = list(self._rows.values_list("pk", flat=True))
        self._last: list[int] = self._rows.last().keys if self._pks else []  # type: ignore[union-attr]

    def __len__(self) -> int:
        # Every row but the last is full
        return max(len(self._pks) - 1, 0) * MOST + len(self._last)

    def __getitem__(self, part: slice) -> list[Return]:
        if len(self._pks) <= 1:
            return list(source_returns(self._last)[part])
        begun = part.start // MOST
        wanted = self._pks[begun : (part.stop - 1) // MOST + 1]
        keys = [key for row in self._rows.filter(pk__in=wanted) for key in row.keys]
        return list(source_returns(keys[part.start - begun * MOST : part.stop - begun * MOST]))


def why_it_stands(kpi_return: Return) -> str:
    """Why the verification of a return is not undone: the report whose frozen figures rest on it; empty where none does."""
    due = kpi_return.due
    reports = Report.objects.filter(
        council=due.kpi.obligation.contract.council_id, starts_on__lte=due.ends_on, ends_on__gte=due.ends_on
    )
    of = Q(figure__report__in=reports.order_by().values("pk"))
    figures = {figure for figure, keys in rows_holding([kpi_return.pk], of) if kpi_return.pk in keys}
    # One that is counted and not gathered yet may have counted it
    held = Q(status=ReportStatus.BUILDING) & ~Q(counted={}) | Q(
        pk__in=FrozenFigure.objects.filter(pk__in=figures).values("report")
    )
    report = reports.filter(held).defer("content", "counted").order_by("pk").first()
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
    figures = report.figures.order_by("pk")
    return Checked([_check(n, f) for n, f in enumerate(figures, start=1)], sha256(report.content) == report.sha256)


def _check(number: int, figure: FrozenFigure) -> Check:
    rows = [row for keys in figure.sources.order_by("first") for row in _returns_of(keys.keys)]
    return Check(
        figure=figure,
        number=number,
        recomputed=_again(figure, rows),
        same_digest=digest_of((r.pk, r.number, r.value, r.numerator, r.denominator) for r in rows) == figure.digest,
        replaced=sum(1 for r in rows if r.status != ReturnStatus.VERIFIED),
    )


def _returns_of(keys: list[int]) -> QuerySet[Return]:
    return Return.objects.filter(pk__in=keys).select_related("due__kpi").order_by("pk")


def _again(figure: FrozenFigure, rows: list[Return]) -> Decimal | None:
    if figure.is_of_a_measure:
        kind = rows[0].due.kpi.kind if rows else Kind.SUM
        value = None if kind in LEVELS else combine([row_with(r.due, r) for r in rows], kind).value
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
