"""How the lines come on: this period and the last, on the page of the KPI, of the return and of the period."""

import copy

import pytest
from django.urls import reverse

from contracts.returns import services as returns
from contracts.returns.models import Return
from contracts.returns.pages.progress import progress
from contracts.schedule.models import DueReturn
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.contracts.returns.scores.steps import LATER, OVER, PROFESSIONAL, composite
from tests.reading import as_read

pytestmark = pytest.mark.django_db
LINES = """Conduct; weight 3; poor, fair, good
Community; weight 1; poor, fair, good
Licence; weight 2; yes or no
Complaints; weight 4; target at most 2 complaints"""
FIRST = {"s1": "fair", "s2": "poor", "s3": "yes", "s4": "1"}
SECOND = {"s1": "good", "s2": "fair", "s3": "yes", "s4": "1"}
SAID_FIRST = "1 April 2025 to 30 June 2025: 1 of 3 lines is good or yes, 2 of 6 by weight"
SAID_SECOND = "1 July 2025 to 30 September 2025: 2 of 3 lines are good or yes, 5 of 6 by weight"


@pytest.fixture(scope="module")
def made_once(module_database):
    with clock.at(OVER):
        contract, who, due = composite(LINES)
        verified(due, who, FIRST)
    second = DueReturn.objects.filter(kpi=due.kpi_id).order_by("starts_on")[1]
    with clock.at(LATER):
        returns.save_return(second, by=who.reporter, answers=SECOND)
    return contract, who, due, second


@pytest.fixture
def stage(made_once):
    return copy.deepcopy(made_once)


@pytest.fixture(autouse=True)
def now():
    with clock.at(LATER):
        yield


def verified(due, who, answers) -> Return:
    draft = returns.save_return(due, by=who.reporter, answers=answers)
    return returns.verify_return(returns.submit_return(draft, by=who.reporter), by=who.manager, comment=build.SEEN)


def page(client, person, name, *args) -> str:
    client.force_login(person)
    return as_read(client.get(reverse(name, args=args))).replace("\u00a0", " ")


def test_both_periods_in_words_and_as_bars(stage):
    _, _, due, second = stage
    said = progress(second.returns.get(), due.returns.get())
    assert said["sentences"] == [SAID_SECOND, f"The period before, {SAID_FIRST}"]
    assert said["series"] == ["Good or yes", "Fair", "Poor or no"]
    # By weight, the older period first as in a chart: 2, 3 and 1 of 6, then 5, 1 and 0
    assert [[str(part) for part in parts] for _, parts in said["rows"]] == [["33.3", "50.0", "16.7"], ["83.3", "16.7", "0.0"]]
    assert said["alt"] == f"{SAID_SECOND}. The period before, {SAID_FIRST}."
    assert (said["caption"], said["standing"]) == ("How much of the weight counts as good or yes", True)


def test_a_first_period_has_none_before_it(stage):
    _, _, due, _ = stage
    said = progress(due.returns.get(), None)
    assert (said["sentences"], len(said["rows"])) == ([SAID_FIRST], 1)


def test_a_scale_of_two_levels_has_no_part_between():
    with clock.at(OVER):
        _, who, due = composite("Licence; weight 2; yes or no")
        said = progress(verified(due, who, {"s1": "no"}), None)
    assert (said["series"], said["standing"]) == (["Yes", "No"], False)
    assert [[str(part) for part in parts] for _, parts in said["rows"]] == [["0.0", "100.0"]]
    assert said["sentences"][0].endswith("0 of 1 line are yes, 0 of 2 by weight")


def test_a_score_of_numbers_alone_says_nothing():
    with clock.at(OVER):
        _, who, due = composite(PROFESSIONAL.rsplit("\n", 1)[0])
        made = verified(due, who, {"s1": "2", "s2": "45"})
        assert progress(made, None) == {}
    assert (progress(None, None), progress(Return(), None)) == ({}, {})


def test_the_supplier_reads_it_while_it_fills_in_the_period(stage, client):
    contract, who, _, second = stage
    said = page(client, who.reporter, "returns-period", contract.pk, second.ends_on.isoformat())
    assert f"{SAID_SECOND}." in said
    assert f"The period before, {SAID_FIRST}." in said
    assert "How much of the weight counts as good or yes" in said


def test_a_draft_is_not_yet_on_the_page_of_the_kpi(stage, client):
    _, who, due, second = stage
    for person in (who.manager, who.reporter, who.member):
        said = page(client, person, "kpi", due.kpi_id)
        assert f"{SAID_FIRST}." in said
        assert "2 of 3 lines" not in said
        assert "The period before" not in said
    returns.verify_return(returns.submit_return(second.returns.get(), by=who.reporter), by=who.manager, comment=build.SEEN)
    said = page(client, who.manager, "kpi", due.kpi_id)
    assert said.index(SAID_SECOND) < said.index(f"The period before, {SAID_FIRST}")
    assert said.count("<figure") >= 1


def test_whoever_verifies_reads_it_beside_the_return(stage, client):
    _, who, _, second = stage
    returns.submit_return(second.returns.get(), by=who.reporter)
    said = page(client, who.manager, "return", second.pk)
    assert f"The period before, {SAID_FIRST}." in said


def test_the_page_of_the_kpi_costs_no_query_more(stage, client, django_assert_num_queries):
    _, who, due, second = stage
    client.force_login(who.manager)
    address = reverse("kpi", args=[due.kpi_id])
    client.get(address)
    with django_assert_num_queries(12):
        client.get(address)
    returns.verify_return(returns.submit_return(second.returns.get(), by=who.reporter), by=who.manager, comment=build.SEEN)
    client.get(address)
    with django_assert_num_queries(12):
        client.get(address)
