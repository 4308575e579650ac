"""A KPI with periods and returns drawn at random, kept in bulk with the ORM: for speed, and because services would never let
every mixture come about that a database can hold after years of use.

Drawn with ``random.Random`` of a seed, so that a failure is said in one number. Days are counted from ``FIRST``. What a version
went through is drawn step by step, so that each column says what the services would have written: handed in, sent back,
handed in again, verified, replaced.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from contracts.obligations.models import Kpi
from contracts.performance.enums import Kind
from contracts.returns.models import Return
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.models import DueReturn
from socialvalue.common import clock

D = Decimal
FIRST = date(2026, 1, 1)
# Close to each other and to thirds, so that equal, just below and just above are met often
NUMBERS = [D(n) for n in ("0", "0", "0.0001", "1", "1.5", "2", "2.9999", "3", "3.0001", "33.3333", "90", "-1")]
LARGE = D("9999999.9999")  # of a share in percent nobody would agree it
PARTS = [D(n) for n in ("0", "0.01", "1", "2", "3", "9", "10", "97.5", "1000000.99")]
# Minutes of the day at which London and UTC may disagree on which day it is
MINUTES = [0, 30, 12 * 60, 23 * 60 + 59]
# Where periods begin and end, and just beside it
EDGES = [0, 1, 9, 10, 11, 30, 31, 32, 40, 41, 90, 91, 121, 180]
HELD, BACK, SENT = "verified", "sent back", "sent"


@dataclass(frozen=True)
class VersionSpec:
    """``steps``: what happened to it, each so many days after the one before, at which minute; nothing: still a draft."""

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
    """``reported_from`` and ``ended`` (the contract's last day) in days after ``FIRST``."""

    kind: str
    direction: str
    agreed: bool
    client_side: bool
    reported_from: int | None
    ended: int | None
    draft: bool
    rows: list[RowSpec]


def a_kpi(chance: Random) -> KpiSpec:
    """Any KPI with up to four periods; most of its rows count, and most are reported in the end."""
    kind = chance.choice(Kind.values)
    return KpiSpec(
        kind=kind,
        direction=chance.choice(["higher", "lower"]),
        agreed=_seldom(chance, True, False),
        client_side=_seldom(chance, False, True),
        reported_from=chance.choice([None, None, None, chance.choice(EDGES)]),
        ended=chance.choice([None, None, chance.choice(EDGES)]),
        draft=_seldom(chance, False, True),
        rows=[_row(chance, kind) for _ in range(chance.randint(1, 4))],
    )


def a_span(chance: Random) -> tuple[date, date]:
    """All periods, or some."""
    first, last = sorted((chance.choice(EDGES), chance.choice(EDGES)))
    return chance.choice([(on(0), on(400)), (on(0), on(400)), (on(first), on(last))])


def _seldom(chance: Random, usually, seldom):
    return seldom if chance.random() < 0.1 else usually


def _row(chance: Random, kind: str) -> RowSpec:
    whole = kind in (Kind.YES_NO, Kind.MILESTONE)
    amounts = NUMBERS if kind == Kind.RATIO else [*NUMBERS, LARGE]
    target = D(1) if whole else _seldom(chance, chance.choice(amounts), None)
    return RowSpec(
        days=chance.choice([1, 10, 31, 90]),
        days_to_report=chance.randint(0, 20),
        target=target,
        minimum=_seldom(chance, chance.choice(amounts), None),
        waived=_seldom(chance, False, True),
        versions=_versions(chance, kind),
    )


def _versions(chance: Random, kind: str) -> list[VersionSpec]:
    """Some verified ones, each replaced by the next, and perhaps one that is on its way."""
    ends = [HELD] * chance.choice([0, 1, 1, 1, 2, 3]) + chance.choice([[], [], ["draft"], [None], [BACK]])
    return [
        VersionSpec(
            value=D(chance.randint(0, 1)) if kind in (Kind.YES_NO, Kind.MILESTONE) else chance.choice([*NUMBERS, LARGE]),
            numerator=chance.choice(PARTS),
            denominator=chance.choice(PARTS),
            no_cases=_seldom(chance, False, True),
            steps=[] if end == "draft" else _steps(chance, end),
        )
        for end in ends
    ]


def _steps(chance: Random, end: str | None) -> list[tuple[str, int, int]]:
    """Handed in, perhaps sent back and handed in again, perhaps decided."""
    told = [SENT] + chance.choice([[], [], [BACK, SENT]]) + ([end] if end else [])
    return [(what, chance.randint(0, 25), chance.choice(MINUTES)) for what in told]


def on(days: int) -> date:
    return FIRST + timedelta(days=days)


# Agreed and given up before any day that is asked about
LONG_AGO = datetime(2020, 1, 1, 9, tzinfo=clock.LONDON)


def keep(spec: KpiSpec, obligation, people) -> Kpi:
    """Keep the KPI with its rows and returns; ``people`` are (who reports, who verifies)."""
    contract = obligation.contract
    contract.ended_on = None if spec.ended is None else on(spec.ended)
    contract.status = "draft" if spec.draft else "ended" if contract.ended_on else "active"
    contract.save()
    kpi = Kpi.objects.create(
        obligation=obligation, number=1, wording="Drawn", unit="things", direction=spec.direction, frequency="quarter",
        kind=spec.kind, client_side=spec.client_side, agreed_at=LONG_AGO if spec.agreed else None,
        reported_from=None if spec.reported_from is None else on(spec.reported_from),
        milestone_on=FIRST if spec.kind == Kind.MILESTONE else None,
    )  # fmt: skip
    starts = FIRST
    for row in spec.rows:
        ends = starts + timedelta(days=row.days - 1)
        due = DueReturn.objects.create(
            kpi=kpi, starts_on=starts, ends_on=ends, due_on=ends + timedelta(days=row.days_to_report),
            target=row.target, minimum=row.minimum,
            waived_at=LONG_AGO if row.waived else None, waived_reason="Drawn" if row.waived else "",
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
    # For lists only, and no more than its column holds
    share = min(100 * version.numerator / version.denominator, D(10) ** 9).quantize(D("0.0001"))
    return {"value": share, "numerator": version.numerator, "denominator": version.denominator}


def _moment(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=clock.LONDON)
