"""What must be, and whether the rows of bench.json say that it is. Pure: no database, no clock."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

Row = dict
LEAST, LARGE, VALUES = 50, 50000, 2_000_000
NOT_MEASURED = "not measured"
# A page may take half as much again, or so many milliseconds more
FACTOR, MORE = 1.5, 15
TWICE, SUPPLIERS = 2, 500


@dataclass(frozen=True)
class Asked:
    """A line of what must be: ``check`` says what was measured, and whether it is enough (None: it was not measured).

    ``contracts``, ``values``: the size that the line asks; with fewer nothing is met.
    """

    what: str
    must: str
    check: Callable[["Rows"], tuple[str, bool | None]]
    contracts: int = LARGE
    values: int = 0

    def judged(self, rows: "Rows") -> tuple[str, bool | None]:
        words, enough = self.check(rows)
        small = rows.most < self.contracts or rows.values < self.values
        return words, None if enough and small else enough


class Rows:
    """The rows of one engine, by name and size."""

    def __init__(self, rows: Iterable[Row]):
        self.all = list(rows)
        self.sizes = sorted({row["contracts"] for row in self.all})

    @property
    def most(self) -> int:
        return self.sizes[-1]

    @property
    def values(self) -> int:
        """Reported values at the largest size; 0 where nobody counted them."""
        return max((row.get("values") or 0 for row in self.all if row["contracts"] == self.most), default=0)

    def one(self, name: str, contracts: int | None = None) -> Row | None:
        wanted = contracts or self.most
        return next((row for row in self.all if row["name"] == name and row["contracts"] == wanted), None)

    def pairs(self, kind: str) -> list[tuple[Row, Row]]:
        """Each of a kind at the smallest and at the largest size."""
        at_most = [row for row in self.all if row["kind"] == kind and row["contracts"] == self.most]
        return [(few, many) for many in at_most if (few := self.one(many["name"], LEAST)) and few is not many]


def _pages(rows: Rows) -> tuple[str, bool | None]:
    """How many pass, those that take too much more, and those whose statements are not as many."""
    pairs = rows.pairs("page")
    if not pairs:
        return "", None
    slow = [many["name"] for few, many in pairs if many["cpu_ms"] > max(few["cpu_ms"] * FACTOR, few["cpu_ms"] + MORE)]
    more = [many["name"] for few, many in pairs if many["queries"] != few["queries"]]
    named = (("more time", slow), ("another number of statements", more))
    words = f"{len(pairs) - len({*slow, *more})} of {len(pairs)} pages pass at {rows.most:,}"
    words += "".join(f"; {why}: {', '.join(names)}" for why, names in named if names)
    return words, not slow and not more


def _quick(rows: Rows) -> tuple[str, bool | None]:
    """Oversight of the standard periods and the homes."""
    at_most = (row for row in rows.all if row["contracts"] == rows.most)
    found = [row for row in at_most if row["name"].startswith(("oversight, ", "home of "))]
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
    return f"{ratio:.3f} ({kept['cpu_ms']:,.1f} and {bare['cpu_ms']:,.1f} ms), at {rows.most:,}", ratio <= 1.5


def _rebuild(rows: Rows) -> tuple[str, bool | None]:
    row = rows.one("rebuild from nothing")
    if not row:
        return "", None
    words = f"{row['wall_ms'] / 1000:,.1f} s, {row['cpu_ms'] / 1000:,.1f} s of processor time, {rows.values:,} values"
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


def _score(rows: Rows) -> tuple[str, bool | None]:
    saved, empty = rows.one("save a score"), rows.one("account")
    if not saved or not empty:
        return "", None
    ratio = saved["cpu_ms"] / empty["cpu_ms"]
    return f"{ratio:.2f} ({saved['cpu_ms']:,.1f} and {empty['cpu_ms']:,.1f} ms), {saved['queries']} statements", ratio <= TWICE


def _last_minute(rows: Rows) -> tuple[str, bool | None]:
    row = rows.one("suppliers in the last minute")
    if not row:
        return "", None
    words = f"{row['accepted']} of {row['suppliers']} accepted, {row['kept']} kept, {row['late']} late, "
    words += f"{row['refused_in_time']} pressed in time and refused; 95 % of pages within {row['p95_ms'] / 1000:,.1f} s; "
    words += f"the load generator used {row['generator_ms'] / 1000:,.1f} s, the service {row['cpu_ms'] / 1000:,.1f} s"
    nobody_out = row["accepted"] == row["kept"] == row["suppliers"] and row["late"] == row["refused_in_time"] == 0
    # With fewer it can go wrong, and what goes right says nothing of five hundred
    met = nobody_out and row["p95_ms"] < 5000
    return words, None if met and row["suppliers"] < SUPPLIERS else met


ALL = (
    Asked(
        "every page and list, 50,000 contracts ÷ 50",
        "processor time at most 1.5, or 15 ms more; statements equal",
        _pages,
    ),
    Asked(
        "oversight of any standard period, home of each role, 50,000 contracts",
        "250 ms of processor time, no statement over 50 ms",
        _quick,
    ),
    Asked("verify one return, with what is kept ÷ without", "at most 1.5", _upkeep, contracts=0),
    Asked("rebuild from nothing, 2 million values", "under 60 s, equal to the statement", _rebuild, contracts=0, values=VALUES),
    Asked("contracts.csv, open data, 50,000 contracts", "60 MB above idle at most, first byte in 0.2 s", _exports),
    Asked(
        "timed events, nothing to send, 50,000 contracts",
        "20 ms of processor time",
        _job("timed events, nothing to send", "cpu_ms", 20, "ms"),
    ),
    Asked("save a score (30 × 40 × 6) ÷ an empty page of somebody signed in: “account”", "at most 2", _score, contracts=0),
    Asked(
        "500 suppliers sign in, check and send in the last 60 s",
        "500 accepted, none late, none pressed in time refused, 95 % under 5 s",
        _last_minute,
        contracts=0,
    ),
    Asked("summary report over 50,000 contracts", "under 400 MB, freezing under 30 s of processor time", _report),
    Asked("loading 50,000 contracts", "at most 20 minutes", _job("load", "wall_ms", 20, "minutes", 60000)),
)
