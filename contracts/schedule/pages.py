"""What a page says of the lock, before it happens and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from contracts.register.enums import Side
from contracts.register.models import Contract
from contracts.register.permissions import acts_for_council
from contracts.schedule.forms.locking import AskForm
from contracts.schedule.models import DueReturn, LockException
from contracts.schedule.permissions import can_ask_to_open
from contracts.schedule.selectors.locking import exceptions_of
from socialvalue.accounts.models import User
from socialvalue.common.templatetags.formats import plain_day


@dataclass(frozen=True)
class LockNotice:
    """``until``: the first day after which something of it locks; ``locked``: how many rows are locked since ``since``."""

    until: date | None
    locked: int
    since: date | None
    exceptions: list[LockException]
    open_now: list[LockException]
    ask_form: AskForm | None
    ask_url: str
    own: bool

    @property
    def waits(self) -> LockException | None:
        return next((one for one in self.exceptions if one.is_open), None)


def lock_notice(contract: Contract, ends_on: date, dues: Sequence[DueReturn], user: User) -> LockNotice:
    """What stands on top of a period or a return. Nothing is asked for while nothing of it is locked."""
    locked = [due for due in dues if due.is_locked]
    until = min((due.open_until for due in dues if due not in locked and due.open_until is not None), default=None)
    if not locked:
        return LockNotice(until, 0, None, [], [], None, "", own=False)
    exceptions = exceptions_of(contract, ends_on, user)
    own = contract.is_open_to(user.delivers_as)
    side = Side.SUPPLIER if own else Side.COUNCIL
    may_ask = can_ask_to_open(user, contract, side)
    theirs = [one for one in exceptions if one.side == side and (one.is_open or one.is_in_force)]
    return LockNotice(
        until=until,
        locked=len(locked),
        since=min(due.last_open_day for due in locked),
        exceptions=exceptions,
        open_now=[one for one in exceptions if one.is_in_force],
        ask_form=AskForm(own=True, prefix="late") if own and may_ask and not theirs else None,
        ask_url=reverse("returns-ask", args=[contract.pk, ends_on.isoformat()])
        if may_ask and (own or acts_for_council(user, contract))
        else "",
        own=own,
    )


def exception_words(one: LockException) -> str:
    """“Open until 20 October 2026”, “Waits for an answer”, “Refused”, “Over since 20 October 2026”."""
    if one.is_open:
        return "Waits for an answer"
    if one.accepted and one.until is not None:
        if one.closed_at:
            return f"Locked again on {plain_day(one.closed_at)}"
        return f"Open until {plain_day(one.until)}" if one.is_in_force else f"Was open until {plain_day(one.until)}"
    return "Refused" if one.accepted is False else "Taken back"
