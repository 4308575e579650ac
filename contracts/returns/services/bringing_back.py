"""A filled template or a provider's own report read into draft returns: all rows or none, and twice without doubling."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction

from contracts.benefits.selectors import amounts, asked_of, kept
from contracts.evidence.permissions import check_can_report, check_can_write
from contracts.performance.composing import SubScore, read
from contracts.performance.enums import Kind
from contracts.register.models import Contract
from contracts.returns.calculations.answering import FIELD, all_evidence, read_answers
from contracts.returns.calculations.answers import Answer, read_answer
from contracts.returns.calculations.figures import ANSWERED, Figure, problems, settled
from contracts.returns.calculations.period_names import fitting
from contracts.returns.calculations.turning import period_columns, turned
from contracts.returns.models import Return
from contracts.returns.selectors import earlier_in, questions_about
from contracts.returns.services.reporting import save_return
from contracts.returns.services.template import SUB_SCORES, benefit_headings, due_rows, kept_mapping, period_text, reference_of
from contracts.schedule.enums import HANDED_IN, ReturnStatus
from contracts.schedule.models import DueReturn
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common.errors import DomainError, Refused, WrongState
from socialvalue.common.tables import (
    Column,
    HeadingsMissing,
    Problem,
    Row,
    Table,
    plain_heading,
    raw_table,
    read_number,
    read_yes_no,
    table_of,
)
from socialvalue.common.templatetags.formats import plain_number
from socialvalue.law.periods import MONTHS_OF

COLUMNS = [
    Column("reference", needed=True, aliases=("kpi",)),
    Column("period", needed=True),
    Column("due"),
    Column("wording"),
    Column("unit"),
    Column("target"),
    Column("value", read_answer),
    Column("numerator", read_number),
    Column("denominator", read_number),
    Column("no cases", read_yes_no),
    Column("estimated", read_yes_no),
    Column("narrative"),
    Column("evidence note"),
    Column(SUB_SCORES, aliases=("sub scores", "parts")),
]
# Said of a whole line: with a column a month it would be repeated in every month
OF_THE_LINE = ("narrative", "evidence note", "comments", "comment", "commentary", "notes")
COLUMN_OF = {"value": "value", "numerator": "numerator", "denominator": "denominator", "no_cases": "no cases"}
KEPT = ("estimated", "narrative", "evidence_note", "direct_result", "anyway")


@dataclass
class Line:
    """What one row would do: "new", "changed", "unchanged" or "empty" (nothing typed); and what is ``asked`` about its figure."""

    number: int
    due: DueReturn
    does: str
    figure: Figure = field(default_factory=Figure)
    estimated: bool = False
    narrative: str = ""
    evidence_note: str = ""
    asked: list[str] = field(default_factory=list)

    @property
    def version(self) -> Return:
        """The version as it would be, not kept, for the words of its figure."""
        return Return(due=self.due, estimated=self.estimated, **vars(self.figure))


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


class _Undo(Exception):
    pass


def bring_back(
    contract: Contract, *, by: User, data: bytes, name: str, mapping: dict[str, str] | None = None, dry_run: bool = False
) -> Preview:
    """Read a file into draft returns. What an empty cell would say stays as it was typed before.

    Matched on the KPI (its reference or its wording) and the period, by its days or its name. A row without a figure, narrative
    or note changes nothing. Drafts are still handed in one by one or together, by a person. Raises Refused when the file
    cannot be read, HeadingsMissing when somebody has to say which heading is which.
    """
    mapping = kept_mapping(contract) if mapping is None else mapping
    owed = due_rows(contract, by)
    groups = benefit_headings(owed)
    table = _read(data, name, mapping, list(groups))
    preview = Preview(unknown=table.unknown)
    try:
        with transaction.atomic():
            for row, due in _matched(table, owed):
                try:
                    preview.lines.append(_bring(row, due, by, groups))
                except DomainError as refusal:
                    _refused(table, row, refusal)
            preview.problems = sorted(table.problems, key=lambda p: p.line)
            _ask(preview.lines, owed)
            if preview.problems or dry_run:
                raise _Undo
            sentence = f"uploaded returns from “{name}”: {preview.summary}"
            changes = {"headings": [None, "; ".join(f"{ours}: {theirs}" for ours, theirs in mapping.items())]} if mapping else {}
            record("bring back returns", sentence, by=by, about=contract, council=contract.council, changes=changes)
    except _Undo:
        pass
    return preview


def _read(data: bytes, name: str, mapping: dict[str, str], groups: list[str]) -> Table:
    raw = raw_table(data, name)
    headings, lines = raw.headings, raw.lines
    if plain_heading(mapping.get("period", "")) not in {plain_heading(h) for h in headings} and period_columns(headings):
        said_once = {*OF_THE_LINE, *(mapping.get(ours, "") for ours in ("narrative", "evidence note"))}
        headings, lines = turned(headings, lines, leave_out=frozenset(map(plain_heading, said_once)) - {""})
        mapping = {ours: theirs for ours, theirs in mapping.items() if ours not in ("period", "value")}
    table = table_of(headings, lines, [*COLUMNS, *(Column(plain_heading(one), read_number) for one in groups)], mapping)
    if table.rows and not any("value" in row.values or "numerator" in row.values for row in table.rows):
        raise HeadingsMissing("The file has no heading “value”. Say which of its headings is the value.", "file")
    return table


def _matched(table: Table, owed: list[DueReturn]) -> Iterator[tuple[Row, DueReturn]]:
    """The lines that can be read, each with the row it reports on. What fits none, or one twice, becomes a problem."""
    rows_of: dict[str, list[DueReturn]] = {}
    for due in owed:
        for called in {plain_heading(reference_of(due.kpi)), str(due.kpi.number), plain_heading(due.kpi.wording)}:
            rows_of.setdefault(called, []).append(due)
    bad = {p.line for p in table.problems}
    seen: dict[int, int] = {}
    for row in table.rows:
        fitting_row = None if row.line in bad else _due_of(table, row, rows_of)
        if fitting_row is None:
            continue
        if fitting_row.pk in seen:
            table.problem(row, "period", f"stands on line {seen[fitting_row.pk]} already")
            continue
        seen[fitting_row.pk] = row.line
        yield row, fitting_row


def _due_of(table: Table, row: Row, rows_of: dict[str, list[DueReturn]]) -> DueReturn | None:
    rows = rows_of.get(plain_heading(row.value("reference", str) or ""))
    if rows is None:
        table.problem(row, "reference", "is not a KPI of this contract with a return due by now")
        return None
    if len({due.kpi_id for due in rows}) > 1:
        table.problem(row, "reference", "is the wording of several KPIs: give the number, such as K1")
        return None
    kpi = rows[0].kpi
    found = fitting(
        row.value("period", str) or "",
        [(due.starts_on, due.ends_on) for due in rows],
        months=MONTHS_OF[kpi.frequency],
        first_day=kpi.obligation.contract.starts_on,
    )
    if len(found) != 1:
        none = f"is no period of this KPI that has begun: the latest is {period_text(rows[-1])}"
        table.problem(row, "period", "fits several periods: give the first and the last day" if found else none)
        return None
    return rows[found[0]]


def _bring(row: Row, due: DueReturn, by: User, groups: dict[str, dict[str, str]]) -> Line:
    check_can_report(by, due)
    subs = read(due.sub_scores)
    answer, figure = figure_in(row, due.kpi.kind, subs)
    narrative, evidence_note = row.value("narrative", str) or "", row.value("evidence note", str) or ""
    who = _benefited(row, due, groups)
    if figure.is_empty and not narrative and not evidence_note and not who:
        return Line(row.line, due, "empty")
    latest = list(due.returns.all())[-1:]
    typed: dict[str, Any] = {name: getattr(latest[0], name) for name in KEPT} if latest else {}
    if narrative or answer.why:
        typed["narrative"] = narrative or answer.why
    if evidence_note:
        typed["evidence_note"] = evidence_note
    if who:
        # What an empty cell would say stays as it was typed before
        typed["benefited"] = (amounts(latest[0].benefited) if latest else {}) | who
    if not figure.is_empty:
        typed["estimated"] = answer.estimated or bool(row.value("estimated", bool))
    elif latest:
        figure = _kept_figure(latest[0])
    valid = not problems(due.kpi.kind, figure, may_be_negative=due.kpi.may_be_negative, subs=subs)
    made = settled(due.kpi.kind, figure, subs, latest[0].given if latest and subs else ()) if valid else figure
    if not (latest and valid and _says(latest[0], made, typed)):
        _check_open(latest, by)
        save_return(due, by=by, **figure.typed, **typed)
    does = ("unchanged" if valid and _says(latest[0], made, typed) else "changed") if latest else "new"
    said = {name: typed[name] for name in ("estimated", "narrative", "evidence_note") if name in typed}
    return Line(row.line, due, does, made, **said)


def _benefited(row: Row, due: DueReturn, groups: dict[str, dict[str, str]]) -> dict[str, Decimal]:
    """What the columns of its KPI’s groups say."""
    asked = asked_of(due.kpi, due.ends_on)
    if asked is None:
        return {}
    by_key = {keys[str(asked.by_list_id)]: heading for heading, keys in groups.items() if str(asked.by_list_id) in keys}
    said = {key: row.value(plain_heading(heading), Decimal) for key, heading in by_key.items()}
    return {key: amount for key, amount in said.items() if amount is not None}


def _says(version: Return, figure: Figure, typed: dict[str, Any]) -> bool:
    return _kept_figure(version) == figure and all(
        getattr(version, name) == (kept(given) if name == "benefited" else given) for name, given in typed.items()
    )


def _kept_figure(version: Return) -> Figure:
    return Figure(**{name: getattr(version, name) for name in vars(Figure())})


def _check_open(latest: list[Return], by: User) -> None:
    for version in latest:
        if version.status == ReturnStatus.VERIFIED:
            raise WrongState("This return is verified: begin a correction on its page, with a reason")
        check_can_write(by, version)


def figure_in(row: Row, kind: str, subs: Sequence[SubScore] = ()) -> tuple[Answer, Figure]:
    """What the cells of the figure say together. Raises Refused where they contradict each other, or the kind of the KPI."""
    answer = row.value("value", Answer) or Answer()
    if kind == Kind.COMPOSITE:
        return answer, _score_in(row, answer, subs)
    if answer.yes_no and kind not in ANSWERED:
        raise Refused("This KPI is a number: yes and no are no answer to it", "value")
    numerator, denominator = row.value("numerator", Decimal), row.value("denominator", Decimal)
    if numerator is None and denominator is None:
        numerator, denominator = answer.numerator, answer.denominator
    no_cases = answer.no_cases or bool(row.value("no cases", bool))
    figure = Figure(value=answer.value, numerator=numerator, denominator=denominator, no_cases=no_cases)
    if numerator is not None and denominator and answer.value is not None:
        share = settled("ratio", figure).value or Decimal(0)
        if abs(share - answer.value) > 1:
            words = (
                f"does not agree with {plain_number(numerator)} of {plain_number(denominator)}, which is {plain_number(share)} %"
            )
            raise Refused(words, "value")
    return answer, figure


def _score_in(row: Row, answer: Answer, subs: Sequence[SubScore]) -> Figure:
    """The sub-scores where they are filled in; a value beside them is the file’s own and has to agree."""
    try:
        answers = read_answers(row.value(SUB_SCORES, str) or "", subs)
    except ValueError as wrong:
        raise Refused(str(wrong), SUB_SCORES) from None
    if not answers:
        return Figure(value=answer.value, numerator=answer.numerator, denominator=answer.denominator, no_cases=answer.no_cases)
    score = settled(Kind.COMPOSITE, Figure(answers=answers), subs, all_evidence(subs)).value
    if answer.value is not None and score is not None and abs(score - answer.value) > 1:
        words = f"does not agree with its sub-scores, which come to {plain_number(score)}"
        raise Refused(words, "value")
    return Figure(answers=answers)


def _refused(table: Table, row: Row, refusal: DomainError) -> None:
    found = refusal.problems if isinstance(refusal, Refused) else [(None, refusal.message)]
    for name, words in found:
        column = SUB_SCORES if (name or "").startswith((FIELD, SUB_SCORES)) else COLUMN_OF.get(name or "", "")
        table.problem(row, column, words)


def _ask(lines: list[Line], owed: list[DueReturn]) -> None:
    """Set each new or changed figure against its promise and what came before, in the file or handed in."""
    brought = {line.due.pk: line.version for line in lines if line.figure.value is not None}
    for line in lines:
        if line.does not in ("new", "changed"):
            continue
        earlier = [due for due in owed if due.kpi_id == line.due.kpi_id and due.starts_on < line.due.starts_on]
        before = [(due, brought.get(due.pk) or _handed_in(due)) for due in earlier]
        line.asked = questions_about(line.due, line.figure, earlier_in([(due, v) for due, v in before if v is not None]))


def _handed_in(due: DueReturn) -> Return | None:
    return next((v for v in reversed(list(due.returns.all())) if v.status in HANDED_IN), None)
