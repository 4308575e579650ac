"""Reading a framework file: every problem with its line, column and value. Knows no database."""

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from socialvalue.common.errors import Refused
from socialvalue.common.tables import Problem, Row, Table, plain_heading, raw_table, read_table
from socialvalue.framework.calculations.rows import COLUMNS, NEEDED_HEADINGS, OF_A_MEASURE, PROXY, FrameworkRow

P = TypeVar("P")


@dataclass
class Reading(Generic[P]):
    """Rows that were understood and problems with the rest; nothing is brought in while there is a problem."""

    rows: list[FrameworkRow] = field(default_factory=list)
    problems: list[P] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def read_framework(data: bytes, name: str, strategic: dict[str, str]) -> Reading[Problem]:
    """Read and check the file ``name``.

    ``strategic``: {code: name} of the council's strategic outcomes; a row may name one by either, and no other. Raises
    Refused on ``file`` when the file cannot be read at all or is no framework.
    """
    headings = raw_table(data, name).headings
    present = {plain_heading(h) for h in headings}
    missing = [h for h in NEEDED_HEADINGS if plain_heading(h) not in present]
    if missing:
        raise Refused(f"The file has no heading “{'” and no heading “'.join(missing)}”. It has: {', '.join(headings)}.", "file")
    table = read_table(data, name, COLUMNS)
    reading = Reading(problems=table.problems, unknown=table.unknown)
    if not table.rows:
        table.problems.append(Problem(2, "", "", "the file has headings and no rows"))
    checker = _Checker(table, strategic)
    for row in table.rows:
        checker.check(row)
    if not table.problems:
        reading.rows = checker.rows()
    table.problems.sort(key=lambda p: p.line)
    return reading


@dataclass
class _Seen:
    """Where a measure first stood, what it says of itself, and the proxies it has had so far."""

    line: int
    own: tuple[str, ...]
    proxies: list[tuple[str, ...]]


class _Checker:
    """What no single cell shows: what belongs together, what stands twice, what is called two things."""

    def __init__(self, table: Table, strategic: dict[str, str]):
        self.table = table
        self.codes = {name.casefold(): code for code, name in strategic.items()}
        self.codes |= {code.casefold(): code for code in strategic}
        self.first: dict[tuple[str, ...], tuple[int, str]] = {}
        self.measures: dict[tuple[str, str], _Seen] = {}
        self.priority_codes: dict[str, str] = {}

    def check(self, row: Row) -> None:
        given = row.texts
        self.belonging(row)
        if given.get("strategic outcome") and given["strategic outcome"].casefold() not in self.codes:
            self.table.problem(row, "strategic outcome", "is not the code of a strategic outcome of the council")
        priority, code = given.get("priority", ""), given.get("priority code", "")
        if code and self.priority_codes.setdefault(priority, code) != code:
            self.table.problem(
                row, "priority code", f"priority “{priority}” has the code {self.priority_codes[priority]} further up"
            )
        if code:
            self.same(row, ("priority", code), ("priority",), f"priority {code}")
        self.same(row, ("description", priority), ("priority description",), f"priority “{priority}”")
        if outcome := given.get("outcome code"):
            self.same(row, ("outcome", outcome), ("outcome", "priority"), f"outcome {outcome}")
            self.same(row, ("strategic", outcome), ("strategic outcome",), f"outcome {outcome}")
            self.once(row, outcome, given.get("measure code", ""))

    def belonging(self, row: Row) -> None:
        given, problem = row.texts, self.table.problem

        def has(*headings: str) -> bool:
            return any(given.get(h) for h in headings)

        if has("outcome", "outcome code", "strategic outcome", *OF_A_MEASURE):
            for heading in ("outcome code", "outcome"):
                if not has(heading):
                    problem(row, heading, "this is needed")
        if has(*OF_A_MEASURE):
            for heading, why in (
                ("measure code", "this is needed: every measure has a code"),
                ("measure", "this is needed: the other columns speak of a measure"),
                ("unit", "this is needed: say what is counted"),
            ):
                if not has(heading):
                    problem(row, heading, why)
        if has(*PROXY, "proxy area"):
            for heading in PROXY:
                if not has(heading):
                    problem(row, heading, "this is needed: a proxy comes with value, unit, source, licence and price year")

    def same(self, row: Row, key: tuple[str, ...], headings: tuple[str, ...], what: str) -> None:
        """Refuse a second name for one thing. An empty cell says nothing; where something is needed, that is told elsewhere."""
        for heading in headings:
            text = row.texts.get(heading, "")
            if not text:
                continue
            line, before = self.first.setdefault((*key, heading), (row.line, text))
            if before != text:
                self.table.problem(row, heading, f"{what} says “{before[:80]}” on line {line}")

    def once(self, row: Row, outcome: str, measure: str) -> None:
        """A measure stands once, or once for each of its proxies."""
        own = tuple(row.texts.get(h, "") for h in OF_A_MEASURE if h not in (*PROXY, "proxy area"))
        proxy = tuple(row.texts.get(h, "") for h in (*PROXY, "proxy area"))
        if not measure:
            return
        seen = self.measures.get((outcome, measure))
        if seen is None:
            self.measures[outcome, measure] = _Seen(row.line, own, [proxy])
        elif not any(proxy) or seen.own != own or proxy in seen.proxies or not any(seen.proxies[0]):
            self.table.problem(row, "measure code", f"stands on line {seen.line} already")
        else:
            seen.proxies.append(proxy)

    def said(self, *key: str) -> str:
        """What stood first under this key; empty where nothing did."""
        return self.first[key][1] if key in self.first else ""

    def rows(self) -> list[FrameworkRow]:
        """The checked rows, whole: each says its priority's code and description and its outcome's strategic outcome."""
        taken = {code.casefold() for code in self.priority_codes.values()}
        return [self.whole(row, taken) for row in self.table.rows]

    def whole(self, row: Row, taken: set[str]) -> FrameworkRow:
        values: dict[str, Any] = {
            heading.replace(" ", "_"): value for heading, value in row.values.items() if value not in (None, "")
        }
        values = {k: v.replace("\r\n", "\n").replace("\r", "\n") if isinstance(v, str) else v for k, v in values.items()}
        priority = values["priority"]
        if priority not in self.priority_codes:
            self.priority_codes[priority] = initials(priority, taken)
        values["priority_code"] = self.priority_codes[priority]
        values["priority_description"] = self.said("description", priority, "priority description")
        if outcome := values.get("outcome_code"):
            strategic = self.said("strategic", outcome, "strategic outcome")
            values["strategic_outcome"] = self.codes[strategic.casefold()] if strategic else ""
        return FrameworkRow(line=row.line, **values)


def initials(name: str, taken: set[str]) -> str:
    """A short code for a priority that came without one: “Local Employment” is LE, a second such one LE2."""
    letters = "".join(word[0] for word in name.split() if word[0].isalnum()).upper()[:16] or "P"
    code, number = letters, 2
    while code.casefold() in taken:
        code, number = f"{letters}{number}", number + 1
    taken.add(code.casefold())
    return code
