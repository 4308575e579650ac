"""Scores somebody still has to give, and the evaluations somebody leads."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from measurement.dashboards.calculations.pace import done_on
from procurement.evaluation.models import Score
from procurement.evaluation.pages import listing, sheets
from procurement.evaluation.selectors import GIVEN, Progress, progress_by_panellist
from procurement.panel.enums import EvaluationStatus as S
from procurement.panel.models import Evaluation, Panellist
from procurement.tendering.enums import TenderStatus
from socialvalue.accounts.models import User
from socialvalue.common import clock

OPEN = (S.SCORING, S.MODERATING)


@dataclass(frozen=True)
class Scoring:
    """One evaluation in which this person scores. ``expected``: at their pace so far, None while there is no pace."""

    title: str
    given: Progress
    score_by: date | None
    expected: date | None
    list_url: str

    @property
    def is_late(self) -> bool:
        return self.score_by is not None and self.score_by < clock.today()

    @property
    def is_tight(self) -> bool:
        """At this pace the day will be missed."""
        return self.score_by is not None and self.expected is not None and self.expected > self.score_by


def to_score(user: User) -> list[tuple[Scoring, Panellist]]:
    """What has to be scored and is not final yet, the earliest day first. Five queries."""
    seen = Evaluation.objects.visible_to(user).exclude(tender__status=TenderStatus.TERMINATED).filter(status__in=OPEN)
    places = list(
        Panellist.objects.filter(user=user, may_score=True, evaluation__in=seen.values("pk")).select_related(
            "evaluation__tender__commission"
        )
    )
    if not places:
        return []
    counted = progress_by_panellist([p.evaluation for p in places])
    days = _days_of(user, places)
    found = []
    for place in places:
        given, final = counted[place.pk]
        if given.total and not final.complete:
            found.append((_scoring(place, given, days.get(place.pk, [])), place))
    return sorted(found, key=lambda one: (one[0].score_by or date.max, one[0].title))


def _scoring(place: Panellist, given: Progress, days: list[date]) -> Scoring:
    tender = place.evaluation.tender
    return Scoring(
        title=tender.title,
        given=given,
        score_by=place.evaluation.score_by,
        expected=done_on(days, given.left, clock.today()),
        list_url=reverse("evaluation-scores", args=[tender.reference]),
    )


def _days_of(user: User, places: list[Panellist]) -> dict[int, list[date]]:
    """The day of each score given, by place."""
    own = Score.objects.visible_to(user).filter(GIVEN, panellist__in=places)
    found: dict[int, list[date]] = {}
    # With the key: the rows are distinct, and two scores may have been saved in the same moment
    for _, place, moment in own.values_list("pk", "panellist", "saved_at"):
        found.setdefault(place, []).append(moment.astimezone(clock.LONDON).date())
    return found


def next_answer(user: User, place: Panellist) -> str:
    """The address of the next answer without a score; of the list of scores where every one is given. Three queries."""
    sheet = sheets.sheet_of(user, place)
    if sheet.given.complete:
        return reverse("evaluation-scores", args=[place.evaluation.tender.reference])
    return sheet.first_open


def led_by(user: User) -> list[listing.ListRow]:
    """The evaluations this person leads that are not closed, the earliest day for scores first."""
    rows = Evaluation.objects.visible_to(user).filter(lead=user).exclude(status=S.CLOSED)
    going_on = rows.exclude(tender__status=TenderStatus.TERMINATED).select_related("tender__commission")
    return listing.list_rows(user, going_on.order_by("score_by", "id"))
