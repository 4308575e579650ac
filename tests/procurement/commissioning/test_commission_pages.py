"""The commission and the list of them: what they say, what is kept after a refusal, how many queries they take."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from procurement.commissioning import services
from procurement.commissioning.enums import Stage
from procurement.commissioning.models import Commission
from procurement.commissioning.pages.cycle import bar_of
from procurement.tendering import services as tenders
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import commissioning as build
from tests.builders import engagement, people, tendering
from tests.reading import as_read

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def queries(client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_the_list_takes_the_same_queries_for_one_and_three_and_two_thousand(client):
    body = build.commission()
    client.force_login(body.lead)
    url = reverse("commissions")
    queries(client, url)
    assert queries(client, url) == 12
    build.complete_plan(build.commission(by=body.lead))
    build.commission(by=body.lead)
    assert queries(client, url) == 12
    Commission.objects.bulk_create(
        Commission(
            reference=f"COM-{n}", council=body.council, title=f"Service {n}", summary="X", lead=body.lead, people="All",
            directorate=body.directorate, category="Care and support", estimated_value=n, term_months=12, created_by=body.lead,
        )
        for n in range(10000, 12000)
    )  # fmt: skip
    # The filter of a long list reads its choices
    assert queries(client, url) == 14
    page = client.get(url + "?q=Service&page=3").content.decode()
    assert "2,000 commissions" in page
    assert "Page 80" in page


def test_a_commission_takes_the_same_queries_however_much_was_heard(client):
    body = build.commission()
    client.force_login(body.lead)
    url = reverse("commission", args=[body.reference])

    def add():
        said = engagement.remark(body)
        build.outcome(body, remarks=[said])
        engagement.event(body)
        services.add_entry(body, by=body.lead, kind="need", text="X", remarks=[said])

    add()
    queries(client, url)
    once = queries(client, url)
    add()
    add()
    assert queries(client, url) == once
    for name in ("diagnostic", "sought-outcomes", "key-questions", "remarks", "events", "plan"):
        page = reverse(name, args=[body.reference])
        before = queries(client, page)
        add()
        assert queries(client, page) == before, name


def test_filters_narrow_the_list_and_its_csv(client):
    body = build.commission(title="Carers’ breaks")
    details = {"title": "=Street lighting", "category": "Highways", "summary": "Lamps"}
    other = build.commission(by=build.commissioner(body.council), **details)
    build.commission()
    client.force_login(body.lead)

    def references(query):
        text = text_of(client.get(f"{reverse('commissions')}?as=csv&{query.removeprefix('?')}"))
        return [row[0] for row in csv.reader(io.StringIO(text))][1:]

    assert references("") == [other.reference, body.reference]
    for query in ("?lead=me", "?q=carers+breaks", "?category=Care+and+support", "?q=" + body.reference):
        assert references(query) == [body.reference], query
    assert references("?stage=do") == []
    assert references("?stage=invented&directorate=99999") == [other.reference, body.reference]
    assert "'=Street lighting" in text_of(client.get(reverse("commissions") + "?as=csv"))
    assert "No results. Change or clear the filters." in client.get(reverse("commissions") + "?stage=do").content.decode()


def test_an_empty_list_says_what_to_do(client):
    client.force_login(build.commissioner())
    page = client.get(reverse("commissions")).content.decode()
    assert "There are no commissions yet" in page
    assert page.count("Start a commission") == 2


def typed_commission(body=None, **changes) -> dict:
    council = body.council
    return {
        "title": "Hot meals", "summary": "Meals at home.", "people": "Older residents", "category": "Care and support",
        "kind": "contract", "lead": body.lead_id, "directorate": council.directorates.first().pk, "estimated_value": "£1,200,000",
        "term_months": "36", "starts_on": "2027-04-01", "framework": "", "earlier": "", "in_forward_plan": "on", **changes,
    }  # fmt: skip


def test_a_commission_is_started_on_the_page_and_mistakes_are_kept(client):
    body = build.commission()
    client.force_login(body.lead)
    wrong = client.post(
        reverse("commission-new"), typed_commission(body, estimated_value="lots", earlier="COM-9999")
    ).content.decode()
    assert "Hot meals" in wrong
    assert "There is no commission COM-9999 in your council" in wrong
    assert wrong.index("There is a problem") < wrong.index("<h1")
    answer = client.post(reverse("commission-new"), typed_commission(body, earlier=body.reference.lower()))
    made = Commission.objects.get(title="Hot meals")
    assert answer.url == reverse("commission", args=[made.reference])
    assert (made.estimated_value, made.earlier, made.extension_months) == (Decimal("1200000"), body, 0)


def test_two_edits_on_the_page_the_second_sees_both(client):
    body = build.commission()
    client.force_login(body.lead)
    url = reverse("commission-edit", args=[body.reference])
    services.edit_commission(body, by=body.lead, title="Theirs")
    page = client.post(url, typed_commission(body, title="Mine", version="1")).content.decode()
    assert "Somebody else saved this" in page
    assert 'value="Mine"' in page
    assert "Theirs" in page.split("What is saved now")[1].split("</dl>")[0]
    assert Commission.objects.get().title == "Theirs"
    assert client.post(url, typed_commission(body, title="Mine", version="2")).status_code == 302
    assert Commission.objects.get().title == "Mine"


def test_the_refusal_of_a_move_stands_beside_its_reason(client):
    body = build.commission()
    client.force_login(body.lead)
    url = reverse("commission-move", args=[body.reference, "plan"])
    page = client.post(url, {"reason": ""}).content.decode()
    assert 'href="#id_reason"' in page
    assert "Issue the diagnostic report first" in page
    assert client.post(url, {"reason": "The need is known already"}).status_code == 302
    body.refresh_from_db()
    assert body.stage == Stage.PLAN
    page = client.post(reverse("commission-move", args=[body.reference, "do"]), {"reason": ""}).content.decode()
    assert "has to be approved" in page


def test_the_cycle_shows_dates_and_says_when_it_is_late(client):
    body = build.commission(starts_on=clock.today() - timedelta(days=1))
    client.force_login(body.lead)
    page = client.get(reverse("commission", args=[body.reference])).content.decode()
    assert "sv-cycle__step--late" in page
    services.move_stage(body, "close", by=body.lead, reason="The need is known already")
    page = client.get(reverse("commission", args=[body.reference])).content.decode()
    assert "This commission is closed" in page
    assert "Change these details" not in page


def test_gaps_of_the_chain_are_named_and_the_tender_is_linked(client):
    tender = tendering.with_criteria(tendering.draft())
    body = tender.commission
    engagement.remark(body)
    client.force_login(body.lead)
    page = client.get(reverse("commission", args=[body.reference])).content.decode()
    assert "1 without an answer" in page
    assert "1 without evidence from engagement" in page
    assert tender.reference in page
    assert reverse("chain", args=[body.reference]) in page


def test_the_timetable_says_by_when_and_the_cycle_says_when_it_is_late(client):
    body = build.commission()
    today = clock.today()
    body.phases.create(phase="engagement", starts_on=today - timedelta(days=30), ends_on=today - timedelta(days=1))
    body.phases.create(phase="notice", starts_on=today, ends_on=today + timedelta(days=30))
    steps = bar_of(body, body.lead, here="").steps
    assert [step["state"] for step in steps] == ["late", "next", "next", "next"]
    assert [step["ends"] for step in steps[:2]] == [today - timedelta(days=1), today + timedelta(days=30)]
    services.move_stage(body, "plan", by=body.lead, reason="The need is known already")
    steps = bar_of(Commission.objects.get(), body.lead, here="").steps
    assert [step["state"] for step in steps] == ["done", "current", "next", "next"]
    assert steps[0]["ends"] == today


def said(client, user, body) -> list[str]:
    """What the line of what is next says, and the green buttons above it, which lead where the line does."""
    client.force_login(user)
    page = html.fromstring(client.get(reverse("commission", args=[body.reference])).content)
    [ahead] = page.find_class("sv-next")
    links = {as_read(str(link.text_content())): link.get("href") for link in ahead.iter("a")}
    buttons = {as_read(str(one.text_content())): one.get("href") for one in page.find_class("govuk-button") if one.tag == "a"}
    assert buttons == links
    return [as_read(str(ahead.text_content())).removeprefix("Next: ").partition(". ")[0], *buttons]


def test_the_button_of_the_page_is_what_is_next_for_whoever_may_do_it(client):
    body = build.commission()
    director = build.approver(body.council)

    def is_theirs(words: str, user=body.lead) -> bool:
        return said(client, user, body) == [words, words]

    assert is_theirs("Ask the key questions")
    services.add_entry(body, by=body.lead, kind="need", text="Breaks at known times.")
    assert is_theirs("Write the diagnostic report")
    services.issue_diagnostic(body, by=body.lead)
    assert is_theirs("Go on to Plan")
    services.move_stage(body, "plan", by=body.lead)
    assert is_theirs("Write the commissioning plan")
    plan = build.submitted_plan(body)
    # The lead waits for somebody else, who has the button
    assert said(client, body.lead, body) == ["Approve or return the commissioning plan"]
    assert is_theirs("Approve or return the commissioning plan", director)
    services.approve_plan(plan, by=director)
    assert said(client, director, body) == ["Go on to Do"]
    assert is_theirs("Go on to Do")
    services.move_stage(body, "do", by=body.lead)
    assert is_theirs("Draft the tender")


def test_a_move_that_is_open_and_not_next_is_a_quiet_link(client):
    body = tendering.commission()
    for verb, reason in (("plan", "The analysis was made elsewhere."), ("do", "")):
        body = services.move_stage(body, verb, by=body.lead, reason=reason)
    officer = people.person(body.council, Role.PROCUREMENT_OFFICER)
    tender = tendering.with_criteria(tendering.draft(body))
    finish, check = "Finish the tender and send it to be checked", "Check and publish the tender"
    assert said(client, body.lead, body) == [finish, finish]
    page = html.fromstring(client.get(reverse("commission", args=[body.reference])).content)
    [move] = page.findall(f".//a[@href='{reverse('commission-move', args=[body.reference, 'review'])}']")
    assert (as_read(str(move.text_content())), move.get("class")) == ("Go on to Review", "govuk-link")
    tenders.send_for_checking(tender, by=body.lead)
    assert said(client, body.lead, body) == [check]
    assert said(client, officer, body) == [check, check]


def test_only_the_stage_a_commission_is_in_stands_open(client):
    body = build.commission()
    client.force_login(body.lead)

    def stages() -> tuple[list[str], list[str]]:
        page = html.fromstring(client.get(reverse("commission", args=[body.reference])).content)
        folded = [as_read(one.text_content()) for one in page.xpath("//details[contains(@class, 'sv-fold')]/summary")]
        return [as_read(one.text_content()) for one in page.xpath("//section/h2[following-sibling::ul]")][:1], folded

    assert stages() == (["Analyse"], ["Plan 0 of 5 tasks done", "Do 0 of 2 tasks done", "Review 0 of 3 tasks done"])
    services.move_stage(body, "plan", by=body.lead, reason="Enough was heard to plan")
    assert stages()[0] == ["Plan"]
    assert [words.split()[0] for words in stages()[1]] == ["Analyse", "Do", "Review"]


def test_the_list_says_the_next_step_and_who_takes_it_where_that_is_not_its_lead(client):
    body = build.commission()
    waiting = services.move_stage(build.commission(by=body.lead), "plan", by=body.lead, reason="Enough was heard to plan")
    build.submitted_plan(waiting)
    client.force_login(body.lead)
    page = html.fromstring(client.get(reverse("commissions")).content)
    column = [as_read(one.text_content()) for one in page.xpath("//thead//th")].index("Next step")
    rows = {as_read(row[0].text_content()): row[column] for row in page.xpath("//tbody/tr")}
    found = {
        reference: next(
            (as_read(cell.text_content()), len(cell.xpath(".//a"))) for name, cell in rows.items() if reference in name
        )
        for reference in (body.reference, waiting.reference)
    }
    assert found == {
        body.reference: ("Ask the key questions", 1),
        waiting.reference: (
            "Approve or return the commissioning plan Somebody who approves plans and did not submit this one",
            0,
        ),
    }
    file = csv.DictReader(io.StringIO(text_of(client.get(reverse("commissions") + "?as=csv"))))
    assert {row["Reference"]: row["Next step"] for row in file} == {
        body.reference: "Ask the key questions",
        waiting.reference: "Approve or return the commissioning plan",
    }
