"""Days that somebody chose, in a council with more contracts than are counted while somebody waits."""

import copy
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from lxml import html

from contracts.kept.models import AskedPeriod
from contracts.kept.selectors import asked
from contracts.kept.services import roll
from contracts.register.models import Contract
from measurement.figures.selectors import achievement, quarters
from measurement.figures.selectors.behind import Behind
from measurement.figures.selectors.league import ContractLines
from measurement.figures.selectors.scope import NotCounted, at_once
from measurement.figures.selectors.subjects import Subject
from measurement.figures.selectors.totals import total_of
from measurement.figures.services import MOST_OF_A_COUNCIL, MOST_OF_ONE, ask_for_days
from measurement.figures.tasks import count_days
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused
from socialvalue.jobs.models import Job
from socialvalue.jobs.services import run_job
from tests.builders import measurement as build
from tests.builders import people
from tests.reading import as_read

pytestmark = pytest.mark.django_db
RANGE = f"?from={build.PERIOD[0]}&to={build.PERIOD[1]}"
EVENING = build.NOW.date() - timedelta(days=1)


@pytest.fixture(scope="module")
def two(module_database):
    """A council of two contracts."""
    scene = build.scene()
    build.contract(scene, {"values": ["3", "4"]}, {"values": ["1", None], "measure": "CD2.1"}, title="Home care")
    build.contract(scene, {"values": [None, "9"]}, title="Short breaks")
    with clock.at(build.NOW):
        roll()
    return scene


@pytest.fixture
def large(two, monkeypatch):
    """Where one contract is counted at once."""
    monkeypatch.setattr(asked, "AT_ONCE", 1)
    with clock.at(build.NOW):
        yield copy.deepcopy(two)


def counted(scene, **narrower):
    """The scope once the job has counted its days, which are the same whatever of them is asked for."""
    scope = scene.scope(as_of=EVENING, **narrower)
    if not AskedPeriod.objects.exists():
        run_job(ask_for_days(scope, by=scene.who.member).pk)
    return at_once(scope)


def test_what_is_counted_is_what_the_statement_says(large):
    for narrower in ({}, {"supplier_kind": "unknown"}, {"supplier_kind": "vcse"}):
        kept = counted(large, **narrower)
        assert kept.window == AskedPeriod.objects.get().code
        computed = replace(kept, window="")
        assert achievement(kept) == achievement(computed)
        assert quarters(kept) == quarters(computed)
        assert ContractLines(kept)[0:9] == ContractLines(computed)[0:9]
        what = Subject("council", large.council.pk, "", large.council, "")
        assert total_of(what, kept) == total_of(what, computed)
        rows = [list(Behind(what, scope, large.who.member).every(2)) for scope in (kept, computed)]
        assert rows[0] == rows[1]


def test_today_is_asked_of_the_evening_before_and_says_so(large):
    scope = at_once(replace(counted(large), as_of=build.NOW.date(), window=""))
    assert (scope.as_of, scope.is_behind) == (EVENING, False)
    assert scope.words == "periods that ended from 1 April 2025 to 30 September 2025, as known on 2 November 2025"


def test_it_waits_until_somebody_asks_for_it(large):
    with pytest.raises(NotCounted, match="as_of=datetime.date\\(2025, 11, 2\\)") as wait:
        at_once(large.scope())
    assert wait.value.scope == large.scope(as_of=EVENING)


def test_a_council_that_is_counted_at_once_waits_for_nothing(large, monkeypatch):
    monkeypatch.setattr(asked, "AT_ONCE", Contract.objects.count())
    assert at_once(large.scope()) == large.scope()


def test_the_standard_months_are_always_there(large, client):
    client.force_login(people.fresh(large.who.member))
    for months in (3, 6, 12, 24):
        page = client.get(f"{reverse('oversight')}?months={months}").content.decode()
        assert "not counted yet" not in page


PAGES = ["oversight", "oversight-contracts"]


def test_a_page_offers_to_count_and_then_answers(large, client, django_capture_on_commit_callbacks):
    client.force_login(people.fresh(large.who.member))
    for name in PAGES:
        page = html.fromstring(client.get(reverse(name) + RANGE).content)
        assert as_read(page.findtext(".//h1")) == "These days are not counted yet"
        told = "Everybody can then see them until midnight. The button opens a page that shows how far it is."
        assert told in as_read(page.text_content())
        [form] = page.xpath("//main//form")
    assert form.get("action") == f"{reverse('figures-count')}?from=2025-04-01&to=2025-09-30&as_of=2025-11-02"
    answer = client.post(form.get("action"))
    job = Job.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("job", args=[job.pk]))
    # Asked once more while it waits: the same job
    assert client.post(form.get("action"))["Location"] == reverse("job", args=[job.pk])
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.status, job.progress) == ("done", 100)
    assert job.result_url == f"{reverse('oversight')}?from=2025-04-01&to=2025-09-30&as_of=2025-11-02"
    for url in (job.result_url, *(reverse(name) + RANGE for name in PAGES)):
        page = client.get(url).content.decode()
        assert "not counted yet" not in page
        assert "as known on 2 November 2025" in page


