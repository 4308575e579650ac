"""Every night the record is read whole, every morning its head is sent out, and an alarm is given where linking has stopped."""

from datetime import date, datetime, time

from socialvalue.common import clock
from socialvalue.common.timed import Event, day_of
from socialvalue.jobs import services as jobs
from socialvalue.jobs.models import Job
from socialvalue.ledger.models import Witness
from socialvalue.ledger.selectors import head
from socialvalue.ledger.services import alarm, send_heads
from socialvalue.ledger.services.checking import KIND

CHECKED_FROM, SENT_FROM = time(2), time(7)


def due(now: datetime) -> list[Event]:
    """The night's reading and the heads of the morning, where they are still to be done. An alarm has no set time."""
    day, events = day_of(now), []
    if now >= _at(day, CHECKED_FROM) and _to_be_checked(day):
        events.append(Event(_at(day, CHECKED_FROM), "read the whole record", str(day)))
    if now >= _at(day, SENT_FROM) and not head().is_nothing:
        waiting = Witness.objects.standing().exclude(sent_on=day)
        events += [Event(_at(day, SENT_FROM), "send the head of the record", str(one.pk)) for one in waiting]
    return events


def apply(now: datetime) -> int:
    day, done = day_of(now), 0
    if now >= _at(day, CHECKED_FROM) and _to_be_checked(day):
        jobs.ask_for(KIND, _key(day), by=None)
        done += 1
    if now >= _at(day, SENT_FROM):
        done += send_heads(day)
    return done + alarm(day)


def _to_be_checked(day: date) -> bool:
    return not Job.objects.filter(key=_key(day)).exists() and not head().is_nothing


def _key(day: date) -> str:
    return f"{KIND}:{day}"


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, clock.LONDON)
