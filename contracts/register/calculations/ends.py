"""How the end of a contract is announced. Pure."""

# Days before the last day on which the owners are told; 0 is the last day itself
STAGES = (90, 30, 0)
FIRST = STAGES[0]


def reached(days_left: int) -> int:
    """How many of the notices should have gone out when this many days are left: 0 to 3."""
    return sum(days_left <= stage for stage in STAGES)


def stage_of(days_left: int) -> int | None:
    """The last notice that should have gone out when this many days are left; None while it is too early."""
    count = reached(days_left)
    return STAGES[count - 1] if count else None
