"""Every page of the two rooms in the browser: no accessibility violation, no sideways scrolling, no complaint of the console."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse

from procurement.commissioning import services
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import commissioning as build
from tests.builders import engagement, people, tendering

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
    engagement.published_you_said(body, body.remarks.exclude(pk=said.pk).get())
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
        reverse("you-said-publish", args=at),
        reverse("you-said-take-back", args=at),
        reverse("public-you-said", args=at),
        reverse("public-you-said-list"),
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


def test_what_people_said_is_chosen_looked_at_and_published(
    live_server, context, page, client, body, axe_check, no_sideways_scrolling, new_context
):
    go_in(context, client, live_server, body.lead)
    page.goto(live_server.url + reverse("you-said", args=[body.reference]))
    page.get_by_role("link", name="Publish another edition").click()
    page.get_by_label("Introduction").fill("What carers and others told us.")
    page.get_by_role("checkbox").first.uncheck()
    page.get_by_role("button", name="See it as the public will").click()
    assert page.get_by_text("Choose at least one remark").first.is_visible()
    axe_check(page)
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="See it as the public will").click()
    assert page.get_by_text("Nothing is published yet.").is_visible()
    axe_check(page)
    no_sideways_scrolling(page)
    page.get_by_role("button", name="Publish it").click()
    assert page.get_by_text("It is published. Everybody can read it.").is_visible()
    stranger = new_context().new_page()
    stranger.goto(live_server.url + reverse("public-you-said", args=[body.reference]))
    assert stranger.get_by_text("What carers and others told us.").is_visible()
    axe_check(stranger)
    page.get_by_role("link", name="Take it back").click()
    page.get_by_label("Why it is taken back").fill("One remark shows who somebody is.")
    page.get_by_role("button", name="Take it back").click()
    assert page.get_by_text("It is off the public site.").is_visible()
    assert page.get_by_text("One remark shows who somebody is.").is_visible()


def test_an_exception_and_urgency_are_shown_apart(live_server, context, page, client, axe_check, no_sideways_scrolling):
    """Below the threshold, with an exception from council policy and a tender that cannot wait."""
    small = tendering.commission(ready=False, estimated_value=Decimal(40000))
    services.consider(small, by=small.lead, point="1_8", text="The provider closed.", considered_on=clock.today())
    services.edit_plan(
        services.start_plan(small, by=small.lead),
        by=small.lead,
        no_insurance_before_award=False,
        insurance_reason="People travel in vans.",
    )
    tender = tendering.checking_tender(small, value=Decimal(40000))
    go_in(context, client, live_server, small.lead)
    for name in ("plan", "plan-edit", "act-record"):
        page.goto(live_server.url + reverse(name, args=[small.reference]))
        axe_check(page)
        no_sideways_scrolling(page)
    go_in(context, client, live_server, people.person(small.council, Role.PROCUREMENT_OFFICER))
    page.goto(live_server.url + reverse("tender-check", args=[tender.reference]))
    no_sideways_scrolling(page)
    page.get_by_role("button", name="Publish").click()
    axe_check(page)
    page.get_by_role("link", name="Confirm the urgency").click()
    assert page.evaluate("document.activeElement.name") == "publish-urgency_confirmed"
    page.get_by_label("I confirm the urgency").check()
    page.get_by_role("button", name="Publish").click()
    assert page.get_by_text("The tender is published.").is_visible()
    assert page.get_by_text("Published without the considerations being recorded before: urgency").is_visible()
    axe_check(page)
