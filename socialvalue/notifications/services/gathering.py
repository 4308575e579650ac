"""The daily email: one a person and day, with the news since the last."""

from datetime import datetime, time, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction

from socialvalue.common import clock
from socialvalue.notifications.models import Message, MessageQuerySet

SENT_AT = time(7)


def last_hour(now: datetime) -> datetime:
    """The latest 7am, in the council's time, that is not after ``now``."""
    local = now.astimezone(clock.LONDON)
    day = local.date() if local.time() >= SENT_AT else local.date() - timedelta(days=1)
    return datetime.combine(day, SENT_AT, tzinfo=clock.LONDON)


def waiting_for_digest(now: datetime) -> MessageQuerySet:
    """News for a daily email that should have gone out by ``now``: told before the latest 7am, and not read on the page."""
    return Message.objects.for_digest().filter(created_at__lt=last_hour(now))


def gather_news(now: datetime) -> int:
    """Put one email in the outbox for each person with such news; how many. A second run the same day finds nothing."""
    people = waiting_for_digest(now).order_by().values_list("recipient", flat=True).distinct()
    return sum(_gather(pk, now) for pk in list(people))


@transaction.atomic
def _gather(pk: int, now: datetime) -> bool:
    """Under lock of the person: two workers, or a change of settings, wait for each other."""
    person = get_user_model().objects.select_for_update().get(pk=pk)
    news = waiting_for_digest(now).filter(recipient=person)
    count = news.count()
    if not count:
        return False
    digest, created = Message.objects.get_or_create(
        key=f"digest:{person.pk}:{last_hour(now).date().isoformat()}",
        defaults={
            # Nobody's page lists it: what it says is on the page, message by message
            "recipient": None,
            "address": person.email,
            "subject": "1 message for you" if count == 1 else f"{count} messages for you",
            "body": "This is news since your last daily email. You do not have to do anything.",
        },
    )
    if created:
        news.update(digest=digest)
    return created
