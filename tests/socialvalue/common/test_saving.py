"""What counts as overwriting: the whole table of who saved, on which page, in which order, and what the page was shown."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from socialvalue.common import clock
from socialvalue.common.errors import Conflict
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import LastSave, check_overwrites_nothing

NOW = datetime(2026, 11, 26, 10, 5)
AT = datetime(2026, 11, 26, 10, 2, tzinfo=clock.LONDON)


@dataclass(frozen=True)
class Person:
    pk: int


ME, COLLEAGUE = Person(1), Person(2)
MINE = LastSave(version=3, by=ME.pk, page="one.500", at=AT)
THEIRS = LastSave(version=3, by=COLLEAGUE.pk, page="one.500", at=AT)
UNKNOWN = LastSave(version=3)


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


@pytest.mark.parametrize(
    ("last", "shown", "page"),
    [
        (MINE, 3, "two.1"),  # the other tab was opened, or asked again, after the save
        (MINE, 3, ""),  # no JavaScript, nothing saved meanwhile
        (THEIRS, 3, "two.1"),  # a colleague's save that was on the page
        (UNKNOWN, 3, ""),
        (MINE, 2, "one.501"),  # this page's own automatic save, not heard of yet
        (MINE, 0, "one.501"),  # … the very first one
        (MINE, 2, "one.500"),  # the button right behind it: no key pressed between
        (MINE, 2, "one"),  # the page came back without its JavaScript
        (MINE, NOTHING_READ, ""),  # who asks nothing: files, imports
        (THEIRS, NOTHING_READ, ""),
    ],
)
def test_this_overwrites_nothing(last, shown, page):
    check_overwrites_nothing(last, by=ME, expected_version=shown, page=page)


@pytest.mark.parametrize("shown", [0, 2, 4])
@pytest.mark.parametrize("page", ["two.600", "two", "", "on.600", "one5.600"])
def test_ones_own_other_tab_is_called_so(shown, page):
    with pytest.raises(Conflict, match=r"^You saved this in another tab or window at 10:02am\. Nothing of it") as conflict:
        check_overwrites_nothing(MINE, by=ME, expected_version=shown, page=page)
    assert conflict.value.own
    assert conflict.value.line == "Not saved: you saved this in another tab or window at 10:02am. Press Save to see both."


def test_a_save_of_another_day_is_said_with_its_day():
    with clock.at(datetime(2026, 11, 27, 9)), pytest.raises(Conflict, match="at 10:02am on 26 November 2026"):
        check_overwrites_nothing(MINE, by=ME, expected_version=2, page="two")


@pytest.mark.parametrize("last", [THEIRS, UNKNOWN])
@pytest.mark.parametrize("shown", [0, 2, 4, "two"])
@pytest.mark.parametrize("page", ["one.501", "two.501", ""])
def test_a_colleagues_save_is_theirs_even_under_the_same_name_of_a_page(last, shown, page):
    with pytest.raises(Conflict, match="^Somebody else saved this") as conflict:
        check_overwrites_nothing(last, by=ME, expected_version=shown, page=page)
    assert not conflict.value.own


@pytest.mark.parametrize("shown", [2, 3])
def test_an_older_save_that_arrives_late_never_wins(shown):
    with pytest.raises(Conflict, match="What you typed later") as conflict:
        check_overwrites_nothing(MINE, by=ME, expected_version=shown, page="one.499")
    assert conflict.value.own


@pytest.mark.parametrize("page", ["one.", "one.x", "one.-1", "one.4.9", "." * 64])
def test_what_somebody_wrote_into_the_hidden_field_breaks_nothing(page):
    try:
        check_overwrites_nothing(MINE, by=ME, expected_version=3, page=page)
    except Conflict:
        pytest.fail("the version was the stored one")


def test_a_page_without_a_name_is_nobodys():
    assert not LastSave(version=1, by=ME.pk, page="").is_of(ME, "")
    assert not LastSave(version=1, by=ME.pk, page="").is_of(ME, ".5")
