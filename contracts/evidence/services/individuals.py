"""People entered one by one or from a file, by code; taken out; and deleted when their time is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from contracts.evidence.calculations.codes import cleaned, problem_of
from contracts.evidence.calculations.individuals import changes_of, months_kept
from contracts.evidence.models import Individual, KeptChanges, KpiScale, Scale
from contracts.evidence.permissions import check_can_enter_people, contract_of
from contracts.evidence.selectors.individuals import codes_before, scale_of
from contracts.schedule.models import DueReturn
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import locked
from socialvalue.common.tables import Column, read_table, read_whole
from socialvalue.common.timed import day_of
from socialvalue.law.days import add_months

COLUMNS = (
    Column("code", needed=True, aliases=("person", "id", "reference")),
    Column("baseline", read_whole, aliases=("start", "before", "first")),
    Column("now", read_whole, aliases=("latest", "after", "current", "review")),
)
MOST = 2000
# So many periods are forgotten in one run of the clock
AT_ONCE = 200


@dataclass(frozen=True)
class Measured:
    code: str
    baseline: int | None
    now: int | None


@transaction.atomic
def enter_person(due: DueReturn, *, by, code: str, baseline: int | None, now: int | None) -> Individual:
    """Keep where one person began and is now; of a code that is there already, as it is from now on.

    Without a baseline it is that of the period before. Raises Refused on the field that is wrong: no refusal repeats a code
    that looks like a name.
    """
    scale = _scale(due, by)
    measured = Measured(code, baseline, now)
    if problems := _problems(measured, scale, before := codes_before(due)):
        raise Refused(problems)
    return _keep(due, [_whole(measured, before)], by)[0]


@transaction.atomic
def enter_file(due: DueReturn, *, by, data: bytes, name: str) -> int:
    """Keep everybody of a file with the headings code, baseline and now: all of them or nobody. Raises Refused on ``file``."""
    scale = _scale(due, by)
    table = read_table(data, name, COLUMNS)
    before = codes_before(due)
    # A cell that cannot be read is told by its line and column alone: it may be anything about a person
    wrong = [f"Line {problem.line}, {problem.column}: {problem.message}" for problem in table.problems]
    rows, met = [], set()
    for row in table.rows:
        measured = Measured(str(row.values.get("code") or ""), row.value("baseline", int), row.value("now", int))
        wrong += [f"Line {row.line}, {field}: {words}" for field, words in _problems(measured, scale, before)]
        if cleaned(measured.code) in met:
            wrong.append(f"Line {row.line}, code: this code stands in the file twice")
        met.add(cleaned(measured.code))
        rows.append(measured)
    if not rows and not wrong:
        wrong.append("The file has no people in it")
    if len(rows) > MOST:
        wrong = [f"The file has {len(rows):,} people: {MOST:,} are the most for one period"]
    if wrong:
        raise Refused([("file", words) for words in wrong[:20]])
    _keep(due, [_whole(measured, before) for measured in rows], by)
    return len(rows)


@transaction.atomic
def remove_person(person: Individual, *, by) -> None:
    """Take somebody out of a period that is not handed in."""
    due = locked(person.due, NOTHING_READ)
    check_can_enter_people(by, due)
    person.delete()
    _note(due, by, "took a person out of")


def _scale(due: DueReturn, by) -> Scale:
    due = locked(due, NOTHING_READ)
    check_can_enter_people(by, due)
    scale = scale_of(due.kpi)
    if scale is None:
        raise WrongState("No scale is chosen for this KPI yet: the council’s contract manager chooses it")
    return scale


def _problems(measured: Measured, scale: Scale, before: dict[str, int]) -> list[tuple[str, str]]:
    found = []
    if wrong := problem_of(measured.code):
        found.append(("code", wrong))
    if measured.baseline is None and cleaned(measured.code) not in before:
        found.append(("baseline", "Enter where the person began"))
    for field, value in (("baseline", measured.baseline), ("now", measured.now)):
        if value is not None and not scale.holds(value):
            found.append((field, f"Enter a whole number from {scale.low} to {scale.high}"))
    return found


def _whole(measured: Measured, before: dict[str, int]) -> Measured:
    code = cleaned(measured.code)
    return Measured(code, before[code] if measured.baseline is None else measured.baseline, measured.now)


def _keep(due: DueReturn, rows: Sequence[Measured], by) -> list[Individual]:
    there = {person.code: person for person in Individual.objects.select_for_update().filter(due=due)}
    new = [row for row in rows if row.code not in there]
    if len(there) + len(new) > MOST:
        raise Refused(f"{MOST:,} people are the most for one period", "code")
    kept = []
    for row in rows:
        person = there.get(row.code) or Individual(due=due, code=row.code)
        person.version += person.pk is not None
        if row.baseline is not None:
            person.baseline = row.baseline
        person.now, person.entered_by, person.entered_at = row.now, by, clock.now()
        kept.append(person)
    Individual.objects.bulk_create([person for person in kept if person.pk is None])
    Individual.objects.bulk_update(
        [person for person in kept if person.pk], ["baseline", "now", "entered_by", "entered_at", "version"]
    )
    _note(due, by, f"entered {len(rows)} {'person' if len(rows) == 1 else 'people'} in")
    return kept


def _note(due: DueReturn, by, words: str) -> None:
    """Without codes: they are deleted after their time, and the record is not."""
    record("entered people", f"{words} KPI {due.kpi.number}", by=by, about=due, confidential=True)


def forget(now: datetime) -> int:
    """Delete what each person reached in periods whose time is over, and keep the figures; how many periods."""
    done = 0
    for due in periods_to_forget(now)[:AT_ONCE]:
        done += _forget(due)
    return done


def periods_to_forget(now: datetime) -> list[DueReturn]:
    today = day_of(now)
    held = DueReturn.objects.filter(pk__in=Individual.objects.values("due"), ends_on__lt=today).order_by("ends_on")
    return [due for due in held if add_months(due.ends_on, months_kept(due.ends_on)) < today]


@transaction.atomic
def _forget(due: DueReturn) -> bool:
    due = locked(due, NOTHING_READ)
    rows = list(Individual.objects.select_for_update().filter(due=due))
    if not rows:
        return False
    scale = KpiScale.objects.select_related("scale").get(kpi=due.kpi).scale
    found = changes_of([(row.baseline, row.now) for row in rows], higher_is_better=scale.higher_is_better)
    KeptChanges.objects.create(
        due=due,
        scale=str(scale),
        people=found.people,
        improved=found.improved,
        same=found.same,
        fell=found.fell,
        median_twice=None if found.median is None else int(found.median * 2),
        not_yet=found.not_yet,
    )
    Individual.objects.filter(due=due).delete()
    months, contract = months_kept(due.ends_on), contract_of(due)
    record(
        "deleted people",
        f"deleted what each person of KPI {due.kpi.number} reached, {months} months after the period; the figures are kept",
        by=None,
        about=[due, due.kpi],
        council=contract.council,
    )
    return True
