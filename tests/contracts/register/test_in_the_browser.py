"""Choosing the suppliers of a contract out of a long list."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from socialvalue.accounts.models import Organisation
from tests.builders import contracts as build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_list_of_suppliers_is_narrowed_by_typing_and_keeps_what_is_ticked(
    live_server, context, page, client, axe_check, no_sideways_scrolling
):
    who = build.parties()
    for name in ("Áine’s Bakery", "Bridge Works", "Garden Works"):
        Organisation.objects.create(name=name, kind="supplier")
    client.force_login(who.manager)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page.goto(live_server.url + reverse("contract-new"))
    boxes = page.get_by_role("group", name="Suppliers").get_by_role("checkbox")
    narrow = page.get_by_label("Type part of a name to shorten the list")
    page.get_by_label("Bridge Works").check()
    narrow.fill("aine")
    # Without its accent too, and the one that is ticked stays in sight
    assert [page.get_by_label(name).is_visible() for name in ("Áine’s Bakery", "Bridge Works", "Garden Works")] == [
        True,
        True,
        False,
    ]
    expect(page.get_by_role("status").filter(has_text="shown")).to_have_text("2 of 4 shown")
    narrow.press("Enter")
    expect(page).to_have_url(live_server.url + reverse("contract-new"))
    narrow.fill("")
    expect(boxes.filter(visible=True)).to_have_count(4)
    axe_check(page)
    no_sideways_scrolling(page)
