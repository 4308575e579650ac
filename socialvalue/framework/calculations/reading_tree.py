"""Reading a framework as JSON, the tree that the export writes: every problem named by its JSON path. Knows no database.

A path reads like ``priorities[0].outcomes[2].measures[1].unit``; the first of a list is number 0, as JSON counts.
"""

import json
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from socialvalue.common.errors import Refused
from socialvalue.framework.calculations.reading import Reading, initials
from socialvalue.framework.calculations.rows import COLUMNS, PROXY, FrameworkRow

MOST_BYTES = 20 * 1024 * 1024
# A number further from 1 than this many powers of ten is kept as it is typed: written out it could fill the memory
MOST_POWERS = 30
# What JSON can escape and no database and no page can hold: the null character, half of a pair
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
READERS = {column.name: column.read for column in COLUMNS}
# What each kind of object may hold: key → the column of the table that says the same, whose rules it keeps
PRIORITY = {"code": "priority code", "name": "priority", "description": "priority description"}
OUTCOME = {"code": "outcome code", "name": "outcome", "strategic_outcome": "strategic outcome"}
MEASURE = {
    "code": "measure code", "name": "measure", "unit": "unit", "direction": "direction", "kind": "kind",
    "evidence": "evidence", "guidance": "guidance", "easy_read": "easy read",
}  # fmt: skip
PROXY_KEYS = {
    "value": "proxy value", "unit": "proxy unit", "source": "proxy source", "licence": "proxy licence",
    "price_year": "price year", "area": "proxy area",
}  # fmt: skip
TOP = ("framework", "version", "status", "published_at", "source", "licence", "priorities")
# An object of the file
Tree = dict[str, Any]
LINK = ("goal", "strategic_outcome", "framework", "version", "outcome", "name", "note")


@dataclass(frozen=True)
class PathProblem:
    """One bad value of a JSON file."""

    path: str
    value: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" + (f" (found “{self.value}”)" if self.value else "")


@dataclass(frozen=True)
class Link:
    """What an outcome also serves, as the file says it: a ``goal``, a ``strategic_outcome``, or an ``outcome`` elsewhere."""

    path: str
    note: str = ""
    goal: int | None = None
    strategic_outcome: str = ""
    framework: str = ""
    version: int | None = None
    outcome: str = ""


@dataclass
class TreeReading(Reading[PathProblem]):
    """``links`` by outcome code, for those outcomes whose links the file tells; ``about``: code, name, description …"""

    links: dict[str, list[Link]] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)


def is_tree(data: bytes, name: str) -> bool:
    """Whether the file is to be read as JSON."""
    return name.lower().endswith(".json") or data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def code_and_name(data: bytes, name: str) -> tuple[str, str]:
    """What a JSON file calls its framework; empty where it says nothing, or is no JSON. Raises Refused as ``read_tree`` does."""
    tree = _parsed(data) if is_tree(data, name) else {}
    about = tree.get("framework") if isinstance(tree, dict) else None
    said = [about.get(key) if isinstance(about, dict) else "" for key in ("code", "name")]
    code, called = (_tidy(value) if isinstance(value, str) else "" for value in said)
    return code.lower(), called


def read_tree(data: bytes, strategic: dict[str, str]) -> TreeReading:
    """Read and check a JSON file. ``strategic``: {code: name} of the council's strategic outcomes.

    Raises Refused on ``file`` when it is no JSON, or no framework at all.
    """
    tree = _parsed(data)
    if not isinstance(tree, dict) or not isinstance(tree.get("priorities"), list):
        raise Refused("The file is not a framework: it needs an object with a list called “priorities”", "file")
    reader = _Reader(strategic)
    reader.read(tree)
    if reader.problems:
        reader.reading.rows = []
    return reader.reading


