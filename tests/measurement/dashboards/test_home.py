"""The front door."""

from pathlib import Path

import pytest
from django.conf import settings
from django.utils.html import strip_tags

from measurement.dashboards import selectors
from measurement.figures.calculations.tally import STANDINGS
from socialvalue.accounts.enums import Role
from socialvalue.charts.templatetags.charts import COLOURS, STANDING
from socialvalue.common import clock
from tests.builders import commissioning, engagement, people, pipeline, tendering
from tests.builders import measurement as build

pytestmark = pytest.mark.django_db


def test_who_is_not_signed_in_sees_what_is_open(client):
    tender = tendering.published_tender(title="Carers’ breaks in Thanet")
    hidden = tendering.draft(title="Not published")
    page = client.get("/").content.decode()
    assert f"/opportunities/{tender.reference}/" in page
    assert hidden.title not in page
    assert "Sign in" in page


def test_an_approver_is_asked_and_the_author_is_not(client):
    scene = build.scene()
    build.contract(scene, {"values": ["3", "3"]})
    report = build.submitted(scene)
    client.force_login(people.fresh(scene.approver))
    page = client.get("/").content.decode()
    assert f"Approve or return: {report}" in page
    assert "Waiting for you" in page
    client.force_login(people.fresh(scene.preparer))
    assert "Approve or return" not in client.get("/").content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_everybody_with_nothing_to_do_is_told_what_they_can_do(client, role):
    body = people.supplier() if role == Role.SUPPLIER else people.council()
    client.force_login(people.person(body, role))
    page = client.get("/").content.decode()
    assert "Nothing needs you today" in page


def test_overdue_comes_first_and_each_need_once(client):
    scene = build.scene()
    build.contract(scene, {"values": []}, title="Home care")
    with clock.at(build.NOW):
        found = selectors.today(people.fresh(scene.who.reporter), build.NOW)
        assert found.overdue
        assert [heading for heading, _ in found.groups][0] == "Overdue"
        texts = [(n.text, n.url) for n in found.overdue + found.due + found.waiting + found.later]
        assert len(texts) == len(set(texts))


def test_my_contracts_are_mine(client):
    scene = build.scene()
    mine = build.contract(scene, {"values": ["3", "3"]}, title="Mine to manage")
    assert mine.title in client_page(client, scene.who.manager)
    assert mine.title not in client_page(client, scene.preparer)
    assert mine.title in client_page(client, scene.who.reporter)


def client_page(client, user) -> str:
    client.force_login(people.fresh(user))
    return client.get("/").content.decode()


def test_a_member_reads_the_council_at_a_glance_with_the_way_to_its_sources(client):
    scene = build.scene()
    build.contract(scene, {"values": ["3", "3"]}, title="Home care")
    with clock.at(build.NOW):
        page = client_page(client, people.person(scene.who.council, Role.MEMBER))
    assert "The council at a glance" in page
    assert f"/figures/council/{scene.who.council.pk}/" in page
    assert "None is approved yet." in page


def test_who_oversees_nothing_gets_no_figures(client):
    assert "at a glance" not in client_page(client, people.person(people.council(), Role.EVALUATOR))
    assert "at a glance" not in client_page(client, people.person(people.supplier(), Role.SUPPLIER))


def test_the_chart_has_a_colour_of_its_own_for_each_standing():
    assert [paint.removeprefix("c-").replace("-", "_") for paint in STANDING] == list(STANDINGS)
    assert len({COLOURS[paint] for paint in STANDING}) == len(STANDINGS) == 6


def test_the_glance_says_its_span_and_counts_as_oversight_does(client):
    scene = build.scene()
    build.contract(scene, {"values": ["3", "3"]}, {"values": ["0", None]}, {"client_side": True, "values": []}, title="Home care")
    with clock.at(build.NOW):
        words = " ".join(strip_tags(client_page(client, people.person(scene.who.council, Role.MEMBER))).split())
    assert "Periods that ended from 1 November 2024 to 31 October 2025, as known on 3 November 2025." in words
    assert "KPIs on target 1 of 2 rated 3 of 4 returns verified, 1 late." in words
    assert "Contracts that need attention 1 See them, worst first" in words


def test_a_council_of_which_nothing_was_due_is_told_so(client):
    scene = build.scene()
    words = " ".join(strip_tags(client_page(client, people.person(scene.who.council, Role.MEMBER))).split())
    assert "No KPI had a period that ended in the last twelve months. See the contracts." in words


def test_a_partner_is_led_to_posting_and_sees_what_became_of_it(client):
    body = pipeline.partner()
    officer = people.person(body, Role.PARTNER)
    page = client_page(client, officer)
    assert "/opportunities/post/" in page
    assert "My posted opportunities" not in page
    posting = pipeline.posting(body=body, by=officer)
    page = client_page(client, officer)
    assert posting.title in page
    assert "Waiting for approval" in page
    assert posting.title not in client_page(client, people.person(pipeline.partner("Elsewhere"), Role.PARTNER))


def test_a_suppliers_ideas_are_on_its_own_front_page_alone(client):
    idea = engagement.idea(commissioning.commission())
    page = client_page(client, idea.sent_by)
    assert "My ideas" in page
    assert idea.commission.title in page
    assert "My ideas" not in client_page(client, people.person(people.supplier(), Role.SUPPLIER))
    assert "My ideas" not in client_page(client, idea.commission.lead)


def test_home_asks_every_room_that_has_needs_in_the_order_of_the_cycle():
    listed = [needs.__module__ for needs in selectors.NEEDS]
    assert len(listed) == len(set(listed))
    base = Path(settings.BASE_DIR)
    there = {
        str(path.relative_to(base).with_suffix("")).replace("/", ".")
        for storey in ("procurement", "contracts", "measurement")
        for path in (base / storey).glob("*/needs.py")
    }
    assert set(listed) == there
    assert listed[0] == "procurement.commissioning.needs"
    assert listed[-1] == "measurement.reports.needs"
