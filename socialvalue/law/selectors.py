"""Reads of the proclaimed days: the one place where those who count days get them from the database."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from socialvalue.accounts.models import User
from socialvalue.law.days import BankHoliday, Proclaimed, parts_in_words
from socialvalue.law.models import ProclaimedDay


def proclaimed_days(*, confirmed_after: datetime | None = None) -> Proclaimed:
    """The days that count, each with the parts where it holds; for the functions of ``law.days``. One query.

    Read it once for a page or a service call and hand it down. ``confirmed_after``: only what counts since then.
    """
    rows = ProclaimedDay.objects.counting()
    if confirmed_after is not None:
        rows = rows.filter(confirmed_at__gt=confirmed_after)
    names: dict[date, str] = {}
    parts: dict[date, set[str]] = defaultdict(set)
    for day, part, name in rows.values_list("day", "part", "name"):
        names.setdefault(day, name)
        parts[day].add(part)
    return {day: BankHoliday(name, frozenset(parts[day])) for day, name in names.items()}


@dataclass(frozen=True)
class EnteredDay:
    """One proclamation as it was entered, for all its parts together. ``taken_back``: a row that no longer stands."""

    day: date
    name: str
    source: str
    where: str
    entered_by: User
    entered_at: datetime
    confirmed_by: User | None
    taken_back: ProclaimedDay | None


def entered_days(*, standing: bool) -> list[EnteredDay]:
    """What administrators entered, the latest day first; those that stand, or those that were taken back. One query."""
    people = ("entered_by", "confirmed_by", "taken_back_by")
    rows = ProclaimedDay.objects.filter(taken_back_at__isnull=standing).select_related(*people)
    groups: dict[tuple, list[ProclaimedDay]] = defaultdict(list)
    for row in rows.order_by("-day", "entered_at", "pk"):
        groups[row.day, row.name, row.source, row.entered_by, row.entered_at].append(row)
    return [_entered(key, found, standing) for key, found in groups.items()]


def _entered(key: tuple, rows: Iterable[ProclaimedDay], standing: bool) -> EnteredDay:
    day, name, source, by, at = key
    found = list(rows)
    where = parts_in_words({row.part for row in found})
    return EnteredDay(day, name, source, where, by, at, found[0].confirmed_by, None if standing else found[0])
