"""The forward plan as an iCalendar feed, and the diary's steps as a calendar to bring in once."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse
from icalendar import Calendar, Event

from procurement.commissioning.models import Commission
from procurement.pipeline.enums import Phase
from procurement.pipeline.selectors import DiaryEntry, advertised, steps

DAY = timedelta(days=1)
END = b"END:VCALENDAR"


def feed(commissions: Iterable[Commission], *, now: datetime, site: str) -> Iterator[bytes]:
    """Planned tender periods and contract starts as whole days, deadlines of published tenders as moments (UTC).

    ``commissions`` come with their phases and what is ``advertised``; ``site``: its address without a slash at the end.
    In pieces, an event each, as the commissions are read.
    """
    calendar, host = _calendar("Forward plan of commissioning", site)
    calendar.add("refresh-interval", timedelta(days=1), parameters={"value": "DURATION"})
    head, end = calendar.to_ical().split(END)
    yield head
    for commission in commissions:
        for kind, summary, first, after in _events(commission):
            event = Event()
            event.add("uid", f"{commission.reference}-{kind}@{host}")
            event.add("dtstamp", now)
            event.add("dtstart", first)
            event.add("dtend", after)
            event.add("summary", summary)
            event.add("description", f"{commission.summary}\n\nDates are plans and may move.")
            event.add("url", f"{site}{reverse('forward-plan-entry', args=[commission.reference])}")
            yield event.to_ical()
    yield END + end


def diary(entries: Iterable[DiaryEntry], *, now: datetime, site: str) -> bytes:
    """Every step of every entry as whole days; what is planned is tentative, what is published is confirmed."""
    calendar, host = _calendar("Diary of tenders", site)
    for entry in entries:
        commission = entry.commission
        for step in steps(entry):
            event = Event()
            event.add("uid", f"diary-{commission.reference}-{step.key}@{host}")
            event.add("dtstamp", now)
            event.add("dtstart", step.starts_on)
            event.add("dtend", step.ends_on + DAY)
            event.add("summary", f"{step.label}: {commission.title}")
            warned = "\n\n".join(w.text for w in entry.warnings)
            event.add("description", f"{commission.reference}, {commission.category}" + (f"\n\n{warned}" if warned else ""))
            event.add("categories", [commission.category])
            event.add("status", "CONFIRMED" if step.real else "TENTATIVE")
            event.add("url", f"{site}{reverse('timetable', args=[commission.reference])}")
            calendar.add_component(event)
    return calendar.to_ical()


def _calendar(name: str, site: str) -> tuple[Calendar, str]:
    """An empty calendar, and the host its events are named by."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Social value through procurement//{name}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    return calendar, site.split("://")[-1].split("/")[0].split(":")[0]


def _events(commission: Commission) -> list[tuple[str, str, date | datetime, date | datetime]]:
    """(kind, summary, first day or moment, the day after the last or the same moment)."""
    found: list[tuple[str, str, date | datetime, date | datetime]] = []
    tender = next(reversed(advertised(commission)), None)
    if tender is not None and tender.deadline:
        found.append(("deadline", f"Bids due: {commission.title}", tender.deadline, tender.deadline))
    else:
        for phase in commission.phases.all():
            if phase.phase == Phase.TENDER:
                found.append(("tender", f"Tender period: {commission.title}", phase.starts_on, phase.ends_on + DAY))
    if commission.starts_on:
        found.append(("start", f"Contract starts: {commission.title}", commission.starts_on, commission.starts_on + DAY))
    return found
