"""What the pages say before a period locks and after, and how it is asked for and opened by hand."""

import re
from datetime import datetime

import pytest
from django.urls import reverse

from contracts.returns import services as returns
from contracts.returns.models import Return
from contracts.returns.needs import needs
from contracts.schedule import services
from contracts.schedule.models import LockException, PeriodLock
from contracts.schedule.selectors.locking import locking_soon
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.contracts.returns.period.test_pages import fields
from tests.contracts.schedule.locked import AFTER, LAST, LATE, OPENED, UNTIL, asked, day, opened, quarter

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return quarter()


def shown(client, user, url) -> str:
    client.force_login(user)
    return plain(client.get(url))


def plain(page) -> str:
    """As it is read: without the marks of days, and on one line."""
    return " ".join(re.sub(r"</?time[^>]*>", "", page.content.decode()).split())


def test_until_when_it_can_be_changed_is_said_before(scene, client):
    with day(LAST):
        page = shown(client, scene.who.reporter, scene.stage.url())
        assert "You can change this until 18 September 2025." in page
        one = shown(client, scene.who.reporter, reverse("return", args=[scene.due.pk]))
        assert "You can change this until 18 September 2025." in one
        assert "You can change" not in shown(client, scene.who.member, reverse("return", args=[scene.due.pk]))
    free = quarter(days=None)
    with day(LAST):
        assert "You can change this until" not in shown(client, free.who.reporter, free.stage.url())


def test_a_supplier_asks_in_one_press_on_the_page_of_the_period(scene, client):
    with day(AFTER):
        client.force_login(scene.who.reporter)
        page = client.get(scene.stage.url())
        html = plain(page)
        assert "<strong>Locked after 18 September 2025.</strong>" in html
        assert "Check and submit" not in html
        assert "Ask to send it late" in html
        url = reverse("returns-ask", args=[scene.contract.pk, "2025-06-30"])
        token = fields(page)
        answer = client.post(url, {**{k: v for k, v in token.items() if k == "once"}, "late-reason": LATE}, follow=True)
        assert "Asked. You are told the answer" in answer.content.decode()
        assert LockException.objects.get().reason == LATE
        again = plain(answer)
        assert "has asked to open it</a> on 19 September 2025" in again
        assert "Ask to send it late" not in again


@pytest.mark.parametrize("page", ["period", "return"])
def test_where_it_is_asked_for_there_is_one_way_back_and_no_breadcrumb(scene, client, page):
    """The page that asks is a form; once it was asked, or for somebody who only reads, it is a place again."""
    url = scene.stage.url() if page == "period" else reverse("return", args=[scene.due.pk])
    above = reverse("contract-returns", args=[scene.contract.pk])
    with day(AFTER):
        form = shown(client, scene.who.reporter, url)
        assert "Ask to send it late" in form
        assert f'<a href="{above}" class="govuk-back-link">Back</a>' in form
        assert 'aria-label="Breadcrumb"' not in form
        asked(scene)
        place = shown(client, scene.who.reporter, url)
        assert "Ask to send it late" not in place
        assert "govuk-back-link" not in place
        assert 'aria-label="Breadcrumb"' in place
        read = shown(client, scene.who.manager, reverse("return", args=[scene.due.pk]))
        assert "Locked after" in read
        assert "govuk-back-link" not in read
        assert 'aria-label="Breadcrumb"' in read


def test_the_manager_answers_and_the_supplier_sends(scene, client):
    with day(OPENED):
        request = asked(scene)
        url = reverse("returns-exception", args=[request.pk])
        assert "Send the answer" not in shown(client, scene.who.reporter, url)
        page = shown(client, scene.who.manager, url)
        assert LATE in page
        assert "Send the answer" in page
        refused = client.post(url, {"answer": "grant", "until_day": "", "until_month": "", "until_year": "", "comment": ""})
        assert "Enter until which day it is open" in refused.content.decode()
        late = {"answer": "grant", "until_day": "2", "until_month": "12", "until_year": "2025", "comment": ""}
        assert "an exception lasts 31 days at most" in client.post(url, late).content.decode()
        fits = late | {"until_day": "10", "until_month": "10"}
        done = plain(client.post(url, fits, follow=True))
        assert "Answered. Both sides are told." in done
        assert "Open until 10 October 2025" in done
        assert "Check and submit" in shown(client, scene.who.reporter, scene.stage.url())
        assert f"Open for {scene.who.supplier} until 10 October 2025" in shown(client, scene.who.reporter, scene.stage.url())
    with day(datetime(2025, 10, 11, 9)):
        assert "Check and submit" not in shown(client, scene.who.reporter, scene.stage.url())


