"""How the end of a contract is announced. Pure."""

# Days before the last day on which the owners are told; 0 is the last day itself
STAGES = (90, 30, 0)
FIRST = STAGES[0]


def stage_of(days_left: int) -> int | None:
    """The last notice that should have gone out when this many days are left; None while it is too early."""
    reached = [stage for stage in STAGES if days_left <= stage]
    return reached[-1] if reached else None
