"""A charity of three reports its quarter of five KPIs on a phone: screens and touches are counted, as they were and as they are."""

from io import BytesIO

import pytest
from django.conf import settings
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from contracts.returns.models import Return
from contracts.schedule.enums import ReturnStatus
from socialvalue.common import clock
from socialvalue.documents.models import Document
from tests.fixtures.worker import wait_until

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


def test_five_kpis_take_three_screens_and_nine_touches(stage, phone, live_server, axe_check, no_sideways_scrolling):
    phone.goto(live_server.url)
    thumb = Thumb(phone)
    thumb.tap(phone.get_by_role("link", name="Make the returns").or_(phone.get_by_role("button", name="Make the returns")))
    expect(phone.get_by_role("heading", level=1)).to_have_text(stage.contract.title)
    field = phone.get_by_label("This period", exact=True).first.bounding_box()
    assert field["y"] + field["height"] <= PHONE["height"], f"the first field ends at {field['y'] + field['height']} px"
    axe_check(phone)
    no_sideways_scrolling(phone)
    fill(thumb, phone.get_by_role("group").filter(has=phone.locator(".sv-period__kpi")).all())
    thumb.tap(phone.get_by_role("button", name="Check and submit"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Check your returns")
    axe_check(phone)
    no_sideways_scrolling(phone)
    thumb.tap(phone.get_by_role("button", name="Submit 5 returns"))
    expect(phone.get_by_text("5 returns are submitted")).to_be_visible()
    axe_check(phone)
    assert statuses() == [ReturnStatus.SUBMITTED] * 5
    assert (thumb.screens, thumb.touches) == (3, 9)
    assert thumb.seconds <= 10 * 60, f"{thumb.seconds} seconds"


def test_the_same_five_on_their_own_pages_take_six_times_the_screens(stage, phone, live_server, monkeypatch):
    """In the days after the quarter: its returns are the ones that stand unfolded on the page of the contract's returns."""
    monkeypatch.setattr(clock, "source", lambda: TODAY.replace(tzinfo=clock.LONDON))
    phone.goto(live_server.url + reverse("contract-returns", args=[stage.contract.pk]))
    thumb = Thumb(phone)
    labels = {0: ("Apprenticeships started", "3"), 2: ("Satisfaction of carers", "8"), 4: ("Hours volunteered", "42")}
    for number, due in enumerate(stage.dues):
        if number:
            thumb.tap(phone.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Returns", exact=True))
        thumb.tap(phone.locator(f'main a[href="/returns/{due.pk}/"]'))
        if number in labels:
            label, figure = labels[number]
            thumb.type(phone.get_by_label(label, exact=True), figure)
        elif number == 1:
            thumb.type(phone.get_by_label("How many", exact=True), "9")
            thumb.type(phone.get_by_label("Out of how many"), "10")
        else:
            thumb.tap(phone.get_by_label("Yes"))
        thumb.tap(phone.get_by_role("button", name="Check and submit"))
        thumb.tap(phone.get_by_role("button", name="Submit return"))
        expect(phone.get_by_text("The return is submitted")).to_be_visible()
    assert statuses() == [ReturnStatus.SUBMITTED] * 5
    assert (thumb.screens, thumb.touches) == (19, 25)


def test_a_photograph_is_taken_in_its_row_and_kept_at_once(stage, phone, live_server, axe_check):
    phone.goto(live_server.url + stage.url())
    row = phone.locator(f"#row-{stage.dues[0].pk}")
    row.get_by_text("More about this figure").tap()
    camera = row.get_by_label("Take a photograph")
    expect(camera).to_be_visible()
    assert camera.get_attribute("capture") == "environment"
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(buffer, "JPEG")
    # On a slow line it takes longer than the half second after which the page saves by itself
    phone.route("**/evidence/", lambda route: (phone.wait_for_timeout(1500), route.continue_()))
    camera.set_input_files({"name": "garden.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()})
    expect(row.get_by_role("link", name="garden.jpg")).to_be_visible(timeout=20_000)
    assert camera.evaluate("field => field.files.length") == 0
    axe_check(phone)
    row.get_by_label("This period", exact=True).fill("3")
    expect(phone.locator("#saved")).to_contain_text("Saved", timeout=6000)
    phone.get_by_role("button", name="Check and submit").tap()
    expect(phone.get_by_text("Evidence: 1 file.")).to_be_visible()
    version = Return.objects.get()
    assert (version.value, [one.name for one in Document.objects.of(version)]) == (3, ["garden.jpg"])


def test_a_photograph_that_is_on_its_way_when_check_is_pressed_is_added_once(stage, phone, live_server):
    phone.goto(live_server.url + stage.url())
    row = phone.locator(f"#row-{stage.dues[0].pk}")
    row.get_by_label("This period", exact=True).fill("3")
    row.get_by_text("More about this figure").tap()
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(buffer, "JPEG")
    # A slow line: it arrives when the test says so, and not before
    on_its_way = []
    phone.route("**/evidence/", lambda route: on_its_way.append(route))
    row.get_by_label("Take a photograph").set_input_files(
        {"name": "garden.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}
    )
    expect(row.get_by_text("Adding garden.jpg")).to_be_visible()
    phone.get_by_role("button", name="Check and submit").tap()
    expect(phone.locator("#saved")).to_have_text("Waiting until garden.jpg is added …")
    (sent,) = on_its_way
    sent.continue_()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Check your returns", timeout=20_000)
    expect(phone.get_by_text("Evidence: 1 file.")).to_be_visible()
    version = Return.objects.get()
    assert (version.value, [one.name for one in Document.objects.of(version)]) == (3, ["garden.jpg"])


def test_rows_save_themselves_and_a_second_window_is_not_overwritten(stage, phone, live_server, client, new_context):
    phone.goto(live_server.url + stage.url())
    other = phone.context.new_page()
    other.goto(live_server.url + stage.url())
    rows = [phone.locator(f"#row-{due.pk}") for due in stage.dues]
    theirs = [other.locator(f"#row-{due.pk}") for due in stage.dues]
    rows[0].get_by_label("This period", exact=True).fill("3")
    expect(phone.locator("#saved")).to_contain_text("Saved", timeout=6000)
    theirs[4].get_by_label("This period", exact=True).fill("42")
    expect(other.locator("#saved")).to_contain_text("Saved", timeout=6000)
    theirs[0].get_by_label("This period", exact=True).fill("9")
    expect(other.locator("#saved")).to_contain_text("KPI 1: Not saved: you saved this in another tab", timeout=6000)
    rows[0].get_by_label("This period", exact=True).fill("4")
    expect(phone.locator("#saved")).to_contain_text("Saved", timeout=6000)
    wait_until(lambda: Return.objects.get(due=stage.dues[0]).value == 4, what="the second figure of the first window")
    assert Return.objects.get(due=stage.dues[4]).value == 42


def test_by_keyboard_alone_and_without_a_script(stage, live_server, client, new_context):
    client.force_login(stage.who.reporter)
    context = new_context(java_script_enabled=False)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + stage.url())
    page.get_by_label("This period", exact=True).first.focus()
    page.keyboard.type("3")
    page.get_by_role("button", name="Check and submit").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your returns")
    expect(page.get_by_text("Not submitted: 4 stay due")).to_be_visible()
    page.get_by_role("button", name="Submit 1 return").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 return is submitted")).to_be_visible()
    assert statuses() == [ReturnStatus.SUBMITTED]
