"""The forward plan as an iCalendar feed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from procurement.commissioning.models import Commission
from procurement.pipeline.enums import Phase


def feed(commissions: Iterable[Commission], *, now: datetime, site: str) -> bytes:
    """Tender periods and contract starts as all-day events. ``commissions`` come with their phases; ``site``: its address."""
    calendar = Calendar()
    calendar.add("prodid", "-//Social value through procurement//Forward plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Forward plan of commissioning")
    host = site.split("://")[-1].split("/")[0].split(":")[0]
    for commission in commissions:
        for phase in commission.phases.all():
            if phase.phase == Phase.TENDER:
                last = phase.ends_on + timedelta(days=1)
                _add(calendar, commission, "tender", f"Tender period: {commission.title}", phase.starts_on, last, now, site, host)
        if commission.starts_on:
            day = commission.starts_on
            _add(
                calendar,
                commission,
                "start",
                f"Contract starts: {commission.title}",
                day,
                day + timedelta(days=1),
                now,
                site,
                host,
            )
    return calendar.to_ical()


def _add(calendar, commission, kind: str, summary: str, first, after, now, site: str, host: str) -> None:
    event = Event()
    event.add("uid", f"{commission.reference}-{kind}@{host}")
    event.add("dtstamp", now)
    event.add("dtstart", first)
    event.add("dtend", after)
    event.add("summary", summary)
    event.add("description", commission.summary)
    event.add("url", f"{site}/forward-plan/{commission.reference}/")
    calendar.add_component(event)
