"""One KPI with periods and returns drawn at random, kept in bulk with the ORM: for speed, and because services would never let
every mixture come about that a database can hold after years of use.

Days are counted from ``FIRST``. What a version went through is drawn as a list of moments, so that each column says what
the services would have written: handed in, sent back, handed in again, verified, replaced.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from contracts.obligations.models import Kpi
from contracts.performance.enums import Kind
from contracts.returns.models import Return
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.models import DueReturn
from socialvalue.common import clock

D = Decimal
FIRST = date(2026, 1, 1)
# Close to each other and to thirds, so that equal, just below and just above are met often
NUMBERS = st.sampled_from([D(n) for n in ("0", "0.0001", "1", "1.5", "2", "2.9999", "3", "3.0001", "33.3333", "90", "100", "-1")])
LARGE = st.decimals(0, 9_999_999, places=4)
PARTS = st.sampled_from([D(n) for n in ("0", "0.01", "1", "2", "3", "9", "10", "97.5", "1000000.99")])
AMOUNT = st.one_of(NUMBERS, LARGE)
# Minutes of the day at which London and UTC may disagree on which day it is
MINUTES = st.sampled_from([0, 30, 12 * 60, 23 * 60 + 59])
HELD, BACK, SENT = "verified", "sent back", "sent"


@dataclass(frozen=True)
class VersionSpec:
    """``steps``: what happened to it, each so many days after the one before; nothing: still a draft."""

    value: Decimal
    numerator: Decimal
    denominator: Decimal
    no_cases: bool
    steps: list[tuple[str, int, int]]


@dataclass(frozen=True)
class RowSpec:
    days: int
    days_to_report: int
    target: Decimal | None
    minimum: Decimal | None
    waived: bool
    versions: list[VersionSpec]


@dataclass(frozen=True)
class KpiSpec:
    kind: str
    direction: str
    agreed: bool
    client_side: bool
    reported_from: int | None  # days after FIRST
    ended: int | None  # the contract's last day, likewise
    draft: bool
    rows: list[RowSpec]
    span: tuple[int, int]
    as_of: list[int] = field(default_factory=list)


def _steps(final: str | None):
    """Handed in, perhaps sent back and handed in again, perhaps decided."""
    gaps = st.tuples(st.integers(0, 25), MINUTES)
    again = st.lists(st.tuples(gaps, gaps), max_size=1)

    def told(drawn):
        first, loops, last = drawn
        found = [(SENT, *first)]
        for back, anew in loops:
            found += [(BACK, *back), (SENT, *anew)]
        return found + ([(final, *last)] if final else [])

    return st.tuples(gaps, again, gaps).map(told)


def _versions(kind: str):
    """None, or some verified ones each replaced by the next, and perhaps one that is on its way."""
    one = st.builds(
        VersionSpec, AMOUNT if kind in (Kind.SUM, Kind.LEVEL) else st.sampled_from([D(0), D(1)]), PARTS, PARTS,
        st.sampled_from([False, False, False, True]), st.just([]),
    )  # fmt: skip
    held = st.lists(st.tuples(one, _steps(HELD)), max_size=3)
    last = st.lists(st.tuples(one, st.one_of(st.just([]), _steps(None), _steps(BACK))), max_size=1)
    return st.tuples(held, last).map(lambda pair: [_with(v, steps) for v, steps in (*pair[0], *pair[1])])


def _with(version: VersionSpec, steps) -> VersionSpec:
    return VersionSpec(version.value, version.numerator, version.denominator, version.no_cases, steps)


def _rows(kind: str):
    target = st.just(D(1)) if kind in (Kind.YES_NO, Kind.MILESTONE) else st.one_of(st.none(), AMOUNT)
    return st.builds(
        RowSpec, st.sampled_from([1, 10, 31, 90]), st.integers(0, 20), target, st.one_of(st.none(), AMOUNT),
        st.sampled_from([False, False, False, False, True]), _versions(kind),
    )  # fmt: skip


def specs(most_rows: int = 4):
    """Any KPI with up to so many periods; most of its rows count."""
    days = st.integers(0, 330)
    seldom = st.sampled_from([False] * 9 + [True])
    return st.sampled_from(Kind.values).flatmap(
        lambda kind: st.builds(
            KpiSpec, kind=st.just(kind), direction=st.sampled_from(["higher", "lower"]), agreed=seldom.map(lambda no: not no),
            client_side=seldom, reported_from=st.one_of(st.none(), st.none(), days), ended=st.one_of(st.none(), st.none(), days),
            draft=seldom, rows=st.lists(_rows(kind), min_size=1, max_size=most_rows),
            span=st.one_of(st.just((0, 400)), st.tuples(days, days).map(lambda pair: (min(pair), max(pair)))),
            as_of=st.lists(days, min_size=1, max_size=3),
        )
    )  # fmt: skip


def on(days: int) -> date:
    return FIRST + timedelta(days=days)


def keep(spec: KpiSpec, obligation, people) -> Kpi:
    """Keep the KPI with its rows and returns; ``people`` are (who reports, who verifies)."""
    contract = obligation.contract
    contract.ended_on = None if spec.ended is None else on(spec.ended)
    contract.status = "draft" if spec.draft else "ended" if contract.ended_on else "active"
    contract.save()
    kpi = Kpi.objects.create(
        obligation=obligation, number=1, wording="Drawn", unit="things", direction=spec.direction, frequency="quarter",
        kind=spec.kind, client_side=spec.client_side, agreed_at=clock.now() if spec.agreed else None,
        reported_from=None if spec.reported_from is None else on(spec.reported_from),
        milestone_on=FIRST if spec.kind == Kind.MILESTONE else None,
    )  # fmt: skip
    starts = FIRST
    for row in spec.rows:
        ends = starts + timedelta(days=row.days - 1)
        due = DueReturn.objects.create(
            kpi=kpi, starts_on=starts, ends_on=ends, due_on=ends + timedelta(days=row.days_to_report),
            target=row.target, minimum=row.minimum,
            waived_at=clock.now() if row.waived else None, waived_reason="Drawn" if row.waived else "",
        )  # fmt: skip
        Return.objects.bulk_create(_returns(due, spec.kind, row.versions, people))
        starts = ends + timedelta(days=1)
    return kpi


def _returns(due: DueReturn, kind: str, versions: list[VersionSpec], people) -> list[Return]:
    moment, made = _moment(due.ends_on, 0), []
    for number, version in enumerate(versions, start=1):
        fresh = Return(due=due, number=number, created_by=people[0], **_reported(version, kind))
        for what, days, minutes in version.steps:
            moment = max(
                moment + timedelta(seconds=1), _moment(moment.astimezone(clock.LONDON).date() + timedelta(days), minutes)
            )
            _happened(fresh, what, moment, people)
        earlier = made[-1] if made else None
        if fresh.status == ReturnStatus.VERIFIED and earlier is not None:
            earlier.status, earlier.replaced_at = ReturnStatus.REPLACED, moment
        made.append(fresh)
    return made


def _happened(fresh: Return, what: str, moment: datetime, people) -> None:
    """The columns as the services write them."""
    if what == SENT:
        fresh.status, fresh.submitted_at, fresh.submitted_by = ReturnStatus.SUBMITTED, moment, people[0]
        fresh.first_submitted_at = fresh.first_submitted_at or moment
        fresh.decided_at = fresh.decided_by = None
        return
    fresh.decided_at, fresh.decided_by = moment, people[1]
    fresh.status = ReturnStatus.VERIFIED if what == HELD else ReturnStatus.QUERIED
    if what == BACK:
        fresh.sent_back_at = moment


def _reported(version: VersionSpec, kind: str) -> dict:
    if version.no_cases or (kind == Kind.RATIO and not version.denominator):
        return {"value": None, "no_cases": True}
    if kind != Kind.RATIO:
        return {"value": version.value}
    share = (100 * version.numerator / version.denominator).quantize(D("0.0001"))
    return {"value": share, "numerator": version.numerator, "denominator": version.denominator}


def _moment(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=clock.LONDON)
