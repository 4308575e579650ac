"""What somebody who leaves the council leaves behind: every room says of which of its records somebody has to take care."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class LeftBehind:
    """One kind. ``find`` takes the person and the council and gives (what it is, address of the page where it is passed on).

    ``takes``: the permission of those who could take it on; ``opens``: of those who may open the pages.
    """

    heading: str
    takes: str
    opens: str
    find: Callable[..., list[tuple[str, str]]]


KINDS: list[LeftBehind] = []


def left_behind(*kinds: LeftBehind) -> None:
    """Add what a storey's rooms know of. Called from an AppConfig's ``ready``."""
    KINDS.extend(kinds)