def test_a_file_of_days_that_are_not_counted_is_none(large, client):
    client.force_login(people.fresh(large.who.member))
    for url in (
        reverse("oversight-export", args=["csv"]),
        reverse("oversight-export", args=["json"]),
        reverse("figure-csv", args=["council", large.council.pk]),
    ):
        answer = client.get(url + RANGE)
        assert (answer.status_code, answer["Content-Type"]) == (409, "text/html; charset=utf-8")


def test_what_is_behind_one_contract_waits_for_nothing(large, client):
    client.force_login(people.fresh(large.who.member))
    contract = Contract.objects.get(title="Home care")
    page = html.fromstring(client.get(reverse("figure", args=["contract", contract.pk]) + RANGE).content)
    assert len(page.findall(".//tbody/tr")) == 4


def test_days_that_cannot_be_read_are_not_counted(large, client):
    client.force_login(people.fresh(large.who.member))
    answer = client.post(f"{reverse('figures-count')}?from=2025-04-01&to=soon")
    assert answer.status_code == 400
    assert not Job.objects.exists()


def test_whoever_does_not_oversee_asks_for_nothing(large):
    with pytest.raises(NotAllowed, match="see the oversight dashboard"):
        ask_for_days(large.scope(), by=people.person(large.council, Role.EVALUATOR))
    assert not AskedPeriod.objects.exists()


def test_a_job_whose_days_were_taken_away_says_what_to_do(large):
    job = ask_for_days(large.scope(), by=large.who.member)
    AskedPeriod.objects.all().delete()
    with pytest.raises(Refused, match="gone since midnight. Choose the days again"):
        count_days(job, lambda percent, step: None)


def test_its_progress_is_said_in_contracts(large):
    told = []
    job = ask_for_days(large.scope(), by=large.who.member)
    assert count_days(job, lambda *said: told.append(said)) == job.arguments["url"]
    assert told == [(100, "2 of 2 contracts are counted")]


def test_the_next_day_it_is_counted_anew(large):
    counted(large)
    with clock.at(datetime(2025, 11, 4, 9, tzinfo=clock.LONDON)):
        roll()
        with pytest.raises(NotCounted):
            at_once(large.scope(as_of=clock.today()))


def spans(scene, number: int, first: int = 0) -> list:
    """Scopes of different days."""
    scope = scene.scope()
    return [replace(scope, ends_on=scope.ends_on - timedelta(days=n)) for n in range(first, first + number)]


NO_MORE = r"^You have had 5 choices of days counted today, and can have no more\. Choose one of the usual periods"
NO_MORE_HERE = r"^20 choices of days have been counted for .+ today, and no more are\. Choose one of the usual periods"


def test_one_person_has_so_many_days_counted_and_no_more(large):
    member = large.who.member
    *taken, over = spans(large, MOST_OF_ONE + 1)
    jobs = [ask_for_days(scope, by=member) for scope in taken]
    with pytest.raises(Refused, match=NO_MORE):
        ask_for_days(over, by=member)
    assert (AskedPeriod.objects.count(), Job.objects.count()) == (MOST_OF_ONE, MOST_OF_ONE)
    # What was asked for already is found again
    assert ask_for_days(taken[0], by=member) == jobs[0]
    # Somebody else asks for their own, and for the same
    other = people.person(large.council, Role.MEMBER)
    ask_for_days(over, by=other)
    with clock.at(datetime(2025, 11, 4, 0, 0, tzinfo=clock.LONDON)):
        assert ask_for_days(over, by=member).requested_at == clock.now()


def test_a_council_has_so_many_days_counted_and_no_more(large):
    askers = [people.person(large.council, Role.MEMBER) for _ in range(MOST_OF_A_COUNCIL // MOST_OF_ONE)]
    for number, asker in enumerate(askers):
        for scope in spans(large, MOST_OF_ONE, first=number * MOST_OF_ONE):
            ask_for_days(scope, by=asker)
    [over] = spans(large, 1, first=MOST_OF_A_COUNCIL)
    with pytest.raises(Refused, match=NO_MORE_HERE):
        ask_for_days(over, by=large.who.member)
    assert AskedPeriod.objects.count() == MOST_OF_A_COUNCIL
    # Days that another asked for are counted once anyway
    ask_for_days(spans(large, 1)[0], by=large.who.member)


def test_what_a_page_shows_at_once_is_not_counted(large, monkeypatch):
    counted(large)
    with pytest.raises(Refused, match=r"^The figures of these days are ready\. Open their page\.$"):
        ask_for_days(large.scope(), by=large.who.member)
    monkeypatch.setattr(asked, "AT_ONCE", Contract.objects.count())
    with pytest.raises(Refused, match=r"^The figures of these days are ready\. Open their page\.$"):
        ask_for_days(spans(large, 1, first=3)[0], by=large.who.member)
    assert Job.objects.count() == 1


def test_refused_the_page_says_why_and_shows_the_days(large, client):
    client.force_login(people.fresh(large.who.member))
    counted(large)
    answer = client.post(f"{reverse('figures-count')}{RANGE}", follow=True)
    assert answer.redirect_chain == [(f"{reverse('oversight')}{RANGE}", 302)]
    page = as_read(html.fromstring(answer.content).text_content())
    assert "The figures of these days are ready. Open their page." in page
    assert "as known on 2 November 2025" in page
