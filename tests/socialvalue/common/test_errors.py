"""What a service may raise, and the answer a check's refusal becomes."""

import pytest
from django.contrib.auth.models import AnonymousUser

from socialvalue.accounts.models import User
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState, can


def refusing(error):
    def check(user, *args):
        raise error

    return check


@pytest.mark.parametrize(
    "error",
    [NotAllowed("Not yours"), WrongState("Not now"), Refused("Not like that"), Refused([("a", "x"), (None, "y")]), Conflict()],
    ids=lambda e: type(e).__name__,
)
def test_every_refusal_is_a_no(error):
    assert can(refusing(error), User()) is False


def test_a_check_that_lets_it_pass_is_a_yes_whatever_it_returns():
    asked = []
    assert can(lambda *args: asked.append(args), user := User(), "tender", 3) is True
    assert can(lambda *args: "the council's side", user) is True
    assert asked == [(user, "tender", 3)]


def test_nobody_signed_in_may_do_nothing_and_the_check_is_not_asked():
    asked = []
    assert can(lambda *args: asked.append(args), AnonymousUser(), "tender") is False
    assert asked == []


def test_a_mistake_of_the_program_is_no_answer():
    with pytest.raises(ZeroDivisionError):
        can(lambda user: 1 / 0, User())


def test_every_error_lists_its_problems():
    assert NotAllowed("Not yours").problems == [(None, "Not yours")]
    assert WrongState("Not now", "status").problems == [("status", "Not now")]
    assert Refused("Too long", "title").problems == [("title", "Too long")]
    several = Refused([("title", "Too long"), (None, "Too late")])
    assert several.problems == [("title", "Too long"), (None, "Too late")]
    assert (several.field, several.message) == ("title", "Too long; Too late")
