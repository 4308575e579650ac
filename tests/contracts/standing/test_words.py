"""What charts of returns say in words, for those who do not see them."""

from datetime import datetime
from decimal import Decimal as D

import pytest

from contracts.obligations.models import Kpi
from contracts.schedule.models import DueReturn
from contracts.standing.pages import chart_of, kpi_card
from contracts.standing.selectors.standings import standings
from socialvalue.common import clock
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db


def reported(values, **kpi):
    """The standing of an indicator of a contract from 1 April 2025 with these values of its first months, verified."""
    terms = {"wording": "People in work", "unit": "people", "target": D(3), "minimum": None, "frequency": "month"} | kpi
    _, who = build.active_contract(kpi=terms)
    with clock.at(datetime(2026, 7, 10, 9)):
        for due, value in zip(DueReturn.objects.order_by("starts_on"), values, strict=False):
            build.verified_return(due, who, value)
        (standing,) = standings(Kpi.objects.all())
    return standing


@pytest.mark.parametrize(
    ("values", "target", "alt"),
    [
        ([], D(3), "People in work: no period is verified yet"),
        (["4", "2"], D(3), "People in work: between 2 people and 4 people in 2 verified periods, on target in 1 of them"),
        (["4", "2"], None, "People in work: between 2 people and 4 people in 2 verified periods"),
    ],
)
def test_a_chart_of_returns_says_what_it_shows(values, target, alt):
    found = reported(values, target=target)
    # The day on which the third month begins: two are over
    chart = chart_of(found.kpi, found.rows, found.rows[2].due.starts_on)
    assert chart == {
        "points": [("Apr 2025", D(values[0]) if values else None), ("May 2025", D(values[1]) if values else None)],
        "targets": [target, target] if target else None,
        "alt": alt,
        "any": bool(values),
    }


@pytest.mark.parametrize(
    ("values", "kpi", "words"),
    [
        ([], {}, "nothing verified yet"),
        (["4"], {"target": None}, "4 people, without a target"),
        (["2"], {}, "2 of the 3 people promised"),
        (["1", "2"], {"target": D(2)}, "3 of the 4 people promised"),
        (["2"], {"direction": "lower"}, "2 people, at most 3 agreed"),
        # April has 30 days and May 31: 158 ÷ 61
        (["2", "3"], {"kind": "level"}, "2.51 people, at least 3 agreed"),
    ],
)
def test_a_standing_is_said_against_what_was_promised_for_the_same_periods(values, kpi, words):
    card = kpi_card(reported(values, **kpi))
    assert (card["whole"].sentence, card["whole"].span) == (words, "since the contract began")
    # July 2026: the twelve months before leave out April and May 2025
    assert (card["usual"].sentence, card["usual"].span) == ("nothing verified yet", "1 July 2025 to 30 June 2026")


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        ("3", ("On target", "green")),
        ("2", ("Below target", "yellow")),
        ("1", ("Below minimum", "red")),
        (None, ("Not reported", "orange")),
    ],
)
def test_the_tag_of_a_kpi(value, tag):
    found = reported([value] if value else [], minimum=D(2))
    assert kpi_card(found)["whole"].tag == tag
