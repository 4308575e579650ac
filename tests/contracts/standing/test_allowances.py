"""“No more than three complaints a year, six at the most”, reported monthly: what the KPI's page says of each month."""

from datetime import date, datetime
from decimal import Decimal as D

import pytest
from django.urls import reverse

from contracts.obligations.models import Kpi
from contracts.schedule.models import DueReturn
from contracts.standing.pages import rows_of
from contracts.standing.selectors.standings import standings
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.builders import people
from tests.reading import as_read

pytestmark = pytest.mark.django_db
TERMS = {
    "wording": "Complaints upheld", "unit": "complaints", "direction": "lower", "frequency": "month", "per": "year",
    "target": D(3), "minimum": D(6),
}  # fmt: skip


def reported(*values):
    """A contract from 1 April 2025 with these complaints month by month, all verified."""
    _, who = build.active_contract(kpi=TERMS)
    with clock.at(datetime(2026, 7, 10, 9)):
        for due, value in zip(DueReturn.objects.order_by("starts_on"), values, strict=False):
            if value is not None:
                build.verified_return(due, who, value)
    return who


def said(months):
    with clock.at(datetime(2026, 7, 10, 9)):
        (found,) = standings(Kpi.objects.all())
        return [(row["aim"], row["tag"][0]) for row in rows_of(found)[:months]]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        # The case that was tried: one in the first month is one of three
        (["1"], [("1 of 3 used", "On target")]),
        (["3"], [("3 of 3 used", "On target")]),
        (["3", "1"], [("3 of 3 used", "On target"), ("4 of 3 used", "Below target")]),
        (["6", "1"], [("6 of 3 used", "Below target"), ("7 of 3 used", "Below minimum")]),
        # A month that nobody reported uses nothing, and is said to be late
        (["1", None, "1"], [("1 of 3 used", "On target"), ("–", "Overdue"), ("2 of 3 used", "On target")]),
    ],
)
def test_a_month_says_what_was_used_of_the_year_by_then(values, words):
    reported(*values)
    assert said(len(words)) == words


def test_a_new_year_begins_anew():
    reported(*["1"] * 3, *["0"] * 9, "2")
    assert said(13)[11:] == [("3 of 3 used", "On target"), ("2 of 3 used", "On target")]


def test_the_page_of_the_kpi_says_it(client):
    who = reported("1", "3")
    client.force_login(people.fresh(who.manager))
    with clock.at(datetime(2026, 7, 10, 9)):
        page = as_read(client.get(reverse("kpi", args=[Kpi.objects.get().pk])))
    assert "Allowance by then" in page
    assert "4 of 3 used" in page
    # Accrued by the end of May: one of the year's three
    assert "4 complaints, at most 1 agreed" in page


def test_without_a_longer_allowance_each_month_stands_for_itself():
    contract, who = build.active_contract(kpi=TERMS | {"per": "", "target": D(1), "minimum": D(2)})
    with clock.at(datetime(2026, 7, 10, 9)):
        for due, value in zip(DueReturn.objects.order_by("starts_on"), ("1", "2", "3"), strict=False):
            build.verified_return(due, who, value)
    assert said(3) == [("1 complaint", "On target"), ("1 complaint", "Below target"), ("1 complaint", "Below minimum")]
    assert DueReturn.objects.filter(starts_on=date(2025, 4, 1)).get().target == 1
