"""How many long files somebody may ask for, and that the same one is the same however its address is spelt."""

from datetime import datetime, timedelta

import pytest

from socialvalue.accounts.administration import services as administration
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.exports import services
from socialvalue.exports.models import Export
from socialvalue.exports.services import asking
from socialvalue.jobs.models import Job
from socialvalue.jobs.services import run_job
from socialvalue.jobs.workflow import JobStatus
from tests.builders import people
from tests.socialvalue.exports.steps import administrator, asked, made

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 9, 0, 30, tzinfo=clock.LONDON)
NEW = "/exports/new/"


@pytest.fixture
def ada():
    with clock.at(NOW):
        user = administrator()
        for name in ("Roads", "Schools"):
            administration.add_directorate(user.council, by=user, name=name, code=name[:3])
        yield user


@pytest.mark.parametrize(("bound", "refused"), [(1, False), (2, True), (3, True)])
def test_what_the_page_sends_at_once_is_not_made(ada, monkeypatch, bound, refused):
    monkeypatch.setattr(asking, "BOUND", bound)
    query = "what=added a directorate"
    if refused:
        words = rf"^This file has no more than {bound} rows\. Download it where you asked for it: it is sent at once\.$"
        with pytest.raises(Refused, match=words):
            asked(ada, query=query)
        assert not Job.objects.exists()
        assert not AuditEvent.objects.filter(verb="asked for a file").exists()
    else:
        assert asked(ada, query=query).query == "what=added+a+directorate"


def test_asked_for_past_the_page_it_says_where_to_take_it(client, ada, monkeypatch):
    monkeypatch.setattr(asking, "BOUND", 5000)
    client.force_login(ada)
    answer = client.post(NEW, {"kind": "audit", "query": ""}, follow=True)
    assert "This file has no more than 5,000 rows." in answer.content.decode()
    assert not Export.objects.exists()


SAME = [
    "x=1",
    "x=2&what=added+a+directorate",
    "what=added%20a%20directorate",
    "who=&what=added+a+directorate&about=",
    "since_year=2026&since_month=1&since_day=1&what=added+a+directorate",
    "what=added+a+directorate&since_day=1&since_month=1&since_year=2026",
    "since_what=7&since_day=1&since_month=1&since_year=2026&what=added+a+directorate&page=4",
]
FIRST, SECOND, THIRD = "", "what=added+a+directorate", "since_day=1&since_month=1&since_year=2026&what=added+a+directorate"
SAID = [FIRST, SECOND, SECOND, SECOND, THIRD, THIRD, THIRD]


@pytest.mark.parametrize(("query", "said"), list(zip(SAME, SAID, strict=True)))
def test_only_what_the_filter_knows_is_kept_in_one_order(ada, query, said):
    assert asked(ada, query=query).query == said


def test_spelt_in_another_way_it_is_the_same_file(ada):
    assert len({asked(ada, query=f"x={number}").pk for number in range(7)}) == 1
    assert Job.objects.count() == AuditEvent.objects.filter(verb="asked for a file").count() == 1


def test_what_is_too_long_is_told_in_the_words_that_are_kept(ada):
    with pytest.raises(Refused, match=r"^The filter is too long to be kept\."):
        asked(ada, query="who=" + "é" * 400)


def done(export: Export, status: str) -> None:
    Job.objects.filter(pk=export.job_id).update(status=status)


@pytest.mark.parametrize("then", ["made", "deleted", "failed"])
def test_somebody_asks_for_so_many_files_in_seven_days(ada, then):
    """Whatever became of them."""
    for number in range(asking.MOST_ASKED):
        with clock.at(NOW + timedelta(hours=number)):
            export = asked(ada, query=f"who={number}")
            if then == "failed":
                done(export, JobStatus.FAILED)
            else:
                run_job(export.job_id)
            if then == "deleted":
                services.remove(export, by=ada)
    words = r"^You have asked for 20 files in 7 days\. You can ask for the next one from 4 December 2026 at 9:01am\.$"
    with clock.at(NOW + timedelta(days=7, seconds=-1)), pytest.raises(Refused, match=words):
        asked(ada, query="who=more")
    assert Job.objects.count() == asking.MOST_ASKED
    other = administrator(ada.council)
    assert asked(other, query="who=more").by == other
    with clock.at(NOW + timedelta(days=7)):
        assert asked(ada, query="who=more").query == "who=more"
        with pytest.raises(Refused, match=r"from 4 December 2026 at 10:01am\.$"):
            asked(ada, query="who=still+more")


def test_what_waits_already_is_found_however_many_were_asked_for(ada, monkeypatch):
    monkeypatch.setattr(asking, "MOST_ASKED", 1)
    export = asked(ada)
    assert asked(ada) == export
    done(export, JobStatus.FAILED)
    assert asked(ada).job.status == JobStatus.QUEUED


@pytest.mark.parametrize(("size", "taken"), [(asking.MOST_BYTES - 1, True), (asking.MOST_BYTES, False)])
def test_somebody_s_files_take_up_so_much_and_no_more(ada, size, taken):
    export = made(ada, query="who=ada")
    Export.objects.filter(pk=export.pk).update(size=size)
    if taken:
        assert asked(ada).query == ""
        return
    words = r"^Your files take up 953\.7.MB, and may take up 953\.7.MB\. Delete one, or ask again after 4 December 2026, when the oldest is"
    with pytest.raises(Refused, match=words):
        asked(ada)
    services.remove(export, by=ada)
    assert asked(people.fresh(ada)).query == ""
