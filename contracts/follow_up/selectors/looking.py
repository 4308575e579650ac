"""What stands about the returns of some contracts today, in a fixed number of queries however many they are."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db.models import Prefetch

from contracts.follow_up.calculations.between import Rule, broken
from contracts.follow_up.calculations.finding import Found
from contracts.follow_up.calculations.usual import is_unlike
from contracts.follow_up.enums import Compares, Question
from contracts.follow_up.selectors import key_of, rules_of
from contracts.independent.models import Confirmation
from contracts.performance.enums import Kind
from contracts.performance.lateness import is_overdue
from contracts.register.models import Contract
from contracts.returns.models import Return
from contracts.returns.selectors import missing_given
from contracts.returns.selectors.queue import files_of
from contracts.schedule.enums import HANDED_IN
from contracts.schedule.models import DueReturn
from socialvalue.common.templatetags.formats import plain_day, plain_number, plain_quantity

# What is older is history: it is compared with, and no longer asked about
LOOKED_BACK = timedelta(days=730)
COMPARED = (Kind.SUM, Kind.LEVEL, Kind.RATIO)
ADDED = (Kind.SUM, Kind.LEVEL)


def found_in(contracts: Collection[int], today: date) -> tuple[dict[int, list[Found]], dict[int, date]]:
    """(what stands of each contract; the day after the next return is due, where one is still to come). Nine queries."""
    councils = dict(Contract.objects.filter(pk__in=contracts).values_list("pk", "council"))
    rules = rules_of(set(councils.values()))
    dues = _dues(contracts, today)
    versions = [version for due in dues if (version := _latest(due)) is not None]
    files = files_of(versions)
    differing = {one.kpi_return_id: one for one in Confirmation.objects.differing().filter(kpi_return__in=versions)}
    by_contract: dict[int, list[DueReturn]] = defaultdict(list)
    for due in dues:
        by_contract[due.kpi.obligation.contract_id].append(due)
    found: dict[int, list[Found]] = {}
    for pk in contracts:
        rows, since = by_contract.get(pk, []), today - LOOKED_BACK
        found[pk] = [
            *_in_time(rows, today),
            *_complete(rows, files, since),
            *_consistent(rows, since),
            *_correct(rows, differing, since),
            *_between(rows, rules.get(councils.get(pk, 0), []), since),
        ]
    return found, _next_late(contracts, today)


def _dues(contracts: Collection[int], today: date) -> list[DueReturn]:
    handed_in = Return.objects.filter(status__in=HANDED_IN).order_by("number")
    rows = DueReturn.objects.owed().filter(kpi__obligation__contract__in=contracts, starts_on__lte=today)
    path = "kpi__obligation__measure__outcome__priority__version"
    rows = rows.select_related(path, "kpi__obligation__contract").prefetch_related(Prefetch("returns", queryset=handed_in))
    return list(rows.order_by("kpi", "starts_on"))


def _next_late(contracts: Collection[int], today: date) -> dict[int, date]:
    rows = DueReturn.objects.outstanding().filter(kpi__obligation__contract__in=contracts, due_on__gte=today).order_by("-due_on")
    return {pk: day + timedelta(days=1) for pk, day in rows.values_list("kpi__obligation__contract", "due_on")}


def _latest(due: DueReturn) -> Return | None:
    """The last version that was handed in; of the returns that are loaded."""
    rows = list(due.returns.all())
    if not rows:
        return None
    rows[-1].due = due
    return rows[-1]


def _period(due: DueReturn) -> str:
    return f"{plain_day(due.starts_on)} to {plain_day(due.ends_on)}"


def _in_time(dues: Sequence[DueReturn], today: date) -> Iterator[Found]:
    for due in dues:
        if _latest(due) is None and is_overdue(due.due_on, today, handed_in=False):
            sentence = f"The return for {_period(due)} was due on {plain_day(due.due_on)} and is not here"
            yield Found(due.pk, Question.IN_TIME, "overdue", due.due_on.isoformat(), sentence)


def _complete(dues: Sequence[DueReturn], files: dict, since: date) -> Iterator[Found]:
    for due in dues:
        version = _latest(due)
        if version is None or due.ends_on < since or version.no_cases or version.brought_over:
            continue
        # Without what earlier periods brought nothing is asked of the figure itself: that is the next question
        missing = [line for line in missing_given(version, has_file=bool(files.get(str(version.pk))), earlier=[]) if _lacks(line)]
        if missing:
            sentence = f"The return for {_period(due)} lacks something. {'. '.join(missing)}"[:500]
            yield Found(due.pk, Question.COMPLETE, "missing", f"{version.pk}: {len(missing)}", sentence)


def _lacks(line: str) -> bool:
    return line.startswith(("No evidence", "Not answered"))


def _consistent(dues: Sequence[DueReturn], since: date) -> Iterator[Found]:
    by_kpi: dict[int, list[DueReturn]] = defaultdict(list)
    for due in dues:
        by_kpi[due.kpi_id].append(due)
    for rows in by_kpi.values():
        if rows[0].kpi.kind not in COMPARED:
            continue
        earlier: list[Fraction] = []
        reported: list[Fraction] = []
        for due in rows:
            version = _latest(due)
            if version is None or version.value is None:
                continue
            scale = _days(due) if due.kpi.kind == Kind.SUM else 1
            unlike = is_unlike(Fraction(version.value), [one * scale for one in earlier], reported)
            if unlike and due.ends_on >= since:
                low, high = (
                    plain_quantity(max(end, Fraction(0)) if version.value >= 0 else end, due.kpi.unit)
                    for end in (unlike.low, unlike.high)
                )
                said = plain_quantity(version.value, due.kpi.unit)
                sentence = (
                    f"{said} for {_period(due)} is unlike the {len(earlier)} periods before: from {low} to {high} would be usual"
                )
                yield Found(due.pk, Question.CONSISTENT, "history", str(version.value), sentence)
            earlier.append(Fraction(version.value) / scale)
            reported.append(Fraction(version.value))


def _days(due: DueReturn) -> int:
    return (due.ends_on - due.starts_on).days + 1


def _correct(dues: Sequence[DueReturn], differing: dict[int, Confirmation], since: date) -> Iterator[Found]:
    for due in dues:
        version = _latest(due)
        if version is None or due.ends_on < since:
            continue
        if version.numerator is not None and version.denominator is not None and version.numerator > version.denominator:
            sentence = f"{version.parts} for {_period(due)} is more than all of them"
            yield Found(due.pk, Question.CORRECT, "share", version.parts, sentence)
        if doubt := differing.get(version.pk):
            sentence = f"{doubt.who} checked the return for {_period(due)} independently and does not agree with it"
            yield Found(due.pk, Question.CORRECT, "independent", str(doubt.pk), sentence[:500])


def _between(dues: Sequence[DueReturn], rules: Sequence[Rule], since: date) -> Iterator[Found]:
    if not rules:
        return
    reported: dict[tuple[date, date], dict[str, Decimal]] = defaultdict(dict)
    carries: dict[tuple[date, date, str], int] = {}
    for due in dues:
        version, measure = _latest(due), due.kpi.obligation.measure
        if version is None or version.value is None or measure is None or due.ends_on < since:
            continue
        if due.kpi.kind not in ADDED or due.kpi.unit != measure.unit:
            continue
        key, span = key_of(measure), (due.starts_on, due.ends_on)
        reported[span][key] = reported[span].get(key, Decimal(0)) + version.value
        carries.setdefault((*span, key), due.pk)
    for (first, last), values in reported.items():
        for rule in rules:
            if wrong := broken(rule, values):
                made, whole = (plain_number(one) for one in wrong)
                carrier = carries[(first, last, rule.whole)]
                said = _said(rule, values, f"{plain_day(first)} to {plain_day(last)}", made, whole)
                yield Found(carrier, Question.CORRECT, f"rule {rule.pk}", f"{made}/{whole}", said[:500])


def _said(rule: Rule, values: Mapping[str, Decimal], period: str, made: str, whole: str) -> str:
    """“Apprentices: 30 for April to June. That is more than Workforce, 20”."""
    parts = " and ".join(rule.names[part] for part in rule.parts if part in values)
    differs = "That is not the same as" if rule.compares == Compares.EQUAL else "That is more than"
    return f"{parts}: {made} for {period}. {differs} {rule.names[rule.whole]}, {whole}"
