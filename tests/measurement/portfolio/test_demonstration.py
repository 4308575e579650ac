"""The whole demonstration, figure by figure, against the second reading."""

from datetime import date, datetime

import pytest

from measurement.demonstration import cast as casting
from measurement.demonstration.load import load
from socialvalue.accounts.models import Organisation
from socialvalue.common import clock

from .product import answered, ordered
from .second_reading import read

pytestmark = pytest.mark.django_db

# A day of its own, so that a failure today is the same failure tomorrow
TODAY = date(2026, 11, 26)
SPANS = {
    "the last twelve months": (date(2025, 11, 1), date(2026, 10, 31)),
    "the last three months": (date(2026, 8, 1), date(2026, 10, 31)),
    "a half-year of the past": (date(2025, 4, 1), date(2025, 9, 30)),
}


@pytest.fixture(scope="module")
def council(module_database):
    with clock.at(datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=clock.LONDON)):
        assert load(TODAY)
    return Organisation.objects.get(name=casting.COUNCIL)


@pytest.mark.parametrize("as_of", [TODAY, date(2025, 10, 12)], ids=["today", "a year ago"])
@pytest.mark.parametrize("span", SPANS)
def test_every_figure_of_the_demonstration_is_read_the_same_twice(council, span, as_of):
    ours = ordered(answered(council, *SPANS[span], as_of))
    theirs = ordered(read(council.pk, *SPANS[span], as_of))
    assert ours == theirs
    assert len(ours["kpis"]) > 20
