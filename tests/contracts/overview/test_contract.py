"""The page of a contract: what is next, what is late, how it ended, which words stand."""

import csv
import io
from datetime import date, datetime

import pytest
from django.urls import reverse
from lxml import html

from contracts.obligations.models import Obligation
from contracts.obligations.services import reword
from contracts.overview.pages.contract import contract_context
from contracts.overview.pages.record import summary_rows
from contracts.register.models import Contract
from contracts.register.pages.head import facts_of
from contracts.register.services.coming_ends import end_what_is_over
from contracts.schedule.models import DueReturn
from contracts.schedule.services import end_contract
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.builders import people
from tests.reading import as_read

pytestmark = pytest.mark.django_db


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
    address = f"{reverse('returns-to-verify')}?contract={contract.reference}"
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
        return [
            (as_read(str(one.text_content())), one.get("href"), one.get("class")) for one in title.iter("a") if one.get("class")
        ]

    returns = reverse("contract-returns", args=[contract.pk])
    verify = f"{reverse('returns-to-verify')}?contract={contract.reference}"
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
    assert ahead(client, contract, who.director) == (*verify, f"{reverse('returns-to-verify')}?contract={contract.reference}")


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


def listed(client, contract, **query) -> tuple[str, dict[str, str]]:
    """What the list says of its end, on the page and in the file."""
    page = html.fromstring(client.get(reverse("contracts"), query).content)
    column = [str(one.text_content()).strip() for one in page.xpath("//thead//th")].index("Ends")
    [cell] = [row[column] for row in page.xpath("//tbody/tr") if contract.reference in row[0].text_content()]
    file = b"".join(client.get(reverse("contracts"), query | {"as": "csv"}).streaming_content).decode("utf-8-sig")
    [row] = [one for one in csv.DictReader(io.StringIO(file)) if one["Reference"] == contract.reference]
    return as_read(cell.text_content()), {name: row[name] for name in ("Ends", "Agreed end")}


def test_the_list_says_the_real_last_day_and_the_agreed_one_beneath(stage, client):
    contract, who = stage
    client.force_login(who.manager)
    assert listed(client, contract) == ("31 March 2028", {"Ends": "2028-03-31", "Agreed end": "2028-03-31"})
    end_contract(contract, by=who.manager, reason="The service moved.", ended_on=date(2025, 9, 30))
    said, file = listed(client, contract, sort="ends")
    assert said == "30 September 2025Ended Was to end on 31 March 2028"
    assert file == {"Ends": "2025-09-30", "Agreed end": "2028-03-31"}
    assert (
        ", by agreed end, earliest first"
        in client.get(reverse("contracts"), {"sort": "ends", "status": "ended"}).content.decode()
    )


def test_a_contract_that_ended_on_its_day_says_so_once(stage):
    contract, who = stage
    with clock.at(datetime(2028, 4, 1, 9)):
        end_what_is_over(clock.now())
    found = [row["key"] for row in summary_rows(Contract.objects.get())]
    assert found[4:7] == ["Starts", "Ended", "Possible extension"]


@pytest.mark.parametrize(
    ("today", "overdue", "next_due"),
    [
        # The first half year's return is due on 20 October 2025, the second on 20 April 2026
        (date(2025, 10, 20), 0, date(2025, 10, 20)),
        (date(2025, 10, 21), 1, date(2026, 4, 20)),
    ],
)
def test_the_page_says_what_is_late_and_what_is_next(today, overdue, next_due):
    contract, who = build.active_contract(kpi={"frequency": "half_year", "days_to_report": 20})
    with clock.at(datetime.combine(today, datetime.min.time().replace(hour=9))):
        context = contract_context(contract, who.manager)
    assert (len(context["overdue"]), context["next_due"]) == (overdue, next_due)


def test_a_contract_still_being_agreed_owes_nothing_yet():
    contract, who = build.draft_contract()
    build.obligation(contract, who, kpi={"frequency": "month"})
    with clock.at(datetime(2026, 7, 1, 9)):
        context = contract_context(contract, who.manager)
    assert (context["overdue"], context["next_due"]) == ([], None)


def test_while_a_rewording_waits_the_page_says_which_words_stand(client, stage):
    contract, who = stage
    body = Obligation.objects.filter(contract=contract).order_by("pk").first()
    reword(body, by=who.manager, wording="Where practicable, three a quarter.", reason="The works moved to spring")
    client.force_login(who.member)
    page = as_read(client.get(reverse("contract", args=[contract.pk])))
    assert "Until both sides agree it, the earlier wording applies: “Three apprenticeships a quarter.”" in page


@pytest.mark.parametrize(
    ("worth", "managed", "said"),
    [
        ({"total_value": 60000, "annual_value": 20000}, True, "{supplier} · £60,000 · managed by {manager}"),
        ({"total_value": None, "annual_value": 20000}, True, "{supplier} · £20,000 a year · managed by {manager}"),
        ({"total_value": 0, "annual_value": None}, False, "{supplier} · £0"),
        ({"total_value": None, "annual_value": None}, False, "{supplier}"),
    ],
)
def test_the_top_says_who_delivers_it_for_how_much_and_who_answers(stage, worth, managed, said):
    contract, who = stage
    for name, value in worth.items():
        setattr(contract, name, value)
    contract.manager = who.manager if managed else None
    assert facts_of(contract) == said.format(supplier=contract.parties.get(), manager=who.manager)


def test_a_service_of_the_councils_own_says_so_at_the_top(stage):
    contract, who = stage
    contract.parties.all().delete()
    assert facts_of(contract).startswith("In-house · £")
