"""bench.json as a page in plain English: what was asked for, what was measured, and every row. Pure: no database, no clock."""

from datetime import date

from measurement.bench.asked import ALL, NOT_MEASURED, Asked, Row, Rows

HEAD = """# Performance

Written by `make bench` from [bench.json](../bench.json), which holds every figure. A throw-away database is filled with the
demonstration and a register of so many contracts (`manage.py load_bench`): ten are lived through by the real services, the others
are copies of their rows with other people, suppliers, districts and figures. Pages are opened through the web server that
`make run` uses, signed in as the account that uses them; each several times, after one visit that is not counted. Processor time
is that of the web processes and of the database together, over all visits; wall time is the middle one. Statements are counted in
a process of our own. How many statements a page sends does not depend on what else the machine does. Times do: on a busy machine
all of them are longer, processor time less than wall time. “Other work” is what ran beside it when a size began (1.0 is one busy
core).

A line is met or missed at the size that it asks. At a smaller one it can be missed, and is then a “no”; what is met there says
nothing of the size that was asked, and is “not measured”.

A score is saved through the server in an evaluation of 30 bids, 40 questions and 6 evaluators. In the last minute before a
deadline 500 suppliers sign in, open the page that checks their bid, send it and see the receipt, each from a network address of
its own; they begin at moments spread over 50 seconds, and nobody waits for anybody else.
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
    measured, enough = asked.judged(rows)
    verdict = {True: "yes", False: "**no**", None: NOT_MEASURED}[enough]
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
