"""The queue of returns to verify: each with what decides about it, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import BooleanField, Case, F, Q, Value, When

from contracts.draws.models import Draw
from contracts.draws.selectors import draws_of
from contracts.evidence.selectors.looking import opened_by
from contracts.performance.enums import RATED, Standing
from contracts.performance.standing import figure_of
from contracts.register.models import Contract
from contracts.returns.calculations.lines import to_answer
from contracts.returns.calculations.many import Many
from contracts.returns.calculations.sense import Earlier
from contracts.returns.calculations.together import why_far
from contracts.returns.models import Return
from contracts.returns.querysets import ReturnQuerySet
from contracts.returns.selectors import earlier_in, longest_waiting, many_of, missing_given, row_with, waiting_for
from contracts.schedule.enums import HANDED_IN, ReturnStatus
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.undoing import UNDO_MINUTES
from socialvalue.documents.models import Document

# For the order of the queue alone; what is said of a return is its standing
BELOW = Case(
    When(due__kpi__direction="higher", value__lt=F("due__minimum"), then=Value(True)),
    When(due__kpi__direction="lower", value__gt=F("due__minimum"), then=Value(True)),
    default=Value(False),
    output_field=BooleanField(),
)


# Of what was just verified
MOST_SHOWN = 200


@dataclass(frozen=True)
class Waiting:
    """A return that waits, the verified one of the period before, its files, what is missing, how it would stand.

    ``standing``: of this period alone, were it verified; None of an allowance, which is used up over several. ``draw``: None
    where its council drew none when it was first submitted. ``unopened``: those of its files that this person has not opened.
    """

    version: Return
    before: Return | None
    files: list[Document]
    missing: list[str]
    standing: Standing | None
    draw: Draw | None = None
    unopened: Sequence[Document] = ()

    @property
    def to_open(self) -> Sequence[Document]:
        """What this person opens before they may verify it with others: nothing where a draw passed it over."""
        return () if self.draw else self.unopened

    @property
    def why_not_together(self) -> str:
        """Why it wants a look of its own; empty when it is within its range and nothing is missing or in question.

        And when it was not drawn, where its council draws; else when it is near the last verified value.
        """
        if self.missing:
            return "Something is missing or in question"
        if to_answer(self.version.working):
            return "A line claims the level that needs evidence: say whether its evidence shows it"
        if self.standing is Standing.BELOW_MINIMUM:
            return "It is below its minimum"
        if self.standing not in RATED:
            return "There is no target to compare it with"
        if self.draw:
            return f"It is in order, and was drawn for a full look ({self.draw.share})" if self.draw.drawn else ""
        return why_far(self.version.value, self.before.value if self.before else None)


def queue_for(user: User, **wanted) -> ReturnQuerySet:
    """Returns this person may verify, narrowed by ``contract`` and ``supplier`` (in words) or ``below``, with ``is_below``.

    Of more than ``MOST`` those that have waited longest: to put all of them in order of their risk would take seconds.
    """
    return _described(longest_waiting(_narrowed(user, **wanted)))


def chosen_for(user: User, keys: Iterable[int]) -> ReturnQuerySet:
    """Those with these keys that this person may verify, however long they have waited; as ``queue_for`` gives them."""
    return _described(waiting_for(user).filter(pk__in=keys))


def many_for(user: User, **wanted) -> Many:
    """How many ``queue_for`` would find, were all of them listed. One query."""
    return many_of(_narrowed(user, **wanted))


def _described(rows: ReturnQuerySet) -> ReturnQuerySet:
    contract = "due__kpi__obligation__contract"
    return rows.annotate(is_below=BELOW).select_related(
        f"{contract}__directorate", f"{contract}__council__period_lock", "submitted_by"
    )


def _narrowed(user: User, **wanted) -> ReturnQuerySet:
    contract = "due__kpi__obligation__contract"
    rows = waiting_for(user)
    if "contract" in wanted:
        rows = rows.filter(**{f"{contract}__in": Contract.objects.called(wanted["contract"]).order_by().values("pk")})
    if "supplier" in wanted:
        rows = rows.filter(**{f"{contract}__in": Contract.objects.with_supplier(wanted["supplier"]).order_by().values("pk")})
    if wanted.get("below"):
        rows = rows.alias(is_below=BELOW).filter(is_below=True)
    return rows


def waiting(versions: Sequence[Return], by: User | None = None) -> list[Waiting]:
    """These returns with what decides about them; their due row, KPI and contract are loaded. Three queries.

    ``by``: who verifies; a fourth query asks which of the files they opened, where there are files.
    """
    files = files_of(versions)
    opened = opened_by(by, [file for found in files.values() for file in found])
    history = _history(versions)
    draws = draws_of((version.due_id, version.number) for version in versions)
    return [
        _waiting(
            version,
            files[str(version.pk)],
            history[version.due.kpi_id],
            draws.get((version.due_id, version.number)),
            opened,
        )
        for version in versions
    ]


def just_verified(user: User) -> list[Return]:
    """What this person verified and can still undo, by contract and KPI; their due row, KPI and contract are loaded."""
    since = clock.now() - timedelta(minutes=UNDO_MINUTES)
    contract = "due__kpi__obligation__contract"
    found = Return.objects.visible_to(user).filter(status=ReturnStatus.VERIFIED, decided_by=user, decided_at__gt=since)
    # What was brought over is not undone: it is corrected
    found = found.filter(brought_over=False)
    found = found.select_related(contract).order_by(f"{contract}__title", contract, "due__kpi__number", "due__starts_on", "pk")
    return list(found[:MOST_SHOWN])


def in_order(rows: ReturnQuerySet, most: int, by: User) -> tuple[list[Waiting], bool]:
    """The first ``most`` of ``rows`` that need no look of their own, by contract and KPI, and whether all were gone through.

    ``by``: who verifies. Five queries for each ``most`` rows that are read.
    """
    contract = "due__kpi__obligation__contract"
    ordered = rows.filter(is_below=False).order_by(f"{contract}__title", contract, "due__kpi__number", "due__starts_on", "pk")
    found: list[Waiting] = []
    start = 0
    while len(found) < most:
        read = list(ordered[start : start + most])
        found += [row for row in waiting(read, by) if not row.why_not_together]
        if len(read) < most:
            return found[:most], len(found) <= most
        start += most
    return found[:most], False


def _waiting(
    version: Return, files: list[Document], history: list[Return], draw: Draw | None, opened: Collection[UUID]
) -> Waiting:
    due, kpi = version.due, version.due.kpi
    past = [one for one in history if one.due.starts_on < due.starts_on]
    earlier: list[Earlier] = earlier_in([(one.due, one) for one in past if one.value is not None])
    verified = [one for one in past if one.status == ReturnStatus.VERIFIED]
    standing = None
    if not kpi.is_allowance and version.is_answered:
        standing = figure_of([row_with(due, version)], kpi.kind, kpi.direction, clock.today()).standing
    return Waiting(
        version=version,
        before=verified[-1] if verified else None,
        files=files,
        missing=missing_given(version, has_file=bool(files), earlier=earlier),
        standing=standing,
        draw=draw,
        unopened=[file for file in files if file.pk not in opened],
    )


def files_of(versions: Sequence[Return]) -> dict[str, list[Document]]:
    """The files that stand with each version, by its key as text, the first first; empty where there is none. One query."""
    keys = [str(version.pk) for version in versions]
    found: dict[str, list[Document]] = defaultdict(list)
    for one in Document.objects.filter(owner_type="contracts.return", owner_id__in=keys).order_by("uploaded_at", "pk"):
        found[one.owner_id].append(one)
    return found


def _history(versions: Sequence[Return]) -> dict[int, list[Return]]:
    """What was handed in or verified for the KPIs of ``versions``, by KPI, the oldest period first."""
    rows = Return.objects.filter(Q(status__in=HANDED_IN), due__kpi__in={version.due.kpi_id for version in versions})
    found: dict[int, list[Return]] = defaultdict(list)
    for one in rows.select_related("due__kpi").order_by("due__starts_on", "number"):
        found[one.due.kpi_id].append(one)
    return found
