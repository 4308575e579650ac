"""Whether it waits still, and who takes back what they asked for. Who may decide is each room's own: another hand than asked."""

from typing import Any

from socialvalue.common.errors import NotAllowed, WrongState
from socialvalue.second_word.models import SecondWord


def check_waits(asked: SecondWord, over: str) -> None:
    """While nobody has decided and it was not taken back; ``over`` says that it does not wait any more. Raises WrongState."""
    if not asked.is_open:
        raise WrongState(over)


def check_first(user: Any, asked: SecondWord, *, words: str, over: str) -> None:
    """Who asked for it (``words`` tell everybody else), while it waits. ``user``: an account."""
    if user.pk != asked.asked_by_id:
        raise NotAllowed(words)
    check_waits(asked, over)
