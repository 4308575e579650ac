"""Reads of councils' own calendars."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db.models import QuerySet

from socialvalue.accounts.models import Organisation
from socialvalue.councils.models import ClosedDays
from socialvalue.law.days import Closed


def closed_days(councils: Iterable[int]) -> Mapping[int, Closed]:
    """{council's id: {day: why its offices are closed}}, for the functions of ``law.days`` that count its own days. One query."""
    found: dict[int, dict[date, str]] = defaultdict(dict)
    rows = ClosedDays.objects.filter(council__in=set(councils)).values_list("council", "first", "last", "name")
    for council, first, last, name in rows:
        for number in range((last - first).days + 1):
            found[council].setdefault(first + timedelta(days=number), name)
    return found


def calendar_of(council: Organisation) -> QuerySet[ClosedDays]:
    return council.closed_days.select_related("entered_by")
