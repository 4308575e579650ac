"""What an evaluation needs from one person, as task lists; the same rules as ``needs``."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.urls import reverse

from procurement.evaluation import permissions, selectors
from procurement.evaluation.pages import listing
from procurement.panel import permissions as panel_permissions
from procurement.panel import selectors as panel_selectors
from procurement.panel.enums import EvaluationStatus as S
from procurement.panel.models import Evaluation, Panellist
from procurement.tendering.enums import TenderStatus
from procurement.tendering.models import Criterion
from socialvalue.accounts.models import User
from socialvalue.common.templatetags.formats import plain_day

# What waits for the person themselves, not for somebody else
OPEN = ("Not started", "In progress")


@dataclass(frozen=True)
class Task:
    """One line of ``components/task_list.html``. Without ``url`` it leads nowhere; ``colour`` None: by the word."""

    title: str
    hint: str = ""
    url: str = ""
    status: str = "Cannot start yet"
    colour: str | None = None


@dataclass(frozen=True)
class TaskGroup:
    """``own``: what this person does as one of the panel, not as its lead."""

    title: str
    tasks: list[Task]
    own: bool = False


def tasks_for(user: User, evaluation: Evaluation) -> list[TaskGroup]:
    """Groups of tasks, as panellist and as lead; empty for who only reads."""
    groups = []
    place = panel_selectors.place_of(user, evaluation)
    leads = panel_permissions.can_lead(user, evaluation)
    if place is not None:
        tasks = panellist_tasks(user, place)
        groups.append(TaskGroup("Your scores" if len(tasks) > 1 else "Your interests", tasks, own=True))
    elif leads and evaluation.status != S.CLOSED:
        url = _url("evaluation-declaration", evaluation)
        to_declare = Task("Declare your interests", "Before you lead anything here.", url, "Not started")
        groups.append(TaskGroup("Your interests", [to_declare], own=True))
    if leads:
        groups.append(TaskGroup("Leading the evaluation", lead_tasks(user, evaluation)))
    if permissions.can_read_result(user, evaluation):
        groups.append(TaskGroup("Result", result_tasks(evaluation)))
    return groups


def own_step(groups: Sequence[TaskGroup]) -> Task | None:
    """The first thing this person can do now as one of the panel; None when nothing of theirs is open."""
    return next((task for group in groups if group.own for task in group.tasks if task.url and task.status in OPEN), None)


def _url(name: str, evaluation: Evaluation) -> str:
    return reverse(name, args=[evaluation.tender.reference])


def panellist_tasks(user: User, place: Panellist) -> list[Task]:
    """Declare; and where questions were given to this place, score and make final."""
    declared = _declaring(user, place)
    if not place.assignments.exists():  # who leads has a place to declare, and perhaps nothing to score
        return [declared]
    return [declared, *_scoring(user, place)]


def _declaring(user: User, place: Panellist) -> Task:
    url = _url("evaluation-declaration", place.evaluation) if panel_permissions.can_declare(user, place) else ""
    task = Task("Declare your interests", "Before you see any bid.", url)
    if place.declared_at is None:
        return replace(task, status="Not started")
    if place.undecided:
        return replace(task, status="Waiting", hint="Somebody else decides on your interest before you can score.")
    if place.may_score:
        return replace(task, status="Done")
    return replace(task, status="You do not score", colour="red")


def _scoring(user: User, place: Panellist) -> list[Task]:
    evaluation = place.evaluation
    given, final = selectors.progress_by_panellist([evaluation])[place.pk]
    by = f"By {plain_day(evaluation.score_by)}." if evaluation.score_by else ""
    scoring = Task("Score the bids", f"{given} scored. {by}".strip())
    finalise = Task("Make your scores final", "They are then frozen and go to moderation.")
    url = _url("evaluation-scores", evaluation)
    if permissions.can_score(user, place) and given.total:
        scoring = replace(scoring, url=url, status=_how_far(given))
        if given.complete or final.complete:
            finalise = replace(finalise, url=url, status="Done" if final.complete else "In progress")
    elif final.complete:
        scoring = replace(scoring, url=url, status="Done")
        finalise = replace(finalise, status="Done", colour="green")
    return [scoring, finalise]


def _how_far(progress: selectors.Progress) -> str:
    if progress.complete:
        return "Done"
    return "In progress" if progress.done else "Not started"


@dataclass(frozen=True)
class _Led:
    """What the lead's tasks rest on, read once. ``uncovered``: questions that nobody's counting score is left for."""

    user: User
    evaluation: Evaluation
    rows: Sequence[listing.PanelRow]
    uncovered: Sequence[Criterion]

    @property
    def is_preparing(self) -> bool:
        return self.evaluation.status == S.PREPARING

    @property
    def is_scoring(self) -> bool:
        return self.evaluation.status == S.SCORING

    @property
    def is_moderating(self) -> bool:
        return self.evaluation.status == S.MODERATING

    @property
    def is_closed(self) -> bool:
        return self.evaluation.status == S.CLOSED

    @property
    def waiting(self) -> list[listing.PanelRow]:
        """Whose interest is declared and not decided on."""
        return [row for row in self.rows if row.place.undecided]

    @property
    def has_declared(self) -> bool:
        """Whether the lead has."""
        return any(row.place.user_id == self.user.pk and row.place.declared_at for row in self.rows)

    @cached_property
    def moderated(self) -> selectors.Progress:
        return selectors.moderated_so_far(self.evaluation)

    @property
    def undecided(self) -> str:
        return f"Not while an interest is undecided: {', '.join(str(row.place) for row in self.waiting)}."

    def url(self, name: str) -> str:
        return _url(name, self.evaluation)


def lead_tasks(user: User, evaluation: Evaluation) -> list[Task]:
    """From the choice of the panel to the close, in order."""
    led = _Led(user, evaluation, listing.panel_rows(evaluation), panel_selectors.without_panellist(evaluation))
    return [
        _choosing_the_panel(led),
        _deciding_interests(led),
        _starting_scoring(led),
        _starting_moderation(led),
        _agreeing(led),
        _closing(led),
    ]


def _choosing_the_panel(led: _Led) -> Task:
    url = led.url("evaluation-panel") if led.is_preparing or led.is_scoring else ""
    task = Task("Choose the panel and give out the questions", url=url, status="Done")
    if not led.uncovered:
        return task
    if led.is_moderating:
        url = led.url("evaluation-name-scorer")
    hint = f"Nobody scores yet: {', '.join(criterion.title for criterion in led.uncovered)}."
    return replace(task, url=url, status="In progress", hint=hint)


def _deciding_interests(led: _Led) -> Task:
    declared = sum(row.place.declared_at is not None for row in led.rows)
    task = Task("Decide on declared interests", f"{declared} of {len(led.rows)} have declared.")
    if led.waiting:
        url = reverse("evaluation-interest", args=[led.evaluation.tender.reference, led.waiting[0].place.pk])
        return replace(task, url=url, status=f"{len(led.waiting)} to decide", colour="yellow")
    if led.rows and declared == len(led.rows):
        return replace(task, status="Done", colour="green")
    return replace(task, status="Waiting", colour="grey")


def _starting_scoring(led: _Led) -> Task:
    task = Task("Start scoring")
    if not led.is_preparing:
        return replace(task, status="Done", colour="green")
    if led.evaluation.tender.status != TenderStatus.OPENED:
        return replace(task, hint="Two people have to open the bids first.")
    if not led.has_declared:
        return replace(task, hint="Declare your interests first, as the panel does.")
    if led.uncovered:
        return task
    return replace(task, status="Not started", url=led.url("evaluation-start-scoring"))


def _starting_moderation(led: _Led) -> Task:
    people = [row for row in led.rows if row.final.total]
    ready = sum(row.final.complete for row in people)
    task = Task("Start moderation", f"{ready} of {len(people)} panellists have made their scores final.")
    if led.is_moderating or led.is_closed:
        return replace(task, status="Done", colour="green")
    if led.is_scoring and led.waiting:
        return replace(task, hint=led.undecided)
    if led.uncovered:
        return replace(
            task, hint=f"Nobody’s scores count for {', '.join(c.title for c in led.uncovered)}. Give it to somebody else."
        )
    if led.is_scoring and not selectors.not_final(led.evaluation):
        return replace(task, status="Not started", url=led.url("evaluation-start-moderation"))
    return task


def _agreeing(led: _Led) -> Task:
    task = Task("Agree the moderated scores")
    if led.is_closed:
        return replace(task, status="Done", colour="green")
    if not led.is_moderating:
        return task
    url = led.url("evaluation-moderation")
    return replace(task, hint=f"{led.moderated} moderated.", url=url, status=_how_far(led.moderated))


def _closing(led: _Led) -> Task:
    task = Task("Close the evaluation", "The ranking is computed then, and nothing can be changed afterwards.")
    if led.is_closed:
        return replace(task, status="Done", colour="green")
    if not led.is_moderating:
        return task
    if led.waiting:
        return replace(task, hint=led.undecided)
    if led.moderated.complete and not led.uncovered and not selectors.not_final(led.evaluation):
        return replace(task, status="Not started", url=led.url("evaluation-close"))
    return task


def result_tasks(evaluation: Evaluation) -> list[Task]:
    award = reverse("award", args=[evaluation.tender.reference])
    return [
        Task("Read the result", url=_url("evaluation-result", evaluation), status="Ready", colour="blue"),
        Task("Recommendation and award", url=award, status=evaluation.tender.get_status_display(), colour="blue"),
    ]
