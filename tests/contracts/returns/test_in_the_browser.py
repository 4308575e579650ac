"""A return saves by itself while somebody types, on a slow line, and nobody is accused of it; the last words are kept."""

from datetime import datetime

import pytest
from django.conf import settings
from playwright.sync_api import expect

from contracts.returns import services
from contracts.returns.models import Return
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.fixtures.worker import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# How long the automatic save's way to the server takes, and how long after the last key the button is pressed: seconds
TIMINGS = [(0.0, 0.6), (0.0, 2.02), (0.4, 2.1), (0.4, 2.3), (1.5, 2.05), (1.5, 0.1)]


@pytest.fixture
def stage():
    with clock.at(datetime(2025, 7, 10, 9)):
        contract, who = build.active_contract()
        return who, build.first_due(contract)


@pytest.fixture
def signed_in(context, client, live_server):
    def sign_in(user):
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])

    return sign_in


def slow(page, before: float = 0, after: float = 0):
    """Automatic saves take their time: ``before`` they reach the server, or ``after``, before the page hears of them."""

    def handle(route):
        page.wait_for_timeout(before * 1000)
        try:
            answer = route.fetch()
            page.wait_for_timeout(after * 1000)
            route.fulfill(response=answer)
        except Exception:
            pass

    page.route("**/returns/*/save/", handle)


def test_the_button_right_after_an_automatic_save_accuses_nobody(stage, signed_in, live_server, page):
    who, due = stage
    signed_in(who.reporter)
    address = f"{live_server.url}/returns/{due.pk}/"
    for number, (answer_takes, pause) in enumerate(TIMINGS):
        page.unroute_all(behavior="ignoreErrors")
        slow(page, after=answer_takes)
        page.goto(address)
        words = f"Nine people started, as told the {number}. time"
        page.get_by_label("What happened").fill("")
        page.get_by_label("What happened").press_sequentially(words, delay=5)
        page.wait_for_timeout(pause * 1000)
        # By script, as a key would: the field is not left first
        page.get_by_role("button", name="Check and submit").evaluate("button => button.form.requestSubmit(button)")
        expect(page.get_by_role("heading", level=1)).to_have_text("Check your return")
        assert Return.objects.get().narrative == words, (answer_takes, pause)
    # The version on the check page is the latest: what was on its way did not come after it
    page.wait_for_timeout(2500)
    assert Return.objects.get().narrative == words


@pytest.mark.console_says("htmx:sendError", "Failed to load resource: net::ERR_INTERNET_DISCONNECTED")
def test_an_automatic_save_says_when_it_kept_and_when_it_could_not(stage, signed_in, live_server, page, context):
    who, due = stage
    signed_in(who.reporter)
    page.goto(f"{live_server.url}/returns/{due.pk}/")
    field, said = page.get_by_label("What happened"), page.locator("#saved")
    field.fill("First words")
    expect(said).to_contain_text("Saved", timeout=6000)
    context.set_offline(True)
    field.fill("Words on the train")
    expect(said).to_contain_text("Not saved: no connection", timeout=6000)
    page.get_by_role("button", name="Save as draft").click()
    expect(said).to_be_in_viewport()
    assert field.input_value() == "Words on the train"
    assert Return.objects.get().narrative == "First words"
    context.set_offline(False)
    wait_until(lambda: Return.objects.get().narrative == "Words on the train", what="the save when the connection is back")
    expect(said).to_contain_text("Saved")


def test_the_other_tab_is_called_ones_own_and_the_summary_leads_to_what_is_stored(
    stage, signed_in, live_server, page, context, axe_check, no_sideways_scrolling
):
    who, due = stage
    signed_in(who.reporter)
    address = f"{live_server.url}/returns/{due.pk}/"
    page.goto(address)
    other = context.new_page()
    other.goto(address)
    other.get_by_label("What happened").fill("From the other tab")
    other.get_by_role("button", name="Save as draft").click()
    expect(other.get_by_text("Your draft is saved")).to_be_visible()
    other.close()
    page.get_by_label("What happened").fill("From this tab")
    page.get_by_role("button", name="Save as draft").click()
    page.get_by_role("link", name="You saved this in another tab or window at").click()
    expect(page.locator("#latest")).to_contain_text("From the other tab")
    assert "Somebody else" not in page.locator("main").inner_text()
    assert page.get_by_label("What happened").input_value() == "From this tab"
    axe_check(page)
    no_sideways_scrolling(page)
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_text("Your draft is saved")).to_be_visible()
    assert Return.objects.get().narrative == "From this tab"


def test_without_javascript_the_same_rules_hold(stage, signed_in, live_server, new_context, client):
    who, due = stage
    client.force_login(who.reporter)
    context = new_context(java_script_enabled=False)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/returns/{due.pk}/")
    page.get_by_label("What happened").fill("Mine")
    services.save_return(due, by=who.reporter, value=None, narrative="Of the other tab", page="another")
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_role("link", name="You saved this in another tab or window at")).to_be_visible()
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_text("Your draft is saved")).to_be_visible()
    assert Return.objects.get().narrative == "Mine"


def test_what_was_typed_just_before_leaving_is_saved_once_and_is_there_again(stage, signed_in, live_server, page):
    who, due = stage
    signed_in(who.reporter)
    contract = f"{live_server.url}/contracts/{due.kpi.obligation.contract_id}/returns/"
    address = f"{live_server.url}/returns/{due.pk}/"
    posts = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.goto(contract)
    page.goto(address)
    field = page.get_by_label("What happened")
    field.press_sequentially("Left at once", delay=5)
    page.go_back()
    expect(page).to_have_url(contract)
    page.goto(address)
    expect(field).to_have_value("Left at once")
    # Another app comes to the front, and the page lives on: its own timer has nothing left to send
    field.fill("Left at once, and hidden")
    page.evaluate(
        "Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    wait_until(lambda: Return.objects.get().narrative == "Left at once, and hidden", what="the save of a hidden page")
    page.wait_for_timeout(2500)
    assert posts == [f"{address}save/"] * 2
    # The page that is drawn next knows the version that was saved on the way to it
    field.fill("Left at once, and hidden, and reloaded")
    page.reload()
    expect(field).to_have_value("Left at once, and hidden, and reloaded")
    field.fill("Mine still")
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_text("Your draft is saved")).to_be_visible()
    assert Return.objects.get().narrative == "Mine still"
