"""The record and one's long files in the browser: by keyboard, no accessibility violation, no sideways scrolling; while a file
is made, the page follows by itself."""

import os

import pytest
from django.conf import settings
from django.db import transaction

from socialvalue.accounts.enums import Role
from socialvalue.audit.services import record
from socialvalue.exports import pages
from socialvalue.exports.models import Export
from socialvalue.jobs.models import Job
from socialvalue.jobs.services import run_job
from socialvalue.jobs.workflow import JobStatus
from tests.builders import people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW, WIDE = {"width": 375, "height": 800}, {"width": 1280, "height": 900}


@pytest.fixture
def ada(context, client, live_server):
    council = people.council("Kestrel Council")
    user = people.person(council, Role.ADMINISTRATOR, name="Ada Administrator")
    with transaction.atomic():
        for number in range(60):
            about = council.directorates.get()
            record("changed a directorate", f"changed it for the {number}. time", by=user, about=about, council=council)
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    return user


def look(page, axe_check, no_sideways_scrolling, name):
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        axe_check(page)
        no_sideways_scrolling(page)
        if folder := os.environ.get("SV_PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)


def press(page, name: str, role: str = "link", *, exact: bool = False) -> None:
    found = page.get_by_role(role, name=name, exact=exact)
    found.focus()
    page.keyboard.press("Enter")


def test_from_the_record_to_the_file_by_keyboard(live_server, page, ada, monkeypatch, axe_check, no_sideways_scrolling):
    monkeypatch.setattr(pages, "BOUND", 20)
    page.goto(f"{live_server.url}/administration/audit/")
    look(page, axe_check, no_sideways_scrolling, "record")
    press(page, "Older entries")
    page.wait_for_url("**before=**")
    look(page, axe_check, no_sideways_scrolling, "older")
    press(page, "Download as CSV")
    page.get_by_role("heading", name="Who did what, when and why").wait_for()
    look(page, axe_check, no_sideways_scrolling, "long")
    press(page, "Make the file", "button")
    page.get_by_role("heading", name="Your exports").wait_for()
    look(page, axe_check, no_sideways_scrolling, "waiting")
    export = Export.objects.get()
    Job.objects.filter(pk=export.job_id).update(status=JobStatus.RUNNING, progress=40, step="24 of 60 rows")
    # What is in focus stays so, while the cells beside it change
    page.get_by_role("link", name="Delete").focus()
    page.get_by_text("24 of 60 rows").wait_for()
    Job.objects.filter(pk=export.job_id).update(step="25 of 60 rows")
    page.get_by_text("25 of 60 rows").wait_for()
    assert page.evaluate("document.activeElement.textContent.trim()").startswith("Delete")
    look(page, axe_check, no_sideways_scrolling, "making")
    Job.objects.filter(pk=export.job_id).update(status=JobStatus.QUEUED)
    run_job(export.job_id)
    page.get_by_role("link", name="Who did what, when and why", exact=True).wait_for()
    assert page.evaluate("document.activeElement.textContent.trim()").startswith("Delete")
    assert page.get_by_role("status").filter(has_text="Ready").text_content() == "Ready: Who did what, when and why"
    look(page, axe_check, no_sideways_scrolling, "ready")
    with page.expect_download() as taken:
        press(page, "Who did what, when and why", exact=True)
    assert taken.value.suggested_filename.startswith("audit-record-")
    press(page, "Delete")
    page.get_by_role("heading", name="Delete this file?").wait_for()
    look(page, axe_check, no_sideways_scrolling, "delete")
    press(page, "Delete the file", "button")
    page.get_by_text("You have no exports.").wait_for()


def test_with_no_file_and_with_one_that_failed(live_server, page, ada, axe_check, no_sideways_scrolling):
    page.goto(f"{live_server.url}/exports/")
    look(page, axe_check, no_sideways_scrolling, "none")
    export = Export.objects.create(by=ada, kind="audit", title="Who did what, when and why", digest="x")
    job = Job.objects.create(
        kind="export", key="export:x", status=JobStatus.FAILED, error="The store was full.", requested_by=ada
    )
    Export.objects.filter(pk=export.pk).update(job=job)
    page.goto(f"{live_server.url}/exports/")
    look(page, axe_check, no_sideways_scrolling, "failed")
    page.goto(f"{live_server.url}/administration/audit/?who=nobody")
    look(page, axe_check, no_sideways_scrolling, "nothing")
