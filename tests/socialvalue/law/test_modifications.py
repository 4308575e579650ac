"""On what a change of the supplier may rest, on both sides of the day on which the Act began."""

from datetime import date

import pytest

from socialvalue.law.modifications import ACT_SINCE, BY_KEY, GROUNDS, grounds_on

BEFORE, SINCE = date(2025, 2, 23), date(2025, 2, 24)
OF_THE_ACT = ["restructuring", "provided"]


@pytest.mark.parametrize(
    ("started_on", "known", "expected"),
    [
        (BEFORE, {}, ["succession", "clause"]),
        (BEFORE, {"light_touch": True, "above": False}, ["succession", "clause"]),
        # Nobody knows what kind of contract it is: all of the Act's are offered
        (SINCE, {}, [*OF_THE_ACT, "light_touch", "below"]),
        (SINCE, {"light_touch": False, "above": True}, OF_THE_ACT),
        (SINCE, {"light_touch": True, "above": True}, [*OF_THE_ACT, "light_touch"]),
        (SINCE, {"light_touch": False, "above": False}, [*OF_THE_ACT, "below"]),
        (SINCE, {"light_touch": True, "above": False}, [*OF_THE_ACT, "light_touch", "below"]),
    ],
)
def test_the_grounds_of_a_day(started_on, known, expected):
    assert [ground.key for ground in grounds_on(started_on, **known)] == expected


def test_each_has_a_source_what_its_reason_says_and_days_that_leave_no_gap():
    assert ACT_SINCE == SINCE
    assert set(BY_KEY) == {ground.key for ground in GROUNDS}
    assert len(BY_KEY) == len(GROUNDS)
    for ground in GROUNDS:
        assert ground.asks.endswith(".")
        assert ("Act 2023" in ground.source) == (ground.since == ACT_SINCE)
        assert ("Regulations 2015" in ground.source) == (ground.before == ACT_SINCE)
        # The words and the source fit where they are kept
        assert len(f"{ground.label} ({ground.source})") <= 300
        assert len(ground.key) <= 20


def test_a_notice_comes_before_a_change_of_a_public_contract_of_the_act_alone():
    assert [ground.key for ground in GROUNDS if ground.notice] == OF_THE_ACT
