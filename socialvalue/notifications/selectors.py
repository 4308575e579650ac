"""Reads."""

from django.contrib.auth import get_user_model
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from socialvalue.common.compiled import once_a_day
from socialvalue.notifications.models import MOST_ATTEMPTS, Message


def unread_count(user) -> int:
    """Messages of ``user`` not read yet."""
    return Message.objects.visible_to(user).unread().count()


def with_unread(people: QuerySet) -> QuerySet:
    """People with ``unread_messages``, how many they have not read; in the same query."""
    return people.annotate(**_beside_people())


@once_a_day
def _beside_people() -> QuerySet:
    unread = Message.objects.filter(recipient=OuterRef("pk")).unread().order_by().values("recipient")
    counted = Subquery(unread.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
    return get_user_model().objects.get_queryset().annotate(unread_messages=Coalesce(counted, 0))


def undeliverable() -> QuerySet[Message]:
    """Emails given up after the last attempt."""
    return Message.objects.filter(sent_at=None, attempts__gte=MOST_ATTEMPTS)


def told_with(key: str) -> list:
    """Everybody active who got the message of this ``key`` (as ``tell`` takes it), to be told what became of it."""
    sent = Message.objects.filter(key__startswith=f"{key}:", recipient__is_active=True).select_related("recipient").order_by("pk")
    return [message.recipient for message in sent]
