"""The figures of a council read a second time, from the tables alone.

Nothing here comes from the product but the connection. What counts, what is compared and where a KPI stands is worked out anew
from the description of the format ("Figures as data"), in fractions, so that a fault in the product's own arithmetic cannot hide
here as well. ``read`` answers the whole document; the order of its lists says nothing.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.db import connection

LONDON = ZoneInfo("Europe/London")
STANDINGS = ("on_target", "below_target", "below_minimum", "not_reported", "no_target", "nothing_due")

KPIS = """
SELECT k.id, k.number, k.unit, k.kind, k.direction, k.client_side, k.reported_from, k.agreed_at,
       c.id, c.reference, c.starts_on, COALESCE(c.planned_until, c.ends_on), c.ended_on, c.status, d.code,
       m.code, mf.framework_id, p.code, pf.framework_id
FROM contracts_kpi k
JOIN contracts_obligation o ON o.id = k.obligation_id
JOIN contracts_contract c ON c.id = o.contract_id
JOIN socialvalue_directorate d ON d.id = c.directorate_id
LEFT JOIN socialvalue_measure m ON m.id = o.measure_id
LEFT JOIN socialvalue_outcome mo ON mo.id = m.outcome_id
LEFT JOIN socialvalue_priority mp ON mp.id = mo.priority_id
LEFT JOIN socialvalue_frameworkversion mf ON mf.id = mp.version_id
LEFT JOIN socialvalue_priority p ON p.id = o.priority_id
LEFT JOIN socialvalue_frameworkversion pf ON pf.id = p.version_id
WHERE c.council_id = %s
"""
DUE = "SELECT id, kpi_id, starts_on, ends_on, due_on, target, minimum, waived_at FROM contracts_duereturn"
RETURNS = """
SELECT due_id, value, numerator, denominator, no_cases, first_submitted_at, submitted_at, sent_back_at, decided_at, status, replaced_at
FROM contracts_return
"""


# What a driver answers, in one shape whatever the engine


def day(value) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def london(value) -> date | None:
    """The day in London of a moment; a moment without a zone is stored in UTC."""
    if value is None:
        return None
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(LONDON).date()


def exact(value) -> Fraction | None:
    """SQLite answers decimals of at most fourteen digits as floats, whose shortest writing is the decimal again."""
    return None if value is None else Fraction(str(value))


def written(number: Fraction | None) -> str | None:
    """Exact where the decimals end, else at most six, half up; without trailing zeros."""
    if number is None:
        return None
    rest, places = number.denominator, 0
    while rest % 10 == 0:
        rest, places = rest // 10, places + 1
    for prime in (2, 5):
        while rest % prime == 0:
            rest, places = rest // prime, places + 1
    if rest != 1:
        places = 6
    whole = (abs(number) * 10**places * 2 + 1) // 2
    digits = str(whole).rjust(places + 1, "0")
    head, tail = (digits[:-places], digits[-places:].rstrip("0")) if places else (digits, "")
    sign = "-" if number < 0 and whole else ""
    return f"{sign}{head}.{tail}" if tail else sign + head


# One period that is owed


@dataclass
class Version:
    value: Fraction | None
    numerator: Fraction | None
    denominator: Fraction | None
    no_cases: bool
    first_sent: date | None
    sent: date | None
    sent_back: date | None
    verified: date | None  # the day from which it held
    replaced: date | None
    sent_at: object = None
    sent_back_at: object = None

    def held(self, as_of: date) -> bool:
        return self.verified is not None and self.verified <= as_of and (self.replaced is None or self.replaced > as_of)

    def waits(self, as_of: date) -> bool:
        """It was sent by then, and neither verified nor sent back without coming again."""
        if self.first_sent is None or self.first_sent > as_of or (self.verified is not None and self.verified <= as_of):
            return False
        if self.sent_back is None or self.sent_back > as_of:
            return True
        return self.sent <= as_of and self.sent_at > self.sent_back_at


@dataclass
class Row:
    starts: date
    ends: date
    due: date
    target: Fraction | None
    minimum: Fraction | None
    versions: list[Version]

    def holding(self, as_of: date) -> Version | None:
        held = [v for v in self.versions if v.held(as_of)]
        assert len(held) <= 1, "two versions hold on one day"
        return held[0] if held else None

    def days(self) -> int:
        return (self.ends - self.starts).days + 1


@dataclass
class Brought:
    """What one reported row brings to its KPI; target and minimum weighted as the value is."""

    got: Fraction
    weight: Fraction
    target: Fraction | None
    minimum: Fraction | None


def brought(kind: str, row: Row, version: Version) -> Brought | None:
    """None: it was reported, and brings nothing."""
    if version.no_cases or (kind == "ratio" and not version.denominator):
        return None
    if kind in ("yes_no", "milestone"):
        return Brought(Fraction(1 if version.value else 0), Fraction(1), Fraction(1), row.minimum)
    if kind == "ratio":
        weight, got = version.denominator, 100 * version.numerator
    elif kind == "level":
        weight = Fraction(row.days())
        got = version.value * weight
    else:
        weight, got = Fraction(1), version.value
    return Brought(got, weight, _times(row.target, weight), _times(row.minimum, weight))


def _times(number: Fraction | None, weight: Fraction) -> Fraction | None:
    return None if number is None else number * weight


@dataclass
class Sums:
    """What the reported rows of one KPI, or of all KPIs of a measure, come to."""

    kind: str
    all: list[Brought] = field(default_factory=list)

    @property
    def compared(self) -> list[Brought]:
        return [b for b in self.all if b.target is not None]

    def _over(self, numbers: list[Fraction], rows: list[Brought]) -> Fraction | None:
        if not rows:
            return None
        if self.kind in ("ratio", "level"):
            return sum(numbers, Fraction(0)) / sum((b.weight for b in rows), Fraction(0))
        return sum(numbers, Fraction(0))

    def value(self) -> Fraction | None:
        return self._over([b.got for b in self.all], self.all)

    def compared_value(self) -> Fraction | None:
        return self._over([b.got for b in self.compared], self.compared)

    def target(self) -> Fraction | None:
        return self._over([b.target for b in self.compared], self.compared)

    def minimum(self) -> Fraction | None:
        if any(b.minimum is None for b in self.compared):
            return None
        return self._over([b.minimum for b in self.compared], self.compared)


# One KPI


@dataclass
class Line:
    """A KPI with its rows of the span."""

    contract: str
    number: int
    unit: str
    kind: str
    direction: str
    client_side: bool
    measure: str | None
    measure_framework: int | None
    priority: str | None
    priority_framework: int | None
    directorate: str
    rows: list[Row]

    def counts(self, as_of: date) -> dict:
        holding = [row.holding(as_of) for row in self.rows]
        expected = [r for r, held in zip(self.rows, holding, strict=True) if held or r.due <= as_of]
        open_rows = [r for r in expected if not r.holding(as_of)]
        return {
            "expected": len(expected),
            "reported": sum(held is not None for held in holding),
            "waiting": sum(any(v.waits(as_of) for v in r.versions) for r in open_rows),
            "late": sum(r.due < as_of and not any(v.first_sent and v.first_sent <= as_of for v in r.versions) for r in open_rows),
        }

    def sums(self, as_of: date) -> Sums:
        held = [(row, row.holding(as_of)) for row in self.rows]
        found = [brought(self.kind, row, version) for row, version in held if version]
        return Sums(self.kind, [b for b in found if b is not None])

    def standing(self, as_of: date) -> str:
        counts, sums = self.counts(as_of), self.sums(as_of)
        if not counts["expected"]:
            return "nothing_due"
        if not counts["reported"]:
            return "not_reported"
        if not sums.all:
            return "nothing_due"  # no cases in any of them
        if not sums.compared:
            return "no_target"
        got, want, least = sums.compared_value(), sums.target(), sums.minimum()
        if self.direction == "higher":
            if self.kind == "sum" and got == 0 and want == 0:
                return "nothing_due"
            good, bad = got >= want, least is not None and got < least
        else:
            good, bad = got <= want, least is not None and got > least
        return "on_target" if good else "below_minimum" if bad else "below_target"

    def answer(self, as_of: date) -> dict:
        sums = self.sums(as_of)
        return {
            "contract": self.contract,
            "kpi": self.number,
            "priority": self.priority,
            "directorate": self.directorate,
            "measure": self.measure,
            "unit": self.unit,
            "kind": self.kind,
            "direction": self.direction,
            **self.counts(as_of),
            "value": written(sums.value()),
            "target": written(sums.target()),
            "minimum": written(sums.minimum()),
            "standing": self.standing(as_of),
        }


# The tables


def _select(sql: str, params=()) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _versions() -> dict[int, list[Version]]:
    found = defaultdict(list)
    for due, value, over, under, none, first, sent, back, decided, status, replaced in _select(RETURNS):
        held = status in ("verified", "replaced")
        found[due].append(
            Version(
                exact(value),
                exact(over),
                exact(under),
                bool(none),
                london(first),
                london(sent),
                london(back),
                london(decided) if held else None,
                london(replaced),
                sent,
                back,
            )
        )
    return found


def _rows(as_of: date) -> dict[int, list[Row]]:
    """Rows that were not given up by that day."""
    versions, found = _versions(), defaultdict(list)
    for pk, kpi, starts, ends, due, target, minimum, waived in _select(DUE):
        if waived is None or london(waived) > as_of:
            found[kpi].append(Row(day(starts), day(ends), day(due), exact(target), exact(minimum), versions[pk]))
    return found


def lines(council_id: int, starts_on: date, ends_on: date, as_of: date) -> list[Line]:
    """Every KPI with a row that counts in the span, as agreed and given up by that day."""
    rows, found = _rows(as_of), []
    for (
        (pk, number, unit, kind, direction, client_side, reported_from, agreed_at),
        (_, reference, begins, ends, ended, status, directorate),
        (measure, measure_framework, priority, priority_framework),
    ) in ((k[:8], k[8:15], k[15:]) for k in _select(KPIS, [council_id])):
        if agreed_at is None or london(agreed_at) > as_of or status == "draft":
            continue
        # In the format a score made of sub-scores is a level
        kind = "level" if kind == "composite" else kind
        first, last, since = day(begins), day(ended) or day(ends), day(reported_from)
        mine = [
            r
            for r in rows[pk]
            if starts_on <= r.ends <= ends_on and r.starts <= last and r.ends >= first and (since is None or r.starts >= since)
        ]
        if mine:
            who = (reference, number, unit, kind, direction, bool(client_side), measure, measure_framework)
            found.append(Line(*who, priority, priority_framework, directorate, mine))
    return found


# Added up


def _counted(found: list[Line], as_of: date) -> dict:
    counts = [line.counts(as_of) for line in found]
    standings = [line.standing(as_of) for line in found]
    return {
        "kpis": len(found),
        **{name: standings.count(name) for name in STANDINGS},
        **{name: sum(c[name] for c in counts) for name in ("expected", "reported", "waiting")},
    }


def _grouped(found: list[Line], key) -> dict:
    groups = defaultdict(list)
    for line in found:
        if key(line) is not None:
            groups[key(line)].append(line)
    return groups


def _measure(key: tuple, found: list[Line], as_of: date) -> dict:
    _, code, unit, kind, direction = key
    joined = Sums(kind, [b for line in found for b in line.sums(as_of).all])
    counts = _counted(found, as_of)
    apart = kind == "level"
    return {
        "measure": code,
        "unit": unit,
        "kind": kind,
        "direction": direction,
        **{name: counts[name] for name in ("expected", "reported", "waiting")},
        "value": None if apart else written(joined.value()),
        "target": None if apart else written(joined.target()),
    }


def _measure_key(line: Line) -> tuple | None:
    return (line.measure_framework, line.measure, line.unit, line.kind, line.direction) if line.measure is not None else None


def _priority_key(line: Line) -> tuple:
    """Those without a priority are a line of their own, so that the lines add up to the total."""
    return line.priority_framework, line.priority


def read(council_id: int, starts_on: date, ends_on: date, as_of: date) -> dict:
    """The document of the format for one council: days in London, both ends included."""
    everything = lines(council_id, starts_on, ends_on, as_of)
    ours = [line for line in everything if not line.client_side]
    return {
        "format": "figures/1",
        "from": starts_on.isoformat(),
        "to": ends_on.isoformat(),
        "as_of": as_of.isoformat(),
        "kpis": [line.answer(as_of) for line in ours],
        "measures": [_measure(key, found, as_of) for key, found in _grouped(ours, _measure_key).items()],
        "priorities": [{"priority": key[1], **_counted(found, as_of)} for key, found in _grouped(ours, _priority_key).items()],
        "directorates": [
            {"directorate": key, **_counted(found, as_of)} for key, found in _grouped(ours, lambda line: line.directorate).items()
        ],
        "total": _counted(ours, as_of),
        "client_side": [line.answer(as_of) for line in everything if line.client_side],
    }
