"""The pages in the hands of the people they are for: a commissioner drafts, an officer checks, publishes and amends."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from lxml import html

from procurement.tendering import selectors, services
from procurement.tendering.models import Question, Tender
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import tendering as build
from tests.builders.people import person, supplier
from tests.procurement.tendering.steps import again, url
from tests.reading import as_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer_of():
    return lambda tender: person(tender.council, Role.PROCUREMENT_OFFICER)


def test_a_commissioner_drafts_from_the_pattern_and_sends_it(client):
    body = build.commission()
    client.force_login(body.lead)
    address = reverse("tender-new", args=[body.reference])
    assert b"12 of 100 points" in client.get(address).content
    typed = {
        "title": "Carers’ short breaks",
        "description": "Breaks.",
        "value": "£1,200,000",
        "contract_starts_on": (clock.today() + timedelta(days=150)).isoformat(),
        "contract_ends_on": (clock.today() + timedelta(days=1200)).isoformat(),
        "pattern": "carers",
    }
    page = client.post(address, typed, follow=True)
    tender = Tender.objects.get()
    assert page.redirect_chain[-1][0] == url("tender", tender)
    assert selectors.weights(tender).share.total == 12
    client.post(url("tender-timetable", tender), _timetable(tender), follow=True)
    assert again(tender).deadline is not None
    open_question = tender.criteria.get(key="q4")
    priority = body.framework.priorities.first()
    form = {"wording": "What else?", "priority": priority.pk, "asks_commitments": "on", "version": again(tender).version}
    client.post(url("criterion-question", tender, open_question.pk), form)
    page = client.post(url("tender-send", tender), {"version": again(tender).version}, follow=True)
    assert "sent for checking" in page.content.decode()
    assert again(tender).status == "checking"


def _timetable(tender):
    return {
        "started_on": clock.today().isoformat(),
        "deadline": (clock.now() + timedelta(days=40)).isoformat(),
        "contract_starts_on": tender.contract_starts_on.isoformat(),
        "contract_ends_on": tender.contract_ends_on.isoformat(),
        "extension_months": "0",
        "version": again(tender).version,
    }


def test_the_second_of_two_people_is_told_and_keeps_what_they_typed(client):
    tender = build.draft()
    client.force_login(tender.drafted_by)
    stale = tender.version
    services.edit_tender(tender, by=tender.drafted_by, title="Theirs")
    form = {"title": "Mine", "description": "Mine", "value": "10", "method": "embedded", "version": stale}
    page = client.post(url("tender-details", tender), form)
    text = page.content.decode()
    assert "Somebody else saved this" in text
    assert 'value="Mine"' in text
    assert again(tender).title == "Theirs"
    assert client.post(url("tender-details", tender), form | {"version": again(tender).version}).status_code == 302
    assert again(tender).title == "Mine"


def test_the_scale_is_edited_and_another_usual_one_offered(client):
    tender = build.draft()
    client.force_login(tender.drafted_by)
    assert client.get(url("tender-scale", tender)).context["form"].scores == [5, 4, 3, 2, 1, 0]
    assert client.get(url("tender-scale", tender), {"maximum": "3"}).context["form"].scores == [3, 2, 1, 0]
    assert client.get(url("tender-scale", tender), {"maximum": "99"}).status_code == 404
    form = {"maximum": "3", "version": tender.version}
    for score in range(4):
        form |= {f"label_{score}": f"Name {score}", f"wording_{score}": f"Words {score}"}
    assert client.post(url("tender-scale", tender), form).status_code == 302
    assert again(tender).scale_maximum == 3


def test_the_officer_reads_the_problems_and_publishes_or_returns(client, officer_of):
    tender = build.checking_tender(build.commission(ready=False))
    client.force_login(officer_of(tender))
    page = client.get(url("tender-check", tender)).content.decode()
    assert "plan is not approved" in page
    assert "council policy does" in page
    refused = client.post(url("tender-publish", tender), {"publish-version": tender.version})
    assert "plan is not approved" in refused.content.decode()
    empty = client.post(url("tender-return", tender), {"return-version": tender.version, "return-text": ""})
    assert "Enter what has to change" in empty.content.decode()
    build.make_ready(tender.commission, tender.drafted_by)
    client.post(url("tender-publish", tender), {"publish-version": tender.version, "publish-text": "In order."})
    assert again(tender).status == "published"


def test_amending_answering_and_ending_by_the_officer(client, officer_of):
    tender = build.published_tender()
    body = supplier()
    question = services.ask_clarification(tender, by=person(body, Role.SUPPLIER), supplier=body, question="How many carers?")
    client.force_login(officer_of(tender))
    assert "How many carers?" in client.get(url("tender", tender)).content.decode()
    form = client.get(url("clarification-answer", tender, question.pk)).context["form"]
    assert form["question"].value() == "How many carers?"
    empty = client.post(url("clarification-answer", tender, question.pk), {"question": "", "answer": "About 400."})
    assert empty.context["form"].errors == {"question": ["Enter the question"]}
    client.post(url("clarification-answer", tender, question.pk), {"question": "How many?", "answer": "About 400."})
    assert "no amendment changes these" in client.get(url("tender-amend", tender)).content.decode()
    client.post(url("tender-amend", tender), {"text": "Transport is included.", "version": again(tender).version})
    public = client.get(url("opportunity", tender)).content.decode()
    assert "How many?" in public
    assert "How many carers?" not in public
    assert "About 400." in public
    assert "Transport is included." in public
    assert body.name not in public
    assert client.get(url("tender-terminate", tender)).status_code == 200
    client.post(url("tender-terminate", tender), {"text": "There is no money for it.", "version": again(tender).version})
    assert "There is no money for it." in client.get(url("opportunity", tender)).content.decode()


def taken(client) -> str:
    return b"".join(client.get(reverse("tenders") + "?as=csv").streaming_content).decode()


def test_the_list_filters_and_exports_only_the_council_s_own(client):
    tender, other = build.published_tender(), build.published_tender(title="=Elsewhere")
    client.force_login(tender.drafted_by)
    page = client.get(reverse("tenders"), {"q": "short", "status": "published"}).content.decode()
    assert tender.reference in page
    assert other.reference not in page
    assert "No results. Change or clear the filters." in client.get(reverse("tenders"), {"status": "draft"}).content.decode()
    assert taken(client).count("\n") == 2
    client.force_login(other.drafted_by)
    assert "'=Elsewhere" in taken(client)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_number_of_times(client, django_assert_num_queries, rows):
    body = build.commission()
    for _ in range(rows):
        build.draft(body)
    client.force_login(body.lead)
    with django_assert_num_queries(11):
        assert client.get(reverse("tenders")).context["page"].paginator.count == rows


def test_the_list_says_the_next_step_of_each_tender_as_its_own_page_does(client, officer_of):
    """Two of one commission each have a step of their own; who may take it has the link, and the file names who takes it."""
    body = build.commission()
    draft, sent = build.draft(body), build.checking_tender(body)
    published = build.published_tender(commission=body)
    officer = officer_of(draft)
    expected = {
        draft.reference: ("Finish the tender and send it to be checked", str(body.lead)),
        sent.reference: ("Check and publish the tender", "A procurement officer who did not send it"),
        published.reference: ("Bids are sent", "Suppliers"),
    }
    links = {body.lead: {draft.reference}, officer: {sent.reference}}
    for reader, may in links.items():
        client.force_login(reader)
        page = html.fromstring(client.get(reverse("tenders")).content)
        column = [as_read(one.text_content()) for one in page.xpath("//thead//th")].index("Next step")
        cells = {
            reference: next(row[column] for row in page.xpath("//tbody/tr") if reference in row[0].text_content())
            for reference in expected
        }
        for reference, (text, who) in expected.items():
            assert as_read(cells[reference].text_content()).startswith(f"{text} {who}")
            own = html.fromstring(client.get(reverse("tender", args=[reference])).content).find_class("sv-next")[0]
            assert as_read(own.text_content()).startswith(f"Next: {text}. {who}")
        assert {reference for reference, cell in cells.items() if cell.xpath(".//a")} == may
    file = csv.DictReader(io.StringIO(taken(client).removeprefix("\ufeff")))
    assert {row["Reference"]: (row["Next step"], row["Who takes it"]) for row in file} == expected


def test_a_question_that_names_no_priority_is_not_called_done(client):
    tender = build.with_criteria(build.draft())
    client.force_login(tender.drafted_by)
    assert "names no priority" not in client.get(url("tender", tender)).content.decode()
    Question.objects.filter(criterion__tender=tender, criterion__form="open").update(priority=None)
    page = client.get(url("tender", tender)).content.decode()
    assert "4 of 4 written. The open question" in page
    assert "names no priority" in page


def test_what_is_missing_leads_the_drafter_to_the_page_where_it_is_put_right(client):
    tender = build.with_criteria(build.draft())
    Question.objects.filter(criterion__tender=tender, criterion__form="open").update(priority=None)
    Tender.objects.filter(pk=tender.pk).update(deadline=None)
    open_one = tender.criteria.get(form="open")
    client.force_login(tender.drafted_by)
    page = client.get(url("tender-check", tender)).content.decode()
    wanted = [url("criterion-question", tender, open_one.pk), url("tender-timetable", tender)]
    for address in wanted:
        assert f'<li><a class="govuk-link" href="{address}">' in page
        assert client.get(address).status_code == 200
    client.force_login(person(tender.council, Role.PROCUREMENT_OFFICER))
    page = client.get(url("tender-check", tender)).content.decode()
    assert not any(address in page for address in wanted)
