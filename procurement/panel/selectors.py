"""Reads: what is scored, by whom, and what nobody scores yet."""

from collections.abc import Iterable
from operator import attrgetter
from typing import TypeVar

from django.db.models import Model, Q
from django.urls import reverse

from procurement.panel.enums import EvaluationStatus
from procurement.panel.models import Assignment, Evaluation, Panellist
from procurement.panel.permissions import check_no_ties
from procurement.tendering.calculations import tree
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.models import Criterion, Tender
from socialvalue.accounts.enums import Permission as P
from socialvalue.accounts.models import Organisation, User
from socialvalue.accounts.selectors import people_who
from socialvalue.common.errors import can

M = TypeVar("M", bound=Model)

SCORED = (K.QUALITY, K.SOCIAL_VALUE)
JUDGED = (*SCORED, K.PASS_FAIL)


def moderated_criteria(tender) -> list[Criterion]:
    """What gets a moderated score, in the order of the trees, lot by lot, questions loaded. Never the price: it is computed."""
    found = tender.criteria.select_related("question__priority", "question__proxy_marking", "parent")
    return [node.criterion for node in tree.leaves(tree.build_each(found.order_by("lot__number", "order", "id")), *JUDGED)]


def judged_criteria(tender) -> list[Criterion]:
    """What people score or pass: the same without questions whose mark is worked out from proxy values."""
    return [criterion for criterion in moderated_criteria(tender) if criterion.proxy_marking is None]


def people_who_score(council_id: int) -> list:
    """Everybody who scores bids for the council now."""
    return people_who(P.SCORE_BIDS, council_id)


def place_of(user, evaluation: Evaluation) -> Panellist | None:
    """The user's place on the panel, if any."""
    return evaluation.panel.filter(user=user).select_related("user", "evaluation__tender__commission").first()


def assigned_criteria(panellist: Panellist) -> list[Criterion]:
    """The questions given to this panellist, in the order of the tree."""
    given = set(panellist.assignments.values_list("criterion_id", flat=True))
    return [c for c in judged_criteria(panellist.evaluation.tender) if c.pk in given]


def without_panellist(evaluation: Evaluation) -> list[Criterion]:
    """Scored questions given to nobody whose scores count (somebody barred by an interest does not)."""
    covered = set(
        Assignment.objects.filter(panellist__evaluation=evaluation)
        .exclude(panellist__in=evaluation.panel.barred())
        .values_list("criterion_id", flat=True)
    )
    return [c for c in judged_criteria(evaluation.tender) if c.kind in SCORED and c.pk not in covered]


def agree_the_scores(evaluation: Evaluation, by: User) -> set[int]:
    """Ids of those who agree the scores, and so have read the others': they give none themselves."""
    return {by.pk, evaluation.lead_id}


def assigned_pairs(evaluation: Evaluation) -> set[tuple[int, int]]:
    """(user id, criterion id) of every question given out."""
    return set(Assignment.objects.filter(panellist__evaluation=evaluation).values_list("panellist__user", "criterion"))


def untied(user: User, rows: Iterable[M], by: str = "") -> list[M]:
    """Those of ``rows`` to whose bidders ``user`` has no tie; ``by`` leads from a row to its tender. No query without a tie."""
    found = list(rows)
    if not user.ties:
        return found
    return [row for row in found if can(check_no_ties, user, attrgetter(by)(row) if by else row)]


def is_with_a_bidder(user: User, reference: str) -> bool:
    """Whether a tie keeps ``user`` from what comes next in the tender of this reference. No query without a tie."""
    return bool(user.ties) and not untied(user, Tender.objects.filter(reference=reference))


def places_held(person: User, council: Organisation) -> list[tuple[str, str]]:
    """Evaluations that are not closed in which they lead or score, with the page on which somebody else is named."""
    rows = Evaluation.objects.filter(Q(lead=person) | Q(panel__user=person), tender__commission__council=council)
    rows = rows.exclude(status=EvaluationStatus.CLOSED).select_related("tender").distinct().order_by("tender__reference")
    return [(str(one.tender), reverse("evaluation-panel", args=[one.tender.reference])) for one in rows]
