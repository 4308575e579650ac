"""A short table is sent at once; a long one leads to a button, a page of one's own files, and the file."""

import csv
import io
import re
from datetime import datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from openpyxl import load_workbook

from socialvalue.accounts.administration import services as administration
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.exports import pages
from socialvalue.exports.models import Export
from socialvalue.jobs.models import Job
from socialvalue.jobs.services import run_job
from socialvalue.jobs.workflow import JobStatus
from tests.builders import people
from tests.socialvalue.exports.steps import FILE, administrator, asked, content, made, words_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 9, tzinfo=clock.LONDON)
PAGE, NEW = "/exports/", "/exports/new/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def ada() -> User:
    with clock.at(NOW):
        user = administrator()
        for name in ("Roads", "Schools", "Parks"):
            administration.add_directorate(user.council, by=user, name=name, code=name)
        yield user


@pytest.fixture
def signed_in(client, ada):
    client.force_login(ada)
    return client


DIRECTORATES = f"{FILE}?what=added+a+directorate"


@pytest.mark.parametrize(("bound", "sent"), [(2, False), (3, True), (4, True)])
def test_up_to_the_bound_it_is_sent_at_once(signed_in, monkeypatch, bound, sent):
    monkeypatch.setattr(pages, "BOUND", bound)
    answer = signed_in.get(DIRECTORATES)
    assert answer["Content-Type"].startswith("text/csv") == sent
    assert answer.streaming == sent
    if sent:
        assert len(list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))) == 4
    assert not Export.objects.exists()


