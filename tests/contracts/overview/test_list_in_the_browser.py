"""A list by keyboard on a wide screen, and its rows as cards on a phone and on a tablet held upright."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.builders import contracts as build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def contracts(context, client, live_server, page):
    """The list with eleven contracts, so that it has a filter, open for a contract manager."""
    who = build.parties()
    for number in range(11):
        build.draft_contract(who, title=f"Service {number:02}")
    client.force_login(who.manager)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page.goto(f"{live_server.url}/contracts/")
    return page


def first_row(page):
    return page.get_by_role("rowheader").first


def test_headings_chips_and_views_by_keyboard(contracts, axe_check):
    page = contracts
    heading = page.get_by_role("columnheader", name="Contract").get_by_role("link")
    heading.press("Enter")
    expect(first_row(page)).to_contain_text("Service 10")
    expect(page.get_by_role("columnheader", name="Contract")).to_have_attribute("aria-sort", "descending")
    page.get_by_label("Search", exact=True).last.fill("0")
    page.get_by_label("Search", exact=True).last.press("Enter")
    chip = page.get_by_role("link", name="Remove filter Search: 0")
    expect(chip).to_be_visible()
    page.get_by_role("link", name="Save this as a view").press("Enter")
    page.get_by_label("Name of the view").fill("With a zero")
    page.get_by_label("Name of the view").press("Enter")
    tabs = page.get_by_role("navigation", name="Saved views")
    expect(tabs.get_by_role("link", name="With a zero")).to_have_attribute("aria-current", "page")
    axe_check(page)
    chip.press("Enter")
    expect(page.get_by_role("button", name="Change “With a zero” to this")).to_be_visible()


@pytest.mark.parametrize(("width", "beside"), [(375, False), (768, True)])
def test_rows_are_cards_that_say_their_columns(contracts, axe_check, width, beside):
    page = contracts
    page.set_viewport_size({"width": width, "height": 900})
    card = page.get_by_role("row").filter(has_text="Service 00")
    # What the style sheet writes before a cell is its column's name; the roles of a table are still there
    assert card.get_by_role("cell").nth(1).evaluate("cell => getComputedStyle(cell, '::before').content") == '"Ends"'
    ends, attention = (card.get_by_role("cell").nth(number).bounding_box() for number in (1, 4))
    assert (ends["y"] == attention["y"]) is beside
    expect(page.get_by_text("Order and columns")).to_be_visible()
    axe_check(page)
