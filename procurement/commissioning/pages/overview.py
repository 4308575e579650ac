"""What the page of a commission shows at a glance: the cycle, the chain so far, what the law asks."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse

from procurement.commissioning.enums import CommissionKind, RequirementUse, SoughtStatus, Stage
from procurement.commissioning.models import Commission
from procurement.commissioning.selectors.thresholds import is_covered, rules_of, threshold_of
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_money


@dataclass(frozen=True)
class Counts:
    """Everything the page counts; one query each kind."""

    remarks: int
    unanswered: int
    by_question: dict[str, int]
    events: int
    events_ahead: int
    ideas: int
    ideas_waiting: int
    findings: int
    outcomes: int
    outcomes_without_ground: int
    outcomes_without_requirement: int
    requirements: int
    unasked: int
    questions: int
    lessons: int
    told_on: datetime | None  # when “You said, we did” was published; None while nothing of it is public


def counts(commission: Commission) -> Counts:
    """Numbers for the page of ``commission``."""
    by_question = dict(commission.remarks.order_by().values_list("question").annotate(n=Count("pk")))
    events = commission.events.filter(cancelled_at=None).aggregate(
        n=Count("pk"), ahead=Count("pk", filter=Q(ends_at__gte=clock.now()))
    )
    ideas = commission.ideas.aggregate(n=Count("pk"), waiting=Count("pk", filter=Q(replied_at=None)))
    live = Q(requirements__isnull=False, requirements__removed_at=None)
    outcomes = list(
        commission.sought_outcomes.exclude(status=SoughtStatus.DROPPED)
        .order_by()
        .annotate(heard=Count("remarks", distinct=True), asked=Count("requirements", filter=live, distinct=True))
        .values("heard", "asked", "promoted_from")
    )
    requirements = list(
        commission.requirements.filter(removed_at=None)
        .order_by()
        .annotate(asked=Count("questions", distinct=True))
        .values("use", "asked")
    )
    return Counts(
        remarks=sum(by_question.values()),
        unanswered=commission.remarks.filter(responded_at=None).count(),
        by_question=by_question,
        events=events["n"],
        events_ahead=events["ahead"],
        ideas=ideas["n"],
        ideas_waiting=ideas["waiting"],
        findings=commission.diagnostic_entries.count(),
        outcomes=len(outcomes),
        outcomes_without_ground=sum(not o["heard"] and not o["promoted_from"] for o in outcomes),
        outcomes_without_requirement=sum(not o["asked"] for o in outcomes),
        requirements=len(requirements),
        unasked=sum(not r["asked"] and r["use"] == RequirementUse.SCORED for r in requirements),
        questions=commission.requirements.filter(questions__isnull=False).values("questions").distinct().count(),
        lessons=commission.lessons.count(),
        told_on=commission.you_said.filter(replaced_at=None, withdrawn_at=None).values_list("published_at", flat=True).first(),
    )


def chain(commission: Commission, n: Counts) -> list[dict]:
    """From what was heard to what is asked; every gap in words. What follows is on the page of the whole chain."""
    at = [commission.reference]
    has_tender = bool(n.questions)
    # What a stage that has not come yet would bring is no gap
    planned, bought = commission.stage != Stage.ANALYSE, commission.stage not in (Stage.ANALYSE, Stage.PLAN)
    return [
        _link(n.remarks, "remark", reverse("remarks", args=at), (n.unanswered, "without an answer")),
        _link(
            n.outcomes,
            "sought outcome",
            reverse("sought-outcomes", args=at),
            (n.outcomes_without_ground, "without evidence from engagement"),
            (n.outcomes_without_requirement, "without a requirement"),
            expected=planned,
        ),
        _link(
            n.requirements,
            "requirement",
            reverse("sought-outcomes", args=at),
            (n.unasked if has_tender else 0, "not asked in the tender"),
            expected=planned,
        ),
        _link(n.questions, "question in a tender", "", expected=bought and commission.kind != CommissionKind.IN_HOUSE),
    ]


def _link(count: int, label: str, url: str, *gaps: tuple[int, str], expected: bool = True) -> dict:
    words = ", ".join(f"{number} {text}" for number, text in gaps if number)
    plural = label if count == 1 else label.replace("question", "questions") if "question" in label else f"{label}s"
    return {"count": count, "label": plural, "url": url, "gap": words or ("none yet" if not count and expected else "")}


def law_note(commission: Commission) -> str:
    """What the law leaves open and the council's own policy asks, by the rule set of ``law_day``; empty otherwise."""
    if commission.kind == CommissionKind.IN_HOUSE:
        return (
            "An in-house service is not bought, so the law on procurement does not apply. "
            "The council’s policy on social value does."
        )
    if commission.kind == CommissionKind.GRANT:
        return "A grant buys nothing, so the law on procurement does not apply. The council’s policy on social value does."
    if not is_covered(commission):
        note = (
            f"Below the threshold of {plain_money(threshold_of(commission))} the law does not require a plan or the "
            "considerations of the Social Value Act; council policy does."
        )
        least = rules_of(commission).notifiable_below_threshold
        if commission.estimated_value < least:
            return note
        return f"{note} From {plain_money(least)} it asks for a below-threshold notice before advertising (section 87)."
    if commission.light_touch:
        return "Under the light touch rules the law requires no minimum time for tenders and no standstill; council policy does."
    return ""
