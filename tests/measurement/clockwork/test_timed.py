"""Timed events: a list of what is due, one poller, nothing done twice."""

from datetime import datetime, timedelta

import pytest

from measurement.clockwork.timed import due_events, poll
from measurement.reports.models import Report, ReportSchedule
from procurement.tendering.models import Tender
from socialvalue.common import clock
from socialvalue.notifications.models import Message
from tests.builders import measurement as build
from tests.builders import tendering

pytestmark = pytest.mark.django_db


def test_a_tender_closes_at_its_deadline_and_not_before():
    tender = tendering.published_tender()
    before, after = tender.deadline - timedelta(seconds=1), tender.deadline
    assert not [e for e in due_events(before) if e.subject == tender.reference]
    assert ("close the tender", tender.deadline) in [(e.what, e.when) for e in due_events(after)]
    with clock.at(after):
        poll(after)
        assert Tender.objects.get(pk=tender.pk).status == "closed"
        assert poll(after)["tenders closed"] == 0
        assert not [e for e in due_events(after) if e.subject == tender.reference]


def test_reminders_and_reports_once():
    scene = build.scene()
    build.contract(scene, {"values": []})
    ReportSchedule.objects.create(
        council=scene.council, kind="cabinet", months=6, next_starts_on=build.PERIOD[0], next_on=build.NOW.date()
    )
    overdue = datetime(2025, 7, 28, 9, tzinfo=clock.LONDON)
    with clock.at(overdue):
        poll(overdue)
        told = Message.objects.count()
        assert told
        poll(overdue)
        assert Message.objects.count() == told
        assert not Report.objects.exists()
    with clock.at(build.NOW):
        assert "make a report" in [e.what for e in due_events(build.NOW)]
        poll(build.NOW)
        poll(build.NOW)
        assert Report.objects.get().ends_on == build.PERIOD[1]
        assert "make a report" not in [e.what for e in due_events(build.NOW)]


def test_one_fault_holds_up_nothing_else(monkeypatch, caplog):
    from measurement.clockwork import timed

    def broken(now):
        raise RuntimeError("no")

    monkeypatch.setattr(timed, "APPLIERS", (("broken", broken), ("fine", lambda now: 3)))
    assert poll(build.NOW) == {"fine": 3}
    assert "broken" in caplog.text
