"""While figures are made from nothing every page of them says so, and none computes them."""

import copy
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from contracts.kept.models import Kept, KeptDay
from contracts.kept.services import roll
from measurement.figures.selectors.scope import BeingPrepared, at_once, usual_scope
from measurement.figures.services import ask_for_days
from socialvalue.common import clock
from socialvalue.jobs.models import Job
from tests.builders import measurement as build
from tests.fixtures import client as browser

pytestmark = pytest.mark.django_db
PAGES = ("oversight", "oversight-contracts")
FILES = ("csv", "xlsx", "json")
BEGINNING = "Figures are being prepared"


@pytest.fixture(scope="module")
def made_once(module_database):
    """A council with three contracts."""
    made = build.scene()
    for title in ("Home care", "Short breaks", "Meals"):
        build.contract(made, {"values": ["3", "4"]}, title=title)
    with clock.at(build.NOW):
        roll()
    return made


@pytest.fixture
def scene(made_once):
    with clock.at(build.NOW):
        yield copy.deepcopy(made_once)


@pytest.fixture
def night(monkeypatch):
    """The tests' browser lets the worker make figures before each page; here it has not come so far."""
    monkeypatch.setattr(browser.kept, "roll", lambda: 0)


@pytest.fixture
def halfway(scene, night):
    """One of three is done."""
    today = build.NOW.date()
    KeptDay.objects.filter(council=scene.council).update(from_nothing=True, rolling_to=today)
    Kept.objects.filter(council=scene.council).update(as_of=today - timedelta(days=1))
    first = Kept.objects.order_by("pk").first()
    Kept.objects.filter(pk=first.pk).update(as_of=today)
    return scene


def words(answer) -> str:
    return " ".join(html.fromstring(answer.content).xpath("//main")[0].text_content().split())


def as_member(client, scene):
    client.force_login(scene.who.member)
    return client


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("query", ["", "?months=3", f"?from={build.PERIOD[0]}&to={build.PERIOD[1]}", "?as_of=2025-08-01"])
def test_a_page_of_figures_says_how_far_it_is(client, halfway, name, query):
    said = words(as_member(client, halfway).get(reverse(name) + query))
    assert BEGINNING in said
    assert "1 of 3 contracts is done, as at 3 November 2025 at" in said
    assert "on target" not in said


def test_nothing_is_computed(client, halfway):
    member = as_member(client, halfway)
    member.get(reverse("oversight"))
    with CaptureQueriesContext(connection) as sent:
        member.get(reverse("oversight"))
    assert not [one["sql"] for one in sent if "judged" in one["sql"]]


@pytest.mark.parametrize("form", FILES)
def test_a_file_is_refused_with_the_same_words(client, halfway, form):
    answer = as_member(client, halfway).get(reverse("oversight-export", args=[form]))
    assert answer.status_code == 409
    assert BEGINNING in words(answer)
    assert "attachment" not in answer.headers.get("Content-Disposition", "")


def test_what_is_behind_the_council_s_figure_waits_and_what_is_behind_one_contract_does_not(client, halfway):
    member = as_member(client, halfway)
    assert BEGINNING in words(member.get(reverse("figure", args=["council", halfway.council.pk])))
    contract = Kept.objects.order_by("pk").first().contract_id
    assert BEGINNING not in words(member.get(reverse("figure", args=["contract", contract])))


def test_the_member_s_home_says_it_and_shows_no_headline(client, halfway):
    said = words(as_member(client, halfway).get("/"))
    assert BEGINNING in said
    assert "1 of 3 contracts is done" in said


def test_no_days_can_be_asked_for_meanwhile(client, halfway):
    with pytest.raises(BeingPrepared):
        ask_for_days(usual_scope(halfway.council.pk), by=halfway.who.member)
    answer = as_member(client, halfway).post(f"{reverse('figures-count')}?from={build.PERIOD[0]}&to={build.PERIOD[1]}")
    assert BEGINNING in words(answer)
    assert not Job.objects.exists()


def test_when_all_are_there_the_page_shows_them(client, halfway):
    roll()
    scope = usual_scope(halfway.council.pk)
    assert (scope.prepared, scope.window) == (True, "m12")
    assert at_once(scope) == scope
    said = words(as_member(client, halfway).get(reverse("oversight")))
    assert BEGINNING not in said


def test_a_register_from_before_is_being_prepared_too(client, scene, night):
    KeptDay.objects.all().delete()
    Kept.objects.all().delete()
    said = words(as_member(client, scene).get(reverse("oversight")))
    assert BEGINNING in said
    assert "0 of 3 contracts are done" in said


def test_a_council_with_nothing_in_force_has_nothing_to_prepare(client):
    empty = build.scene()
    with clock.at(build.NOW):
        answer = as_member(client, empty).get(reverse("oversight"))
    assert BEGINNING not in words(answer)


def test_an_usual_night_hides_nothing(client, scene, night):
    """Newer figures are being made: the earlier evening's are shown, and say of when they are."""
    KeptDay.objects.filter(council=scene.council).update(rolling_to=build.NOW.date() + timedelta(days=1))
    assert BEGINNING not in words(as_member(client, scene).get(reverse("oversight")))
