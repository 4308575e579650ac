"""What a contract's page says comes next, for whom it has a button, and how it says that the contract ended."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from lxml import html

from contracts.overview.pages.contract import summary_rows
from contracts.register.models import Contract
from contracts.register.services.ending import end_what_is_over
from contracts.schedule.models import DueReturn
from contracts.schedule.services import end_contract
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.builders import people
from tests.reading import as_read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 10, 10, 9)):
        yield


@pytest.fixture
def stage():
    contract, who = build.active_contract(obligations=2)
    build.verified_return(build.first_due(contract), who, "2")
    return contract, who


def ahead(client, contract, user) -> tuple[str, str, str]:
    """What is next on the contract's page for this person: (words, who, address or "")."""
    client.force_login(people.fresh(user))
    found = client.get(reverse("contract", args=[contract.pk])).context["bar"].ahead
    return found.text, found.who, found.url


def test_returns_that_wait_are_verified_before_the_next_is_reported(client, stage):
    contract, who = stage
    assert ahead(client, contract, who.manager)[:2] == ("Report on what was promised", "The supplier")
    second, *_ = [due for due in DueReturn.objects.order_by("starts_on", "pk") if not due.returns.exists()]
    build.submitted_return(second, who)
    address = f"{reverse('returns-to-verify')}?contract={contract.pk}"
    verify = ("Verify 1 return", str(who.manager))
    assert ahead(client, contract, who.manager) == (*verify, address)
    assert ahead(client, contract, who.director) == (*verify, address)
    for other in (who.reporter, who.member):
        assert ahead(client, contract, other) == (*verify, "")
    client.force_login(who.manager)
    assert [row.version.due for row in client.get(address).context["list"].found] == [second]


def test_the_green_button_leads_where_the_line_of_what_is_next_does(client, stage):
    contract, who = stage

    def buttons(user) -> list[tuple[str, str, str]]:
        client.force_login(people.fresh(user))
        page = html.fromstring(client.get(reverse("contract", args=[contract.pk])).content)
        title = page.find_class("sv-title")[0]
        return [(as_read(str(one.text_content())), one.get("href"), one.get("class")) for one in title.iter("a")]

    returns = reverse("contract-returns", args=[contract.pk])
    verify = f"{reverse('returns-to-verify')}?contract={contract.pk}"
    green, quiet = "govuk-button", "govuk-button govuk-button--secondary"
    assert buttons(who.manager) == buttons(who.reporter) == [("Returns", returns, green)]
    assert buttons(who.director) == buttons(who.member) == []
    build.submitted_return(next(due for due in DueReturn.objects.order_by("starts_on", "pk") if not due.returns.exists()), who)
    assert buttons(who.manager) == buttons(who.director) == [("Verify 1 return", verify, green)]
    assert buttons(who.reporter) == [("Returns", returns, quiet)]
    assert buttons(who.member) == []


def test_what_the_manager_made_is_verified_by_somebody_else(client):
    contract, who = build.active_contract(kpi={"client_side": True})
    build.submitted_return(build.first_due(contract), who)
    verify = ("Verify 1 return", "Somebody who verifies returns and did not make these")
    assert ahead(client, contract, who.manager) == (*verify, "")
    assert ahead(client, contract, who.director) == (*verify, f"{reverse('returns-to-verify')}?contract={contract.pk}")


@pytest.mark.parametrize(
    ("day", "rows"),
    [
        (date(2025, 9, 30), [("Ended", "30 September 2025. The service moved."), ("Was to end", "31 March 2028")]),
        (None, [("Ends", "31 March 2028")]),
    ],
)
def test_a_contract_that_ended_early_says_when_it_was_to_end(stage, day, rows):
    contract, who = stage
    if day:
        contract = end_contract(contract, by=who.manager, reason="The service moved.", ended_on=day)
    found = [(row["key"], str(html.fromstring(f"<p>{row['value']}</p>").text_content())) for row in summary_rows(contract)]
    assert found[5 : 5 + len(rows)] == rows
    assert found[5 + len(rows)][0] == "Possible extension"


def test_a_contract_that_ended_on_its_day_says_so_once(stage):
    contract, who = stage
    with clock.at(datetime(2028, 4, 1, 9)):
        end_what_is_over(clock.now())
    found = [row["key"] for row in summary_rows(Contract.objects.get())]
    assert found[4:7] == ["Starts", "Ended", "Possible extension"]
