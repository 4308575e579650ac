"""A contract manager reminds the supplier of what is overdue, at most once a day."""

from datetime import datetime

import pytest
from django.urls import reverse

from contracts.schedule.models import DueReturn
from contracts.schedule.selectors import reminders_of
from contracts.schedule.services import chase
from socialvalue.accounts.models import Membership
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db
LATE, LATER = datetime(2025, 8, 1, 9), datetime(2025, 8, 2, 9)


@pytest.fixture
def stage():
    with clock.at(LATE):
        contract, who = build.active_contract(obligations=2)
        yield contract, who


def reminders(who):
    return who.reporter.messages.filter(key__startswith="returns-chased:")


def test_one_message_names_every_overdue_return(stage):
    contract, who = stage
    assert chase(contract, by=who.manager) == 1
    message = reminders(who).get()
    assert message.subject == f"Please report: 2 returns overdue for {contract.title}"
    assert message.body.count("1 April 2025 to 30 June 2025") == 2
    assert (message.url, message.for_information) == (reverse("returns-period", args=[contract.pk, "2025-06-30"]), False)
    assert timeline(contract).first().verb == "chase returns"


def test_once_a_day_and_again_the_next(stage):
    contract, who = stage
    chase(contract, by=who.manager)
    with pytest.raises(Refused, match="the supplier was reminded today already"):
        chase(contract, by=who.manager)
    with clock.at(LATER):
        chase(contract, by=who.manager)
    assert reminders(who).count() == 2


def test_what_is_in_is_not_asked_for(stage):
    contract, who = stage
    for due in contract.obligations.first().kpis.first().due_returns.all()[:1]:
        build.submitted_return(due, who)
    chase(contract, by=who.manager)
    assert reminders(who).get().subject == f"Please report: 1 return overdue for {contract.title}"


def test_nothing_overdue_and_nobody_to_remind_are_said(stage):
    contract, who = stage
    with clock.at(datetime(2025, 6, 1, 9)), pytest.raises(Refused, match="no return of the supplier is overdue"):
        chase(contract, by=who.manager)
    Membership.objects.filter(user=who.reporter).update(ended_at=clock.now())
    with pytest.raises(Refused, match="nobody of the supplier has an account. Write to them"):
        chase(contract, by=who.manager)


def test_those_ticked_on_the_page_are_reminded_and_each_refusal_says_why(stage, client):
    contract, who = stage
    client.force_login(who.manager)
    assert "Remind the suppliers of those ticked" in client.get(reverse("returns")).content.decode()
    page = client.post(reverse("returns-remind"), {"chosen": [contract.pk, "x", 10**20]}, follow=True)
    assert f"Remind the supplier of {contract.title}?" in " ".join(page.content.decode().split())
    assert [due.kpi.number for due in page.context["sent"][0].late] == [1, 2]
    assert reminders(who).count() == 0
    done = {"chosen": [contract.pk], "confirmed": "1"}
    page = client.post(reverse("returns-remind"), done, follow=True).content.decode()
    assert f"{contract.title}: 1 person reminded." in page
    page = client.post(reverse("returns-remind"), done, follow=True).content.decode()
    assert f"{contract.title}: the supplier was reminded today already" in page
    assert "Tick the contracts" in client.post(reverse("returns-remind"), follow=True).content.decode()
    assert reminders(who).count() == 1


def test_what_cannot_be_reminded_of_is_shown_with_its_reason_and_not_sent(stage, client):
    contract, who = stage
    foreign, _ = build.active_contract()
    quiet, _ = build.active_contract(who)
    for due in DueReturn.objects.overdue(clock.today()).filter(kpi__obligation__contract=quiet):
        build.submitted_return(due, who)
    chase(contract, by=who.manager)
    client.force_login(who.manager)
    page = client.post(reverse("returns-remind"), {"chosen": [contract.pk, quiet.pk, foreign.pk]})
    assert {row.contract: row.why_not for row in page.context["rows"]} == {
        contract: "the supplier was reminded today already",
        quiet: "no return of the supplier is overdue",
    }
    html = " ".join(page.content.decode().split())
    assert "Nobody can be reminded now" in html
    assert "Some of those you ticked are not contracts you manage" in html
    assert "Send the reminder" not in html


@pytest.mark.parametrize("many", [1, 4])
def test_reminders_are_gathered_in_two_queries(stage, django_assert_num_queries, many):
    contract, who = stage
    contracts = [contract, *(build.active_contract(who)[0] for _ in range(many - 1))]
    with django_assert_num_queries(2):
        found = reminders_of(contracts, clock.today())
    assert [(row.contract, len(row.late)) for row in found] == [(contract, 2), *((one, 1) for one in contracts[1:])]
