"""The flow above the chain: grey for what has not come, red only for a broken link, and a list behind each station."""

import re
from datetime import timedelta

import pytest
from django.utils.html import strip_tags

from measurement.chain.calculations.nodes import Node, station
from measurement.chain.pages.walk import Walk
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.common import clock
from tests.builders import award as awards
from tests.builders import chain as build
from tests.builders import measurement, people, tendering
from tests.builders.contracts import submitted_return

KEYS = ["remarks", "outcomes", "requirements", "questions", "answers", "obligations", "kpis", "returns", "figures"]
ONE = [Node("KPI", "Apprenticeships")]


@pytest.mark.parametrize(
    ("items", "more", "found"),
    [
        (ONE, {}, (1, "there", "In place")),
        (ONE, {"note": "1 not used yet"}, (1, "there", "1 not used yet")),
        ([], {"note": "never said of nothing"}, (0, "not-yet", "Not yet")),
        (ONE, {"count": 0}, (0, "not-yet", "Not yet")),
        (ONE, {"count": 7}, (7, "there", "In place")),
        ([], {"closed": "You do not have access"}, (None, "closed", "You do not have access")),
        (ONE, {"closed": "You do not have access"}, (1, "closed", "You do not have access")),
        ([], {"broken": "1 requirement"}, (0, "broken", "Broken: 1 requirement")),
        # A fault is said whatever else there is
        (ONE, {"broken": "1 requirement", "closed": "You do not have access"}, (1, "broken", "Broken: 1 requirement")),
    ],
)
def test_how_a_station_stands(items, more, found):
    made = station("kpis", "KPIs", items, **more)
    assert (made.count, made.state, made.words) == found


def stations(commission, user) -> dict[str, tuple]:
    found = Walk(commission, User.objects.get(pk=user.pk)).chain().stations
    assert [s.key for s in found] == KEYS
    return {s.key: (s.count, s.state, s.words) for s in found}


@pytest.mark.django_db
def test_of_a_commission_that_only_begins_nothing_is_broken():
    commission = tendering.commission(ready=False)
    assert stations(commission, commission.lead) == {
        "remarks": (0, "not-yet", "Not yet"),
        "outcomes": (1, "there", "In place"),
        "requirements": (1, "there", "In place"),
        "questions": (0, "not-yet", "Not yet"),
        "answers": (None, "closed", "Not awarded yet"),
        "obligations": (0, "not-yet", "Not yet"),
        "kpis": (0, "not-yet", "Not yet"),
        "returns": (0, "not-yet", "Not yet"),
        "figures": (0, "not-yet", "Not yet"),
    }


@pytest.mark.django_db
def test_answers_that_are_not_open_are_grey():
    commission = awards.told().tender.commission
    officer, lead = (people.person(commission.council, role) for role in (Role.COMMISSIONER, Role.EVALUATION_LEAD))
    assert stations(commission, officer)["answers"] == (None, "closed", "You do not have access")
    assert stations(commission, lead)["answers"] == (2, "there", "In place")


def running(scene, *kpis, **details):
    """A commission with one requirement, and a contract that came out of it without one."""
    commission = tendering.commission(council=scene.council)
    contract = measurement.contract(scene, *kpis, **details)
    type(contract).objects.filter(pk=contract.pk).update(commission=commission)
    contract.refresh_from_db()
    return commission, contract


@pytest.mark.django_db
def test_a_requirement_that_nobody_has_to_keep_is_broken_from_the_day_the_contract_begins():
    scene = measurement.scene()
    commission, contract = running(scene, {"values": []})
    reader = people.person(scene.council, Role.COMMISSIONER)
    found = []
    for day in (contract.starts_on - timedelta(days=1), contract.starts_on):
        with clock.at(measurement.NOW.replace(year=day.year, month=day.month, day=day.day)):
            found.append(stations(commission, reader)["obligations"])
    assert found == [(1, "there", "In place"), (1, "broken", "Broken: 1 requirement has become no obligation")]


@pytest.mark.django_db
def test_a_requirement_that_is_an_obligation_is_not_broken():
    journey = build.journey()
    assert stations(journey.commission, journey.commissioner)["obligations"] == (2, "there", "In place")


@pytest.mark.django_db
def test_a_promise_on_which_nobody_reports_is_broken_once_it_is_overdue():
    scene = measurement.scene()
    commission, contract = running(scene, {"values": []})
    reader = people.person(scene.council, Role.COMMISSIONER)
    first = contract.obligations.get().kpis.get().due_returns.order_by("due_on").first()

    def returns(days: int) -> tuple:
        day = first.due_on + timedelta(days=days)
        with clock.at(measurement.NOW.replace(year=day.year, month=day.month, day=day.day)):
            return stations(commission, reader)["returns"]

    # The due day itself is still in time
    assert returns(0) == (0, "not-yet", "Not yet")
    assert returns(1) == (0, "broken", "Broken: 1 KPI is overdue and nobody has reported")
    with clock.at(measurement.NOW):
        submitted_return(first, scene.who, 3)
    # Somebody has reported: that nobody has verified it yet is no broken promise
    assert returns(1) == (0, "not-yet", "Not yet")


@pytest.mark.django_db
def test_from_one_obligation_the_stations_say_where_the_way_back_ends(client):
    scene = measurement.scene()
    contract = measurement.contract(scene, {"values": ["3"]})
    client.force_login(people.fresh(scene.who.manager))
    with clock.at(measurement.NOW):
        page = client.get(f"/obligations/{contract.obligations.get().pk}/chain/").content.decode()
    assert shown(page) == [
        *(("–", label, "Not recorded here") for label in
          ("Remarks", "Sought outcomes", "Requirements", "Questions", "Successful supplier’s answers")),
        ("1", "Obligation", "In place"), ("1", "KPIs", "In place"), ("1", "Verified returns", "In place"),
        ("0", "Report figures", "Not yet"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_what_a_reader_may_not_open_is_not_counted_from_an_obligation(client):
    journey = build.journey()
    build.heard(journey.commission, "Weekends are the worst.")
    url = f"/obligations/{journey.contract.obligations.get(code='O1').pk}/chain/"
    client.force_login(journey.commissioner)
    assert [row[0] for row in shown(client.get(url).content.decode())] == ["1", "1", "1", "1", "1", "1", "1", "0", "0"]
    client.force_login(journey.supplier_user)
    assert shown(client.get(url).content.decode())[:3] == [
        ("–", "Remarks", "You do not have access"), ("–", "Sought outcomes", "You do not have access"), ("–", "Requirements", "You do not have access"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_every_station_leads_to_its_list(client):
    journey = build.journey()
    build.heard(journey.commission, "Weekends are the worst.")
    client.force_login(journey.commissioner)
    page = client.get(f"/commissions/{journey.commission.reference}/chain/").content.decode()
    flow = page.partition('<ol class="sv-flow"')[2].partition("</ol>")[0]
    assert re.findall(r'href="#([a-z]+)"', flow) == KEYS
    assert re.findall(r'<h3 class="govuk-heading-s"\s+id="([a-z]+)">', page) == KEYS
    lists = page.partition('id="remarks"')[2]
    assert "Weekends are the worst." in lists.partition('id="outcomes"')[0]


def shown(page: str) -> list[tuple[str, ...]]:
    """Count, name and words of each station of a page."""
    flow = page.partition('<ol class="sv-flow"')[2].partition("</ol>")[0]
    rows = re.findall(r"<li.*?</li>", flow, re.S)
    return [tuple(strip_tags(part).strip() for part in re.findall(r"<(?:span|a) [^>]*>[^<]*", row)) for row in rows]
