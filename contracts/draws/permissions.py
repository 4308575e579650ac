"""Who chooses how many returns one is drawn of: who approves the council's reports, since their figures rest on it."""

from socialvalue.accounts.enums import Permission
from socialvalue.common.errors import can


def check_can_choose_draw(user, council) -> None:
    user.must_have(Permission.APPROVE_REPORTS, council)


def can_choose_draw(user, council) -> bool:
    return can(check_can_choose_draw, user, council)
