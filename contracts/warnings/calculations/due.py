"""What a contract in force warns of on a day, and on which day that next changes. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.papers.calculations.validity import STAGES as OF_PAPERS
from contracts.register.calculations.ends import FIRST
from contracts.warnings.enums import Kind
from socialvalue.law.days import add_months

# The day after: what had a day is over
PASSED = -1
# Days before its day on which each is told of; 0 is the day itself
STAGES = {
    Kind.ENDS: (FIRST, 30, 0),
    Kind.EXTENSION: (90, 30, 0, PASSED),
    Kind.REVIEW: (30, PASSED),
    Kind.KPIS: (14, 0, PASSED),
    Kind.PAPER: (*OF_PAPERS, PASSED),
    Kind.EVALUATION: (60, 14, PASSED),
}
# What was over for longer when it came into the register is shown and no longer told
NEWS_FOR = timedelta(days=31)
LONGEST_LEAD = 6


def lead_months(extension_months: int) -> int:
    """How many months before the end an extension is decided: half as long as it lasts, at least one and at most six."""
    return min(max((extension_months + 1) // 2, 1), LONGEST_LEAD)


def decided_by(ends_on: date, extension_months: int) -> date:
    """The last day to decide on a possible extension."""
    return add_months(ends_on, -lead_months(extension_months))


@dataclass(frozen=True)
class Running:
    """A document in use that runs out: its key, its name and its last day."""

    key: int
    called: str
    until: date
    of_supplier: bool = False


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a contract in force is asked about; a day that is None is not known, or never comes."""

    ends_on: date | None = None
    review_on: date | None = None
    extension_months: int = 0
    publish_by: date | None = None
    evaluation_due_on: date | None = None
    lacks_manager: bool = False
    lacks_director: bool = False
    lacks_head: bool = False
    papers: tuple[Running, ...] = ()


@dataclass(frozen=True)
class Notice:
    """One warning: its kind, the day it is about (None: of no day), how near that is, and the document."""

    kind: Kind
    day: date | None = None
    stage: int = 0
    paper: Running | None = None

    @property
    def fact(self) -> str:
        """What it says, in a word that is another one as soon as it says something else."""
        return ".".join((self.kind.value, str(self.day or ""), str(self.stage), str(self.paper.key if self.paper else "")))

    def is_over(self, today: date) -> bool:
        return self.day is not None and self.day < today

    def is_news(self, today: date) -> bool:
        """Whether it is told, not only shown: it is to come, or not over for long."""
        return self.day is None or self.day + NEWS_FOR >= today


def notices(facts: Facts, today: date) -> list[Notice]:
    """What stands on this day, each by the last stage it has reached."""
    found = [Notice(Kind.MANAGER)] if facts.lacks_manager else []
    found += [Notice(Kind.DIRECTOR)] if facts.lacks_director else []
    found += [Notice(Kind.HEAD)] if facts.lacks_head else []
    for kind, day, paper in _days(facts):
        reached = [stage for stage in STAGES[kind] if (day - today).days <= stage]
        if reached:
            found.append(Notice(kind, day, reached[-1], paper))
    return [one for one in found if not _overtaken(one, facts, today)]


def next_look(facts: Facts, today: date) -> date | None:
    """The first day after this one on which ``notices`` says something else, the facts being the same; None: no such day."""
    steps = (day - timedelta(days=stage) for kind, day, _ in _days(facts) for stage in STAGES[kind])
    return min((step for step in steps if step > today), default=None)


def _days(facts: Facts) -> Iterator[tuple[Kind, date, Running | None]]:
    if facts.ends_on is not None:
        yield Kind.ENDS, facts.ends_on, None
        if facts.extension_months:
            yield Kind.EXTENSION, decided_by(facts.ends_on, facts.extension_months), None
    if facts.review_on is not None:
        yield Kind.REVIEW, facts.review_on, None
    if facts.publish_by is not None:
        yield Kind.KPIS, facts.publish_by, None
    if facts.evaluation_due_on is not None:
        yield Kind.EVALUATION, facts.evaluation_due_on, None
    for paper in facts.papers:
        yield Kind.PAPER, paper.until, paper


def _overtaken(notice: Notice, facts: Facts, today: date) -> bool:
    """An extension that was not decided in time is asked for by the end itself, once that is near."""
    near = facts.ends_on is not None and (facts.ends_on - today).days <= FIRST
    return notice.kind is Kind.EXTENSION and notice.stage == PASSED and near
