"""What the second of two people sees who change the same thing, in the browser."""

import pytest
from django.conf import settings
from django.urls import reverse

from procurement.commissioning import services as commissioning
from procurement.tendering import services as tendering
from tests.builders import commissioning as build
from tests.builders import tendering as tenders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def go_in(context, client, live_server, user):
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


def test_what_is_saved_now_stands_between_the_errors_and_what_was_typed(
    live_server, context, page, client, axe_check, no_sideways_scrolling
):
    body = build.commission(framework=build.framework())
    go_in(context, client, live_server, body.lead)
    page.goto(live_server.url + reverse("commission-edit", args=[body.reference]))
    commissioning.edit_commission(body, by=body.lead, title="Breaks for carers of adults", term_months=60, light_touch=True)
    page.get_by_label("Title").fill("Mine")
    page.get_by_role("button", name="Save").click()
    listed = page.get_by_role("heading", name="What is saved now").locator("..")
    assert listed.locator("dt").all_inner_texts()[0] == "Title"
    assert listed.locator("dd").all_inner_texts()[0] == "Breaks for carers of adults"
    assert page.get_by_label("Title").input_value() == "Mine"
    axe_check(page)
    no_sideways_scrolling(page)
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("The commission is saved.").is_visible()


def test_a_question_before_something_final_says_that_the_tender_changed(
    live_server, context, page, client, axe_check, no_sideways_scrolling
):
    tender = tenders.with_criteria(tenders.draft())
    go_in(context, client, live_server, tender.drafted_by)
    one = tender.criteria.get(key="q1")
    page.goto(live_server.url + reverse("criterion-remove", args=[tender.reference, one.pk]))
    tendering.edit_criterion(one, by=tender.drafted_by, title="Theirs")
    page.get_by_role("button", name="Remove").click()
    assert page.get_by_text("Somebody else saved this while you were working on it.").is_visible()
    axe_check(page)
    no_sideways_scrolling(page)