def _parsed(data: bytes) -> Any:
    if not data.strip():
        raise Refused("The file is empty. Choose the file again.", "file")
    if len(data) > MOST_BYTES:
        raise Refused("The file is larger than 20 MB", "file")
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        return json.loads(text, parse_float=_number, parse_constant=_no_number, object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise Refused("The characters in the file cannot be read. Save it as JSON in UTF-8.", "file") from None
    except json.JSONDecodeError as wrong:
        raise Refused(f"The file is not JSON: {wrong.msg} on line {wrong.lineno}, column {wrong.colno}", "file") from None
    except RecursionError:
        raise Refused("The file is nested too deeply to be a framework", "file") from None
    except ValueError as wrong:
        raise Refused(f"The file is not JSON: {wrong}", "file") from None


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text[:80]} is not a number that can be kept") from None


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number")


def _once(pairs: list[tuple[str, Any]]) -> Tree:
    found = dict(pairs)
    for key, value in pairs:
        if UNKEEPABLE.search(key) or (isinstance(value, str) and UNKEEPABLE.search(value)):
            raise ValueError(f"“{UNKEEPABLE.sub('?', key)[:80]}” holds a character that cannot be kept")
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"“{next(k for k in keys if keys.count(k) > 1)[:80]}” stands twice in one object")
    return found