def test_whether_it_is_long_is_asked_of_no_more_rows_than_the_bound(signed_in, ada, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(pages, "BOUND", 2)
    signed_in.get(DIRECTORATES)
    # session, user, memberships; what was ever done, here and without a council; no more than three rows of each part
    with django_assert_num_queries(7) as caught:
        signed_in.get(DIRECTORATES)
    counted = [query["sql"] for query in caught.captured_queries if query["sql"].startswith("SELECT COUNT(")]
    assert len(counted) == 2, counted
    assert all("LIMIT 3" in sql for sql in counted)


def test_a_short_workbook_is_sent_at_once(signed_in):
    answer = signed_in.get(f"{DIRECTORATES}&file=xlsx")
    assert answer["Content-Type"] == XLSX
    assert answer["Content-Disposition"] == 'attachment; filename="audit-record-2026-11-27.xlsx"'
    lines = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert lines[0][:4] == ("number", "at", "who", "verb")
    assert [line[3] for line in lines[1:]] == ["added a directorate"] * 3


def test_no_rows_are_a_file_of_headings_at_once(signed_in, monkeypatch):
    monkeypatch.setattr(pages, "BOUND", 0)
    answer = signed_in.get(f"{FILE}?who=nobody+at+all")
    assert answer.getvalue().decode("utf-8-sig").splitlines() == ["number,at,who,verb,what,reason,about,changes"]


def button_of(page) -> dict:
    """What the page's form sends, as it stands."""
    text = page.content.decode()
    inputs = [dict(re.findall(r'(\w+)="([^"]*)"', tag)) | {"on": "checked" in tag} for tag in re.findall(r"<input[^>]*>", text)]
    wanted = [one for one in inputs if one.get("name") in ("kind", "query", "form")]
    return {one["name"]: one["value"].replace("&amp;", "&") for one in wanted if one["type"] == "hidden" or one["on"]}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_from_the_link_to_the_file_without_a_script(signed_in, ada, monkeypatch, form):
    monkeypatch.setattr(pages, "BOUND", 2)
    page = signed_in.get(f"{DIRECTORATES}&file={form}")
    assert page.status_code == 200
    words = words_of(page)
    assert "This file has more than 2 rows, so we make it in the background." in words
    assert "We delete it after 7 days, or sooner if your roles change." in words
    assert 'href="/administration/audit/?what=added+a+directorate"' in page.content.decode()
    assert "We kept what you typed" not in words
    sent = button_of(page)
    assert sent == {"kind": "audit", "query": "what=added+a+directorate", "form": form}
    assert signed_in.post(NEW, sent, follow=True).redirect_chain == [(PAGE, 302)]
    waiting = signed_in.get(PAGE)
    assert "Waiting its turn" in words_of(waiting)
    assert "Check again" in words_of(waiting)
    run_job(Export.objects.get().job_id)
    ready = words_of(signed_in.get(PAGE))
    assert "Ready 3 rows" in ready
    assert "4 December 2026" in ready
    assert "Check again" not in ready
    answer = signed_in.get(f"{PAGE}{Export.objects.get().pk}/")
    assert answer["Content-Disposition"] == f'attachment; filename="audit-record-2026-11-27.{form}"'
    assert answer["Cache-Control"] == "private, no-store"
    assert len(answer.getvalue()) == Export.objects.get().size


def test_two_presses_of_the_button_make_one_file(signed_in, monkeypatch):
    monkeypatch.setattr(pages, "BOUND", 2)
    sent = button_of(signed_in.get(DIRECTORATES))
    for _ in range(2):
        signed_in.post(NEW, sent)
    assert Export.objects.count() == Job.objects.count() == 1


def test_a_form_that_is_none_is_a_csv_and_a_table_that_is_none_is_nowhere(signed_in):
    signed_in.post(NEW, {"kind": "audit", "query": "", "form": "exe"})
    assert Export.objects.get().form == "csv"
    for kind in ("", "nothing"):
        assert signed_in.post(NEW, {"kind": kind, "query": ""}).status_code == 404


def test_who_may_not_have_the_table_may_not_ask_for_it(client, ada):
    client.force_login(people.person(ada.council, Role.MEMBER))
    assert client.post(NEW, {"kind": "audit", "query": ""}).status_code == 403
    assert not Export.objects.exists()


def test_a_filter_that_cannot_be_read_is_told_and_nothing_is_made(signed_in):
    signed_in.post(NEW, {"kind": "audit", "query": "since_day=31&since_month=2&since_year=2026"})
    assert not Export.objects.exists()


def test_with_no_files_the_page_says_what_will_stand_there(signed_in):
    page = words_of(signed_in.get(PAGE))
    assert "You have no exports." in page
    assert "We delete each after 7 days, or sooner if your roles change." in page
    assert "We kept what you typed" not in page
    assert "Delete" not in page


def test_while_it_is_made_the_page_says_how_far_it_is(signed_in, ada):
    export = asked(ada)
    Job.objects.filter(pk=export.job_id).update(status=JobStatus.RUNNING, progress=40, step="2,000 of 5,000 rows")
    page = signed_in.get(PAGE)
    assert "Being made 2,000 of 5,000 rows" in words_of(page)
    assert 'value="40"' in page.content.decode()
    assert "1 file is being made." in words_of(page)
    part = signed_in.get(f"{PAGE}?coming={export.pk}", headers={"hx-request": "true"}).content.decode()
    assert "<h1" not in part
    assert 'hx-trigger="every 3s"' in part


def test_once_nothing_is_on_its_way_the_page_asks_no_more(signed_in, ada):
    made(ada)
    assert "hx-trigger" not in signed_in.get(PAGE).content.decode()


def test_what_failed_says_why_and_is_tried_again(signed_in, ada):
    export = asked(ada)
    Job.objects.filter(pk=export.job_id).update(status=JobStatus.FAILED, error="The store was full.")
    page = words_of(signed_in.get(PAGE))
    assert "Failed The store was full." in page
    assert "Try again" in page
    signed_in.post(f"{PAGE}{export.pk}/again/")
    assert Job.objects.get(pk=export.job_id).status == JobStatus.QUEUED
    # Pressed in two windows
    answer = signed_in.post(f"{PAGE}{export.pk}/again/", follow=True)
    assert answer.status_code == 200
    run_job(export.job_id)
    assert Export.objects.get().is_made


def test_what_is_not_made_yet_cannot_be_taken(signed_in, ada):
    answer = signed_in.get(f"{PAGE}{asked(ada).pk}/", follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    assert "Who did what, when and why cannot be downloaded: waiting its turn." in words_of(answer)


@pytest.mark.parametrize(("days", "taken"), [(7, True), (8, False)])
def test_it_is_taken_until_its_last_day_swept_or_not(signed_in, ada, days, taken):
    export = made(ada)
    with clock.at(NOW + timedelta(days=days)):
        answer = signed_in.get(f"{PAGE}{export.pk}/")
        assert answer.streaming == taken
        if not taken:
            assert "Expired This file has expired. Make it again" in words_of(signed_in.get(PAGE))


def test_with_other_roles_it_is_not_given_out_before_it_is_swept(signed_in, ada):
    export = made(ada)
    people.give(ada, ada.council, Role.COMMISSIONER)
    answer = signed_in.get(f"{PAGE}{export.pk}/", follow=True)
    assert "What you may see has changed since this file was made. Make it again" in words_of(answer)
    assert default_storage.exists(export.file.name)


def test_nobody_else_finds_it(client, ada):
    export = made(ada)
    for user in (administrator(ada.council), people.person(people.supplier(), Role.SUPPLIER)):
        client.force_login(user)
        assert client.get(f"{PAGE}{export.pk}/").status_code == 404
        assert client.get(f"{PAGE}{export.pk}/delete/").status_code == 404
        assert client.post(f"{PAGE}{export.pk}/delete/").status_code == 404
        assert client.post(f"{PAGE}{export.pk}/again/").status_code == 404
        assert "You have no exports." in words_of(client.get(PAGE))
    client.logout()
    assert client.get(f"{PAGE}{export.pk}/").status_code == 302
    assert default_storage.exists(export.file.name)


def test_its_person_is_asked_before_it_is_deleted(signed_in, ada):
    export = made(ada)
    assert f'href="{PAGE}{export.pk}/delete/"' in signed_in.get(PAGE).content.decode()
    page = signed_in.get(f"{PAGE}{export.pk}/delete/")
    assert "Who did what, when and why Delete this file? ! Warning You cannot undo this." in words_of(page)
    assert "Delete the file Cancel" in words_of(page)
    assert default_storage.exists(export.file.name)


def test_its_person_deletes_it(signed_in, ada):
    export = made(ada)
    answer = signed_in.post(f"{PAGE}{export.pk}/delete/", follow=True)
    assert "The file is deleted: Who did what, when and why." in words_of(answer)
    assert not default_storage.exists(export.file.name)
    assert signed_in.post(f"{PAGE}{export.pk}/delete/").status_code == 404


def test_a_file_that_is_lost_is_a_page_that_is_not_there(signed_in, ada):
    export = made(ada)
    default_storage.delete(export.file.name)
    assert signed_in.get(f"{PAGE}{export.pk}/").status_code == 404


def test_the_message_and_the_account_lead_to_it(signed_in, ada):
    made(ada)
    assert f'href="{PAGE}"' in signed_in.get("/account/").content.decode()
    assert "Your file is ready: Who did what, when and why" in words_of(signed_in.get("/messages/"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_statements_however_many_files(signed_in, ada, count, django_assert_num_queries):
    for number in range(count):
        made(ada, query=f"who={number}")
    signed_in.get(PAGE)
    with django_assert_num_queries(4):  # session, user, memberships; the files with their jobs
        signed_in.get(PAGE)


def test_in_the_file_stands_what_the_page_promised(signed_in, ada):
    export = made(ada, query="what=added a directorate")
    assert signed_in.get(f"{PAGE}{export.pk}/").getvalue().decode("utf-8-sig") == content(export)
