"""Every page of the two rooms in the browser: no accessibility violation, no sideways scrolling, no complaint of the console."""

import pytest
from django.conf import settings
from django.urls import reverse

from procurement.commissioning import services
from tests.builders import commissioning as build
from tests.builders import engagement

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def go_in(context, client, live_server, user):
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


@pytest.fixture
def body():
    body = build.considered(build.commission(framework=build.framework(), illustrative=True))
    build.commission(by=body.lead, title="Breaks for young carers")
    said = engagement.remark(body)
    engagement.remark(body, question="exclusion", group="vcse", text="Five would be too many.")
    services.add_entry(body, by=body.lead, kind="at_risk", text="Two clubs", consequence="They were told", remarks=[said])
    services.issue_diagnostic(body, by=body.lead)
    services.move_stage(body, "plan", by=body.lead)
    kept = build.requirement(body, build.outcome(body, remarks=[said]))
    services.reword_requirement(kept, by=body.lead, reason="Small providers were heard", target=2)
    build.outcome(body, wording="Nothing is asked for it yet")
    build.complete_plan(body)
    engagement.advertised_event(body)
    engagement.held_event(body)
    engagement.idea(body)
    return body


def pages(body) -> list[str]:
    at = [body.reference]
    sought, requirement = body.sought_outcomes.first(), body.requirements.get()
    event, remark = body.events.first(), body.remarks.first()
    return [
        reverse("commissions"),
        reverse("commission-new"),
        *(reverse(name, args=at) for name in (
            "commission", "commission-edit", "commission-history", "diagnostic", "diagnostic-issue", "sought-outcomes",
            "outcome-new", "act-record", "plan", "plan-edit", "plan-submit", "commission-review", "key-questions", "remarks",
            "remark-new", "you-said", "events", "event-new", "commission-ideas",
        )),
        reverse("commission-move", args=[*at, "close"]),
        reverse("diagnostic-add", args=[*at, "similar_service"]),
        reverse("diagnostic-issued", args=[*at, 1]),
        reverse("outcome-edit", args=[*at, sought.pk]),
        reverse("requirement-new", args=[*at, sought.pk]),
        reverse("requirement", args=[*at, requirement.pk]),
        reverse("requirement-edit", args=[*at, requirement.pk]),
        reverse("act-consider", args=[*at, "1_3_a"]),
        reverse("remark-respond", args=[*at, remark.pk]),
        *(reverse(name, args=[*at, event.pk]) for name in ("event", "event-edit", "event-cancel", "event-attendance", "event-document")),
        reverse("idea-reply", args=[*at, body.ideas.get().pk]),
        reverse("public-events"),
        reverse("public-event", args=[event.pk]),
    ]  # fmt: skip


def test_every_page_is_accessible(live_server, context, page, client, body, axe_check, no_sideways_scrolling):
    go_in(context, client, live_server, body.lead)
    for url in pages(body):
        response = page.goto(live_server.url + url)
        assert response.status == 200, url
        axe_check(page)
        no_sideways_scrolling(page)


def test_a_refusal_is_accessible_and_its_summary_leads_to_the_field(live_server, context, page, client, body, axe_check):
    go_in(context, client, live_server, body.lead)
    page.goto(live_server.url + reverse("remark-new", args=[body.reference]))
    page.get_by_label("What was said").fill("Please do not lose the club.")
    page.get_by_role("button", name="Record it").click()
    axe_check(page)
    assert page.get_by_label("What was said").input_value() == "Please do not lose the club."
    page.get_by_role("link", name="Select who said it").click()
    assert page.evaluate("document.activeElement.name") == "group"


def test_the_approver_decides_on_one_page(live_server, context, page, client, body, axe_check):
    services.submit_plan(body.plan, by=body.lead)
    go_in(context, client, live_server, build.approver(body.council))
    page.goto(live_server.url + reverse("plan-decide", args=[body.reference]))
    axe_check(page)
    page.get_by_label("Approve the plan").check()
    page.get_by_role("button", name="Record the decision").click()
    assert page.get_by_text("Your decision is recorded").is_visible()
    assert page.get_by_role("link", name="Commissioning plan 1").is_visible()
