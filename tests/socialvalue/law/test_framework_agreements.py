"""How long a framework agreement may last, by the law of the day it began; when an open one takes in suppliers."""

from datetime import date, timedelta

import pytest

from socialvalue.law.framework_agreements import (
    BY_KEY,
    GROUNDS,
    TERMS,
    grounds_on,
    last_day_allowed,
    may_be_open,
    refresh_by,
    terms_on,
)

BEFORE, SINCE = date(2025, 2, 23), date(2025, 2, 24)


@pytest.mark.parametrize(
    ("starts_on", "is_open", "light_touch", "last"),
    [
        # Procurement Act 2023, s.47: four years; the day counts
        (SINCE, False, False, date(2029, 2, 23)),
        (date(2026, 4, 1), False, False, date(2030, 3, 31)),
        # s.49: eight years from the first award, and s.47 does not hold for it
        (date(2026, 4, 1), True, False, date(2034, 3, 31)),
        (date(2026, 4, 1), True, True, date(2034, 3, 31)),
        # Light touch: no limit under the Act, four years under regulation 33
        (date(2026, 4, 1), False, True, None),
        (BEFORE, False, True, date(2029, 2, 22)),
        (BEFORE, False, False, date(2029, 2, 22)),
        # An open framework was not known: nothing longer follows from calling one so
        (BEFORE, True, False, date(2029, 2, 22)),
        # Leap day
        (date(2028, 2, 29), False, False, date(2032, 2, 28)),
    ],
)
def test_the_last_day_without_a_reason_of_its_own(starts_on, is_open, light_touch, last):
    assert last_day_allowed(starts_on, is_open=is_open, light_touch=light_touch) == last


def test_open_frameworks_began_with_the_act():
    assert may_be_open(SINCE)
    assert not may_be_open(BEFORE)
    assert refresh_by(BEFORE, []) is None


def test_the_first_refresh_comes_within_three_years_and_the_next_ones_within_five():
    first = date(2026, 4, 1)
    assert refresh_by(first, []) == date(2029, 3, 31)
    assert refresh_by(first, [date(2027, 6, 1)]) == date(2032, 5, 31)
    # The latest one counts, in whatever order they stand
    assert refresh_by(first, [date(2028, 6, 1), date(2027, 6, 1)]) == date(2033, 5, 31)


def test_older_agreements_have_the_earliest_terms_known():
    assert terms_on(date(2010, 1, 1)) is TERMS[0]
    assert terms_on(SINCE) is TERMS[1]
    assert terms_on(SINCE - timedelta(days=1)) is TERMS[0]


@pytest.mark.parametrize(("day", "keys"), [(BEFORE, ["single", "all_terms"]), (SINCE, ["one_supplier", "mechanism"])])
def test_the_grounds_of_a_direct_call_off_are_those_of_the_law_the_agreement_was_made_by(day, keys):
    assert [one.key for one in grounds_on(day)] == keys


def test_each_ground_has_its_source_and_says_what_its_reason_is_about():
    assert len(BY_KEY) == len(GROUNDS)
    for one in GROUNDS:
        assert ("section 45(4)" in one.source) == (one.since is not None)
        assert ("regulation 33" in one.source) == (one.before is not None)
        assert one.asks.endswith(".")
