"""Postcodes that a provider gives are counted, and forgotten: numbers go on from here, nothing else."""

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from contracts.evidence.models import PostcodeCount
from contracts.evidence.permissions import check_can_count_postcodes
from contracts.evidence.services.postcodes import keep_count
from contracts.returns.services.reporting import save_return
from contracts.schedule.models import DueReturn
from socialvalue.accounts.models import User
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import locked
from socialvalue.places.looking_up import count, entries_of

MOST_POSTCODES = 20_000
NOT_LOADED = "The official file of postcodes is not loaded: type the figure yourself, as any other"


@sensitive_variables()
@transaction.atomic
def count_postcodes(due: DueReturn, *, by: User, text: str, whose: str, field: str = "postcodes") -> PostcodeCount:
    """Count by the official file that is loaded, for the version that is being written; one is begun where there is none.

    Raises Refused on ``field``, repeating nothing of what was given; WrongState where no file is loaded.
    """
    locked(due, NOTHING_READ)
    check_can_count_postcodes(by, due)
    entries = entries_of(text)
    if not entries:
        raise Refused("Enter at least one postcode", field)
    if len(entries) > MOST_POSTCODES:
        raise Refused(f"{len(entries):,} are too many: count {MOST_POSTCODES:,} postcodes or fewer at a time", field)
    used, counted = count(entries)
    if used is None:
        raise WrongState(NOT_LOADED)
    if counted.unread * 2 > counted.given:
        many = f"{counted.unread:,} of {counted.given:,} are not postcodes"
        raise Refused(f"{many}: give the postcodes alone, without names or other columns", field)
    latest = due.returns.order_by("number").last() or save_return(due, by=by)
    return keep_count(latest, by=by, whose=whose, used=used, counted=counted)
