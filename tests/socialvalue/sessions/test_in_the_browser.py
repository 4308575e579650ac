"""The end of a session in the browser: warned of, put off in every tab, and nothing typed is lost without JavaScript."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from procurement.commissioning.models import Commission
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.sessions.models import Session
from tests.builders import commissioning as build
from tests.builders import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page, live_server, user, to="/messages/"):
    page.goto(f"{live_server.url}/sign-in/?next={to}")
    page.get_by_label("Email address").fill(user.email)
    page.get_by_label("Password", exact=True).fill("demonstration")
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{live_server.url}{to}")


def ends_in(**time) -> None:
    Session.objects.update(expire_date=clock.now() + timedelta(**time))


def test_a_session_that_ends_is_warned_of_and_renewed_in_every_tab(live_server, context, page, axe_check, no_sideways_scrolling):
    person = people.person(people.council(), Role.MEMBER)
    sign_in(page, live_server, person)
    ends_in(minutes=11)
    page.reload()
    expect(page.get_by_role("dialog")).to_have_count(0)
    ends_in(minutes=5)
    page.reload()
    dialog = page.get_by_role("dialog", name="You will be signed out soon")
    expect(dialog).to_contain_text("in 5 minutes.")
    stay = dialog.get_by_role("button", name="Stay signed in")
    expect(stay).to_be_focused()
    axe_check(page)
    no_sideways_scrolling(page)
    other = context.new_page()
    other.goto(f"{live_server.url}/help/")
    expect(other.get_by_role("dialog")).to_be_visible()
    stay.click()
    expect(dialog).to_be_hidden()
    expect(other.get_by_role("dialog")).to_be_hidden()
    assert Session.objects.get().expire_date - clock.now() > timedelta(hours=3, minutes=59)
    # Put away with Escape it comes back when two minutes are left; after the end it says what to do
    ends_in(minutes=5)
    page.reload()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    ends_in(seconds=3)
    page.reload()
    expect(page.get_by_role("dialog", name="You have been signed out")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    axe_check(page)


def test_what_was_typed_comes_back_without_javascript(live_server, new_context, axe_check):
    body = build.commission(framework=build.framework())
    page = new_context(java_script_enabled=False).new_page()
    address = reverse("commission-edit", args=[body.reference])
    sign_in(page, live_server, body.lead, to=address)
    page.get_by_label("Title").fill("An hour of work")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("We kept what you typed: sign in to get it back.")).to_be_visible()
    page.get_by_label("Email address").fill(body.lead.email)
    page.get_by_label("Password", exact=True).fill("demonstration")
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="We kept what you typed")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("An hour of work")
    assert Commission.objects.get().title == body.title
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The commission is saved.")).to_be_visible()
    assert Commission.objects.get().title == "An hour of work"
    expect(page.get_by_role("heading", name="We kept what you typed")).to_have_count(0)
