"""The one rule of time, and how the button travels with a message."""

from datetime import datetime, timedelta

import pytest

from socialvalue.common import clock
from socialvalue.common.errors import WrongState
from socialvalue.common.undoing import UNDO_MINUTES, Undo, check_in_time, undo_in, undo_until

DONE = datetime(2026, 11, 26, 10, 4, 30, tzinfo=clock.LONDON)


def test_it_is_ten_minutes():
    assert UNDO_MINUTES == 10
    assert undo_until(DONE) == datetime(2026, 11, 26, 10, 14, 30, tzinfo=clock.LONDON)


def test_the_last_moment_is_in_time_and_the_next_is_not():
    undo = Undo("/x/undo/", undo_until(DONE))
    with clock.at(undo_until(DONE) - timedelta(microseconds=1)):
        check_in_time(DONE)
        assert (undo.is_open, undo_in(undo.tag)) == (True, undo)
    with clock.at(undo_until(DONE)):
        with pytest.raises(WrongState, match=r"^This could be undone for 10 minutes, until 10:14am\. It stands now\.$"):
            check_in_time(DONE)
        assert (undo.is_open, undo_in(undo.tag)) == (False, None)


@pytest.mark.parametrize(
    "tags", [None, "", "safe", "undo", "undo 2026-11-26T10:14:30+00:00", "other 2026-11-26T10:14:30+00:00 /x/"]
)
def test_other_messages_carry_no_button(tags):
    with clock.at(DONE):
        assert undo_in(tags) is None
