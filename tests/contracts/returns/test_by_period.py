"""The returns of a contract folded by period: the newest open, of the others how many are in, late and waiting."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from contracts.returns import services as returns
from contracts.returns.pages.by_period import folded
from contracts.schedule.models import DueReturn
from contracts.schedule.services import waive
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.contracts.returns.period import stage as period

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 25, 9)


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


@pytest.fixture
def stage():
    with clock.at(period.TODAY):
        return period.begin(3, kind="sum", unit="hours")


def rows(stage, ends_on):
    return list(DueReturn.objects.filter(kpi__obligation__contract=stage.contract, ends_on=ends_on).order_by("kpi__number"))


def test_each_period_says_how_many_are_in_late_and_waiting(stage):
    first, second = rows(stage, date(2025, 6, 30)), rows(stage, date(2025, 9, 30))
    build.verified_return(first[0], stage.who)
    build.submitted_return(first[1], stage.who)
    returns.query_return(build.submitted_return(second[0], stage.who), by=stage.who.manager, comment="Which three people?")
    waive(second[1], by=stage.who.manager, reason="The service was closed in that quarter.")
    found = folded(stage.contract, stage.who.manager)
    said = {fold.ends_on: fold.words for fold in found.periods}
    assert said[date(2025, 6, 30)] == "2 of 3 are in, 1 is late, 1 waits to be verified"
    assert said[date(2025, 9, 30)] == "0 of 2 are in, 2 are late, 1 was sent back, 1 is waived"
    assert said[date(2025, 12, 31)] == "0 of 3 are in, 3 are late"
    assert said[date(2026, 3, 31)] == "0 of 3 are in"


def test_the_newest_that_is_over_is_open_and_those_to_come_are_counted(stage):
    found = folded(stage.contract, stage.who.reporter)
    assert [fold.ends_on for fold in found.periods] == [
        date(2026, 3, 31), date(2025, 12, 31), date(2025, 9, 30), date(2025, 6, 30)
    ]  # fmt: skip
    assert [fold.is_open for fold in found.periods] == [False, True, False, False]
    assert (found.older, found.to_come) == (0, 24)
    assert found.periods[1].title == "1 October 2025 to 31 December 2025"
    assert [state.due.kpi.number for state, _, _ in found.periods[1].rows] == [1, 2, 3]


def test_before_the_first_is_over_that_one_is_open(stage):
    with clock.at(datetime(2025, 5, 1, 9)):
        found = folded(stage.contract, stage.who.reporter)
        assert [(fold.ends_on, fold.is_open) for fold in found.periods] == [(date(2025, 6, 30), True)]


def test_who_reports_is_led_to_the_page_of_the_period_and_nobody_else(stage, client):
    for person, leads in ((stage.who.reporter, True), (stage.who.manager, True), (stage.who.member, False)):
        client.force_login(person)
        page = client.get(reverse("contract-returns", args=[stage.contract.pk])).content.decode()
        assert ("All of this period on one page" in page) is leads
        assert page.count("<details") >= 4
        assert 'id="period-2025-12-31" open' in " ".join(page.split())


def test_the_list_is_a_click_away_with_its_file(stage, client):
    client.force_login(stage.who.reporter)
    url = reverse("contract-returns", args=[stage.contract.pk])
    assert client.get(url, {"show": "all"}).context["page"].paginator.count == 36
    assert client.get(url, {"show": "open"}).context["page"].paginator.count == 9
    assert client.get(url, {"as": "csv"}).headers["Content-Type"].startswith("text/csv")


def test_a_contract_without_a_kpi_says_so(client):
    contract, who = build.draft_contract()
    client.force_login(who.manager)
    page = client.get(reverse("contract-returns", args=[contract.pk])).content.decode()
    assert "No returns are scheduled: no KPI measures this contract yet." in page


def test_twelve_kpis_cost_as_many_queries_as_three(stage, client, django_assert_num_queries):
    with clock.at(period.TODAY):
        large = period.begin(12, kind="sum", unit="hours")
    for one in (stage, large):
        with django_assert_num_queries(3):
            folded(one.contract, one.who.member)
