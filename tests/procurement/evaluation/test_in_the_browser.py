"""The scoring page in the browser: the question above the answer, one score at a time, at both widths."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from procurement.evaluation.models import Score
from tests.builders import evaluation as scenes
from tests.procurement import published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def go_in(context, client, live_server, user):
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


def test_from_between_two_levels_to_a_level(live_server, context, page, client, axe_check, no_sideways_scrolling):
    scene = scenes.scoring(tender=published.opened(), panellists=1)
    go_in(context, client, live_server, scene.panel[0].user)
    url = live_server.url + reverse("evaluation-score", args=[scene.tender.reference, scene.bids[0].pk, "q3"])
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(url)
        expect(page.get_by_text("3 people over the whole contract")).to_be_visible()
        expect(page.get_by_label("Score between two levels")).to_be_hidden()
        page.get_by_label("Between two levels", exact=True).check()
        box = page.get_by_label("Score between two levels")
        box.fill("3.5")
        page.get_by_label("Reason for your score").fill("Three of the four are shown.")
        axe_check(page)
        no_sideways_scrolling(page)
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
        assert Score.objects.get().value == Decimal("3.5")
        # What was typed in the box stays there and counts no longer
        expect(box).to_have_value("3.5")
        page.get_by_role("radio", name="5 –").check()
        expect(box).to_be_disabled()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
        assert Score.objects.get().value == Decimal(5)
        expect(page.get_by_role("radio", name="5 –")).to_be_checked()


def test_without_javascript_neither_of_two_scores_wins(live_server, new_context, client, axe_check):
    scene = scenes.scoring(tender=published.opened(), panellists=1)
    context = new_context(java_script_enabled=False)
    go_in(context, client, live_server, scene.panel[0].user)
    page = context.new_page()
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(live_server.url + reverse("evaluation-score", args=[scene.tender.reference, scene.bids[0].pk, "q1"]))
    page.get_by_role("radio", name="5 –").check()
    page.get_by_label("Score between two levels").fill("3.5")
    page.get_by_label("Reason for your score").fill("Kept as typed.")
    page.get_by_role("button", name="Save", exact=True).click()
    said = "You chose 5 and entered 3.5. To give 5, empty this box. To give 3.5, choose “Between two levels”."
    expect(page.get_by_role("link", name=said)).to_be_visible()
    expect(page.get_by_label("Score between two levels")).to_have_value("3.5")
    expect(page.get_by_role("radio", name="5 –")).to_be_checked()
    expect(page.get_by_label("Reason for your score")).to_have_value("Kept as typed.")
    assert not Score.objects.exists()


def test_a_digit_chooses_the_score_and_the_keyboard_goes_on_with_the_next_question(live_server, context, page, client, axe_check):
    """One answer after another without a mouse: digit, Tab, words, Ctrl and Enter; then Tab reaches the scale of the next at once."""
    scene = scenes.scoring(tender=published.opened(), panellists=1)
    go_in(context, client, live_server, scene.panel[0].user)
    args = [scene.tender.reference, scene.bids[0].pk]
    urls = [live_server.url + reverse("evaluation-score", args=[*args, key]) for key in ("q3", "q4")]
    page.set_viewport_size({"width": 1280, "height": 700})
    page.goto(urls[0])
    page.keyboard.press("4")
    expect(page.get_by_role("radio", name="4 –")).to_be_checked()
    expect(page.get_by_role("radio", name="4 –")).to_be_focused()
    assert page.get_by_role("radio", name="4 –").get_attribute("aria-keyshortcuts") == "4"
    page.keyboard.press("9")
    page.keyboard.press("Alt+2")
    expect(page.get_by_role("radio", name="4 –")).to_be_checked()
    page.keyboard.press("Tab")
    # A digit that is typed is a digit of the words
    page.keyboard.type("All 4 of them are shown, with 2 dates each.")
    expect(page.get_by_label("Reason for your score")).to_have_value("All 4 of them are shown, with 2 dates each.")
    expect(page.get_by_role("radio", name="4 –")).to_be_checked()
    expect(page.locator("#given")).to_contain_text("1 of")
    axe_check(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"{urls[1]}#question")
    score = Score.objects.get()
    assert (score.value, score.reason) == (Decimal(4), "All 4 of them are shown, with 2 dates each.")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "level"
    page.keyboard.press("0")
    expect(page.get_by_role("radio", name="0 –")).to_be_checked()
    # A given score is not changed from elsewhere on the page
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("3")
    expect(page.get_by_role("radio", name="0 –")).to_be_checked()


def test_the_scale_and_its_buttons_stay_in_sight_beside_a_long_answer(live_server, context, page, client):
    scene = scenes.scoring(tender=published.opened(), panellists=1)
    go_in(context, client, live_server, scene.panel[0].user)
    page.set_viewport_size({"width": 1280, "height": 700})
    page.goto(live_server.url + reverse("evaluation-score", args=[scene.tender.reference, scene.bids[0].pk, "q3"]))
    # As long as 750 words are
    page.evaluate("document.querySelector('#question').parentElement.style.minHeight = '3000px'")
    page.evaluate("window.scrollTo(0, 1500)")
    for shown in (page.get_by_role("radio", name="5 –"), page.get_by_role("button", name="Save and go to the next")):
        box = shown.bounding_box()
        assert 0 <= box["y"] <= 700 - box["height"]


def test_who_switched_single_keys_off_has_none_of_them(live_server, context, page, client):
    scene = scenes.scoring(tender=published.opened(), panellists=1)
    user = scene.panel[0].user
    user.search_shortcut = False
    user.save(update_fields=["search_shortcut"])
    go_in(context, client, live_server, user)
    page.goto(live_server.url + reverse("evaluation-score", args=[scene.tender.reference, scene.bids[0].pk, "q3"]))
    page.keyboard.press("4")
    expect(page.get_by_role("radio", name="4 –")).not_to_be_checked()
    page.get_by_text("By keyboard").click()
    expect(page.get_by_text("Arrow keys choose the score")).to_be_visible()
    expect(page.get_by_role("link", name="Switch these keys off")).to_have_count(0)
