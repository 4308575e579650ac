"""What a provider knows of how much of its figure is its own work: kept with the version it is about."""

from django.db import transaction

from contracts.evidence.calculations.attribution import Shares
from contracts.evidence.models import Attribution
from contracts.evidence.permissions import check_can_write
from contracts.evidence.services.noting import note
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.saving import locked, save_changes


@transaction.atomic
def say_shares(kpi_return, *, by, shares: Shares, expected_version: Shown = AS_READ) -> Attribution | None:
    """Keep the percentages with where each is known from; without any there is no row. Raises Refused on each field."""
    fresh = locked(kpi_return, expected_version)
    check_can_write(by, fresh)
    if problems := list(shares.problems()):
        raise Refused(problems)
    typed = {name: value.strip() if isinstance(value, str) else value for name, value in vars(shares).items()}
    now = Attribution.objects.filter(kpi_return=fresh).first()
    if shares.is_empty:
        if now is not None:
            now.delete()
            note(fresh, "say shares", "took out the percentages of the return of", by=by)
        return None
    if now is None:
        now = Attribution.objects.create(kpi_return=fresh, set_by=by, **typed)
    elif not save_changes(now, **typed, set_by=by, set_at=clock.now()):
        return now
    note(fresh, "say shares", "said in per cent how much is the provider’s own work, in the return of", by=by)
    return now


def carry_shares(earlier, later, *, by) -> None:
    """Into the correction of a return: it begins with what the earlier version said. In the caller's transaction."""
    kept = Attribution.objects.filter(kpi_return=earlier).first()
    if kept is not None:
        Attribution.objects.create(kpi_return=later, set_by=by, **vars(kept.shares))
