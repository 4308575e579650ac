"""A start that cannot be kept any more is said wherever the day stands: the rule on both sides of its day, then the pages."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.urls import reverse
from lxml import html

from measurement.dashboards.selectors.commissions import board
from procurement.commissioning.calculations.cycle import Facts
from procurement.commissioning.calculations.start import first_possible
from procurement.commissioning.models import Commission
from procurement.commissioning.selectors.progress import Progress, starts_lost
from socialvalue.common import clock
from tests.builders import pipeline as planned
from tests.reading import as_read

# A Monday
TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 9)
DO = Facts(stage="do")


@pytest.mark.parametrize(
    ("facts", "standstill", "first"),
    [
        # Bids for 28 days, 1 to 28 June; eight working days, 29 June to 8 July
        (DO, True, date(2026, 7, 9)),
        (replace(DO, stage="analyse"), True, date(2026, 7, 9)),
        (replace(DO, tender="draft"), True, date(2026, 7, 9)),
        (replace(DO, tender="returned"), True, date(2026, 7, 9)),
        (replace(DO, tender="checking"), True, date(2026, 7, 9)),
        (replace(DO, tender="terminated"), True, date(2026, 7, 9)),
        (DO, False, date(2026, 6, 28)),
        # Bids until Friday 12 June as everybody was told; 16 to 25 June, for the 15th is a bank holiday in Scotland
        (replace(DO, tender="published", deadline=datetime(2026, 6, 12, 13, tzinfo=clock.LONDON)), True, date(2026, 6, 26)),
        (replace(DO, tender="published", deadline=datetime(2026, 6, 12, 13, tzinfo=clock.LONDON)), False, date(2026, 6, 12)),
        # Bids are in: 2 to 11 June
        (replace(DO, tender="closed", deadline=datetime(2026, 5, 20, 13, tzinfo=clock.LONDON)), True, date(2026, 6, 12)),
        (replace(DO, tender="opened"), True, date(2026, 6, 12)),
        (replace(DO, tender="decided", award="decided"), True, date(2026, 6, 12)),
        # The standstill is known, or over
        (replace(DO, tender="decided", award="notified", may_sign_from=date(2026, 6, 4)), True, date(2026, 6, 4)),
        (replace(DO, tender="decided", award="notified", may_sign_from=date(2026, 5, 4)), True, TODAY),
        (replace(DO, tender="contracted", contract="draft"), True, TODAY),
        (replace(DO, bought=False), True, TODAY),
    ],
)
def test_the_first_day_on_which_a_contract_can_begin(facts, standstill, first):
    assert first_possible(facts, TODAY, standstill=standstill) == first


def shown(client, address: str) -> str:
    return as_read(html.fromstring(client.get(address).content).text_content())


@pytest.fixture
def body(db) -> Commission:
    """Begun, with a timetable, and without a tender."""
    with clock.at(NOW):
        yield planned.planned(planned.commission(), date(2026, 7, 9))


@pytest.mark.django_db
@pytest.mark.parametrize(("starts_on", "lost"), [(date(2026, 7, 8), True), (date(2026, 7, 9), False)])
def test_every_page_with_the_day_says_that_it_cannot_be_kept(body, client, starts_on, lost):
    Commission.objects.filter(pk=body.pk).update(starts_on=starts_on, stage="do")
    body = Commission.objects.get(pk=body.pk)
    assert starts_lost([body], TODAY) == ({body.pk} if lost else set())
    client.force_login(body.lead)
    said = {
        "commission": "there is not enough time left before that day. Change the start date of the commission."
        in shown(client, reverse("commission", args=[body.reference])),
        "list": "July 2026 Cannot be kept" in shown(client, reverse("commissions")),
        "diary": "July 2026 Cannot be kept" in shown(client, reverse("diary")),
        "plan": f"Will start later than {starts_on.day} July 2026. New date not set"
        in shown(client, "/forward-plan/?version=officers"),
        "entry": f"Starts Will start later than {starts_on.day} July 2026. New date not set"
        in shown(client, reverse("forward-plan-entry", args=[body.reference])),
        "home": [card.day for column in board(body.lead) for card in column.cards]
        == [f"The start on {starts_on.day} July 2026 cannot be kept"],
    }
    assert set(said.values()) == {lost}, said
    assert [card.is_late for column in board(body.lead) for card in column.cards] == [lost]


@pytest.mark.django_db
@pytest.mark.parametrize("stage", ["review", "closed"])
def test_what_is_delivered_has_started(body, stage):
    Commission.objects.filter(pk=body.pk).update(starts_on=date(2026, 1, 1), stage=stage)
    assert starts_lost([Commission.objects.get(pk=body.pk)], TODAY) == set()


@pytest.mark.parametrize(
    ("contract", "lost"),
    # A draft can still begin, but not on a day that is over; what is active or has ended did begin
    [("", True), ("draft", True), ("active", False), ("ended", False)],
)
def test_a_contract_that_has_begun_has_lost_no_start(contract, lost):
    yesterday = date(2026, 5, 31)
    progress = Progress(
        facts=replace(DO, tender="contracted", contract=contract), moves=[], planned={}, starts_on=yesterday, tender="T-0001",
        award=1, contract=1, contract_reference="CON-0001", standstill=True,
    )  # fmt: skip
    assert progress.start_lost(TODAY) == (yesterday if lost else None)
