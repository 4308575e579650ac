"""Timed events: a list of what is due, one poller, nothing done twice."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from measurement.clockwork.timed import TIMED, Timed, due_events, poll
from measurement.reports.models import Report, ReportSchedule
from procurement.bidding.enums import BidStatus
from procurement.tendering.models import Tender
from socialvalue.common import clock
from socialvalue.notifications.models import Message
from tests.builders import bidding, tendering
from tests.builders import measurement as build

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

    monkeypatch.setattr(timed, "TIMED", (Timed("broken", broken, broken), Timed("fine", lambda now: [], lambda now: 3)))
    assert poll(build.NOW) == {"fine": 3}
    assert "broken" in caplog.text


def test_every_room_with_timed_events_is_listed_once_and_tenders_close_before_bids_lapse():
    rooms = [timed.due.__module__ for timed in TIMED]
    assert rooms == [
        "procurement.tendering.timed",
        "procurement.bidding.timed",
        "procurement.evaluation.timed",
        "procurement.award.timed",
        "contracts.warnings.timed",
        "contracts.evidence.timed",
        "contracts.call_offs.timed",
        "contracts.register.timed",
        "contracts.obligations.timed",
        "contracts.schedule.timed",
        "contracts.follow_up.timed",
        "measurement.reports.timed",
        "contracts.imports.timed",
        "contracts.brought.timed",
        "socialvalue.accounts.administration.timed",
        "socialvalue.ledger.timed",
        "socialvalue.notifications.timed",
    ]
    assert [timed.apply.__module__ for timed in TIMED] == rooms
    base = Path(settings.BASE_DIR)
    found = {
        str(path.relative_to(base).with_suffix("")).replace("/", ".")
        for storey in ("socialvalue", "procurement", "contracts", "measurement")
        for path in (base / storey).rglob("timed.py")
    }
    assert found - {"socialvalue.common.timed", "measurement.clockwork.timed"} == set(rooms)


def test_an_unfinished_bid_lapses_after_its_tender_closed():
    published = tendering.published_tender()
    draft = bidding.filled_bid(published, bidding.bidder())
    tender, after = draft.tender, draft.tender.deadline
    with clock.at(after):
        assert [e.what for e in due_events(after)] == [
            "close the tender",
            "compare receipts and bids",
            "let unsubmitted bids lapse",
        ]
        done = poll(after)
        assert (done["tenders closed"], done["bids lapsed, compared or reminded of"]) == (1, 2)
        draft.refresh_from_db()
        assert draft.status == BidStatus.LAPSED
        assert due_events(after) == []
        done = poll(after)
        assert (done["tenders closed"], done["bids lapsed, compared or reminded of"]) == (0, 0)
    assert Tender.objects.get(pk=tender.pk).status == "closed"


def test_reminders_are_due_from_a_fortnight_before_the_first_return():
    scene = build.scene()
    build.contract(scene, {"values": []})  # the first return is due on 20 July 2025
    eve = datetime(2025, 7, 4, 9, tzinfo=clock.LONDON)
    with clock.at(eve):
        poll(eve)
    for day, expected in ((5, []), (6, ["remind of returns"])):
        moment = datetime(2025, 7, day, 9, tzinfo=clock.LONDON)
        with clock.at(moment):
            assert [e.what for e in due_events(moment)] == expected
