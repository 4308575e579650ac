"""A locked period: whatever is tried with its returns is refused, by whichever way, and an exception opens it for one side."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from contracts.evidence import services as evidence
from contracts.returns import services as returns
from contracts.returns.calculations.figures import Figure
from contracts.returns.models import Return
from contracts.returns.services.bringing_back import bring_back
from contracts.returns.services.bringing_over import Earlier, bring_over
from contracts.schedule import services
from contracts.schedule.models import DueReturn, LockException, PeriodLock
from contracts.schedule.permissions import is_open_for
from contracts.schedule.services.reminding import _locks
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from tests.builders import contracts as build
from tests.builders import people
from tests.contracts.returns.period import stage as period
from tests.contracts.schedule.locked import AFTER, LAST, LATE, OPENED, UNTIL, WHY, asked, day, opened, quarter

pytestmark = pytest.mark.django_db
LOCKED = "This period locked after 18 September 2025: without an exception nothing of it is sent, changed or verified"
STATUSES = ("nothing", "draft", "submitted", "queried", "verified")


@pytest.fixture
def scene():
    return quarter()


def brought_to(scene, status: str) -> Return | None:
    """The return of the first KPI in this status, a minute before what is tried."""
    due, who = scene.due, scene.who
    if status == "nothing":
        return None
    draft = returns.save_return(due, by=who.reporter, value=Decimal(3))
    if status == "draft":
        return draft
    sent = returns.submit_return(draft, by=who.reporter)
    if status == "queried":
        return returns.query_return(sent, by=who.manager, comment="Which three people?")
    return returns.verify_return(sent, by=who.manager, comment=build.SEEN) if status == "verified" else sent


def _file():
    return SimpleUploadedFile("list.txt", b"three people", "text/plain")


# What may be tried in each status, who by, and how
TRIED = {
    "save": ("nothing draft queried", "reporter", lambda s, r, by: returns.save_return(s.due, by=by, value=Decimal(4))),
    "send": ("draft queried", "reporter",
             lambda s, r, by: returns.submit_return(r, by=by, change_reason="Counted once more, none was missing.")),
    "add evidence": ("draft queried", "reporter", lambda s, r, by: evidence.add_evidence(r, by=by, upload=_file())),
    "tell a story": ("draft queried", "reporter",
                     lambda s, r, by: evidence.tell_story(r, by=by, title="Ann", text="She stayed.", consent=build.AGREED)),
    "take back": ("submitted", "reporter", lambda s, r, by: returns.undo_submit(r, by=by)),
    "verify": ("submitted", "manager", lambda s, r, by: returns.verify_return(r, by=by, comment=build.SEEN)),
    "send back": ("submitted", "manager", lambda s, r, by: returns.query_return(r, by=by, comment="Which three people?")),
    "undo verifying": ("verified", "manager", lambda s, r, by: returns.undo_verify(r, by=by)),
    "correct": ("verified", "reporter", lambda s, r, by: returns.correct_return(s.due, by=by, reason="It was counted twice.")),
    "correct as the council": ("verified", "manager",
                               lambda s, r, by: returns.correct_return(s.due, by=by, reason="It was counted twice.")),
    "waive": ("nothing draft", "manager", lambda s, r, by: services.waive(s.due, by=by, reason=LATE)),
}  # fmt: skip
CASES = [(name, status) for name, (statuses, _, _) in TRIED.items() for status in statuses.split()]


@pytest.mark.parametrize("name, status", CASES)
def test_until_its_last_day_everything_is_as_ever(scene, name, status):
    with day(LAST):
        found = brought_to(scene, status)
        _, who, tries = TRIED[name]
        tries(scene, found, getattr(scene.who, who))


@pytest.mark.parametrize("name, status", CASES)
def test_from_the_day_after_nothing_of_it_is_changed(scene, name, status):
    # Ten minutes before midnight, so that what may be undone could still be
    with day(datetime(2025, 9, 18, 23, 55)):
        found = brought_to(scene, status)
    _, who, tries = TRIED[name]
    with day(datetime(2025, 9, 19, 0, 1)), pytest.raises(WrongState, match=LOCKED):
        tries(scene, found, getattr(scene.who, who))
    assert Return.objects.count() == (found is not None)
    assert found is None or Return.objects.get().status == found.status


def test_a_council_that_locks_nothing_goes_on_as_before():
    scene = quarter(days=None)
    with day(datetime(2027, 9, 1, 9)):
        assert brought_to(scene, "verified").is_verified


def test_what_was_due_before_the_rule_is_locked_by_nobody():
    who = build.parties()
    admin = people.person(who.council, "administrator")
    with clock.at(period.TODAY):
        stage = period.begin(1, who)
    with clock.at(datetime(2025, 7, 21, 9)):
        services.set_lock(who.council, by=admin, from_day=date(2025, 7, 21), days=60, reason=WHY)
    with day(datetime(2027, 9, 1, 9)):
        assert not DueReturn.objects.get(pk=stage.dues[0].pk).is_locked
        later = DueReturn.objects.filter(kpi=stage.dues[0].kpi).order_by("starts_on")[1]
        assert later.is_locked


def test_files_and_many_at_once_are_refused_line_by_line(scene):
    with day(AFTER):
        table = b"reference,period,value\nK1,2025-04-01 to 2025-06-30,3\n"
        preview = bring_back(scene.contract, by=scene.who.reporter, data=table, name="returns.csv")
        assert [problem.message for problem in preview.problems] == [LOCKED]
        kept = returns.keep_written(
            [returns.Written(due=due, figure=Figure(value=Decimal(1))) for due in scene.stage.dues], by=scene.who.reporter
        )
        assert [error.message for error in kept.refused.values()] == [LOCKED, LOCKED]
    with day(LAST):
        draft = brought_to(scene, "draft")
    with day(AFTER):
        done = returns.submit_together(scene.contract, [(draft.pk, draft.version)], by=scene.who.reporter)
        assert (done.sent, dict(done.left)) == ([], {LOCKED: 1})
        with pytest.raises(WrongState, match=LOCKED):
            returns.submit_period(scene.contract, period.ENDS_ON, {draft.pk: draft.version}, by=scene.who.reporter)
    with day(LAST):
        sent = returns.submit_return(draft, by=scene.who.reporter)
    with day(AFTER):
        many = returns.verify_together([(sent.pk, sent.version)], by=scene.who.manager)
        assert (many.verified, len(many.left)) == ([], 1)


def test_earlier_records_are_brought_over_though_they_were_due_before(scene):
    """The days run from when a KPI is here: what was due before it was brought over is not locked on the day it comes."""
    kpi = scene.due.kpi
    kpi.brought_over_on = date(2025, 9, 25)
    kpi.save()
    earlier = Earlier(figure=Figure(value=Decimal(3)), verified=False)
    with day(datetime(2025, 11, 24, 9)):  # the sixtieth day after it came
        assert bring_over(scene.due, earlier, by=scene.who.manager) == "created"
    with day(datetime(2025, 11, 25, 9)), pytest.raises(WrongState, match="This period locked after 24 November 2025"):
        bring_over(scene.due, earlier, by=scene.who.manager)


def test_a_supplier_sends_late_through_its_exception_and_the_council_decides(scene):
    with day(AFTER):
        request = asked(scene)
        assert (request.is_open, request.supplier, request.reason) == (True, scene.who.supplier, LATE)
        message = scene.who.manager.messages.get(key__startswith="lock-exception-asked")
        assert LATE not in message.body
        assert message.private == LATE
    with day(OPENED):
        services.grant(request, by=scene.who.manager, until=UNTIL, comment="Until the end of next week.")
        told = scene.who.reporter.messages.get(key__startswith="lock-exception-granted")
        assert told.subject == f"A locked period of {scene.contract.title} is open for {scene.who.supplier} until 10 October 2025"
        assert not is_open_for(scene.who.manager, scene.due), "the council writes through its own exception"
    with day(datetime(2025, 10, 10, 23, 58)):
        sent = brought_to(scene, "submitted")
        assert (sent.status, sent.days_late) == ("submitted", 82), "late stays late"
    with day(datetime(2025, 10, 11, 0, 5)):
        with pytest.raises(WrongState, match=LOCKED):
            returns.undo_submit(sent, by=scene.who.reporter)
        with pytest.raises(WrongState, match=LOCKED):
            returns.save_return(scene.stage.dues[1], by=scene.who.reporter, value=Decimal(90))
    with day(datetime(2025, 10, 24, 23)):
        assert returns.verify_return(sent, by=scene.who.manager, comment=build.SEEN).is_verified


def test_what_was_sent_in_time_needs_the_councils_own_exception(scene):
    with day(LAST):
        sent = brought_to(scene, "submitted")
    with day(OPENED):
        opened(scene)
        with pytest.raises(WrongState, match=LOCKED):
            returns.verify_return(sent, by=scene.who.manager, comment=build.SEEN)
        opened(scene, "council")
        assert returns.verify_return(sent, by=scene.who.manager, comment=build.SEEN).is_verified
        assert scene.who.reporter.messages.filter(key__startswith="lock-exception-granted").count() == 2


def test_another_period_and_another_contract_stay_locked(scene):
    other, _ = build.draft_contract(scene.who, title="Meals")
    with day(datetime(2026, 1, 5, 9)):
        following = DueReturn.objects.filter(kpi=scene.due.kpi).order_by("starts_on")[1]
        opened(scene, until=date(2026, 1, 20))
        assert is_open_for(scene.who.reporter, scene.due)
        assert not is_open_for(scene.who.reporter, following)
        with pytest.raises(WrongState, match="This period is not locked"):
            services.ask_to_open(other, period.ENDS_ON, by=scene.who.reporter, reason=LATE)


def test_it_is_asked_for_once_and_only_where_it_is_locked(scene):
    with day(LAST), pytest.raises(WrongState, match="This period is not locked: make the returns on its page"):
        asked(scene)
    with day(AFTER):
        asked(scene)
        with pytest.raises(WrongState, match="Somebody has asked for this already"):
            asked(scene)
        granted = services.grant(LockException.objects.get(), by=scene.who.manager, until=UNTIL)
        assert granted.is_in_force
        with pytest.raises(WrongState, match="This period is open already"):
            asked(scene)
    with day(datetime(2025, 10, 11, 9)):
        assert asked(scene).is_open, "once it is over it can be asked for again"


@pytest.mark.parametrize("reason", ["", "late", "as discussed"])
def test_the_reason_says_something(scene, reason):
    with day(AFTER), pytest.raises(Refused, match="Say why it comes late, or what has to be changed"):
        services.ask_to_open(scene.contract, period.ENDS_ON, by=scene.who.reporter, reason=reason)


def test_who_asks_does_not_grant(scene):
    with day(AFTER):
        request = asked(scene, "council")
        with pytest.raises(NotAllowed, match="You asked for this: somebody else grants it"):
            services.grant(request, by=scene.who.manager, until=UNTIL)
        with pytest.raises(NotAllowed, match="Your role does not include: verify KPI returns"):
            services.grant(request, by=scene.who.reporter, until=UNTIL)
        with pytest.raises(IntegrityError), transaction.atomic():
            LockException.objects.filter(pk=request.pk).update(
                decided_by=scene.who.manager, decided_at=clock.now(), accepted=True, until=UNTIL
            )
        services.grant(request, by=scene.who.director, until=UNTIL)
        with pytest.raises(WrongState, match="This was answered already, or taken back"):
            services.refuse(request, by=scene.who.director, comment="It is too late for that.")


@pytest.mark.parametrize("days, fits", [(-1, False), (0, True), (31, True), (32, False)])
def test_it_lasts_from_today_to_a_month(scene, days, fits):
    with day(AFTER):
        request, until = asked(scene), clock.today() + timedelta(days=days)
        if fits:
            assert services.grant(request, by=scene.who.manager, until=until).until == until
        else:
            with pytest.raises(Refused, match="Enter a day from today to 20 October 2025"):
                services.grant(request, by=scene.who.manager, until=until)


def test_it_is_refused_in_words_and_can_be_asked_for_again(scene):
    with day(AFTER):
        request = asked(scene)
        with pytest.raises(Refused, match="Say why it stays locked"):
            services.refuse(request, by=scene.who.manager, comment="no")
        services.refuse(request, by=scene.who.manager, comment="The report of that half-year is published.")
        told = scene.who.reporter.messages.get(key__startswith="lock-exception-refused")
        assert told.private == "The report of that half-year is published."
        assert not is_open_for(scene.who.reporter, scene.due)
        assert asked(scene).is_open


def test_only_who_asked_takes_it_back(scene):
    with day(AFTER):
        request = asked(scene)
        with pytest.raises(NotAllowed, match="Only the person who asked for this can take it back"):
            services.take_back_asking(request, by=scene.who.manager)
        services.take_back_asking(request, by=scene.who.reporter)
        with pytest.raises(WrongState, match="This was answered already, or taken back"):
            services.grant(request, by=scene.who.manager, until=UNTIL)


def test_it_is_closed_sooner_by_either_side(scene):
    with day(OPENED):
        one = opened(scene)
        services.close(one, by=scene.who.reporter)
        assert not is_open_for(scene.who.reporter, scene.due)
        with pytest.raises(WrongState, match="This exception is over"):
            services.close(one, by=scene.who.manager)
        second = opened(scene)
        services.close(second, by=scene.who.director)
        assert scene.who.reporter.messages.filter(key=f"lock-exception-closed:{second.pk}:{scene.who.reporter.pk}").exists()
        with pytest.raises(NotAllowed, match="Your role does not include"):
            services.close(opened(scene, "council"), by=scene.who.reporter)


def test_the_record_says_who_asked_who_granted_and_why(scene):
    with day(OPENED):
        one = opened(scene)
    events = [(event.verb, event.actor, event.reason) for event in timeline(one)]
    assert events == [("open period", scene.who.manager, ""), ("ask to open period", scene.who.reporter, LATE)]
    assert "opened until 10 October 2025" in timeline(scene.contract).first().sentence


def test_another_supplier_hears_and_sees_nothing(scene):
    other = build.parties(scene.who.council, people.supplier("Another"))
    with day(AFTER):
        request = asked(scene)
        assert list(LockException.objects.visible_to(other.reporter)) == []
        assert list(LockException.objects.visible_to(scene.who.member)) == [request]
        with pytest.raises(NotAllowed, match="Exceptions are asked for by"):
            services.ask_to_open(scene.contract, period.ENDS_ON, by=other.reporter, reason=LATE)
        with pytest.raises(NotAllowed, match="Exceptions are asked for by"):
            services.ask_to_open(scene.contract, period.ENDS_ON, by=scene.who.reporter, reason=LATE, side="council")


def test_the_rule_is_an_administrators_and_begins_today_at_the_earliest(scene):
    council, today = scene.who.council, date(2025, 10, 1)
    with day(OPENED):
        with pytest.raises(NotAllowed, match="Only an administrator of this council may do this"):
            services.set_lock(council, by=scene.who.manager, from_day=today, days=30, reason=WHY)
        for wrong, match in (
            ({"from_day": today - timedelta(days=1)}, "Enter today or a day to come"),
            ({"days": 13}, "Enter a number of days from 14 to 1000"),
            ({"days": 1001}, "Enter a number of days from 14 to 1000"),
            ({"reason": "because"}, "Say why returns lock then"),
        ):
            with pytest.raises(Refused, match=match):
                services.set_lock(council, by=scene.admin, **{"from_day": today, "days": 30, "reason": WHY} | wrong)
        services.set_lock(council, by=scene.admin, from_day=today, days=None, reason=WHY)
    assert PeriodLock.objects.get().steps == [["2025-05-02", 60], ["2025-10-01", None]]
    told = scene.who.manager.messages.filter(key__startswith="returns-lock-set").latest("pk")
    assert "returns due on 1 October 2025 or later do not lock" in told.body
    event = timeline(PeriodLock.objects.get()).first()
    assert event.changes == {"steps": [
        "returns due on 2 May 2025 or later lock 60 days after they are due",
        "returns due on 2 May 2025 or later lock 60 days after they are due; returns due on 1 October 2025 or later do not lock",
    ]}  # fmt: skip


def test_the_reminder_names_the_last_day(scene):
    with day(datetime(2025, 7, 13, 8)):
        services.remind(clock.now())
    message = scene.who.reporter.messages.get(key__startswith="returns-due")
    assert message.body.endswith("You can change what you send until 18 September 2025.")
    # The contract manager makes no return: the mail says who can
    managers = scene.who.manager.messages.get(key__startswith="returns-due")
    assert managers.body.endswith("The supplier can change what was sent until 18 September 2025.")
    assert message.body.split("\n\n")[0] == managers.body.split("\n\n")[0]
    free = quarter(days=None)
    with day(datetime(2025, 7, 13, 8)):
        services.remind(clock.now())
    assert "until" not in free.who.reporter.messages.get(key__startswith="returns-due").body


@pytest.mark.parametrize(
    ("last", "reporter", "words"),
    [
        (date(2025, 9, 18), "", "You can change what you send until 18 September 2025."),
        (date(2025, 9, 17), "", "Locked after 17 September 2025: ask on the page to send it late."),
        (
            date(2025, 9, 18),
            "the head of the service",
            "The head of the service can change what was sent until 18 September 2025.",
        ),
        (
            date(2025, 9, 17),
            "the supplier",
            "Locked after 17 September 2025: the supplier has to ask on the page to send it late.",
        ),
    ],
)
def test_who_asks_is_who_makes_the_return(last, reporter, words):
    assert _locks(last, date(2025, 9, 18), reporter) == words
