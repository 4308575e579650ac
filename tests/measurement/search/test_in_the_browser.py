"""The page of results under axe, and the key that only a browser can press."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from socialvalue.accounts.enums import Role
from tests.builders import people, pipeline

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def commissioner(live_server, context, client):
    user = people.person(people.council(), Role.COMMISSIONER)
    for number in range(8):
        pipeline.commission(user.council, by=user, title=f"Home care in the district number {number}")
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    return user


def test_the_pages_of_the_search(live_server, page, commissioner, axe_check, no_sideways_scrolling):
    for query in ("", "?q=home+care", "?q=home&kind=commissions", "?q=nowhere", "?q=x", "?q=" + "x" * 200, "?q=distrikt"):
        assert page.goto(live_server.url + reverse("search") + query).status == 200
        axe_check(page)
        no_sideways_scrolling(page)


def test_the_key_goes_to_the_box_and_never_while_somebody_types(live_server, page, commissioner):
    page.goto(live_server.url + reverse("search") + "?q=home")
    box = page.get_by_role("searchbox")
    page.keyboard.press("/")
    expect(box).to_be_focused()
    # What is in the box is chosen, so that the next letter begins anew; in the box the key is a letter like others
    page.keyboard.type("care/x")
    expect(box).to_have_value("care/x")
    page.get_by_role("button", name="Search").focus()
    page.keyboard.press("Control+/")
    expect(box).not_to_be_focused()
    commissioner.search_shortcut = False
    commissioner.save()
    page.goto(live_server.url + reverse("search") + "?q=home")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).not_to_be_focused()
