"""A file that cannot be downloaded leads to what can succeed; while files are made, the page changes by its cells alone."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest

from socialvalue.accounts.administration import services as administration
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.exports.models import Export
from socialvalue.exports.services import making
from socialvalue.jobs.models import Job
from socialvalue.jobs.services import run_job
from socialvalue.jobs.workflow import JobStatus
from tests.builders import people
from tests.socialvalue.exports.steps import administrator, asked, made, words_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 9, tzinfo=clock.LONDON)
PAGE, NEW = "/exports/", "/exports/new/"
QUERY = "what=added+a+directorate"


@pytest.fixture
def ada():
    with clock.at(NOW):
        user = administrator()
        administration.add_directorate(user.council, by=user, name="Roads", code="ROA")
        yield user


@pytest.fixture
def signed_in(client, ada):
    client.force_login(ada)
    return client


def link(page, label: str) -> str:
    """Where the link of this label leads; "" where there is none."""
    found = re.search(rf'<a class="govuk-link" href="([^"]*)">\s*{label}', page.content.decode())
    return unescape(found[1]) if found else ""


def checked(page) -> str:
    return re.search(r'value="(\w+)"\s+checked', page.content.decode())[1]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_expired_file_is_offered_again_as_it_was_asked_for(signed_in, ada, form):
    made(ada, query=QUERY, form=form)
    assert link(signed_in.get(PAGE), "Make it again") == ""
    with clock.at(NOW + timedelta(days=8)):
        page = signed_in.get(link(signed_in.get(PAGE), "Make it again"))
        text = page.content.decode()
    assert "We make this file in the background. We will send you a message when it is ready." in words_of(page)
    assert checked(page) == form
    assert f'name="query" value="{QUERY}"' in text
    assert 'name="kind" value="audit"' in text
    assert link(page, "Go back to the list") == f"/administration/audit/?{QUERY}"


def test_one_of_other_roles_is_offered_again_while_the_roles_include_it(signed_in, ada):
    made(ada)
    people.give(ada, ada.council, Role.COMMISSIONER)
    assert signed_in.get(link(signed_in.get(PAGE), "Make it again")).status_code == 200
    ada.memberships.filter(role=Role.ADMINISTRATOR).update(ended_at=clock.now())
    page = signed_in.get(PAGE)
    assert "Withdrawn What you may see has changed since this file was made" in words_of(page)
    assert link(page, "Make it again") == ""
    assert signed_in.get(f"{NEW}?kind=audit").status_code == 403


def test_too_many_rows_for_a_workbook_are_offered_as_csv(signed_in, ada, monkeypatch):
    monkeypatch.setattr(making, "MOST_IN_A_SHEET", 0)
    assert made(ada, form="xlsx").job.is_failed
    page = signed_in.get(PAGE)
    assert re.search(r"A workbook takes at most 0 rows, and this has \d+\. Make it as CSV instead", words_of(page))
    assert "Try again" not in words_of(page)
    assert checked(signed_in.get(link(page, "Make it as CSV instead"))) == "csv"


def test_a_workbook_that_failed_for_another_reason_is_tried_again(signed_in, ada):
    export = asked(ada, form="xlsx")
    Job.objects.filter(pk=export.job_id).update(status=JobStatus.FAILED, error="The store was full.")
    for rows, may in ((None, True), (making.MOST_IN_A_SHEET, True), (making.MOST_IN_A_SHEET + 1, False)):
        Export.objects.filter(pk=export.pk).update(rows=rows)
        page = signed_in.get(PAGE)
        assert ("Try again" in words_of(page), bool(link(page, "Make it as CSV instead"))) == (may, not may)


def test_what_is_gone_is_offered_neither_way(signed_in, ada):
    export = asked(ada)
    Export.objects.filter(pk=export.pk).update(kind="no such table")
    run_job(export.job_id)
    page = words_of(signed_in.get(PAGE))
    assert "Failed What this file is about can no longer be found" in page
    assert ("Try again" in page, "Make it" in page) == (False, False)
    assert signed_in.get(f"{NEW}?kind=no such table").status_code == 404


def test_a_filter_that_cannot_be_read_is_no_offer(signed_in):
    answer = signed_in.get(NEW, {"kind": "audit", "query": "since_day=31&since_month=2&since_year=2026"})
    assert answer.status_code == 400
    assert "Make the file" not in words_of(answer)


def follow(client, *exports):
    """What the page asks for while files are made."""
    return client.get(PAGE, {"coming": [str(one.pk) for one in exports]}, headers={"hx-request": "true"})


def test_only_the_cells_of_files_on_their_way_are_swapped(signed_in, ada):
    done, waiting = made(ada), asked(ada, query=QUERY)
    part = follow(signed_in, waiting).content.decode()
    swapped = set(re.findall(r'id="export-(\w+)-([\w-]+)" hx-swap-oob="true"', part))
    assert swapped == {(cell, str(waiting.pk)) for cell in ("title", "state", "size", "goes")}
    assert (str(done.pk) in part, "Delete" in part, "<table" in part) == (False, False, False)


def test_what_is_announced_is_said_once_and_in_one_sentence(signed_in, ada):
    first, second = asked(ada), asked(ada, query=QUERY)
    page = signed_in.get(PAGE).content.decode()
    assert '<p class="govuk-body" id="exports-said" role="status">2 files are being made.</p>' in page
    assert 'role="status"' not in follow(signed_in, first, second).content.decode()
    run_job(first.job_id)
    part = follow(signed_in, first, second)
    assert "Ready: Who did what, when and why" in words_of(part)
    assert f'{PAGE}?coming={second.pk}"' in part.content.decode()
    assert f"coming={first.pk}" not in part.content.decode()
    assert 'role="status"' not in follow(signed_in, second).content.decode()
    run_job(second.job_id)
    last = follow(signed_in, second)
    assert 'role="status"' in last.content.decode()
    assert "hx-trigger" not in last.content.decode()


def test_somebody_elses_file_is_not_followed(signed_in, ada):
    other = asked(administrator(ada.council))
    for keys in ([other.pk], ["rubbish"], []):
        part = signed_in.get(PAGE, {"coming": keys}, headers={"hx-request": "true"})
        assert "export-state" not in part.content.decode()
