"""A page that the database gives up on says so in plain words, and nothing that was typed is lost."""

from contextlib import closing, contextmanager

import psycopg2
import pytest
from django.db import OperationalError, connection
from django.test import Client
from lxml import html

from procurement.commissioning.models import Commission
from socialvalue.common.too_long import took_too_long
from socialvalue.sessions.services.keeping import SLOT
from tests.builders import commissioning as build
from tests.fixtures import roles
from tests.reading import as_read

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TYPED = {"title": "Breaks for carers of everybody", "category": "care", "estimated_value": "1,234,567", "version": "1"}


@contextmanager
def limits(**milliseconds: int):
    """The role's limits, made short for the test's own connection."""
    with connection.cursor() as cursor:
        for name, value in milliseconds.items():
            cursor.execute(f"SET {name} = {value}")
    yield
    with connection.cursor() as cursor:
        for name in milliseconds:
            cursor.execute(f"RESET {name}")


@contextmanager
def somebody_elses(sql: str):
    """Another connection holds something in a transaction of its own."""
    to = connection.settings_dict
    with closing(
        psycopg2.connect(
            dbname=to["NAME"], host=to["HOST"], port=to["PORT"], user=to["USER"], password=to["PASSWORD"]
        )
    ) as other, other.cursor() as cursor:  # fmt: skip
        cursor.execute(sql)
        yield
        other.rollback()


@pytest.fixture
def commission():
    return build.commission(framework=build.framework())


@pytest.fixture
def address(commission):
    return f"/commissions/{commission.reference}/edit/"


@pytest.fixture
def client(commission):
    browser = Client()
    browser.post("/sign-in/", {"login": commission.lead.email, "password": "demonstration"})
    return browser


HOLD_THE_ROW = "SELECT 1 FROM procurement_commission FOR UPDATE"
HOLD_THE_TABLE = "LOCK TABLE procurement_commission IN ACCESS EXCLUSIVE MODE"


def words_of(page) -> str:
    """The page without its tags."""
    return as_read(str(html.fromstring(page.content).text_content()))


def send(client, address, **typed):
    return client.post(address, TYPED | typed, headers={"referer": f"http://testserver{address}"})


def valid(client, address) -> dict:
    """Everything that the form asks for, as it stands."""
    form = client.get(address).context["form"]
    said = {}
    for field in form:
        value = field.value()
        said[field.html_name] = value if value is not None else ""
    return said


def test_a_page_that_takes_too_long_says_so(client, address):
    with limits(statement_timeout=300), somebody_elses(HOLD_THE_TABLE):
        page = client.get(address + "?x=1")
    assert (page.status_code, page["Retry-After"]) == (503, "30")
    said = words_of(page)
    assert "This took too long The page was stopped, so that others do not have to wait. Nothing was changed." in said
    assert f'href="{address}?x=1"' in page.content.decode()
    assert "Traceback" not in said
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("limit", ["statement_timeout", "lock_timeout"])
def test_a_form_that_takes_too_long_is_not_saved_and_what_was_typed_is_kept(client, commission, address, limit):
    with limits(**{limit: 300}), somebody_elses(HOLD_THE_TABLE):
        page = send(client, address)
    said = words_of(page)
    assert page.status_code == 503
    assert "This took too long It was stopped, so that others do not have to wait. Nothing was saved or sent." in said
    assert "We kept what you typed" in said
    assert "because it took too long. Go back to the form with what you typed" in said
    assert TYPED["title"] in said
    assert f'href="{address}"' in page.content.decode()
    assert Commission.objects.get(pk=commission.pk).title == commission.title


def test_the_form_has_it_again_until_it_is_sent(client, commission, address):
    with limits(lock_timeout=300), somebody_elses(HOLD_THE_TABLE):
        send(client, address)
    again = client.get(address)
    assert again.context["form"]["title"].value() == TYPED["title"]
    assert "because it took too long. It is back in the form on this page. Nothing is saved" in words_of(again)
    # Refused for another reason and drawn again: it is in the form, and no longer kept beside it
    assert send(client, address, title="").status_code == 200
    assert SLOT not in client.session


def test_what_waited_for_a_row_is_saved_the_second_time(client, commission, address):
    typed = valid(client, address) | {"title": TYPED["title"]}
    with limits(lock_timeout=300), somebody_elses(HOLD_THE_ROW):
        assert client.post(address, typed).status_code == 503
        assert Commission.objects.get(pk=commission.pk).title == commission.title
    answer = client.post(address, typed)
    assert (answer.status_code, getattr(answer.context, "errors", None)) == (302, None)
    assert Commission.objects.get(pk=commission.pk).title == TYPED["title"]


def test_a_form_that_saves_by_itself_answers_that_it_could_not_and_nothing_is_kept_twice(client, address):
    with limits(lock_timeout=300), somebody_elses(HOLD_THE_TABLE):
        answer = client.post(address, TYPED, headers={"HX-Request": "true"})
    assert answer.status_code == 503
    assert SLOT not in client.session


def test_of_a_visitor_nothing_is_kept_and_the_page_leads_back(address):
    visitor = Client()
    with limits(lock_timeout=300), somebody_elses("LOCK TABLE socialvalue_organisation IN ACCESS EXCLUSIVE MODE"):
        page = visitor.post("/register/", {"name": "Ada New", "email": "ada@example.org", "organisation": "Ada’s cakes"})
    assert page.status_code == 503
    assert "Go back to the page before: what you typed is still there. Press its button again." in words_of(page)


def test_another_error_of_the_database_is_not_taken_for_it():
    assert not took_too_long(OperationalError("server closed the connection"))
    assert not took_too_long(ValueError("57014"))
    ended = pytest.raises(OperationalError, match="statement timeout")
    with limits(statement_timeout=50), ended as caught, connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(2)")
    assert took_too_long(caught.value)


@pytest.mark.skipif(roles.AS_ROLE != "", reason="makes the roles")
def test_the_web_role_itself_gives_up(commission):
    """Half a minute is its limit; here it is asked for a moment's wait for a lock, which has its own."""
    roles.made(web="only-of-this-test")
    try:
        to = connection.settings_dict
        with somebody_elses(HOLD_THE_ROW), closing(
            psycopg2.connect(
                dbname=to["NAME"], host=to["HOST"], port=to["PORT"], user=roles.names()["web"], password="only-of-this-test"
            )
        ) as web, web.cursor() as cursor, pytest.raises(psycopg2.errors.LockNotAvailable):  # fmt: skip
            cursor.execute(HOLD_THE_ROW)
    finally:
        roles.dropped()