def test_a_manager_asks_for_a_side_and_somebody_else_answers(scene, client):
    url = reverse("returns-ask", args=[scene.contract.pk, "2025-06-30"])
    with day(OPENED):
        assert "Who has to change something?" in shown(client, scene.who.manager, url)
        client.post(url, {"late-side": "council", "late-reason": LATE})
        one = LockException.objects.get()
        assert (one.side, one.supplier, one.asked_by) == ("council", None, scene.who.manager)
        where = reverse("returns-exception", args=[one.pk])
        page = shown(client, scene.who.manager, where)
        assert "Send the answer" not in page
        assert "Take it back" in page
        assert client.post(where, {"answer": "grant"}).status_code == 403
        client.force_login(scene.who.member)
        assert client.get(url).status_code == 403


def test_closing_and_taking_back_are_one_button_each(scene, client):
    with day(OPENED):
        one = opened(scene)
        client.force_login(scene.who.reporter)
        client.post(reverse("returns-exception-close", args=[one.pk]))
        one.refresh_from_db()
        assert (one.closed_by, one.is_in_force) == (scene.who.reporter, False)
        second = asked(scene)
        client.post(reverse("returns-exception-back", args=[second.pk]))
        second.refresh_from_db()
        assert second.withdrawn_at == clock.now()


def test_the_manager_sees_what_locks_soon_with_something_missing(scene, client, django_assert_num_queries):
    with day(datetime(2025, 8, 27, 9)):
        assert locking_soon(scene.who.manager) == [], "22 days before"
    with day(datetime(2025, 8, 28, 9)):
        (found,) = locking_soon(scene.who.manager)
        assert (found.contract, found.missing, found.waiting) == (scene.contract, 2, 0)
        build.submitted_return(scene.due, scene.who)
        (found,) = locking_soon(scene.who.manager)
        assert (found.missing, found.waiting) == (1, 1)
        page = shown(client, scene.who.manager, reverse("returns"))
        assert "Locks soon with something missing" in page
        assert "locks after 18 September 2025" in page
        assert "1 not submitted, 1 waiting to be verified" in page
        assert locking_soon(scene.who.director) == [], "of the contracts one manages"
        returns.verify_return(Return.objects.get(), by=scene.who.manager, comment=build.SEEN)
        (found,) = locking_soon(scene.who.manager)
        assert (found.missing, found.waiting) == (1, 0)
        with django_assert_num_queries(3):
            locking_soon(scene.who.manager)
    with day(AFTER):
        assert locking_soon(scene.who.manager) == []


def test_it_asks_one_query_where_no_council_of_theirs_locks(scene, django_assert_num_queries):
    free = quarter(days=None)
    assert free.who.manager.organisations_where("edit_contracts")
    with day(LAST), django_assert_num_queries(1):
        assert locking_soon(free.who.manager) == []


def test_a_request_stands_on_the_home_page_of_who_answers(scene):
    with day(OPENED):
        asked(scene)
        words = [need.text for need in needs(scene.who.manager, clock.now())]
        assert f"Answer {scene.who.reporter}: open the period to 30 June 2025 of {scene.contract.title}?" in words
        assert not [need for need in needs(scene.who.member, clock.now()) if need.text.startswith("Answer")]
        services.grant(LockException.objects.get(), by=scene.who.manager, until=UNTIL)
        assert not [need for need in needs(scene.who.manager, clock.now()) if need.text.startswith("Answer")]


def test_a_locked_period_costs_no_more_for_more_rows(client, django_assert_max_num_queries):
    counts = []
    for count in (2, 5):
        scene = quarter(count)
        with day(OPENED):
            opened(scene)
            client.force_login(scene.who.reporter)
            client.get(scene.stage.url())
            with django_assert_max_num_queries(60) as asked_of:
                client.get(scene.stage.url())
            counts.append(len(asked_of))
    assert counts[0] == counts[1]


def test_the_administrator_says_when_returns_lock(scene, client):
    url = reverse("administration-returns")
    with day(OPENED):
        page = shown(client, scene.admin, url)
        assert "returns due on 2 May 2025 or later lock 60 days after they are due" in page
        version = PeriodLock.objects.get().version
        typed = {"locks": "yes", "days": "30", "from_day_day": "1", "from_day_month": "10", "from_day_year": "2025",
                 "reason": "Reports are made sooner than they were.", "version": str(version)}  # fmt: skip
        assert "14" in client.post(url, typed | {"days": "13"}).content.decode()
        assert "Enter today or a day to come" in client.post(url, typed | {"from_day_month": "9"}).content.decode()
        assert client.post(url, typed).status_code == 302
        assert "somebody else saved this" in client.post(url, typed).content.decode().lower()
        no = typed | {"locks": "no", "version": str(PeriodLock.objects.get().version)}
        assert client.post(url, no).status_code == 302
        assert PeriodLock.objects.get().steps == [["2025-05-02", 60], ["2025-10-01", None]]
        client.force_login(scene.who.manager)
        assert client.get(url).status_code == 403
