"""bench.json as a page in plain English: what was asked for, what was measured, and every row. Pure: no database, no clock."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

Row = dict
LEAST, LARGE = 50, 50000
# A page may take half as much again, or so many milliseconds more
FACTOR, MORE = 1.5, 15
HEAD = """# Performance

Written by `make bench` from [bench.json](../bench.json), which holds every figure. A throw-away database is filled with the
demonstration and a register of so many contracts (`manage.py load_bench`): ten are lived through by the real services, the others
are copies of their rows with other people, suppliers, districts and figures. Pages are opened through the web server that
`make run` uses, signed in as the account that uses them; each several times, after one visit that is not counted. Processor time
is that of the web processes and of the database together, over all visits; wall time is the middle one. Statements are counted in
a process of our own. What is measured does not depend on what else the machine does, except that a busy processor is
slower: “other work” is what ran beside it when a size began (1.0 is one busy core).

Not measured by it: saving a score in an evaluation of 30 bids, and 500 suppliers who send their bids in the last minute.
"""
ASKED = """
## What is asked for

| what | must be | measured | |
|---|---|---|---|
"""
EVERY = """
## Every row

Milliseconds. “Longest” is the longest statement. Memory: of a page or an export what the largest web process took beside what it
held idle; of a job the most that its process held.

| what | contracts | processor | of it database | wall | first byte | statements | longest | memory, MB |
|---|---|---|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Asked:
    """A line of what must be: ``check`` says what was measured, and whether it is enough (None: it was not measured)."""

    what: str
    must: str
    check: Callable[["Rows"], tuple[str, bool | None]]


class Rows:
    """The rows of one engine, by name and size."""

    def __init__(self, rows: Iterable[Row]):
        self.all = list(rows)
        self.sizes = sorted({row["contracts"] for row in self.all})

    @property
    def most(self) -> int:
        return self.sizes[-1]

    def one(self, name: str, contracts: int | None = None) -> Row | None:
        wanted = contracts or self.most
        return next((row for row in self.all if row["name"] == name and row["contracts"] == wanted), None)

    def pairs(self, kind: str) -> list[tuple[Row, Row]]:
        """Each of a kind at the smallest and at the largest size."""
        return [(few, many) for many in self.all if many["kind"] == kind and many["contracts"] == self.most
                if (few := self.one(many["name"], LEAST)) and few is not many]  # fmt: skip


def merged(known: list[Row], rows: list[Row]) -> list[Row]:
    """The new rows, and of those known the ones of another engine or size."""
    measured = {(row["engine"], row["contracts"]) for row in rows}
    kept = [row for row in known if (row["engine"], row["contracts"]) not in measured]
    return sorted([*kept, *rows], key=lambda row: (row["engine"], row["contracts"]))


def as_page(rows: list[Row]) -> str:
    """The whole of docs/performance.md."""
    parts = [HEAD]
    for engine in sorted({row["engine"] for row in rows}):
        found = Rows(row for row in rows if row["engine"] == engine)
        parts.append(f"\n# {_called(engine)}\n\n{_measured(found)}\n")
        parts.append(ASKED + "\n".join(_line(asked, found) for asked in ALL) + "\n")
        parts.append(EVERY + "\n".join(_row(row) for row in _by_name(found.all)) + "\n")
    return "".join(parts)


def _called(engine: str) -> str:
    return {"postgresql": "PostgreSQL", "sqlite": "SQLite"}[engine]


def _measured(rows: Rows) -> str:
    said = []
    for size in rows.sizes:
        row = next(one for one in rows.all if one["contracts"] == size)
        values = f" with {row['values']:,} reported values" if row.get("values") else ""
        day = date.fromisoformat(row["measured_on"])
        when = f"{day.day} {day:%B %Y}, {row['machine']}, other work {row['other_work']}"
        said.append(f"* {size:,}: {row.get('there_are', size):,} contracts{values}; {when}")
    return "\n".join(said)


def _line(asked: Asked, rows: Rows) -> str:
    measured, enough = asked.check(rows)
    verdict = {True: "yes", False: "**no**", None: "not measured"}[enough]
    return f"| {asked.what} | {asked.must} | {measured} | {verdict} |"


def _row(row: Row) -> str:
    cells = [row["name"], f"{row['contracts']:,}", *(_plain(row.get(name)) for name in CELLS)]
    return f"| {' | '.join(cells)} |"


CELLS = ("cpu_ms", "db_ms", "wall_ms", "first_byte_ms", "queries", "slowest_ms", "rss_mb")


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"


