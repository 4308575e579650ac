"""Reads on events, remarks and ideas."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery, Sum

from procurement.commissioning.enums import Stage
from procurement.commissioning.enums.key_questions import BY_KEY, KeyQuestion, of_stage
from procurement.commissioning.models import Commission
from procurement.engagement.models import Attendance, Event, PublishedRemark, Remark, YouSaid
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


@dataclass(frozen=True)
class SaidAndDone:
    """“You said, we did” as the public reads it, published or as a preview: nothing else is on the page."""

    commission: Commission
    introduction: str
    asked: list[tuple[KeyQuestion | None, list[PublishedRemark]]]  # None: what nobody had asked for

    @property
    def total(self) -> int:
        return sum(len(lines) for _, lines in self.asked)

    @property
    def groups(self) -> list[tuple[str, int]]:
        """How many remarks of each group, the most first."""
        return Counter(line.get_group_display() for _, lines in self.asked for line in lines).most_common()


def said_and_done(commission: Commission, introduction: str, lines: Iterable[PublishedRemark]) -> SaidAndDone:
    """``lines`` by the key question they answer, in the order of the cycle."""
    found = list(lines)
    asked: list[tuple[KeyQuestion | None, list[PublishedRemark]]]
    asked = [(question, [line for line in found if line.question == key]) for key, question in BY_KEY.items()]
    asked.append((None, [line for line in found if line.question not in BY_KEY]))
    return SaidAndDone(commission, introduction, [(question, rows) for question, rows in asked if rows])


def edition_shown(edition: YouSaid) -> SaidAndDone:
    """A published edition; one query."""
    return said_and_done(edition.commission, edition.introduction, edition.remarks.select_related("remark"))


def as_published(remark: Remark, *, names: bool) -> PublishedRemark:
    """The remark as it would be published now; not saved. ``names``: with the name of whoever agreed to it."""
    return PublishedRemark(
        remark=remark,
        question=remark.question,
        group=remark.group,
        said_on=remark.said_on,
        text=remark.text,
        response=remark.response,
        name_digest=remark.name_digest if names and remark.agreed_to_be_named else "",
    )


def publishable(commission: Commission):
    """The remarks that may be published: those with an answer. Private ideas are no remarks and never among them."""
    return commission.remarks.filter(responded_at__isnull=False)


def mark_of(remarks: Iterable[Remark], introduction: str, *, names: bool, replaces: YouSaid | None = None) -> str:
    """What was previewed, as a short mark (SHA-256): another one when a remark, its answer or the choice changed since, or when
    it would take the place of another edition than ``replaces``, the one in public."""
    number = str(replaces.number) if replaces else ""
    parts = [
        introduction.strip(),
        str(bool(names)),
        number,
        *(f"{r.pk}.{r.version}" for r in sorted(remarks, key=lambda r: r.pk)),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def in_public(commission: Commission) -> YouSaid | None:
    """The edition the public reads now."""
    return YouSaid.objects.public().filter(commission=commission).select_related("commission__council").first()


def published_editions():
    """What the public reads, the newest first."""
    return YouSaid.objects.public().select_related("commission__council").order_by("-published_at", "-pk")
