"""Of scores that are not final: two days before the day they are due, and once it has passed."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse

from procurement.evaluation import selectors
from procurement.panel.enums import EvaluationStatus
from procurement.panel.models import Evaluation, Panellist
from procurement.tendering.enums import TenderStatus
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.common.timed import Event, day_of, midnight
from socialvalue.notifications.services.reminding import Reminder
from socialvalue.notifications.services.telling import Letter

NEAR = timedelta(days=2)
WHAT = "remind of scores"


def reminders(now: datetime) -> Iterator[Reminder]:
    """For everybody who has not finished, and for the lead, who learns who has not."""
    today = day_of(now)
    near = (
        Evaluation.objects.filter(status=EvaluationStatus.SCORING, score_by__lte=today + NEAR)
        .exclude(tender__status=TenderStatus.TERMINATED)
        .select_related("tender__commission__council", "lead")
    )
    found = list(near.order_by("score_by", "pk"))
    not_final = selectors.not_final_by_evaluation(found) if found else {}
    for evaluation in found:
        score_by, unfinished = evaluation.score_by, not_final[evaluation.pk]
        if score_by is None or not unfinished:
            continue
        late = today > score_by
        event = Event(midnight(score_by + timedelta(days=1) if late else score_by - NEAR), WHAT, evaluation.tender.reference)
        key = f"score-by:{evaluation.pk}:{score_by}:{'passed' if late else 'near'}"
        for place in unfinished:
            yield Reminder(event, place.user, _to_panellist(key, evaluation, score_by, late))
        if evaluation.lead_id not in {place.user_id for place in unfinished}:
            yield Reminder(event, evaluation.lead, _to_lead(key, evaluation, score_by, late, unfinished))


def _to_panellist(key: str, evaluation: Evaluation, score_by: date, late: bool) -> Letter:
    title, day = evaluation.tender.title, plain_day(score_by)
    if late:
        body = (
            f"Your scores for “{title}” were due by {day} and are not final yet. Finish them now, or tell {evaluation.lead}, who "
            "leads the evaluation, when you will."
        )
    else:
        body = f"Your scores for “{title}” are due by {day}. Give each answer a score and a reason, then make them final."
    return {
        "key": key,
        "subject": f"Scores overdue: {title}" if late else f"Scores due by {day}: {title}",
        "body": body,
        "url": reverse("evaluation-scores", args=[evaluation.tender.reference]),
        "action": "Finish your scores",
        "by": None if late else score_by,
        "why": "You get this because you are on the panel.",
    }


def _to_lead(key: str, evaluation: Evaluation, score_by: date, late: bool, unfinished: list[Panellist]) -> Letter:
    title, day = evaluation.tender.title, plain_day(score_by)
    names = "\n".join(f"- {place}" for place in unfinished)
    when = f"were due by {day}" if late else f"are due by {day}"
    return {
        "key": key,
        "subject": f"Scores overdue: {title}" if late else f"Scores due by {day}: {title}",
        "body": f"Scores for “{title}” {when}. Not final yet are those of:\n{names}\n\nThey were reminded.",
        "url": reverse("evaluation", args=[evaluation.tender.reference]),
        "action": "See how far the panel is",
        "by": None if late else score_by,
        "why": "You get this because you lead this evaluation.",
    }
