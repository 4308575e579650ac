"""Who takes back what they asked for, and while what waits."""

from datetime import UTC, datetime, timedelta

import pytest

from socialvalue.accounts.administration.models import RoleGrant
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState, can
from socialvalue.second_word import permissions
from tests.builders import people
from tests.fixtures import truth

pytestmark = pytest.mark.django_db
START = datetime(2026, 6, 10, 9, tzinfo=UTC)
WORDS, OVER = "Only who asked can take it back", "It does not wait any more"
REASONS = {"not-theirs": NotAllowed(WORDS), "over": WrongState(OVER)}
FIRST = """
            waits        agreed       refused      taken back   ran out
first       yes          over         over         over         over
second      not-theirs
"""
WAITS = """
            waits  agreed  refused  taken back  ran out
first       yes    over    over     over        over
second      yes    over    over     over        over
"""


def check_first(user, asked):
    permissions.check_first(user, asked, words=WORDS, over=OVER)


def check_waits(user, asked):
    permissions.check_waits(asked, OVER)


@pytest.mark.parametrize("check, expected", [(check_first, FIRST), (check_waits, WAITS)])
def test_who_takes_it_back_and_while_it_waits(check, expected):
    council = people.council()
    users = {name: people.person(council, Role.ADMINISTRATOR) for name in ("first", "second")}

    def asked(**more) -> RoleGrant:
        return RoleGrant(**{"asked_by": users["first"], "asked_at": START, "roles": []} | more)

    decided = {"decided_by": users["second"], "decided_at": START}
    states = {
        "waits": (asked(),),
        "agreed": (asked(**decided, accepted=True),),
        "refused": (asked(**decided, accepted=False),),
        "taken back": (asked(withdrawn_at=START),),
        "ran out": (asked(asked_at=START - timedelta(days=14)),),
    }
    with clock.at(START):
        truth.holds(check, lambda *args: can(check, *args), expected, users, states, REASONS)
