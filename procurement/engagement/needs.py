"""What engagement asks of the lead of a commission: answers to remarks, replies to ideas, events coming up."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse

from procurement.commissioning.enums import Stage
from procurement.commissioning.models import Commission
from procurement.engagement.models import Event, PrivateIdea, Remark
from socialvalue.accounts.enums import Permission
from socialvalue.common.clock import LONDON
from socialvalue.common.needs import Need
from socialvalue.common.templatetags.formats import plain_day

ANSWER_WITHIN = timedelta(days=14)
AHEAD = timedelta(days=7)


def needs(user, now) -> list[Need]:
    """One line a commission for remarks and for ideas, one an event; only for commissions the person leads and may edit."""
    councils = user.organisations_where(Permission.EDIT_COMMISSIONS)
    if not councils:
        return []
    mine = Commission.objects.filter(lead=user, council__in=councils).exclude(stage=Stage.CLOSED)
    return [*_remarks(mine, now), *_ideas(mine), *_events(mine, now)]


def _remarks(mine, now) -> list[Need]:
    today = now.astimezone(LONDON).date()
    old = Remark.objects.filter(commission__in=mine, responded_at=None, said_on__lt=today - ANSWER_WITHIN)
    rows = (
        old.order_by()
        .values("commission__reference", "commission__title")
        .annotate(n=Count("pk"), first=Min("said_on"))
        .order_by("first")
    )
    return [
        Need(
            f"Say what was done about {r['n']} remark{'s' if r['n'] > 1 else ''} on {_name(r)}",
            f"{reverse('remarks', args=[r['commission__reference']])}?answered=no",
            kind="overdue",
            due=r["first"] + ANSWER_WITHIN,
        )
        for r in rows
    ]


def _ideas(mine) -> list[Need]:
    waiting = PrivateIdea.objects.filter(commission__in=mine, replied_at=None).order_by()
    rows = (
        waiting.values("commission__reference", "commission__title")
        .annotate(n=Count("pk"), first=Min("sent_at"))
        .order_by("first")
    )
    return [
        Need(
            f"Reply to {r['n']} private idea{'s' if r['n'] > 1 else ''} for {_name(r)}",
            reverse("commission-ideas", args=[r["commission__reference"]]),
        )
        for r in rows
    ]


def _events(mine, now) -> list[Need]:
    rows = Event.objects.filter(commission__in=mine, cancelled_at=None, starts_at__gte=now, starts_at__lt=now + AHEAD)
    return [
        Need(
            f"{e.title}, {plain_day(e.starts_at)}" + ("" if e.advertised_at else ": not advertised yet"),
            reverse("event", args=[e.commission.reference, e.pk]),
            kind="due",
            due=e.starts_at.astimezone(LONDON).date(),
        )
        for e in rows.select_related("commission").order_by("starts_at")
    ]


def _name(row: Mapping[str, Any]) -> str:
    return f"{row['commission__reference']} {row['commission__title']}"
