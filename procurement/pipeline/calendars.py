"""The forward plan as an iCalendar feed."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from procurement.commissioning.models import Commission
from procurement.pipeline.enums import Phase

DAY = timedelta(days=1)


def feed(commissions: Iterable[Commission], *, now: datetime, site: str) -> bytes:
    """Planned tender periods and contract starts as whole days, deadlines of published tenders as moments (UTC).

    ``commissions`` come with their phases and what is ``advertised``; ``site``: its address without a slash at the end.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Social value through procurement//Forward plan//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Forward plan of commissioning")
    calendar.add("refresh-interval", timedelta(days=1), parameters={"value": "DURATION"})
    host = site.split("://")[-1].split("/")[0].split(":")[0]
    for commission in commissions:
        for kind, summary, first, after in _events(commission):
            event = Event()
            event.add("uid", f"{commission.reference}-{kind}@{host}")
            event.add("dtstamp", now)
            event.add("dtstart", first)
            event.add("dtend", after)
            event.add("summary", summary)
            event.add("description", f"{commission.summary}\n\nDates are plans and may move.")
            event.add("url", f"{site}/forward-plan/{commission.reference}/")
            calendar.add_component(event)
    return calendar.to_ical()


def _events(commission: Commission) -> list[tuple[str, str, date | datetime, date | datetime]]:
    """(kind, summary, first day or moment, the day after the last or the same moment)."""
    found = []
    tender = commission.advertised[-1] if commission.advertised else None
    if tender is not None and tender.deadline:
        found.append(("deadline", f"Bids due: {commission.title}", tender.deadline, tender.deadline))
    else:
        for phase in commission.phases.all():
            if phase.phase == Phase.TENDER:
                found.append(("tender", f"Tender period: {commission.title}", phase.starts_on, phase.ends_on + DAY))
    if commission.starts_on:
        found.append(("start", f"Contract starts: {commission.title}", commission.starts_on, commission.starts_on + DAY))
    return found
