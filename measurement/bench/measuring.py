"""Each thing a few times over: the middle one's times, and the processor time of all divided by how often."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from measurement.bench.meter import Usage, forget_peaks, memory_mb, usage
from measurement.bench.visitor import REDIRECTS, Visitor, hidden_in
from measurement.bench.visits import Visit
from socialvalue.accounts.models import User

REPEATS = 5
# How often the statements of a page are timed
LOOKED_AT = 3
# What takes longer than this (seconds) is not repeated
SLOW = 20
DOMAIN = "demo.example"
PASSWORD = "demonstration"  # noqa: S105 - of the demonstration


@dataclass(frozen=True)
class Machines:
    """The roots of what works for a page: the web server's processes and, where it has its own, the database's."""

    web: int
    database: int | None

    def usage(self) -> tuple[Usage, Usage]:
        return usage(self.web), usage(self.database) if self.database else Usage({})


class Bench:
    """Makes rows; ``contracts`` is how many there are while it does."""

    def __init__(self, machines: Machines, port: int, contracts: int, repeats: int = REPEATS):
        self.machines, self.port, self.contracts, self.repeats = machines, port, contracts, repeats
        self.visitors: dict[str, Visitor] = {}

    def visitor(self, account: str) -> Visitor:
        if account not in self.visitors:
            self.visitors[account] = Visitor(self.port)
            if account:
                self.visitors[account].sign_in(f"{account}@{DOMAIN}", PASSWORD)
        return self.visitors[account]

    def close(self) -> None:
        for visitor in self.visitors.values():
            visitor.close()

    def visit(self, visit: Visit) -> dict:
        """A page or an export through the server, as the one who opens it. Raises RuntimeError where it is not shown."""
        visitor, web = self.visitor(visit.who), self.machines.web
        first = visitor.get(visit.path)
        if first.status != 200:
            raise RuntimeError(f"{visit.name}: {visit.path} answers {first.status} to {visit.who or 'nobody'}")
        idle = memory_mb(web)
        forget_peaks(web)
        answers, used = self._often(lambda: visitor.get(visit.path), first.whole)
        rise = memory_mb(web, peak=True) - idle
        row = self._row(visit.name, visit.kind, used, [answer.whole for answer in answers])
        row |= {"first_byte_ms": _ms(statistics.median(a.first_byte for a in answers)), "rss_mb": round(max(rise, 0))}
        return row | {"kb": round(len(answers[-1].body) / 1024)} | statements_of(visit)

    def send(self, name: str, who: str, path: str, fields: Iterator[dict[str, str]]) -> dict:
        """The form of a page, sent again and again with other words; that the page is opened is not counted."""
        visitor = self.visitor(who)
        page = visitor.get(path)
        if (first := visitor.post(path, next(fields), page)).status not in REDIRECTS:
            raise RuntimeError(f"{name}: {path} answers {first.status} to what {who} sends")
        answers, used = self._often(lambda: visitor.post(path, next(fields), page), first.whole)
        row = self._row(name, "page", used, [answer.whole for answer in answers])
        return row | {"first_byte_ms": _ms(statistics.median(a.first_byte for a in answers))} | _sent_by(who, path, fields)

    def crowd(self, name: str, run: Callable[[], dict]) -> dict:
        """What many do at once; what ``run`` tells of it stands in the row. Once: it is not to be had again under its name."""
        began, before = time.perf_counter(), self.machines.usage()
        told = run()
        web, database = self.machines.usage()
        used = (web.since(before[0]), database.since(before[1]))
        return self._row(name, "load", used, [time.perf_counter() - began]) | told

    def act(self, name: str, run: Callable[[], object], *, root: int, once: bool = False, kind: str = "job") -> dict:
        """Something done in this process (``root``), with what the database does for it. A first run is not counted."""
        began = time.perf_counter()
        if not once:
            run()
        machines, self.machines = self.machines, Machines(root, self.machines.database)
        forget_peaks(root)
        try:
            times, used = self._often(lambda: _timed(run), 2 * SLOW if once else time.perf_counter() - began)
        finally:
            self.machines = machines
        row = self._row(name, kind, used, times)
        row["rss_mb"] = round(memory_mb(root, peak=True))
        if not once:
            row |= _statements(run)
        return row

    def _often(self, run: Callable, first: float) -> tuple[list, tuple[float, float]]:
        """What the runs gave, and the seconds of processor time that one took: of the web, of the database."""
        count = 1 if first > SLOW else self.repeats
        before = self.machines.usage()
        found = [run() for _ in range(count)]
        web, database = self.machines.usage()
        return found, (web.since(before[0]) / count, database.since(before[1]) / count)

    def _row(self, name: str, kind: str, used: tuple[float, float], walls: list[float]) -> dict:
        return {
            "name": name,
            "kind": kind,
            "engine": connection.vendor,
            "contracts": self.contracts,
            "cpu_ms": _ms(sum(used)),
            "web_ms": _ms(used[0]),
            "db_ms": _ms(used[1]),
            "wall_ms": _ms(statistics.median(walls)),
            "queries": None,
            "rss_mb": 0,
        }


def statements_of(visit: Visit) -> dict:
    """How many statements the page sends, and the longest of them; asked here, since a server does not tell."""
    client = Client(headers={"host": "localhost"})
    if visit.who:
        client.force_login(User.objects.get(email=f"{visit.who}@{DOMAIN}"))

    def run() -> None:
        response = client.get(visit.path)
        for _ in getattr(response, "streaming_content", ()):
            pass

    run()
    return _statements(run)


def _sent_by(who: str, path: str, fields: Iterator[dict[str, str]]) -> dict:
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email=f"{who}@{DOMAIN}"))
    hidden = hidden_in(client.get(path).content)
    return _statements(lambda: client.post(path, hidden | next(fields)))


def _statements(run: Callable[[], object]) -> dict:
    """The longest is taken from the best of a few runs: what else the machine did is no part of the statement."""
    longest = []
    for _ in range(LOOKED_AT):
        with CaptureQueriesContext(connection) as sent:
            run()
        longest.append(max((_ms(float(one["time"])) for one in sent), default=0))
    return {"queries": len(sent), "slowest_ms": min(longest)}


def _timed(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
