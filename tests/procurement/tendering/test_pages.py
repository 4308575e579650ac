"""The pages in the hands of the people they are for: a commissioner drafts, an officer checks, a supplier reads."""

from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from procurement.tendering import pages as presenting
from procurement.tendering import permissions, selectors, services
from procurement.tendering.models import Question, Tender
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import tendering as build
from tests.builders.people import council, person, supplier

pytestmark = pytest.mark.django_db


def url(name, tender, *args):
    return reverse(name, args=[tender.reference, *args])


def again(tender):
    return Tender.objects.get(pk=tender.pk)


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


def test_the_editor_shows_what_is_missing_and_keeps_the_typed_weights(client):
    tender = build.with_criteria(build.draft())
    client.force_login(tender.drafted_by)
    weights = {f"weight-{c.pk}": str(c.weight) for c in tender.criteria.all()}
    q1 = tender.criteria.get(key="q1")
    page = client.post(
        url("tender-criteria", tender), weights | {f"weight-{q1.pk}": "40", "version": tender.version}, follow=True
    ).content.decode()
    assert "Kept, but they do not add up. The criteria under Quality add up to 90 %. 10 % are missing." in page
    assert "The weights are saved." not in page
    assert "7.2 for specified requirements, 4.8 for the open question" in page
    wrong = client.post(url("tender-criteria", tender), weights | {f"weight-{q1.pk}": "140", "version": again(tender).version})
    assert wrong.status_code == 200
    assert 'value="140"' in wrong.content.decode()
    assert tender.criteria.get(key="q1").weight == 40


def test_moving_saves_the_weights_that_were_typed_and_not_saved(client):
    tender = build.with_criteria(build.draft())
    client.force_login(tender.drafted_by)
    weights = {f"weight-{c.pk}": str(c.weight) for c in tender.criteria.all()}
    price = tender.criteria.get(key="price")
    form = weights | {f"weight-{price.pk}": "35", "down": price.pk, "version": tender.version}
    client.post(url("tender-criteria", tender), form)
    found = selectors.weights(tender)
    assert [n.criterion.key for n in found.roots] == ["quality", "price"]
    assert found.roots[1].criterion.weight == 35


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


@pytest.mark.parametrize("kind", ["group", "quality", "social_value", "price", "pass_fail"])
def test_each_kind_of_criterion_is_added_in_two_steps(client, kind):
    tender = build.draft()
    client.force_login(tender.drafted_by)
    address = url("criterion-add", tender)
    assert client.get(address).status_code == 200
    assert client.get(address, {"kind": "wrong", "parent": ""}).status_code == 200
    assert client.get(address, {"kind": kind, "parent": ""}).status_code == 200
    form = {
        "title": "Something",
        "key": "",
        "weight": "10",
        "form": "open",
        "formula": "lowest_over_bid",
        "version": tender.version,
    }
    assert client.post(f"{address}?kind={kind}&parent=", form).status_code == 302
    criterion = tender.criteria.get()
    assert (criterion.kind, criterion.weight) == (kind, None if kind == "pass_fail" else 10)
    for name in ("criterion-edit", "criterion-remove"):
        assert client.get(url(name, tender, criterion.pk)).status_code == 200
    client.post(url("criterion-edit", tender, criterion.pk), form | {"title": "Renamed", "version": again(tender).version})
    assert tender.criteria.get().title == "Renamed"
    client.post(url("criterion-remove", tender, criterion.pk), {"version": again(tender).version})
    assert not tender.criteria.exists()


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
    assert client.get(url("clarification-answer", tender, question.pk)).status_code == 200
    client.post(url("clarification-answer", tender, question.pk), {"answer": "About 400."})
    assert "no amendment changes these" in client.get(url("tender-amend", tender)).content.decode()
    client.post(url("tender-amend", tender), {"text": "Transport is included.", "version": again(tender).version})
    public = client.get(url("opportunity", tender)).content.decode()
    assert "About 400." in public
    assert "Transport is included." in public
    assert body.name not in public
    assert client.get(url("tender-terminate", tender)).status_code == 200
    client.post(url("tender-terminate", tender), {"text": "No money.", "version": again(tender).version})
    assert "No money." in client.get(url("opportunity", tender)).content.decode()


def test_the_public_reads_everything_a_bid_needs(client):
    tender = build.published_tender()
    page = client.get(url("opportunity", tender)).content.decode()
    for words in (
        "Breaks at home and away",
        "£1,200,000 over the whole term",
        "Social value is 12 of 100 points",
        "At least three young people",
        "<strong>Priority:</strong> Local employment",
        "Start your bid",
        "What you will report if you win",
    ):
        assert words in page


def test_a_supplier_asks_and_another_does_not_see_it_before_the_answer(client):
    tender = build.published_tender()
    asker, other = person(supplier(), Role.SUPPLIER), person(supplier(), Role.SUPPLIER)
    client.force_login(asker)
    assert client.get(url("opportunity-ask", tender)).status_code == 200
    page = client.post(url("opportunity-ask", tender), {"question": "Secret before the answer?"}, follow=True)
    assert "Your question is sent" in page.content.decode()
    assert tender.clarifications.count() == 1
    client.force_login(other)
    assert "Secret before the answer?" not in client.get(url("opportunity", tender)).content.decode()


