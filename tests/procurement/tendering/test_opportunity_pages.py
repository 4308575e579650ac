"""The public page of a tender, and the question a supplier asks there."""

from datetime import datetime, time, timedelta

import pytest

from procurement.tendering import pages as presenting
from procurement.tendering import permissions, services
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import tendering as build
from tests.builders.people import person, supplier
from tests.procurement.tendering.steps import url
from tests.reading import as_read

pytestmark = pytest.mark.django_db


def test_the_public_reads_everything_a_bid_needs(client):
    tender = build.published_tender()
    page = as_read(client.get(url("opportunity", tender)))
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


@pytest.mark.parametrize(("minutes", "said"), [(-1, "Bids are due by"), (0, "Bids were due by")])
def test_bids_are_due_until_the_deadline_and_were_due_from_it_on(client, minutes, said):
    tender = build.published_tender()
    with clock.at(tender.deadline + timedelta(minutes=minutes)):
        page = as_read(client.get(url("opportunity", tender)))
    assert [words for words in ("Bids are due by", "Bids were due by") if words in page] == [said]
