"""The figure of a return from what its people reached or from where they are, with its working in words."""

from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any

from django.db import transaction

from contracts.evidence.calculations import postcodes
from contracts.evidence.calculations.individuals import FEWEST, Changes
from contracts.evidence.enums import Whose
from contracts.evidence.models import PostcodeCount
from contracts.evidence.permissions import check_can_count_postcodes
from contracts.evidence.selectors.individuals import changes_in, scale_of
from contracts.evidence.services.postcodes import choose
from contracts.performance.enums import Kind
from contracts.returns.calculations.figures import Figure
from contracts.returns.models import Return
from contracts.returns.services.reporting import save_return
from contracts.schedule.models import DueReturn
from socialvalue.accounts.models import User
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import AS_READ, NOTHING_READ
from socialvalue.common.saving import locked
from socialvalue.common.templatetags.formats import plain_day, plain_number
from socialvalue.places.models import District


def figure_from(changes: Changes, kind: str) -> Figure:
    """Of a share “8 of 12 improved”, of a number those 8, of a level the change in the middle."""
    if kind == Kind.RATIO:
        return Figure(numerator=Decimal(changes.improved), denominator=Decimal(changes.people))
    if kind == Kind.LEVEL:
        return Figure(value=changes.middle)
    return Figure(value=Decimal(changes.improved))


def working(changes: Changes, scale: str) -> str:
    """How the figure came about, for whoever verifies it."""
    middle = "" if changes.middle is None else f", change in the middle {plain_number(changes.middle)}"
    left = f" {changes.not_yet} not measured again yet." if changes.not_yet else ""
    return (
        f"Of {changes.people} people measured twice on {scale}: {changes.improved} improved, {changes.same} stayed, "
        f"{changes.fell} fell{middle}.{left}"
    )


def take_from_people(due: DueReturn, *, by: User) -> Return:
    """Put the figure into the draft, and its working where the evidence is noted; the rest of the draft stays.

    Raises WrongState with fewer than five people measured twice: their figure is typed by hand, as any other.
    """
    scale = scale_of(due.kpi)
    changes = changes_in(due, scale) if scale else Changes()
    if not changes.is_enough:
        raise WrongState(f"Fewer than {FEWEST} people are measured twice: type the figure yourself")
    return _taken(due, by, figure_from(changes, due.kpi.kind), working(changes, str(scale)), _is_of_people)


def _is_of_people(line: str) -> bool:
    return line.startswith("Of ") and " measured twice on " in line


@transaction.atomic
def take_from_postcodes(due: DueReturn, *, by: User, districts: Collection[District]) -> Return:
    """Put how many are in these districts into the draft, of a share out of all known ones, and its working as above.

    Raises Refused without a district of the count, WrongState where nothing is counted, Conflict where it was counted again
    since the page was drawn.
    """
    due = locked(due, NOTHING_READ)
    check_can_count_postcodes(by, due)
    count = PostcodeCount.objects.filter(kpi_return=due.returns.order_by("number").last()).first()
    if count is None:
        raise WrongState("Nothing is counted for this return yet: count the postcodes first")
    found = choose(locked(count, AS_READ), districts).found
    if not found.known:
        raise Refused("The file knows none of the postcodes, so there is no figure to take", "districts")
    share = due.kpi.kind == Kind.RATIO
    figure = (
        Figure(numerator=Decimal(found.chosen), denominator=Decimal(found.known))
        if share
        else Figure(value=Decimal(found.chosen))
    )
    words = postcodes.working(
        found, whose=Whose(count.whose).label.lower(), edition=count.edition, on=plain_day(count.counted_at)
    )  # fmt: skip
    return _taken(due, by, figure, words, postcodes.is_working)


def _taken(due: DueReturn, by: User, figure: Figure, words: str, is_of_before: Callable[[str], bool]) -> Return:
    """The figure in the draft, and its working beneath what is noted of the evidence, in the place of an earlier one."""
    latest = due.returns.order_by("number").last()
    kept: dict[str, Any] = {
        name: getattr(latest, name) if latest else "" for name in ("narrative", "direct_result", "anyway", "evidence_note")
    }
    lines = [line for line in kept["evidence_note"].splitlines() if not is_of_before(line)]
    kept["evidence_note"] = "\n".join([*lines, words]).strip()
    return save_return(due, by=by, **figure.typed, **kept)
