"""An advertised event as an iCalendar file."""

from datetime import timedelta

from icalendar import Calendar
from icalendar import Event as Entry

from procurement.engagement.models import Event


def icalendar_of(event: Event, *, host: str, url: str) -> bytes:
    """One event (RFC 5545), in UTC; a cancelled one says so, and takes the place of the earlier file."""
    calendar = Calendar()
    calendar.add("prodid", "-//Social value through procurement//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if event.cancelled_at else "PUBLISH")
    entry = Entry()
    entry.add("uid", f"event-{event.pk}@{host}")
    entry.add("dtstamp", event.cancelled_at or event.advertised_at)
    entry.add("sequence", event.version)
    entry.add("dtstart", event.starts_at)
    entry.add("duration", event.ends_at - event.starts_at or timedelta(hours=1))
    entry.add("summary", event.title)
    entry.add("location", event.place)
    entry.add("description", "\n\n".join(part for part in (event.description, event.public_transport, event.how_to_join) if part))
    entry.add("url", url)
    entry.add("status", "CANCELLED" if event.cancelled_at else "CONFIRMED")
    calendar.add_component(entry)
    return calendar.to_ical()
