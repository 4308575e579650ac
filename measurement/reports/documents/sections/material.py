"""What every section of a report is frozen from: the figures of the period, read once, and which returns stand behind each."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import Case, F, Q, QuerySet, Value, When

from contracts.kept.selectors.statement import end_of
from contracts.performance.combining import LEVELS
from contracts.performance.enums import Kind
from contracts.returns.models import Return
from contracts.schedule.models import DueReturn
from measurement.figures.calculations.figures import Figure
from measurement.figures.selectors import Achievement, Line, Quarter
from measurement.figures.selectors.scope import Scope, with_window
from measurement.reports.calculations.sources import Source, Which
from measurement.reports.models import LONGEST_KEY, Report
from socialvalue.common.canonical import Digest, sha256
from socialvalue.common.errors import Refused

# Returns read at a time
SET = 5000


@dataclass(frozen=True)
class Material:
    """``figures`` grows while sections freeze: (the figure, which returns stand behind it), in the annex's order."""

    report: Report
    scope: Scope
    found: Achievement
    trend: list[Quarter]
    figures: list[tuple[Figure, Which]] = field(default_factory=list)
    # Key → the name of the line it stands in
    lines: dict[str, str] = field(default_factory=dict)

    def keep(self, line: Line, figure: Figure, which: Which) -> int:
        """Keep one figure of a line and say which returns stand behind it; answers its number in the report.

        Raises Refused where another figure of the report has the same key, naming both lines: a fault of the program, which
        whoever prepares the report can at least describe.
        """
        key = key_of(line, figure)
        if key in self.lines:
            raise Refused(
                f"Two figures of the report have one key ({key}): “{figure.label}” of “{line.name}” and one of "
                f"“{self.lines[key]}”. Tell the people who run the service."
            )
        self.lines[key] = line.name
        self.figures.append((replace(figure, key=key), which))
        return len(self.figures)


def key_of(line: Line, figure: Figure) -> str:
    """What a figure is called within its report: its line, and below it the measure, which other lines may have as well.

    A key that is too long ends in a digest of the whole, so that two long ones never become one.
    """
    key = line.key if figure.key == line.key else f"{line.key}/{figure.key}"
    if len(key) <= LONGEST_KEY:
        return key
    digest = sha256(key)
    return f"{key[: LONGEST_KEY - len(digest) - 1]}~{digest}"


def scope_of(report: Report, as_of: date) -> Scope:
    return with_window(Scope(report.council_id, report.starts_on, report.ends_on, as_of))


def sources(scope: Scope, until: datetime) -> Iterator[Source]:
    """Every verified return that the scope counts, as it held just before ``until``, by key; the rule of the figures' statement.

    One statement, of which no more than ``SET`` rows are ever in memory.
    """
    contract = "due__kpi__obligation__contract"
    rows = _held(scope, until).values_list(
        "pk", "number", "value", "numerator", "denominator", "due__kpi__obligation__priority", f"{contract}__directorate",
        _added_measure(scope), "due__kpi__unit", COUNTED_AS, "due__kpi__direction",
        "brought_over",
    )  # fmt: skip
    return (Source(*row) for row in rows.iterator(chunk_size=SET))


# A score made of sub-scores is a level in every figure
COUNTED_AS = Case(When(due__kpi__kind__in=LEVELS, then=Value(Kind.LEVEL)), default=F("due__kpi__kind"))


def _added_measure(scope: Scope) -> Case:
    """The measure to which a return is added (``Obligation.added_measure_id``)."""
    at = "due__kpi__obligation__"
    within = Q(**{f"{at}part_of__isnull": False, f"{at}counted_at__lt": end_of(scope.as_of)})
    return Case(When(within, then=None), default=F(f"{at}measure"))


def digest_now(scope: Scope) -> str:
    """Of the keys of every return that the scope counts at this moment, whenever it was verified. One statement."""
    digest = Digest()
    for key in _held(scope, end_of(scope.as_of)).values_list("pk", flat=True).iterator(chunk_size=SET):
        digest.take(b"%d" % key)
    return digest.hex


def _held(scope: Scope, until: datetime) -> QuerySet[Return]:
    counted = DueReturn.objects.owed(end_of(scope.as_of)).filter(
        ends_on__range=(scope.starts_on, scope.ends_on),
        kpi__obligation__contract__in=scope.contracts(),
        kpi__client_side=False,
    )
    return Return.objects.held_on(min(until, end_of(scope.as_of))).filter(due__in=counted).order_by("pk")
