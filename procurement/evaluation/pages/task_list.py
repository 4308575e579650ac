"""What an evaluation needs from one person, as task lists; the same rules as ``needs``."""

from django.urls import reverse

from procurement.evaluation import permissions, selectors
from procurement.evaluation.pages import listing
from procurement.panel import permissions as panel_permissions
from procurement.panel import selectors as panel_selectors
from procurement.panel.enums import EvaluationStatus as S
from procurement.panel.models import Evaluation, Panellist
from procurement.tendering.enums import TenderStatus
from socialvalue.common.templatetags.formats import plain_day


def tasks_for(user, evaluation: Evaluation) -> list[dict]:
    """Groups of tasks (title, tasks), as panellist and as lead; empty for who only reads."""
    groups = []
    place = panel_selectors.place_of(user, evaluation)
    if place is not None:
        tasks = panellist_tasks(user, place)
        groups.append({"title": "Your scores" if len(tasks) > 1 else "Your interests", "tasks": tasks})
    elif panel_permissions.can_lead(user, evaluation) and evaluation.status != S.CLOSED:
        to_declare = {"title": "Declare your interests", "hint": "Before you lead anything here.", "status": "Not started"}
        to_declare["url"] = _url("evaluation-declaration", evaluation)
        groups.append({"title": "Your interests", "tasks": [to_declare]})
    if panel_permissions.can_lead(user, evaluation):
        groups.append({"title": "Leading the evaluation", "tasks": lead_tasks(user, evaluation)})
    if permissions.can_read_result(user, evaluation):
        groups.append({"title": "Result", "tasks": result_tasks(evaluation)})
    return groups


def _url(name: str, evaluation: Evaluation) -> str:
    return reverse(name, args=[evaluation.tender.reference])


def panellist_tasks(user, place: Panellist) -> list[dict]:
    evaluation = place.evaluation
    declared = {"title": "Declare your interests", "hint": "Before you see any bid."}
    if panel_permissions.can_declare(user, place):
        declared["url"] = _url("evaluation-declaration", evaluation)
    if place.declared_at is None:
        declared |= {"status": "Not started"}
    elif place.undecided:
        declared |= {"status": "Waiting", "hint": "Somebody else decides on your interest before you can score."}
    else:
        declared |= {"status": "Done" if place.may_score else "You do not score", "colour": None if place.may_score else "red"}
    if not place.assignments.exists():  # who leads has a place to declare, and perhaps nothing to score
        return [declared]
    given, final = selectors.progress_by_panellist([evaluation])[place.pk]
    by = f"By {plain_day(evaluation.score_by)}." if evaluation.score_by else ""
    scoring = {"title": "Score the bids", "hint": f"{given} scored. {by}".strip()}
    finalise = {"title": "Make your scores final", "hint": "They are then frozen and go to moderation."}
    if permissions.can_score(user, place) and given.total:
        done = final.complete
        url = _url("evaluation-scores", evaluation)
        scoring |= {"url": url, "status": "Done" if given.complete else "In progress" if given.done else "Not started"}
        ready = {"status": "Done" if done else "In progress", "url": url}
        finalise |= ready if given.complete or done else {"status": "Cannot start yet"}
    elif final.complete:
        scoring |= {"url": _url("evaluation-scores", evaluation), "status": "Done"}
        finalise |= {"status": "Done", "colour": "green"}
    else:
        scoring["status"] = finalise["status"] = "Cannot start yet"
    return [declared, scoring, finalise]


def lead_tasks(user, evaluation: Evaluation) -> list[dict]:
    preparing, scoring, moderating = (evaluation.status == s for s in (S.PREPARING, S.SCORING, S.MODERATING))
    uncovered = panel_selectors.without_panellist(evaluation)
    rows = listing.panel_rows(evaluation)
    waiting = [r for r in rows if r.place.undecided]
    declared = sum(r.place.declared_at is not None for r in rows)
    panel = {"title": "Choose the panel and give out the questions"}
    if preparing or scoring:
        panel["url"] = _url("evaluation-panel", evaluation)
    panel |= {"status": "In progress" if uncovered else "Done"}
    if uncovered:
        panel["hint"] = f"Nobody scores yet: {', '.join(c.title for c in uncovered)}."
        if moderating:
            panel["url"] = _url("evaluation-name-scorer", evaluation)
    interests = {"title": "Decide on declared interests", "hint": f"{declared} of {len(rows)} have declared."}
    if waiting:
        url = reverse("evaluation-interest", args=[evaluation.tender.reference, waiting[0].place.pk])
        interests |= {"url": url, "status": f"{len(waiting)} to decide", "colour": "yellow"}
    else:
        interests |= {"status": "Done" if rows and declared == len(rows) else "Waiting", "colour": None}
        interests["colour"] = "grey" if interests["status"] == "Waiting" else "green"
    start = {"title": "Start scoring"}
    if not preparing:
        start |= {"status": "Done", "colour": "green"}
    elif evaluation.tender.status != TenderStatus.OPENED:
        start |= {"status": "Cannot start yet", "hint": "Two people have to open the bids first."}
    elif not any(r.place.user_id == user.pk and r.place.declared_at for r in rows):
        start |= {"status": "Cannot start yet", "hint": "Declare your interests first, as the panel does."}
    elif not uncovered:
        start |= {"status": "Not started", "url": _url("evaluation-start-scoring", evaluation)}
    people = [r for r in rows if r.final.total]
    ready = sum(r.final.complete for r in people)
    begin = {"title": "Start moderation", "hint": f"{ready} of {len(people)} panellists have made their scores final."}
    if moderating or evaluation.status == S.CLOSED:
        begin |= {"status": "Done", "colour": "green"}
    elif scoring and waiting:
        begin |= {"status": "Cannot start yet", "hint": _undecided(waiting)}
    elif scoring and not selectors.not_final(evaluation):
        begin |= {"status": "Not started", "url": _url("evaluation-start-moderation", evaluation)}
    return [panel, interests, start, begin, *_moderation_tasks(evaluation, moderating, uncovered, waiting)]


def _undecided(waiting) -> str:
    return f"Not while an interest is undecided: {', '.join(str(r.place) for r in waiting)}."


def _moderation_tasks(evaluation: Evaluation, moderating: bool, uncovered, waiting) -> list[dict]:
    agree = {"title": "Agree the moderated scores"}
    close = {"title": "Close the evaluation", "hint": "The ranking is computed then, and nothing can be changed afterwards."}
    if evaluation.status == S.CLOSED:
        return [agree | {"status": "Done", "colour": "green"}, close | {"status": "Done", "colour": "green"}]
    if moderating:
        done = selectors.moderated_so_far(evaluation)
        agree |= {
            "hint": f"{done} moderated.",
            "url": _url("evaluation-moderation", evaluation),
            "status": "Done" if done.complete else "In progress" if done.done else "Not started",
        }
        if waiting:
            close |= {"status": "Cannot start yet", "hint": _undecided(waiting)}
        elif done.complete and not uncovered and not selectors.not_final(evaluation):
            close |= {"status": "Not started", "url": _url("evaluation-close", evaluation)}
    return [agree, close]


def result_tasks(evaluation: Evaluation) -> list[dict]:
    award = reverse("award", args=[evaluation.tender.reference])
    return [
        {"title": "Read the result", "url": _url("evaluation-result", evaluation), "status": "Ready", "colour": "blue"},
        {"title": "Recommendation and award", "url": award, "status": evaluation.tender.get_status_display(), "colour": "blue"},
    ]
