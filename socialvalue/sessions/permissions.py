"""Who has to sign in with a second step."""

from socialvalue.accounts.enums import SECOND_FACTOR_FOR


def needs_second_step(user) -> bool:
    """Whether a role of theirs opens, checks, approves, decides, verifies or administers. No query but their memberships."""
    return any(user.can(permission) for permission in SECOND_FACTOR_FOR)
