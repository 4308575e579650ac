"""The return template of a contract: taken away as XLSX or CSV, filled, brought back.

A provider's own report is read too: its headings are mapped once, and the mapping is kept for the next time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Prefetch

from contracts.evidence.permissions import check_can_report, check_can_write
from contracts.obligations.models import Kpi
from contracts.register.models import Contract
from contracts.returns.models import Return, ReturnMapping
from contracts.returns.services import save_return
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.models import DueReturn
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import DomainError, WrongState
from socialvalue.common.tables import (
    Column,
    HeadingsMissing,
    Problem,
    Row,
    Table,
    plain_heading,
    raw_table,
    read_date,
    read_number,
    read_table,
)

HEADINGS = ["reference", "period", "due", "wording", "unit", "target", "value", "narrative", "evidence note"]
WIDTHS = {"wording": 50, "period": 26, "narrative": 60, "evidence note": 40, "value": 14, "unit": 18}
# What must be found in a provider's own report, and what may be
MAPPED = ("reference", "period", "value", "narrative", "evidence note")
COLUMNS = [
    Column("reference", needed=True, aliases=("kpi",)),
    Column("period", needed=True),
    Column("due"),
    Column("wording"),
    Column("unit"),
    Column("target"),
    Column("value", read_number, needed=False),
    Column("narrative"),
    Column("evidence note"),
]


def reference_of(kpi: Kpi) -> str:
    return f"K{kpi.number}"


def period_text(due: DueReturn) -> str:
    return f"{due.starts_on.isoformat()} to {due.ends_on.isoformat()}"


def due_rows(contract: Contract, until: date | None = None) -> list[DueReturn]:
    """Owed rows of the contract whose period has begun by ``until`` (today), with KPI and returns loaded."""
    return list(
        DueReturn.objects.owed()
        .filter(kpi__obligation__contract=contract, starts_on__lte=until or clock.today())
        .select_related("kpi__obligation__contract")
        .prefetch_related(Prefetch("returns", queryset=Return.objects.order_by("number")))
        .order_by("starts_on", "kpi__number")
    )


def template_rows(contract: Contract) -> list[list]:
    """One row a KPI and period that is still to be handed in, with empty cells for what is reported."""
    rows = []
    for due in due_rows(contract):
        returns = list(due.returns.all())
        if returns and returns[-1].status in (ReturnStatus.SUBMITTED, ReturnStatus.VERIFIED):
            continue
        kpi = due.kpi
        rows.append([reference_of(kpi), period_text(due), due.due_on, kpi.wording, kpi.unit, due.target, None, "", ""])
    return rows


@dataclass
class Line:
    """What one row of a filled template would do: "new", "changed", "unchanged" or "empty" (nothing typed)."""

    number: int
    due: DueReturn
    value: Decimal | None
    narrative: str
    evidence_note: str
    does: str


@dataclass
class Preview:
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def count(self, does: str) -> int:
        return sum(1 for line in self.lines if line.does == does)

    @property
    def summary(self) -> str:
        parts = [f"{self.count(word)} {word}" for word in ("new", "changed", "unchanged", "empty")]
        return ", ".join([*parts, f"{len({p.line for p in self.problems})} refused"])


def headings_of(data: bytes, name: str) -> list[str]:
    """The headings of a provider's own report, for the page that maps them."""
    return raw_table(data, name)[0]


def keep_mapping(contract: Contract, *, by: User, mapping: dict[str, str]) -> ReturnMapping:
    """Remember how this provider's report is headed: our column → their heading. Only what may be mapped is kept."""
    kept = {ours: theirs for ours, theirs in mapping.items() if ours in MAPPED and theirs}
    with transaction.atomic():
        row, _ = ReturnMapping.objects.update_or_create(
            contract=contract, defaults={"mapping": kept, "by": by, "at": clock.now()}
        )
        record("map headings", "kept how this provider’s report is headed", by=by, about=contract, council=contract.council)
    return row


class _Undo(Exception):
    pass


