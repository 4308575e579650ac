"""A charity of three reports its quarter of five KPIs on a phone: screens and touches are counted, as they were and as they are."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from contracts.returns.models import Return
from contracts.schedule.enums import ReturnStatus
from socialvalue.common import clock

from .stage import TODAY, begin

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 375, "height": 667}
# Seconds: a touch with the look before it, a screen that comes and is read, a figure that is looked up and typed
TOUCH, SCREEN, FIGURE = 2, 12, 30


class Thumb:
    """One thumb on one phone: counts each touch, and each screen that it leads to."""

    def __init__(self, page):
        self.page, self.touches, self.screens, self.figures = page, 0, 0, 0
        page.on("framenavigated", lambda frame: self._came(frame))

    def _came(self, frame):
        self.screens += frame == self.page.main_frame

    def tap(self, found):
        self.touches += 1
        found.tap()

    def type(self, found, words):
        self.tap(found)
        found.press_sequentially(words)
        self.figures += 1

    @property
    def seconds(self):
        return self.touches * TOUCH + self.screens * SCREEN + self.figures * FIGURE


@pytest.fixture
def stage():
    with clock.at(TODAY):
        yield begin()


@pytest.fixture
def phone(stage, new_context, client, live_server):
    client.force_login(stage.who.reporter)
    context = new_context(has_touch=True, is_mobile=True)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    page = context.new_page()
    page.set_viewport_size(PHONE)
    return page


def fill(thumb, fields):
    """The five figures: 3 apprenticeships, 9 of 10 calls, 8 points, the newsletter sent, 42 hours."""
    first, calls, points, sent, hours = fields
    thumb.type(first.get_by_label("This period", exact=True), "3")
    thumb.type(calls.get_by_label("How many", exact=True), "9")
    thumb.type(calls.get_by_label("Out of how many"), "10")
    thumb.type(points.get_by_label("This period", exact=True), "8")
    thumb.tap(sent.get_by_label("Yes"))
    thumb.type(hours.get_by_label("This period", exact=True), "42")


def statuses():
    return list(Return.objects.order_by("due__kpi__number").values_list("status", flat=True))


def test_five_kpis_take_three_screens_and_ten_touches(stage, phone, live_server, axe_check, no_sideways_scrolling):
    phone.goto(live_server.url)
    thumb = Thumb(phone)
    thumb.tap(phone.get_by_role("link", name="Make the returns").or_(phone.get_by_role("button", name="Make the returns")))
    expect(phone.get_by_role("heading", level=1)).to_have_text(stage.contract.title)
    field = phone.get_by_label("This period", exact=True).first.bounding_box()
    assert field["y"] + field["height"] <= PHONE["height"], f"the first field ends at {field['y'] + field['height']} px"
    axe_check(phone)
    no_sideways_scrolling(phone)
    Path("/tmp/period-1.png").write_bytes(phone.screenshot(full_page=True))
    fill(thumb, phone.get_by_role("group").filter(has=phone.locator(".sv-period__kpi")).all())
    thumb.tap(phone.get_by_role("button", name="Check and submit"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Check your returns")
    axe_check(phone)
    no_sideways_scrolling(phone)
    Path("/tmp/period-2.png").write_bytes(phone.screenshot(full_page=True))
    thumb.tap(phone.get_by_role("button", name="Submit 5 returns"))
    expect(phone.get_by_text("5 returns are submitted")).to_be_visible()
    axe_check(phone)
    Path("/tmp/period-3.png").write_bytes(phone.screenshot(full_page=True))
    assert statuses() == [ReturnStatus.SUBMITTED] * 5
    assert (thumb.screens, thumb.touches) == (3, 9)
    assert thumb.seconds <= 10 * 60