def _by_name(rows: list[Row]) -> list[Row]:
    """Each at all its sizes, in the order of the first."""
    order = {name: place for place, name in enumerate(dict.fromkeys(row["name"] for row in rows))}
    return sorted(rows, key=lambda row: (order[row["name"]], row["contracts"]))


def _pages(rows: Rows) -> tuple[str, bool | None]:
    """Those that take too much more, and those whose statements are not as many."""
    pairs = rows.pairs("page")
    if not pairs:
        return "", None
    slow = [many["name"] for few, many in pairs if many["cpu_ms"] > max(few["cpu_ms"] * FACTOR, few["cpu_ms"] + MORE)]
    more = [many["name"] for few, many in pairs if many["queries"] != few["queries"]]
    words = f"{len(pairs) - len(slow)} of {len(pairs)} pages at {rows.most:,}"
    words += f"; more time: {', '.join(slow)}" if slow else ""
    words += f"; another number of statements: {', '.join(more)}" if more else ""
    return words, not slow and not more


def _quick(rows: Rows) -> tuple[str, bool | None]:
    """Oversight of the standard periods and the homes."""
    found = [row for row in rows.all if row["contracts"] == rows.most and row["name"].startswith(("oversight, ", "home of "))]
    if not found:
        return "", None
    worst = max(found, key=lambda row: row["cpu_ms"])
    longest = max(found, key=lambda row: row["slowest_ms"])
    words = f"{worst['cpu_ms']:,.0f} ms ({worst['name']}); longest statement {longest['slowest_ms']:,.0f} ms ({longest['name']})"
    return f"{words}, at {rows.most:,}", worst["cpu_ms"] <= 250 and longest["slowest_ms"] <= 50


def _upkeep(rows: Rows) -> tuple[str, bool | None]:
    kept, bare = rows.one("verify one return"), rows.one("verify one return, nothing kept")
    if not kept or not bare:
        return "", None
    ratio = kept["cpu_ms"] / bare["cpu_ms"]
    return f"{ratio:.2f} ({kept['cpu_ms']:,.0f} and {bare['cpu_ms']:,.0f} ms)", ratio <= 1.5


def _rebuild(rows: Rows) -> tuple[str, bool | None]:
    row = rows.one("rebuild from nothing")
    if not row:
        return "", None
    words = f"{row['wall_ms'] / 1000:,.1f} s, {row['cpu_ms'] / 1000:,.1f} s of processor time, {row['contracts']:,} contracts"
    return f"{words}; differences from the statement: {row['unlike']}", row["wall_ms"] < 60000 and row["unlike"] == 0


def _exports(rows: Rows) -> tuple[str, bool | None]:
    names = ("contracts.csv", "open data.csv", "open data.json")
    found = [row for name in names if (row := rows.one(name))]
    if not found:
        return "", None
    said = "; ".join(f"{row['name']} {row['rss_mb']} MB, {row['first_byte_ms'] / 1000:.2f} s" for row in found)
    return f"{said}, at {rows.most:,}", all(row["rss_mb"] <= 60 and row["first_byte_ms"] <= 200 for row in found)


def _job(name: str, column: str, most: float, unit: str, scale: float = 1) -> Callable[[Rows], tuple[str, bool | None]]:
    def check(rows: Rows) -> tuple[str, bool | None]:
        row = rows.one(name)
        if not row:
            return "", None
        return f"{row[column] / scale:,.1f} {unit}, at {rows.most:,}", row[column] / scale <= most

    return check


def _report(rows: Rows) -> tuple[str, bool | None]:
    row = rows.one("summary report, freezing")
    if not row:
        return "", None
    words = f"{row['rss_mb']:,} MB, {row['cpu_ms'] / 1000:,.1f} s, at {rows.most:,}"
    return words, row["rss_mb"] < 400 and row["cpu_ms"] < 30000


ALL = (
    Asked(
        "every page and list, at the most contracts ÷ at 50",
        "processor time at most 1.5, or 15 ms more; statements equal",
        _pages,
    ),
    Asked("oversight of any standard period, home of each role", "250 ms of processor time, no statement over 50 ms", _quick),
    Asked("verify one return, with what is kept ÷ without", "at most 1.5", _upkeep),
    Asked("rebuild from nothing, 2 million values", "under 60 s, equal to the statement", _rebuild),
    Asked("contracts.csv, open data", "60 MB above idle at most, first byte in 0.2 s", _exports),
    Asked("timed events, nothing to send", "20 ms of processor time", _job("timed events, nothing to send", "cpu_ms", 20, "ms")),
    Asked("summary report", "under 400 MB, freezing under 30 s of processor time", _report),
    Asked("loading", "at most 20 minutes", _job("load", "wall_ms", 20, "minutes", 60000)),
)