def bring_back(
    contract: Contract, *, by: User, data: bytes, name: str, mapping: dict[str, str] | None = None, dry_run: bool = False
) -> Preview:
    """Read a filled template into draft returns: all rows or none, and twice without doubling.

    Matched on reference and period. A row without a value, narrative or note changes nothing. Drafts are still handed
    in one by one or together, by a person. Raises Refused when the file cannot be read.
    """
    table = read_table(data, name, COLUMNS, _kept_mapping(contract) if mapping is None else mapping)
    if not any("value" in row.values for row in table.rows) and table.rows:
        raise HeadingsMissing("The file has no heading “value”. Say which of its headings is the value.", "file")
    preview = Preview(unknown=table.unknown)
    try:
        with transaction.atomic():
            for row, due in _matched(table, _by_reference(contract)):
                try:
                    preview.lines.append(_bring(row, due, by))
                except DomainError as refusal:
                    table.problem(row, "value" if refusal.field == "value" else "", refusal.message)
            preview.problems = sorted(table.problems, key=lambda p: p.line)
            if preview.problems or dry_run:
                raise _Undo
            sentence = f"brought back returns from “{name}”: {preview.summary}"
            record("bring back returns", sentence, by=by, about=contract, council=contract.council)
    except _Undo:
        pass
    return preview


def _kept_mapping(contract: Contract) -> dict[str, str]:
    kept = ReturnMapping.objects.filter(contract=contract).first()
    return kept.mapping if kept else {}


def _by_reference(contract: Contract) -> dict[str, list[DueReturn]]:
    """What is owed by now, in the order of the periods, by the KPI's reference without case or punctuation."""
    found: dict[str, list[DueReturn]] = {}
    for due in due_rows(contract):
        found.setdefault(plain_heading(reference_of(due.kpi)), []).append(due)
    return found


def _matched(table: Table, by_reference: dict[str, list[DueReturn]]) -> Iterator[tuple[Row, DueReturn]]:
    """The lines that can be read, each with the row it reports on. What fits none, or one twice, becomes a problem."""
    bad = {p.line for p in table.problems}
    seen: dict[int, int] = {}
    for row in table.rows:
        due = None if row.line in bad else _due_of(table, row, by_reference)
        if due is None:
            continue
        if due.pk in seen:
            table.problem(row, "period", f"stands on line {seen[due.pk]} already")
            continue
        seen[due.pk] = row.line
        yield row, due


def _due_of(table: Table, row: Row, by_reference: dict[str, list[DueReturn]]) -> DueReturn | None:
    reference, period = row.value("reference", str) or "", row.value("period", str) or ""
    rows = by_reference.get(plain_heading(reference)) or by_reference.get(f"k{plain_heading(reference)}")
    if rows is None:
        table.problem(row, "reference", "is no KPI of this contract that is owed by now")
        return None
    found = [due for due in rows if _is_period(due, period)]
    if len(found) != 1:
        problem = "fits several periods: give the first and the last day" if found else "is no period of this KPI that has begun"
        table.problem(row, "period", problem)
        return None
    return found[0]


def _is_period(due: DueReturn, text: str) -> bool:
    """A period is written as “first day to last day”, as its first or last day, or as a month it begins or ends in."""
    try:
        days = [read_date(part) for part in re.split(r"\s+(?:to|–|-)\s+", text.strip())]
    except ValueError:
        names = {f"{day:%B %Y}".casefold() for day in (due.starts_on, due.ends_on)}
        names |= {f"{day:%b %Y}".casefold() for day in (due.starts_on, due.ends_on)}
        return text.strip().casefold() in names
    if len(days) == 2:
        return days == [due.starts_on, due.ends_on]
    return len(days) == 1 and days[0] in (due.starts_on, due.ends_on)


def _bring(row: Row, due: DueReturn, by: User) -> Line:
    value = row.value("value", Decimal)
    narrative, note = row.value("narrative", str) or "", row.value("evidence note", str) or ""
    check_can_report(by, due)
    if value is None and not narrative and not note:
        return Line(row.line, due, None, "", "", "empty")
    returns = list(due.returns.all())
    latest = returns[-1] if returns else None
    if latest is not None:
        if (latest.value, latest.narrative, latest.evidence_note) == (value, narrative, note):
            return Line(row.line, due, value, narrative, note, "unchanged")
        if latest.status == ReturnStatus.VERIFIED:
            raise WrongState("This return is verified: begin a correction on its page, with a reason.")
        check_can_write(by, latest)
    save_return(
        due,
        by=by,
        value=value,
        narrative=narrative,
        evidence_note=note,
        direct_result=latest.direct_result if latest else "",
        anyway=latest.anyway if latest else "",
    )
    return Line(row.line, due, value, narrative, note, "changed" if latest else "new")
