"""Oversight in the browser: no accessibility violation, no sideways scrolling, with figures of every kind on the pages."""

import pytest
from django.conf import settings
from django.urls import reverse

from socialvalue.accounts.enums import Role
from tests.builders import measurement as build
from tests.builders import people
from tests.measurement.figures import steps

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RANGE = f"?from={build.PERIOD[0]}&to={build.PERIOD[1]}"


@pytest.fixture
def made(live_server, context, client):
    made = steps.hand()
    client.force_login(people.person(made.council, Role.MEMBER))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    return made


def test_the_members_pages(live_server, page, made, axe_check, no_sideways_scrolling):
    priority = made.scene.measures["LE2.2"].outcome.priority_id
    for url, status in (
        (reverse("home"), 200),
        (reverse("oversight") + RANGE, 200),
        (reverse("oversight") + "?from=soon&to=2025-09-30", 200),
        (reverse("oversight-priority", args=[priority]) + RANGE, 200),
        (reverse("oversight-directorate", args=[made.contract.directorate_id]) + RANGE, 200),
        (reverse("oversight-contracts") + RANGE, 200),
        (reverse("figure", args=["kpi", made.kpis["ratio"].pk]) + RANGE, 200),
        (reverse("figure", args=["kpi", made.kpis["corrected"].pk]) + RANGE + "&as_of=2025-09-30", 200),
        (reverse("oversight-export", args=["json"]) + "?from=soon", 400),
    ):
        response = page.goto(live_server.url + url)
        assert response.status == status, url
        axe_check(page)
        no_sideways_scrolling(page)


def test_a_filter_that_cannot_be_read_is_said_beside_its_field(live_server, page, made):
    page.goto(live_server.url + reverse("oversight") + "?from=soon&to=2025-09-30")
    field = page.get_by_label("Period", exact=True)
    assert (
        "“from” must be a day such as 2026-04-01, not “soon”"
        in page.locator(f"#{field.get_attribute('aria-describedby')}").inner_text()
    )
