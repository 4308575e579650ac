"""The pages of a supply chain, as the people around a contract see and use them."""

import csv
import io

import pytest
from django.urls import reverse
from lxml import html

from contracts.register.models import Contract
from contracts.supply.models import SupplyLink, SupplyPeriod, SupplyTerms
from contracts.supply.needs import needs
from socialvalue.common import clock
from socialvalue.common.reading import written
from tests.builders import contracts as build
from tests.builders import people
from tests.reading import as_read

from .steps import NOW, WHY, at, begun, fresh, link, sent, whole

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with at(NOW):
        yield


@pytest.fixture
def stage():
    return build.active_contract()


def page(client, user, name, *args) -> str:
    client.force_login(people.fresh(user))
    return as_read(str(html.fromstring(client.get(reverse(name, args=args)).content).text_content()))


def test_from_the_first_quarter_to_its_confirmation(stage, client):
    contract, who = stage
    client.force_login(who.reporter)
    answer = client.post(reverse("supply-new", args=[contract.pk]), {"quarter": "2026-2"})
    period = SupplyPeriod.objects.get()
    here = reverse("supply-period", args=[period.pk])
    assert answer.url == here
    typed = {
        "tier": "1",
        "name": "Deal Neighbours",
        "work": "30",
        "fee": "25 %",
        "easy": "2",
        "usual": "10",
        "hard": "8",
        "sme": "yes",
        "vcse": "unknown",
    }
    assert client.post(reverse("supply-link-new", args=[period.pk]), typed).url == here
    row = SupplyLink.objects.get()
    change = reverse("supply-link", args=[row.pk])
    assert client.post(change, {**typed, "work": "101", "version": fresh(period).version}).status_code == 200
    assert client.post(change, {**typed, "work": "33", "version": fresh(period).version}).url == here
    assert "No quarter was entered yet." in page(client, who.manager, "contract-supply", contract.pk)
    client.force_login(who.reporter)
    cases = {"easy": "18", "usual": "20", "hard": "2", "version": fresh(period).version}
    assert client.post(reverse("supply-send", args=[period.pk]), cases).url == reverse("contract-supply", args=[contract.pk])
    assert [one.url for one in needs(people.fresh(who.manager), clock.now())] == [here]
    shown = page(client, who.manager, "supply-period", period.pk)
    assert "kept 90 % of the 20 easy cases, and 67 % of all 60. That is 20 points or more above" in shown
    client.post(here, {"answer": "yes", "reason": WHY, "read": written(fresh(period))})
    shown = page(client, who.member, "contract-supply", contract.pk)
    assert "July to September 2026, second quarter of 2026–27 Confirmed" in shown
    assert "33 %" in shown
    assert "67 %" in shown


def test_an_organisation_is_taken_out(stage, client):
    contract, who = stage
    period = begun(contract, who)
    row = link(period, who)
    client.force_login(who.reporter)
    url = reverse("supply-link-drop", args=[row.pk])
    assert client.post(url, {"read": written(fresh(period))}).url == reverse("supply-period", args=[period.pk])
    assert not SupplyLink.objects.exists()


def test_the_manager_says_what_easy_and_hard_are(stage, client):
    contract, who = stage
    client.force_login(who.manager)
    typed = {"easy": "Lives with family", "usual": "Lives alone", "hard": "Has no home"}
    url = reverse("supply-terms", args=[contract.pk])
    client.post(url, {**typed, "version": Contract.objects.get(pk=contract.pk).version})
    assert SupplyTerms.objects.get().hard == "Has no home"
    assert "Hard: Has no home" in page(client, who.reporter, "contract-supply", contract.pk)


def test_who_sees_what(stage, client):
    contract, who = stage
    draft = begun(contract, who, (2026, 3))
    row = link(draft, who)
    known = whole(contract, who)
    stranger = build.parties()
    for user, name, key, status in (
        (who.member, "contract-supply", contract.pk, 200),
        (who.member, "supply-period", known.pk, 200),
        (who.manager, "supply-period", draft.pk, 404),
        (who.manager, "supply-link", row.pk, 404),
        (who.reporter, "supply-link", row.pk, 200),
        (stranger.reporter, "supply-link", row.pk, 404),
        (stranger.manager, "contract-supply", contract.pk, 404),
        (stranger.manager, "contract-supply-file", contract.pk, 404),
        (who.manager, "supply-new", contract.pk, 403),
        (who.reporter, "supply-terms", contract.pk, 403),
        (who.reporter, "supply-send", known.pk, 403),
    ):
        client.force_login(people.fresh(user))
        assert client.get(reverse(name, args=[key])).status_code == status, (name, user)


def test_as_a_file(stage, client):
    contract, who = stage
    whole(contract, who)
    client.force_login(who.member)
    answer = client.get(reverse("contract-supply-file", args=[contract.pk]))
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(row["Tier"], row["Organisation"], row["Share of the work (%)"], row["Easy cases"]) for row in rows] == [
        ("0", str(who.supplier), "70.00", "18"),
        ("1", "Deal Neighbours", "30.00", "2"),
    ]


COSTS = 9


def test_the_page_costs_the_same_with_one_quarter_and_with_three(stage, client, django_assert_num_queries):
    contract, who = stage
    client.force_login(who.member)
    url = reverse("contract-supply", args=[contract.pk])
    whole(contract, who, (2025, 4))
    client.get(url)
    with django_assert_num_queries(COSTS):
        client.get(url)
    for quarter in ((2026, 1), (2026, 2)):
        period = begun(contract, who, quarter)
        link(period, who, f"Another {quarter}")
        sent(period, who)
    with django_assert_num_queries(COSTS):
        client.get(url)
