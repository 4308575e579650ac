"""What was said of the lines of a scorecard, kept with the decision that it belongs to."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from contracts.evidence.models import LineAnswer
from contracts.returns.calculations.lines import Said, has_unshown, told_words, unshown_of, worked_with
from contracts.returns.models import Return
from socialvalue.accounts.models import User


def keep_lines(kpi_return: Return, said: Mapping[str, Said], *, by: User, at: datetime) -> None:
    """One row a line, at the moment of the decision (``at``)."""
    LineAnswer.objects.bulk_create(
        LineAnswer(kpi_return=kpi_return, sub=key, shows=answer.shows, why=answer.why.strip(), said_at=at, said_by=by)
        for key, answer in said.items()
    )


def as_shown(kpi_return: Return, said: Mapping[str, Said]) -> dict[str, Any]:
    """What a verification writes of the score where a line is not shown; empty where the return counts as it was sent."""
    unshown = unshown_of(said)
    return _worked(kpi_return, unshown) if unshown else {}


def as_sent(kpi_return: Return) -> dict[str, Any]:
    """What takes that back; empty where the return counts as it was sent."""
    return _worked(kpi_return) if has_unshown(kpi_return.working) else {}


def changes_of(kpi_return: Return, said: Mapping[str, Said], fields: Mapping[str, Any]) -> dict[str, list]:
    """What the record keeps of it: each line in words, and the score as it was sent and as it counts."""
    words = told_words(kpi_return.working, said)
    found = {"lines": ["", "; ".join(words)]} if words else {}
    if fields:
        found["value"] = [str(kpi_return.value), str(fields["value"])]
    return found


def _worked(kpi_return: Return, unshown: Collection[str] = ()) -> dict[str, Any]:
    worked = worked_with(kpi_return.working, unshown)
    return {"value": worked.value, "working": worked.plain()}
