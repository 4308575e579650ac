"""Every page of the pipeline in the browser: no accessibility violation, no sideways scrolling, no complaint of the console."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from procurement.pipeline import services
from procurement.pipeline.models import Posting
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.places.models import District
from socialvalue.places.services import load_districts
from tests.builders import engagement, people
from tests.builders import pipeline as build
from tests.builders.tendering import published_tender

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def go_in(context, client, live_server, user):
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


@pytest.fixture
def council():
    load_districts()
    return people.council()


@pytest.fixture
def body(council):
    """A commission that clashes with another, has a warning and something to read in public."""
    start = clock.today() + timedelta(days=400)
    body = build.planned(build.commission(council), start, mobilisation=3)
    build.planned(build.commission(council, by=body.lead, title="Home care"), start)
    engagement.advertised_event(body)
    engagement.published_you_said(body)
    return body


def look(page, live_server, urls, axe_check, no_sideways_scrolling):
    for url in urls:
        response = page.goto(live_server.url + url)
        assert response.status == 200, url
        axe_check(page)
        no_sideways_scrolling(page)


def test_what_the_public_reads(live_server, page, council, body, axe_check, no_sideways_scrolling):
    published_tender(council=council)
    posting = build.published_posting(council=council, districts=[District.objects.get(name="Ashford")])
    district = posting.districts.get()
    look(
        page,
        live_server,
        [
            "/opportunities/",
            f"/opportunities/?district={district.pk}",
            "/opportunities/?q=nothing+like+it",
            reverse("posting", args=[posting.reference]),
            "/forward-plan/",
            "/forward-plan/?q=nothing+like+it",
            reverse("forward-plan-entry", args=[body.reference]),
        ],
        axe_check,
        no_sideways_scrolling,
    )


def test_what_officers_plan(live_server, context, page, client, body, axe_check, no_sideways_scrolling):
    go_in(context, client, live_server, body.lead)
    at = [body.reference]
    look(
        page,
        live_server,
        [
            "/diary/",
            "/diary/?year=2020",
            "/forward-plan/?version=officers",
            reverse("timetable", args=at),
            reverse("timetable-plan", args=at),
            reverse("timetable-edit", args=at),
            reverse("timetable-overrule", args=[*at, "mobilisation-short-3"]),
        ],
        axe_check,
        no_sideways_scrolling,
    )
    page.goto(live_server.url + reverse("timetable-plan", args=at))
    page.get_by_label("Staff transfer", exact=True).fill("28")
    page.get_by_label("Mobilisation", exact=True).fill("60")
    page.get_by_label("At the same time").check()
    page.get_by_role("button", name="Plan the timetable").click()
    assert page.get_by_text("The timetable is planned.").is_visible()
    axe_check(page)
    page.goto(live_server.url + "/diary/")
    with page.expect_download() as csv:
        page.get_by_role("link", name="Download the steps as CSV").click()
    assert csv.value.suggested_filename == "diary-of-tenders.csv"
    with page.expect_download() as calendar:
        page.get_by_role("link", name="Add the steps to a calendar").click()
    assert calendar.value.suggested_filename == "diary-of-tenders.ics"


def test_an_opportunity_from_its_poster_to_its_approver(
    live_server, context, page, client, council, axe_check, no_sideways_scrolling
):
    partner = build.partner()
    poster, officer = people.person(partner, Role.PARTNER), people.person(council, Role.PROCUREMENT_OFFICER)
    go_in(context, client, live_server, poster)
    look(page, live_server, ["/opportunities/posted/", "/opportunities/post/"], axe_check, no_sideways_scrolling)
    page.get_by_label("Title").fill("Cleaning of three village halls")
    page.get_by_role("button", name="Send for approval").click()
    axe_check(page)
    assert page.get_by_label("Title").input_value() == "Cleaning of three village halls"
    found = build.posting(council=council, body=partner, by=poster)
    address = reverse("posting", args=[found.reference])
    go_in(context, client, live_server, officer)
    look(
        page,
        live_server,
        ["/opportunities/posted/", address, reverse("posting-return", args=[found.reference])],
        axe_check,
        no_sideways_scrolling,
    )
    services.decide_posting(found, by=officer, publish=False, comment="Where?")
    go_in(context, client, live_server, poster)
    edit, withdraw = reverse("posting-edit", args=[found.reference]), reverse("posting-withdraw", args=[found.reference])
    look(page, live_server, [address, edit, withdraw], axe_check, no_sideways_scrolling)
    page.goto(live_server.url + edit)
    page.get_by_label("Ashford").check()
    page.get_by_role("button", name="Send for approval").click()
    assert page.get_by_text("Sent again.").is_visible()
    assert [d.name for d in Posting.objects.get().districts.all()] == ["Ashford"]
