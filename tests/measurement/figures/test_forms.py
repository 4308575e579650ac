"""The filter above every page of figures: which days it reads, and what it says of those it cannot."""

from datetime import date

import pytest
from django.test import RequestFactory

from measurement.figures.forms import scope_of
from measurement.figures.selectors.scope import Scope
from socialvalue.common import clock
from tests.builders import measurement as build
from tests.builders import people

pytestmark = pytest.mark.django_db
TODAY = build.NOW.date()
YEAR = (date(2024, 11, 1), date(2025, 10, 31), TODAY)


def asked(query: str):
    council = people.council()
    with clock.at(build.NOW):
        scope, form = scope_of(RequestFactory().get(f"/?{query}"), council)
    return (scope.starts_on, scope.ends_on, scope.as_of), form.problems


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("", YEAR),
        ("months=3", (date(2025, 8, 1), date(2025, 10, 31), TODAY)),
        ("months=24&as_of=2025-10-01", (date(2023, 11, 1), date(2025, 10, 31), date(2025, 10, 1))),
        ("from=2025-04-01&to=2025-04-01", (date(2025, 4, 1), date(2025, 4, 1), TODAY)),
        ("from=+2025-04-01+&to=2025-09-30", (date(2025, 4, 1), date(2025, 9, 30), TODAY)),
        ("months=3&from=2025-04-01&to=2025-09-30", (date(2025, 4, 1), date(2025, 9, 30), TODAY)),
        ("months=7", YEAR),
    ],
)
def test_days_that_can_be_read(query, days):
    assert asked(query) == (days, [])


@pytest.mark.parametrize(
    ("query", "problems"),
    [
        ("to=2025-09-30", ["Give “from”, a day such as 2026-04-01"]),
        ("from=2025-09-31&to=soon", [
            "“from” must be a day such as 2026-04-01, not “2025-09-31”", "“to” must be a day such as 2026-04-01, not “soon”",
        ]),
        ("as_of=" + "9" * 60, [f"“as-of” must be a day such as 2026-04-01, not “{'9' * 40}”"]),
    ],
)  # fmt: skip
def test_days_that_cannot_be_read_leave_the_twelve_months_and_say_so(query, problems):
    assert asked(query) == (YEAR, problems)


def test_an_address_carries_the_day_only_where_it_is_not_today():
    with clock.at(build.NOW):
        today, earlier = (Scope(1, date(2025, 4, 1), date(2025, 9, 30), day) for day in (TODAY, date(2025, 10, 1)))
        assert today.query == "from=2025-04-01&to=2025-09-30"
        assert earlier.query == "from=2025-04-01&to=2025-09-30&as_of=2025-10-01"
        assert Scope(1, date(2025, 4, 1), date(2025, 9, 30), TODAY, 2, 3).query == f"{today.query}&directorate=2&district=3"


def test_a_scope_in_words():
    assert Scope(1, date(2025, 4, 1), date(2025, 9, 30), TODAY).words == (
        "periods that ended from 1 April 2025 to 30 September 2025, as known on 3 November 2025"
    )
