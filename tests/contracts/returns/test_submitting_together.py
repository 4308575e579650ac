"""Several drafts are submitted after one look at them: ticked, each by itself, and never by opening the page."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.returns import services
from contracts.returns.models import Return
from contracts.returns.selectors import drafts_of
from contracts.schedule.models import DueReturn
from contracts.schedule.services import waive
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.builders.people import person

pytestmark = pytest.mark.django_db
TICK = "Tick the returns that you want to submit"


@pytest.fixture
def stage():
    """A contract with two KPIs on 10 July 2025: drafts of the first quarter, and one of the quarter that runs."""
    with clock.at(datetime(2025, 7, 10, 9)):
        contract, who = build.active_contract(obligations=2)
        first, second, running, *_ = DueReturn.objects.order_by("starts_on", "kpi__number")
        for due, value in ((first, 3), (second, 0), (running, 1)):
            services.save_return(due, by=who.reporter, value=Decimal(value))
        yield contract, who, list(Return.objects.order_by("pk"))


def statuses():
    return list(Return.objects.order_by("pk").values_list("status", flat=True))


def test_opening_the_page_lists_each_draft_and_changes_nothing(stage, client):
    contract, who, drafts = stage
    client.force_login(who.reporter)
    list_page = client.get(reverse("contract-returns", args=[contract.pk])).content.decode()
    address = reverse("returns-hand-in", args=[contract.pk])
    assert f'href="{address}"' in list_page
    assert f'action="{address}"' not in list_page
    answer = client.get(address)
    assert [(row["version"], row["value"]) for row in answer.context["ready"]] == [
        (drafts[0], "3 apprenticeships"),
        (drafts[1], "0 apprenticeships"),
    ]
    assert [(row["version"], row["why_not"]) for row in answer.context["not_yet"]] == [(drafts[2], "the period is not over")]
    page = answer.content.decode()
    assert page.count("No evidence: no file, and no note of where it is kept") == 2
    assert page.count('type="checkbox"') == 2
    assert " checked" not in page
    assert TICK not in page
    assert statuses() == ["draft", "draft", "draft"]


def test_those_ticked_are_submitted_and_no_other(stage, client):
    contract, who, drafts = stage
    client.force_login(who.reporter)
    address = reverse("returns-hand-in", args=[contract.pk])
    nothing = client.post(address)
    assert nothing.content.decode().count(TICK) == 2
    assert statuses() == ["draft", "draft", "draft"]
    done = client.post(address, {"chosen": [f"{drafts[1].pk}:{drafts[1].version}"]}, follow=True)
    assert [str(m) for m in done.context["messages"]] == ["1 return is submitted. For 10 minutes you can undo it on its page."]
    assert statuses() == ["draft", "submitted", "draft"]
    undo = reverse("return-undo-submit", args=[drafts[1].pk])
    assert undo in client.get(reverse("return", args=[drafts[1].due_id])).content.decode()


def test_what_changed_since_is_left_out_and_holds_up_no_other(stage):
    contract, who, drafts = stage
    services.save_return(drafts[0].due, by=who.reporter, value=Decimal(4))
    other, there = build.active_contract()
    foreign = services.save_return(build.first_due(other), by=there.reporter, value=Decimal(9))
    shown = [(one.pk, one.version) for one in (drafts[0], drafts[1], foreign)]
    done = services.submit_together(contract, shown, by=who.reporter)
    assert done.sent == [drafts[1]]
    assert dict(done.left) == {
        "it was saved again after you opened the page": 1,
        "it is no longer a draft of yours": 1,
    }
    assert statuses() == ["draft", "submitted", "draft", "draft"]


def test_whose_drafts_they_are(stage, client):
    contract, who, drafts = stage
    assert list(drafts_of(who.reporter, contract)) == drafts
    assert list(drafts_of(who.manager, contract)) == []
    waive(drafts[0].due, by=who.manager, reason="The school was closed.")
    assert list(drafts_of(who.reporter, contract)) == drafts[1:]
    reader = person(who.council, Role.PROCUREMENT_OFFICER)
    assert list(drafts_of(reader, contract)) == []
    client.force_login(reader)
    assert client.get(reverse("returns-hand-in", args=[contract.pk])).status_code in (403, 404)
    client.force_login(build.active_contract()[1].reporter)
    assert client.get(reverse("returns-hand-in", args=[contract.pk])).status_code == 404
