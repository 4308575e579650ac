"""The one writer of what became of it. Inside the transaction of a caller who holds the row and checked who may."""

from typing import Any

from socialvalue.common import clock
from socialvalue.common.saving import save_changes
from socialvalue.second_word.models import SecondWord


def settle(asked: SecondWord, *, by: Any, accept: bool, decision: str = "") -> None:
    """The second person (``by``, an account) agrees or refuses."""
    save_changes(asked, decided_by=by, decided_at=clock.now(), accepted=accept, decision=decision.strip())


def take_back(asked: SecondWord) -> bool:
    """It waits no more, from now or from when it ran out; whether it waited still."""
    waited = asked.is_open
    save_changes(asked, withdrawn_at=clock.now() if waited else asked.waits_until)
    return waited
