"""Commissioning, engagement and pipeline where there is little or nothing yet, where things wait, and where they ended.

Their full pages, and what is done on them, are looked at beside the rooms' own tests.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from procurement.commissioning import services
from procurement.commissioning.models import Commission, Plan
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import commissioning as build
from tests.builders import engagement, people, pipeline

EMPTY = (
    "commission", "commission-edit", "commission-history", "key-questions", "remarks", "remark-new", "you-said",
    "you-said-publish", "events", "event-new", "commission-ideas", "diagnostic", "sought-outcomes", "outcome-new",
    "act-record", "plan", "commission-review", "timetable", "timetable-plan", "timetable-edit",
)  # fmt: skip


@dataclass
class Scene:
    empty: Commission
    waiting: Plan
    returned: Plan
    closed: Commission


@pytest.fixture(scope="module")
def scene(records) -> Scene:
    """A commission with nothing in it, a plan that waits, one that came back, and a commission that ended."""
    empty = build.commission(title="A commission just begun")
    lead = empty.lead
    waiting = build.submitted_plan(build.commission(by=lead, title="Waiting for its approver"))
    returned = build.submitted_plan(build.commission(by=lead, title="To be changed"))
    returned = services.return_plan(returned, by=build.approver(empty.council), comment="Ask small providers.")
    closed = build.commission(by=lead, title="Ended")
    engagement.published_you_said(closed)
    services.move_stage(closed, "close", by=lead, reason="The need is met elsewhere.")
    return Scene(empty, waiting, returned, closed)


def at(name: str, commission: Commission) -> str:
    return reverse(name, args=[commission.reference])


def test_a_commission_with_nothing_in_it(window, scene):
    lead = window(scene.empty.lead)
    for name in EMPTY:
        lead.look(at(name, scene.empty))


def test_what_waits_what_came_back_and_what_ended(window, scene):
    lead = window(scene.empty.lead)
    lead.look(at("plan", scene.waiting.commission))
    lead.look(at("plan", scene.returned.commission))
    expect(lead.page.get_by_text("Ask small providers.").first).to_be_visible()
    for name in ("commission", "remarks", "you-said", "plan", "act-record", "timetable"):
        lead.look(at(name, scene.closed))
    approver = window(build.approver(scene.empty.council))
    approver.look(at("plan-decide", scene.waiting.commission))
    approver.look("/messages/")


def test_what_a_colleague_reads_who_changes_nothing(window, scene):
    reader = window(people.person(scene.empty.council, Role.EVALUATION_LEAD))
    for name in ("commission", "key-questions", "remarks", "you-said", "events", "plan", "act-record", "timetable"):
        reader.look(at(name, scene.empty))
    reader.look("/diary/?year=" + str(clock.today().year - 1))
    expect(
        reader.page.get_by_text("No timetable touches these days").or_(reader.page.get_by_text("No results. Change"))
    ).to_be_visible()


def test_what_a_visitor_reads(window, scene):
    visitor = window()
    for address in (
        "/you-said/",
        at("public-you-said", scene.closed),
        at("forward-plan-entry", scene.empty),
        at("forward-plan-entry", scene.closed),
        "/events/",
        "/opportunities/",
    ):
        visitor.look(address)


def test_a_supplier_and_a_partner_with_nothing_yet(window, scene):
    supplier = window(engagement.bidder())
    for address in ("/ideas/", at("idea-new", scene.empty), "/opportunities/posted/", "/opportunities/post/"):
        supplier.look(address)
    partner = window(people.person(pipeline.partner(), Role.PARTNER))
    for address in ("/opportunities/posted/", "/opportunities/post/"):
        partner.look(address)


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(window, scene):
    lead = window(scene.empty.lead)
    page = lead.page
    page.goto(at("timetable-plan", scene.empty))
    soon = clock.today() + timedelta(days=300)
    for part, value in (("Day", soon.day), ("Month", 13), ("Year", soon.year)):
        page.get_by_label(part, exact=True).fill(str(value))
    page.get_by_role("button", name="Plan the timetable").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Month", exact=True)).to_have_value("13")
    lead.check()
    page.goto(at("plan-submit", scene.returned.commission))
    lead.check()
    page.goto(at("event-new", scene.empty))
    page.get_by_label("Title", exact=True).fill("Typed by me")
    page.get_by_role("button", name="Plan the event").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Typed by me")
    lead.check()
