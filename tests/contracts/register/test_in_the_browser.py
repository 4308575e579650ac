"""Naming the suppliers of a contract out of thousands: what fits is offered while somebody types."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from contracts.register.models import Contract
from socialvalue.accounts.models import Organisation
from tests.builders import contracts as build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_suppliers_are_offered_while_their_name_is_typed(live_server, context, page, client, axe_check, no_sideways_scrolling):
    who = build.parties()
    for name in ("Bridge Works", "Garden Works"):
        Organisation.objects.create(name=name, kind="supplier")
    client.force_login(who.manager)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page.goto(live_server.url + reverse("contract-new"))
    box = page.get_by_role("combobox", name="Supplier", exact=False).first
    offered = page.locator(f"datalist#{box.get_attribute('list')} option")
    box.press_sequentially("w")
    expect(offered).to_have_count(0)
    box.press_sequentially("orks")
    expect(offered).to_have_count(2)
    assert [one.get_attribute("value") for one in offered.all()] == ["Bridge Works", "Garden Works"]
    box.fill("bridge works")
    expect(offered).to_have_count(1)
    axe_check(page)
    no_sideways_scrolling(page)
    # A name in full is enough: the list need not be used
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("combobox", name="Supplier", exact=False).first).to_have_value("bridge works")
    assert not Contract.objects.exists()
