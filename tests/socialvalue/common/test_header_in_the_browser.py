"""What only a browser shows of the header: how much of a small screen it leaves, and its menus by the keyboard."""

from datetime import datetime

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import commissioning as plans
from tests.builders import contracts as build
from tests.builders import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 375, "height": 667}
# A screen of 1280 × 1024 at 400 %: WCAG 1.4.10
ENLARGED = {"width": 320, "height": 256}


@pytest.fixture
def signed_in(context, client, live_server):
    def sign_in(user):
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])

    return sign_in


def bottom(locator) -> float:
    """How far down its lower edge is, in pixels of the page not yet scrolled."""
    box = locator.bounding_box()
    return box["y"] + box["height"]


def test_the_first_field_of_a_return_is_on_the_first_screen_of_a_phone(signed_in, live_server, page):
    with clock.at(datetime(2025, 7, 10, 9)):
        contract, who = build.active_contract()
        due = build.first_due(contract)
        signed_in(who.reporter)
        page.set_viewport_size(PHONE)
        page.goto(live_server.url + reverse("return", args=[due.pk]))
        assert bottom(page.get_by_role("main").get_by_role("textbox").first) < PHONE["height"]


def test_a_title_is_on_the_first_screen_at_400_percent(signed_in, live_server, page):
    body = plans.commission(title="Breaks for people who care for an adult at home, and for the young who do")
    signed_in(body.lead)
    page.set_viewport_size(ENLARGED)
    at = {"commission": [body.reference], "key-questions": [body.reference], "commission-edit": [body.reference]}
    for name in ("commissions", "diary", "tenders", "frameworks", "search", "words", "account", *at):
        page.goto(live_server.url + reverse(name, args=at.get(name)))
        title = page.get_by_role("heading", level=1)
        # Its first line, all of it
        assert title.bounding_box()["y"] + 32 < ENLARGED["height"], name
        assert page.evaluate("document.documentElement.scrollWidth") == ENLARGED["width"], name


def expanded(page, summary) -> bool:
    """What a screen reader is told of the button of a menu."""
    session = page.context.new_cdp_session(page)
    tree = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    name = summary.inner_text()
    [node] = [one for one in tree if one.get("role", {}).get("value") == "DisclosureTriangle" and one["name"]["value"] == name]
    return next(one["value"]["value"] for one in node["properties"] if one["name"] == "expanded")


def test_the_folded_menu_by_keyboard_and_without_a_script(signed_in, live_server, page, new_context, axe_check):
    user = people.person(people.council(), Role.COMMISSIONER)
    signed_in(user)
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + reverse("commissions"))
    menu = page.locator("summary", has_text="Menu")
    plan = page.get_by_role("navigation", name="Menu").get_by_role("link", name="Plan")
    expect(plan).to_be_hidden()
    assert expanded(page, menu) is False
    menu.focus()
    page.keyboard.press("Enter")
    expect(plan).to_be_visible()
    assert expanded(page, menu) is True
    axe_check(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(plan).to_be_focused()
    # Escape closes it and gives the keyboard back to the button
    page.keyboard.press("Escape")
    expect(plan).to_be_hidden()
    expect(menu).to_be_focused()
    # One menu at a time: what is left by the keyboard closes
    page.keyboard.press("Enter")
    page.locator("summary", has_text="You").focus()
    expect(plan).to_be_hidden()
    # Without a script it opens all the same
    plain = new_context(java_script_enabled=False)
    plain.add_cookies(page.context.cookies())
    page = plain.new_page()
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + reverse("commissions"))
    page.locator("summary", has_text="Menu").press("Enter")
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Commissions")


def test_what_is_tapped_on_a_small_phone_is_on_the_screen_and_large_enough(signed_in, live_server, page):
    body = plans.commission(title="Breaks for people who care")
    signed_in(body.lead)
    for width in (320, PHONE["width"]):
        page.set_viewport_size({"width": width, "height": 667})
        page.goto(live_server.url + reverse("commission", args=[body.reference]))
        search = page.locator(".sv-search-link").bounding_box()
        assert min(search["width"], search["height"]) >= 44, width
        links = page.locator(".govuk-breadcrumbs__link, .sv-footer a").all()
        assert len(links) > 2
        assert [link.inner_text() for link in links if link.bounding_box()["height"] < 24] == [], width
        for name in ("Menu", "You"):
            page.locator("summary", has_text=name).first.click()
            panel = page.locator("details[open] > .sv-menu__panel").bounding_box()
            assert panel["x"] >= 0, (width, name)
            assert panel["x"] + panel["width"] <= width, (width, name)
            page.keyboard.press("Escape")
        page.goto(live_server.url + reverse("commission-edit", args=[body.reference]))
        assert page.locator(".govuk-back-link").bounding_box()["height"] >= 24, width