def test_the_trial_of_the_formula_warns_when_one_bid_turns_the_order_of_others(client):
    tender = build.with_criteria(build.draft())
    client.force_login(tender.drafted_by)
    calm = client.get(url("tender-simulation", tender)).content.decode()
    assert "Points of the invented bids" in calm
    bids = {"price_A": "100", "score_A": "3", "price_B": "130", "score_B": "3.6", "price_C": "50", "score_C": "2"}
    page = client.get(url("tender-simulation", tender), bids).content.decode()
    assert "Without bid C, bid A would come before bid B" in page
    assert "must be" in client.get(url("tender-simulation", tender), bids | {"score_A": "9"}).content.decode()


@pytest.mark.parametrize("state", ["draft", "checking"])
def test_an_unpublished_tender_is_not_there_for_outsiders(client, state):
    tender = build.draft() if state == "draft" else build.checking_tender()
    outsiders = [person(supplier(), Role.SUPPLIER), person(council(), Role.COMMISSIONER, Role.PROCUREMENT_OFFICER)]
    assert client.get(url("opportunity", tender)).status_code == 404
    for user in outsiders:
        client.force_login(user)
        for name in ("opportunity", "tender", "tender-criteria", "tender-check", "tender-preview", "tender-details"):
            assert client.get(url(name, tender)).status_code == 404, name


def test_what_officers_do_stays_inside_even_when_published(client):
    tender = build.published_tender()
    for user in (person(supplier(), Role.SUPPLIER), person(council(), Role.PROCUREMENT_OFFICER)):
        client.force_login(user)
        assert client.get(url("opportunity", tender)).status_code == 200
        for name in ("tender", "tender-criteria", "tender-scale", "tender-check", "tender-amend", "tender-terminate"):
            assert client.get(url(name, tender)).status_code == 404, name


def test_an_insider_without_the_permission_is_told_why(client):
    tender = build.checking_tender()
    manager = person(tender.council, Role.CONTRACT_MANAGER)
    client.force_login(manager)
    assert client.get(url("tender", tender)).status_code == 200
    for name in ("tender-details", "tender-timetable", "criterion-add", "tender-amend", "tender-terminate"):
        page = client.get(url(name, tender))
        assert page.status_code == 403, name
        assert "Your role does not include" in page.content.decode()
    assert client.post(url("tender-publish", tender), {"publish-version": tender.version}).status_code == 403
    client.force_login(person(tender.council, Role.MEMBER))
    assert client.get(reverse("tenders")).status_code == 403


def test_the_list_filters_and_exports_only_the_council_s_own(client):
    tender, other = build.published_tender(), build.published_tender(title="=Elsewhere")
    client.force_login(tender.drafted_by)
    page = client.get(reverse("tenders"), {"q": "short", "status": "published"}).content.decode()
    assert tender.reference in page
    assert other.reference not in page
    assert "No tender here" in client.get(reverse("tenders"), {"status": "draft"}).content.decode()
    assert client.get(reverse("tenders-export")).content.decode().count("\n") == 2
    client.force_login(other.drafted_by)
    assert "'=Elsewhere" in client.get(reverse("tenders-export")).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_number_of_times(client, django_assert_num_queries, rows):
    body = build.commission()
    for _ in range(rows):
        build.draft(body)
    client.force_login(body.lead)
    with django_assert_num_queries(5):
        assert client.get(reverse("tenders")).context["page_obj"].paginator.count == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_public_page_asks_the_same_number_of_times_with_more_questions(client, django_assert_num_queries, rows):
    tender = build.with_criteria(build.draft())
    by = tender.drafted_by
    for _ in range(rows):
        criterion = services.add_criterion(tender, by=by, kind="pass_fail", title="Policy")
        services.set_question(criterion, by=by, wording="Have you one?")
    services.send_for_checking(tender, by=by)
    services.publish(tender, by=person(tender.council, Role.PROCUREMENT_OFFICER))
    with django_assert_num_queries(7):
        page = client.get(url("opportunity", tender))
    # s.23(3): whether failing a criterion disqualifies is said where it is asked
    assert page.content.decode().count("a bid that does not pass is disqualified") == rows


def test_weights_are_written_as_people_write_them(client):
    tender = build.draft()
    client.force_login(tender.drafted_by)
    form = {"title": "Quality", "key": "quality", "weight": "66.6667 %", "version": tender.version}
    client.post(f"{url('criterion-add', tender)}?kind=quality&parent=", form)
    assert tender.criteria.get().weight == Decimal("66.6667")


def test_a_question_that_names_no_priority_is_not_called_done(client):
    tender = build.with_criteria(build.draft())
    client.force_login(tender.drafted_by)
    assert "names no priority" not in client.get(url("tender", tender)).content.decode()
    Question.objects.filter(criterion__tender=tender, criterion__form="open").update(priority=None)
    page = client.get(url("tender", tender)).content.decode()
    assert "4 of 4 written. The open question" in page
    assert "names no priority" in page


def test_a_tender_says_when_questions_end_and_when_there_is_no_time_for_any():
    tender = build.published_tender()
    last = permissions.questions_until(tender)
    at = datetime.combine
    with clock.at(at(last, time(12), tzinfo=clock.LONDON)):
        assert "until the end of" in presenting.questions_line(tender)
    with clock.at(at(last + timedelta(days=1), time(12), tzinfo=clock.LONDON)):
        assert "ended on" in presenting.questions_line(tender)
        tender.published_at = clock.now()
        assert "no time is left" in presenting.questions_line(tender)


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
