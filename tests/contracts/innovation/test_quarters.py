"""What of a sum set aside is spent and remains by quarter: worked by hand."""

from decimal import Decimal as D

import pytest

from contracts.innovation.calculations import Held, Line, by_quarter, free, promised


@pytest.mark.parametrize(
    "projects, takes, left",
    [
        ([], "0", "20000"),
        ([Held(D(5000), D(0))], "5000", "15000"),
        ([Held(D(5000), D(4200), finished=True)], "4200", "15800"),
        ([Held(D(5000), D(4200)), Held(D(15000), D(0))], "20000", "0"),
    ],
)
def test_a_project_takes_what_was_approved_until_it_is_finished(projects, takes, left):
    assert (promised(projects), free(D(20000), projects)) == (D(takes), D(left))


def test_each_quarter_from_the_first_spending_to_today_has_a_line():
    spent = [((2026, 1), D(1000)), ((2026, 3), D(250)), ((2026, 1), D(500))]
    assert by_quarter(D(20000), spent, (2026, 4)) == [
        Line((2026, 1), D(1500), D(18500)),
        Line((2026, 2), D(0), D(18500)),
        Line((2026, 3), D(250), D(18250)),
        Line((2026, 4), D(0), D(18250)),
    ]


def test_a_later_quarter_than_today_s_is_not_left_out_and_nothing_spent_is_no_line():
    assert [one.quarter for one in by_quarter(D(10), [((2026, 4), D(1))], (2026, 3))] == [(2026, 4)]
    assert by_quarter(D(10), [], (2026, 3)) == []
