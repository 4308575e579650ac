"""The figure of a return from what its people reached, with its working in words."""

from decimal import Decimal
from typing import Any

from contracts.evidence.calculations.individuals import FEWEST, Changes
from contracts.evidence.selectors.individuals import changes_in, scale_of
from contracts.performance.enums import Kind
from contracts.returns.calculations.figures import Figure
from contracts.returns.models import Return
from contracts.returns.services.reporting import save_return
from contracts.schedule.models import DueReturn
from socialvalue.accounts.models import User
from socialvalue.common.errors import WrongState
from socialvalue.common.templatetags.formats import plain_number


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
    latest = due.returns.order_by("number").last()
    words: dict[str, Any] = {
        name: getattr(latest, name) if latest else "" for name in ("narrative", "direct_result", "anyway", "evidence_note")
    }
    lines = [
        line for line in words["evidence_note"].splitlines() if not line.startswith("Of ") or " measured twice on " not in line
    ]
    words["evidence_note"] = "\n".join([*lines, working(changes, str(scale))]).strip()
    figure = figure_from(changes, due.kpi.kind)
    numbers = {"value": figure.value, "numerator": figure.numerator, "denominator": figure.denominator}
    return save_return(due, by=by, **numbers, **words)