class _Reader:
    def __init__(self, strategic: dict[str, str]):
        self.reading = TreeReading()
        self.problems = self.reading.problems
        self.codes = {name.casefold(): code for code, name in strategic.items()}
        self.codes |= {code.casefold(): code for code in strategic}
        self.seen: dict[tuple[str, ...], str] = {}

    # Parts

    def read(self, tree: Tree) -> None:
        self.known(tree, "", TOP)
        about = tree.get("framework")
        about = about if isinstance(about, dict) else {}
        self.known(about, "framework", ("code", "name", "description", "council"))
        for key, value in {**about, "source": tree.get("source"), "licence": tree.get("licence")}.items():
            if key != "council" and isinstance(value, str):
                self.reading.about[key] = _tidy(value)
        taken = {_tidy(p["code"]).casefold() for p in _objects(tree["priorities"]) if isinstance(p.get("code"), str)}
        for path, priority in self.each(tree, "priorities", ""):
            self.priority(path, priority, taken)
        if not tree["priorities"]:
            self.problem("priorities", "", "the list is empty")

    def priority(self, path: str, obj: Tree, taken: set[str]) -> None:
        self.known(obj, path, (*PRIORITY, "outcomes"))
        of = self.fields(path, obj, PRIORITY, needed=("name",))
        of["priority_code"] = of.get("priority_code") or initials(of.get("priority", ""), taken)
        self.once(f"{path}.code", of["priority_code"], "priority code")
        self.once(f"{path}.name", of.get("priority", ""), "priority")
        outcomes = self.each(obj, "outcomes", path)
        for below, outcome in outcomes:
            self.outcome(below, outcome, of)
        if not outcomes:
            self.row(**of)

    def outcome(self, path: str, obj: Tree, above: Tree) -> None:
        self.known(obj, path, (*OUTCOME, "also_serves", "measures"))
        of = above | self.fields(path, obj, OUTCOME, needed=("code", "name"))
        code = of.get("outcome_code", "")
        self.once(f"{path}.code", code, "outcome")
        if strategic := of.pop("strategic_outcome", ""):
            if strategic.casefold() not in self.codes:
                text = "is not the code of a strategic outcome of the council"
                self.problem(f"{path}.strategic_outcome", strategic, text)
            of["strategic_outcome"] = self.codes.get(strategic.casefold(), "")
        if obj.get("also_serves") is not None:
            self.reading.links[code] = [self.link(*each) for each in self.each(obj, "also_serves", path)]
        measures = self.each(obj, "measures", path)
        for below, measure in measures:
            self.measure(below, measure, of)
        if not measures:
            self.row(**of)

    def measure(self, path: str, obj: Tree, above: Tree) -> None:
        self.known(obj, path, (*MEASURE, "proxies"))
        of = above | self.fields(path, obj, MEASURE, needed=("code", "name", "unit"))
        self.once(f"{path}.code", of.get("measure_code", ""), "measure", of.get("outcome_code", ""))
        proxies = self.each(obj, "proxies", path)
        for below, proxy in proxies:
            self.known(proxy, below, tuple(PROXY_KEYS))
            needed = tuple(key for key, column in PROXY_KEYS.items() if column in PROXY)
            own = self.fields(below, proxy, PROXY_KEYS, needed=needed)
            self.once(below, str(sorted(own.items(), key=str)), "proxy", path)
            self.row(**of, **own)
        if not proxies:
            self.row(**of)

    def link(self, path: str, obj: Tree) -> Link:
        """What it points at is looked up by whoever knows the database."""
        self.known(obj, path, LINK)
        targets = [key for key in ("goal", "strategic_outcome", "outcome") if obj.get(key) not in (None, "")]
        if len(targets) != 1:
            self.problem(path, "", "must say one thing: a goal, a strategic_outcome, or the outcome of a framework and version")
        strategic, framework, outcome, note = (
            self.words(f"{path}.{key}", obj.get(key), 300) for key in ("strategic_outcome", "framework", "outcome", "note")
        )
        goal, version = (self.whole(f"{path}.{key}", obj.get(key)) for key in ("goal", "version"))
        return Link(path, note, goal, strategic, framework, version, outcome)

    # What they share

    def whole(self, path: str, value: object) -> int | None:
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self.problem(path, str(value), "must be a whole number")
        return None

    def fields(self, path: str, obj: Tree, keys: dict[str, str], needed: tuple[str, ...]) -> Tree:
        """The values under the names of FrameworkRow; what is empty or wrong is left out, and what is wrong is told."""
        found: Tree = {}
        for key, column in keys.items():
            value = obj.get(key)
            text = self.words(f"{path}.{key}", value, None, numbers=column in ("proxy value", "price year"))
            if not text:
                if key in needed and (value is None or isinstance(value, str)):
                    self.problem(f"{path}.{key}", "", "this is needed")
                continue
            try:
                found[column.replace(" ", "_")] = READERS[column](text)
            except ValueError as wrong:
                self.problem(f"{path}.{key}", text, str(wrong))
        return found

    def words(self, path: str, value: object, most: int | None, numbers: bool = False) -> str:
        if value is None:
            return ""
        if numbers and isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            return f"{value:f}" if isinstance(value, Decimal) and abs(value.adjusted()) <= MOST_POWERS else str(value)
        if not isinstance(value, str):
            self.problem(path, json.dumps(value, default=str, ensure_ascii=False)[:80], "must be a text in quotation marks")
            return ""
        text = _tidy(value)
        if most and len(text) > most:
            self.problem(path, text[:80], f"must be {most} characters or fewer")
        return text

    def each(self, obj: Tree, key: str, path: str) -> list[tuple[str, Tree]]:
        """(path, object) of each entry of a list; a list that is none, or holds something else, is told."""
        where = f"{path}.{key}" if path else key
        found = obj.get(key)
        if found is None:
            return []
        if not isinstance(found, list):
            self.problem(where, "", "must be a list")
            return []
        for number, entry in enumerate(found):
            if not isinstance(entry, dict):
                self.problem(f"{where}[{number}]", str(entry)[:80], "must be an object with names and values")
        return [(f"{where}[{number}]", entry) for number, entry in enumerate(found) if isinstance(entry, dict)]

    def known(self, obj: Tree, path: str, keys: tuple[str, ...]) -> None:
        self.reading.unknown += [f"{path}.{key}" if path else key for key in obj if key not in keys]

    def once(self, path: str, value: str, what: str, *within: str) -> None:
        if value and (first := self.seen.setdefault((what, value, *within), path)) != path:
            self.problem(path, "" if what == "proxy" else value, f"this {what} stands at {first} already")

    def row(self, **values: Any) -> None:
        if not self.problems:
            self.reading.rows.append(FrameworkRow(line=len(self.reading.rows) + 1, **values))

    def problem(self, path: str, value: str, message: str) -> None:
        self.problems.append(PathProblem(path, value, message))


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _objects(entries: list[Any]) -> list[Tree]:
    return [entry for entry in entries if isinstance(entry, dict)]
