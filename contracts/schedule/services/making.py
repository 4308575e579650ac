"""Due rows are made up front with their target, and moved with the KPI and the contract's dates.

Called by the services that change a KPI or a contract, inside their transaction, which also checks and records.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.performance.enums import Kind
from contracts.schedule.calculations.planning import Promise, Row, cut, plan
from contracts.schedule.calculations.spreading import TERM
from contracts.schedule.calculations.steps import CannotShare
from contracts.schedule.models import DueReturn
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.saving import save_changes
from socialvalue.common.templatetags.formats import plain_quantity


@dataclass(frozen=True)
class Count:
    """How many rows a new plan made, moved (another end, due day, target or minimum) and removed."""

    made: int = 0
    moved: int = 0
    removed: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.made + other.made, self.moved + other.moved, self.removed + other.removed)

    def __str__(self):
        return f"returns made: {self.made}, moved: {self.moved}, removed: {self.removed}"


# What a new plan may move in a row that is neither over nor reported
PLANNED = ("ends_on", "due_on", "target", "minimum")
PINNED = (*PLANNED, "sub_scores")


def promise_of(kpi) -> Promise:
    """What the KPI promises, for the arithmetic."""
    return Promise(
        kind=kpi.kind,
        frequency=kpi.frequency,
        days_to_report=kpi.days_to_report,
        lower=kpi.lower_is_better,
        per=kpi.per,
        target=kpi.target,
        minimum=kpi.minimum,
        reported_from=kpi.reported_from,
        milestone_on=kpi.milestone_on,
    )


def planned_rows(kpi, contract, fixed: Iterable[DueReturn] = ()) -> list[DueReturn]:
    """The due rows (not saved) that the contract's dates ask for beside the ``fixed`` ones, each with target and minimum.

    Raises Refused where a promise over the term cannot add up any more.
    """
    try:
        rows = plan(promise_of(kpi), contract.starts_on, _last_day(kpi, contract), [_row(due) for due in fixed])
    except CannotShare as problem:
        raise Refused(_cannot_share(kpi, problem), problem.field) from problem
    return [
        DueReturn(kpi=kpi, sub_scores=kpi.sub_scores or None, **{name: getattr(r, name) for name in ("starts_on", *PLANNED)})
        for r in rows
    ]


def _last_day(kpi, contract) -> date:
    """Until when it is planned: a promise over the agreed term is owed within it, however long the contract runs on after it."""
    if kpi.per == TERM and contract.ends_on is not None:
        return min(contract.ends_on, contract.last_day)
    return contract.last_day


def make_due_rows(kpi, contract) -> None:
    """Keep every return that will be owed for a new KPI, up to the contract's last day."""
    DueReturn.objects.bulk_create(planned_rows(kpi, contract))


def reschedule(kpi, contract, *, anew: bool = False) -> Count:
    """Make the rows what the KPI and the contract's dates say, around what cannot move (``_is_fixed``).

    ``anew``: the first day moved, from which every period is counted, and nothing was reported yet.
    """
    before = kpi.due_returns.count()
    if anew:
        kpi.due_returns.all().delete()
    fixed, free = _parted(kpi, contract)
    planned = planned_rows(kpi, contract, fixed)
    kept = {row.starts_on for row in planned}
    DueReturn.objects.filter(pk__in=[due.pk for day, due in free.items() if day not in kept]).delete()
    DueReturn.objects.bulk_create(row for row in planned if row.starts_on not in free)
    moved = sum(_move(free[row.starts_on], row) for row in planned if row.starts_on in free)
    # With other days or terms some may be owed that were not, or due on another day
    kpi.due_returns.all().look_again()
    kept_on = len(fixed) + len(kept & free.keys())
    return Count(made=len(planned) - len(kept & free.keys()), moved=moved, removed=before - kept_on)


def _move(due: DueReturn, row: DueReturn | Row) -> bool:
    """Make the row what is planned of it; whether anything of it changed."""
    names = PINNED if isinstance(row, DueReturn) else PLANNED
    old = [getattr(due, name) for name in names]
    for name in names:
        setattr(due, name, getattr(row, name))
    due.save(update_fields=names)
    return old != [getattr(due, name) for name in names]


def check_schedule(kpi, contract) -> None:
    """Raise Refused where the KPI, as it is now in memory, could not be scheduled around what cannot move."""
    planned_rows(kpi, contract, _parted(kpi, contract)[0])


