"""The lines on the pages of whoever verifies and of the supplier, on the period’s page and in the supplier’s own archive."""

import copy

import pytest
from django.urls import reverse

from contracts.evidence.models import LineAnswer
from contracts.evidence.services import Named, name_evidence
from contracts.returns import services as returns
from contracts.returns.models import Return
from socialvalue.common import clock
from tests.builders import contracts as build
from tests.contracts.own_data.steps import archive
from tests.contracts.returns.scores.steps import OVER, SCORECARD, composite
from tests.reading import as_read

pytestmark = pytest.mark.django_db
NAMED = {
    "ethical": Named(words="Code of conduct <b>of March</b>, in the tender file"),
    "green": Named(words="Our fleet plan and its figures"),
}
WHY = "The fleet plan is of 2021 and has no figures"
QUESTION = "Does the evidence show that this is good?"


@pytest.fixture(autouse=True)
def now():
    with clock.at(OVER):
        yield


@pytest.fixture(scope="module")
def made_once(module_database):
    with clock.at(OVER):
        contract, who, due = composite(SCORECARD)
        made = returns.save_return(due, by=who.reporter, answers={"s1": "good", "s2": "1"})
        name_evidence(made, "s1", NAMED, by=who.reporter)
        returns.submit_return(Return.objects.get(), by=who.reporter)
    return contract, who, due


@pytest.fixture
def stage(made_once):
    return copy.deepcopy(made_once)


def read(client, person, due) -> str:
    client.force_login(person)
    return as_read(client.get(reverse("return", args=[due.pk]))).replace("\u00a0", " ")


def decide(client, who, due, **typed):
    client.force_login(who.manager)
    sent = {"decision": "verify", "comment": build.SEEN, "version": Return.objects.get().version} | typed
    return client.post(reverse("return-verify", args=[due.pk]), sent, follow=True)


def test_the_page_asks_of_each_line_with_its_evidence(stage, client):
    _, who, due = stage
    page = read(client, who.manager, due)
    assert page.count(QUESTION) == 1, "the line of a number is not asked about"
    assert "Green practice: Our fleet plan and its figures" in page
    assert "<b>of March</b>" not in page, "what somebody typed is no markup"
    assert "Code of conduct &lt;b&gt;of March&lt;/b&gt;" in page
    assert QUESTION not in read(client, who.reporter, due)


def test_what_is_not_answered_is_said_beside_it_and_what_was_typed_stays(stage, client):
    _, who, due = stage
    page = as_read(decide(client, who, due))
    assert "Responsible conduct: say whether the evidence shows “good”" in page
    assert build.SEEN in page
    page = as_read(decide(client, who, due, shows_s1="no", why_s1="ok"))
    assert "Responsible conduct: say why the evidence does not show it: “ok” does not" in page
    assert Return.objects.get().is_submitted


def test_no_counts_as_fair_and_both_sides_read_who_says_so(stage, client):
    _, who, due = stage
    done = as_read(decide(client, who, due, shows_s1="no", why_s1=WHY))
    assert "The return is verified." in done
    for person in (who.reporter, who.manager, who.member):
        page = read(client, person, due)
        assert "62.5 points count, and 100 points were sent." in page
        assert "Counts as fair: the evidence does not show “good”." in page
        assert "the evidence does not show it." in page
        assert WHY in page
        assert "As it was sent, with every line as the supplier answered it" in page
    assert f"{who.manager} on <time" in page


def test_yes_is_read_too_and_nothing_is_said_of_another_score(stage, client):
    _, who, due = stage
    decide(client, who, due, shows_s1="yes")
    page = read(client, who.reporter, due)
    assert "the evidence shows it." in page
    assert "were sent." not in page
    assert "Counts as" not in page


def test_a_no_is_question_enough_to_send_it_back(stage, client):
    contract, who, due = stage
    empty = as_read(decide(client, who, due, decision="query", comment=""))
    assert "Say what has to be answered before it can be verified" in empty
    done = as_read(decide(client, who, due, decision="query", comment="", shows_s1="no", why_s1=WHY))
    assert "The return was sent back with your question." in done
    client.force_login(who.reporter)
    period = as_read(client.get(reverse("returns-period", args=[contract.pk, due.ends_on.isoformat()])))
    assert WHY in period, "the supplier reads it where it answers"
    assert "Sent back by" in period
    returns.submit_return(Return.objects.get(), by=who.reporter)
    page = read(client, who.manager, due)
    assert f"{who.manager} said on 3 July 2025 that it does not show it: {WHY}." in page
    assert "When it was sent back" in page


def test_the_page_of_the_period_says_what_was_sent_and_what_counts(stage, client):
    contract, who, due = stage
    decide(client, who, due, shows_s1="no", why_s1=WHY)
    client.force_login(who.reporter)
    address = reverse("returns-period", args=[contract.pk, due.ends_on.isoformat()])
    page = as_read(client.get(address)).replace("\u00a0", " ")
    assert "62.5 points, 100 points as it was sent" in page


def test_an_old_page_verifies_nothing(stage, client):
    _, who, due = stage
    old = Return.objects.get().version - 1
    assert decide(client, who, due, shows_s1="yes", version=old).status_code in (200, 409)
    assert Return.objects.get().is_submitted
    assert not LineAnswer.objects.exists()


def test_the_pages_cost_as_many_queries_with_answers_as_without(stage, client, django_assert_num_queries):
    _, who, due = stage
    address = reverse("return", args=[due.pk])
    client.force_login(who.reporter)
    client.get(address)
    with django_assert_num_queries(17):
        client.get(address)
    decide(client, who, due, shows_s1="no", why_s1=WHY)
    client.force_login(who.reporter)
    client.get(address)
    with django_assert_num_queries(19):
        client.get(address)


def test_a_supplier_takes_out_what_was_said_of_its_lines(stage, client):
    _, who, due = stage
    decide(client, who, due, shows_s1="no", why_s1=WHY)
    (row,) = archive(who.reporter).table("returns/line-answers.csv")
    assert (row["sub-score"], row["answered"], row["the evidence shows it"]) == ("Responsible conduct", "good", "no")
    assert (row["why it does not"], row["said by"], row["version"]) == (WHY, who.manager.name, "1")
    assert row["said at"].startswith("2025-07-03")
    (version,) = archive(who.reporter).table("returns/returns.csv")
    assert version["value"] == "62.5000", "the value that counts, as that file says"
