"""Reads on events, remarks and ideas."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery, Sum

from procurement.commissioning.enums import Stage
from procurement.commissioning.key_questions import KeyQuestion, of_stage
from procurement.commissioning.models import Commission
from procurement.engagement.models import Attendance, Event, Remark
from socialvalue.common import clock


@dataclass(frozen=True)
class Asked:
    question: KeyQuestion
    answers: list[Remark]


def answers_by_stage(commission: Commission) -> list[tuple[Stage, list[Asked]]]:
    """Every key question with the remarks that answer it, stage by stage; one query."""
    by_key: dict[str, list[Remark]] = {}
    for remark in commission.remarks.select_related("event"):
        by_key.setdefault(remark.question, []).append(remark)
    return [(stage, [Asked(q, by_key.get(q.key, [])) for q in of_stage(stage)]) for stage in Stage if of_stage(stage)]


def events_of(commission: Commission):
    """The commission's events, latest first, each with ``came``: people over all groups, None where nobody counted."""
    came = Attendance.objects.filter(event=OuterRef("pk")).order_by().values("event").annotate(n=Sum("number")).values("n")
    return commission.events.annotate(came=Subquery(came)).prefetch_related("remarks").order_by("-starts_at")


def advertised(now=None) -> tuple:
    """Public events as two querysets: ahead (soonest first) and past (latest first)."""
    now = now or clock.now()
    rows = Event.objects.advertised().select_related("commission__council")
    return rows.filter(ends_at__gte=now).order_by("starts_at"), rows.filter(ends_at__lt=now).order_by("-starts_at")


def takes_ideas(commission: Commission) -> bool:
    """Whether providers may still tell the council an idea in confidence."""
    return commission.in_forward_plan and commission.stage in (Stage.ANALYSE, Stage.PLAN)