def _parted(kpi, contract) -> tuple[list[DueReturn], dict[date, DueReturn]]:
    """The rows that cannot move, and those that can by their first day."""
    fixed, free = [], {}
    for due in kpi.due_returns.prefetch_related("returns"):
        if _is_fixed(due, kpi, contract):
            fixed.append(due)
        else:
            free[due.starts_on] = due
    return fixed, free


def cut_rows(contract, *, by, reason: str) -> Count:
    """The schedule of a contract that has ended: nothing is owed of the days after ``ended_on``, and the past is as it was.

    What was begun for a later period stays to be read and is no longer owed: it counts as removed.
    """
    last, moved, removed = contract.ended_on, 0, 0
    rows = DueReturn.objects.filter(kpi__obligation__contract=contract, ends_on__gt=last, waived_at=None).not_handed_in()
    for due in rows.select_related("kpi").prefetch_related("returns"):
        if due.starts_on <= last and due.kpi.kind != Kind.MILESTONE:
            moved += _move(due, cut(_row(due), last, promise_of(due.kpi)))
            DueReturn.objects.filter(pk=due.pk).look_again()
            continue
        removed += 1
        if due.returns.all():
            set_waived([due], by=by, reason=reason or "The contract has ended")
        else:
            due.delete()
    return Count(moved=moved, removed=removed)


def set_own_terms(due: DueReturn, *, target: Decimal | None, minimum: Decimal | None) -> dict[str, list]:
    """Give a period the target and minimum that its earlier records have; {field: [old, new]} of what changed.

    None leaves what stands. The caller has locked the row, and checks and records it. Raises Refused on ``target`` or
    ``minimum`` where the KPI has none, or the minimum would be on the better side.
    """
    wanted = {name: amount for name, amount in (("target", target), ("minimum", minimum)) if amount is not None}
    if due.kpi.is_done_or_not:
        wanted = {name: amount for name, amount in wanted.items() if amount != getattr(due, name)}
        if wanted:
            raise Refused([(name, "What is kept or done, or not, has no target or minimum to enter") for name in wanted])
    aim, least = wanted.get("target", due.target), wanted.get("minimum", due.minimum)
    if least is not None and aim is None:
        raise Refused("A minimum needs a target", "minimum")
    if least is not None and aim is not None and (least < aim if due.kpi.lower_is_better else least > aim):
        word = "The limit cannot be below" if due.kpi.lower_is_better else "The minimum cannot be above"
        raise Refused(f"{word} the target of this period", "minimum" if "minimum" in wanted else "target")
    return save_changes(due, **wanted)


def set_waived(rows: Iterable[DueReturn], *, by, reason: str) -> int:
    """These rows are no longer owed; how many they are. The caller has checked and records it."""
    found = DueReturn.objects.filter(pk__in=[due.pk for due in rows])
    return found.update(waived_at=clock.now(), waived_by=by, waived_reason=reason.strip())


def waive_open(obligation, *, by, reason: str) -> int:
    """Periods of an ended obligation that are not over and not reported are no longer owed; how many there were."""
    rows = DueReturn.objects.filter(kpi__obligation=obligation, waived_at=None, ends_on__gte=clock.today()).not_handed_in()
    return set_waived(rows, by=by, reason=reason)


def _is_fixed(due: DueReturn, kpi, contract) -> bool:
    """Reported, given up, or (where both sides agreed it) over. What lies before the KPI's first day is not owed and may go."""
    if due.waived_at or due.returns.all():
        return True
    over = due.ends_on < clock.today() and not contract.is_draft and kpi.agreed_at is not None
    return over and not (kpi.reported_from and due.starts_on < kpi.reported_from)


def _row(due: DueReturn) -> Row:
    return Row(due.starts_on, due.ends_on, due.due_on, due.target, due.minimum)


def _cannot_share(kpi, problem: CannotShare) -> str:
    promised, carried = (plain_quantity(amount, kpi.unit) for amount in (problem.promised, problem.carried))
    if problem.too_much:
        return (
            f"KPI {kpi.number}: periods that are over or reported carry {carried} already, more than the {promised} "
            f"promised over the term. Change the {problem.field}"
        )
    return (
        f"KPI {kpi.number}: {promised} are promised over the term, and periods that can no longer change carry {carried} "
        f"of them. No period is left for the rest. Change the {problem.field}"
    )
