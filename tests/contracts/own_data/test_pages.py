"""The page on which a supplier asks for all its own data: what it says, how the latest archive stands, where it is found."""

import re
from html import unescape

import pytest
from django.urls import reverse

from contracts.own_data.pages import KEY, LEFT_OUT
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.exports.models import Export
from socialvalue.jobs.services import run_job
from tests.builders import people
from tests.contracts.own_data import steps

pytestmark = pytest.mark.django_db
PAGE = "/own-data/"


def words_of(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


@pytest.fixture
def person(client):
    person = people.person(people.supplier("Weald Carers CIC"), Role.SUPPLIER)
    client.force_login(person)
    return person


def press(client):
    return client.post(reverse("export-new"), {"kind": KEY, "form": "zip"})


def test_it_says_what_is_in_it_what_is_not_and_how_long_it_is_kept(client, person):
    said = words_of(client.get(PAGE))
    assert "Your organisation’s data" in said
    assert "We delete it after 7 days, or sooner if what you may see changes." in said
    assert "returns/ returns.csv Every version of every return" in said
    for reason in LEFT_OUT:
        assert reason in said
    assert "The latest archive" not in said
    assert "Make the archive" in said


def test_a_press_asks_for_it_and_the_page_then_says_how_it_stands(client, person):
    with clock.at(steps.NOW):
        client.force_login(person)
        answer = press(client)
        assert (answer.status_code, answer.url) == (302, "/exports/")
        waiting = words_of(client.get(PAGE))
        assert "The latest archive You asked for it 2 November 2026 at 9am State Waiting its turn" in waiting
        export = Export.objects.get()
        run_job(export.job_id)
        ready = words_of(client.get(PAGE))
        assert "State Ready" in ready
        assert "Kept until 9 November 2026" in ready
        assert "Download the archive" in ready
        assert "Make a new archive" in ready
        taken = client.get(reverse("export-take", args=[export.pk]))
    assert taken["Content-Type"] == "application/zip"
    assert taken["Content-Disposition"] == 'attachment; filename="own-data-2026-11-02.zip"'
    assert taken["Cache-Control"] == "private, no-store"
    assert b"".join(taken.streaming_content)[:2] == b"PK"


def test_your_exports_lists_it_as_an_archive_and_leads_to_the_page(client, person):
    press(client)
    said = words_of(client.get("/exports/"))
    assert "take out your organisation’s data" in said
    assert "ZIP archive, asked for" in said


def test_once_it_has_expired_the_offer_to_make_it_again_leads_to_the_page(client, person):
    with clock.at(steps.NOW):
        client.force_login(person)
        press(client)
        run_job(Export.objects.get().job_id)
    with steps.day(2026, 11, 10):
        client.force_login(person)
        page = client.get("/exports/").content.decode()
        assert "This file has expired" in page
        again = unescape(re.search(r'href="(/exports/new/[^"]+)"', page)[1])
        answer = client.get(again)
    assert (answer.status_code, answer.url) == (302, PAGE)


def test_the_account_page_leads_to_it_for_people_of_a_supplier_alone(client, person):
    link = f'href="{PAGE}"'
    assert link in client.get("/account/").content.decode()
    client.force_login(people.person(people.council(), Role.CONTRACT_MANAGER))
    assert link not in client.get("/account/").content.decode()
    assert link not in client.get("/exports/").content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SUPPLIER])
def test_others_neither_open_nor_ask(client, role):
    client.force_login(people.person(people.council(), role))
    assert client.get(PAGE).status_code == 403
    assert press(client).status_code in (302, 403)
    assert not Export.objects.exists()


def test_the_page_asks_the_database_as_often_however_much_there_is(client, django_assert_num_queries):
    scene = steps.everything()
    for mark in ("Second", "Third"):
        steps.everything(mark, who=scene.who)
    client.force_login(people.fresh(scene.who.reporter))
    with django_assert_num_queries(7):
        assert client.get(PAGE).status_code == 200


def test_a_table_is_not_offered_as_an_archive(client):
    client.force_login(people.person(people.council(), Role.ADMINISTRATOR))
    page = client.get("/exports/new/?kind=audit&form=zip").content.decode()
    assert "ZIP" not in page
    assert 'value="csv"' in page
    assert 'value="xlsx"' in page
