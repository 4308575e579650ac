"""What the list and the panel table show: counts only, never a score."""

from collections import defaultdict
from dataclasses import dataclass

from procurement.evaluation.selectors import Progress, progress_by_panellist
from procurement.panel.models import Evaluation, Panellist
from procurement.panel.permissions import SET_UP_WHILE
from procurement.panel.selectors import judged_criteria, untied
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Permission as P


def tenders_without_panel(user) -> list[Tender]:
    """Tenders that wait for a panel, where the user leads evaluations and has no tie; the earliest deadline first."""
    waiting = Tender.objects.filter(
        commission__council__in=user.organisations_where(P.LEAD_EVALUATION), status__in=SET_UP_WHILE, evaluation=None
    )
    return untied(user, waiting.select_related("commission").order_by("deadline", "id"))


@dataclass(frozen=True)
class ListRow:
    """One line of the list: the evaluation, what the user is in it, how far it is."""

    evaluation: Evaluation
    place: Panellist | None
    mine: Progress | None
    leading: bool
    final: int
    panel: int


def list_rows(user, evaluations) -> list[ListRow]:
    """The lines for these evaluations; five queries however many there are."""
    evaluations = list(evaluations)
    counted = progress_by_panellist(evaluations)
    places: dict[int, list[Panellist]] = defaultdict(list)
    for place in Panellist.objects.filter(evaluation__in=evaluations):
        places[place.evaluation_id].append(place)
    leading = set(user.organisations_where(P.LEAD_EVALUATION))
    rows = []
    for one in evaluations:
        panel = [p for p in places[one.pk] if counted[p.pk][1].total]
        mine = next((p for p in places[one.pk] if p.user_id == user.pk), None)
        rows.append(
            ListRow(
                evaluation=one,
                place=mine,
                mine=counted[mine.pk][0] if mine else None,
                leading=one.tender.commission.council_id in leading,
                final=sum(counted[p.pk][1].complete for p in panel),
                panel=len(panel),
            )
        )
    return rows


@dataclass(frozen=True)
class PanelRow:
    place: Panellist
    questions: list[str]
    given: Progress
    final: Progress

    @property
    def declared(self) -> tuple[str, str]:
        """The word and the colour of the declaration."""
        place = self.place
        if place.declared_at is None:
            return ("Not declared", "grey")
        if not place.has_interest:
            return ("No interest", "green")
        if place.undecided:
            return ("Interest to decide", "yellow")
        return ("Interest, may score", "green") if place.may_score else ("Does not score", "red")


def panel_rows(evaluation: Evaluation) -> list[PanelRow]:
    """The panel with how far each is; counts only, never a score."""
    counted = progress_by_panellist([evaluation])
    order = {c.pk: n for n, c in enumerate(judged_criteria(evaluation.tender))}
    rows = []
    for place in evaluation.panel.select_related("user", "decided_by").prefetch_related("assignments__criterion"):
        given = sorted((a.criterion for a in place.assignments.all()), key=lambda c: order.get(c.pk, 0))
        rows.append(PanelRow(place, [c.title for c in given], *counted[place.pk]))
    return rows
