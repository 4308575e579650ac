"""What needs this person today: declare, score, decide on an interest, moderate, close."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from procurement.evaluation import selectors
from procurement.evaluation.pages import listing
from procurement.panel.enums import EvaluationStatus as S
from procurement.panel.models import Evaluation, Panellist
from procurement.panel.selectors import untied
from procurement.tendering.enums import TenderStatus
from socialvalue.accounts.enums import Permission as P
from socialvalue.common import clock
from socialvalue.common.needs import Need

DUE_SOON = timedelta(days=7)


def needs(user, now: datetime) -> list[Need]:
    """Lines for the home page; nine queries at most, however many evaluations there are."""
    today = now.astimezone(clock.LONDON).date()
    if not any(user.can(p) for p in (P.SCORE_BIDS, P.LEAD_EVALUATION, P.DECIDE_AWARDS)):
        return []
    seen = Evaluation.objects.visible_to(user).exclude(status=S.CLOSED).exclude(tender__status=TenderStatus.TERMINATED)
    evaluations = list(seen.select_related("tender__commission").order_by("score_by", "id"))
    free = untied(user, evaluations, by="tender")
    counted = selectors.progress_by_panellist(evaluations)
    rows = Panellist.objects.filter(Q(evaluation__in=evaluations) | Q(pk__in=_late_interests(user)))
    places = list(rows.select_related("user", "evaluation__tender__commission"))
    moderated = selectors.moderated_counts([e for e in evaluations if e.status == S.MODERATING])
    found = _as_decider(user, untied(user, places, by="evaluation.tender"))
    for one in evaluations:
        panel = [p for p in places if p.evaluation_id == one.pk]
        found += _as_panellist(user, one, panel, counted, today, may_score=one in free)
        found += _as_lead(user, one, panel, counted, moderated) if one in free else []
    found += [
        Need(f"Set up the evaluation of {tender.title}", reverse("evaluation-set-up", args=[tender.reference]))
        for tender in listing.tenders_without_panel(user)
        if tender.status == TenderStatus.OPENED
    ]
    return found


def _page(one: Evaluation, name: str = "evaluation", *more) -> str:
    return reverse(name, args=[one.tender.reference, *more])


def _as_panellist(user, one: Evaluation, panel, counted, today, *, may_score: bool) -> list[Need]:
    place = next((p for p in panel if p.user_id == user.pk), None)
    if place is None:
        return []
    title = one.tender.title
    if place.declared_at is None:
        return [Need(f"Declare your interests for {title}", _page(one, "evaluation-declaration"))]
    given, final = counted[place.pk]
    if not may_score:
        return []
    if one.status not in (S.SCORING, S.MODERATING) or not place.may_score or not given.total or final.complete:
        return []
    due = one.score_by
    kind = "waiting" if due is None else "overdue" if due < today else "due" if due - today <= DUE_SOON else "waiting"
    text = f"Score the bids for {title}: {given}" if not given.complete else f"Make your scores for {title} final"
    return [Need(text, _page(one, "evaluation-scores"), kind, due)]


def _late_interests(user):
    """Places with an interest to decide on in evaluations that are closed, until the bidders are told."""
    closed = Evaluation.objects.visible_to(user).filter(status=S.CLOSED).exclude(tender__status=TenderStatus.TERMINATED)
    untold = closed.exclude(pk__in=Evaluation.objects.told().values("pk"))
    return Panellist.objects.undecided().filter(evaluation__in=untold.values("pk")).values("pk")


def _as_decider(user, places) -> list[Need]:
    """Interests of others to decide on, first of all: nothing that leads to an award goes on without."""
    decides = {*user.organisations_where(P.LEAD_EVALUATION), *user.organisations_where(P.DECIDE_AWARDS)}
    return [
        Need(f"Decide whether {p.user} may score {p.evaluation.tender.title}", _page(p.evaluation, "evaluation-interest", p.pk))
        for p in places
        if p.undecided and p.user_id not in user.one_hand and p.evaluation.tender.commission.council_id in decides
    ]


def _as_lead(user, one: Evaluation, panel, counted, moderated) -> list[Need]:
    """What the named lead does next."""
    if one.lead_id != user.pk or not user.can(P.LEAD_EVALUATION, one.tender.commission.council_id):
        return []
    title = one.tender.title
    if one.status == S.PREPARING and one.tender.status == TenderStatus.OPENED:
        return [Need(f"Start scoring {title}", _page(one))]
    scorers = [p for p in panel if counted[p.pk][1].total and not (p.has_interest and not p.may_score)]
    if any(p.undecided for p in panel) and one.status == S.SCORING:
        return []
    if one.status == S.SCORING and scorers and all(counted[p.pk][1].complete for p in scorers):
        return [Need(f"Start moderation of {title}", _page(one, "evaluation-start-moderation"))]
    if one.status == S.MODERATING:
        done = moderated.get(one.tender_id, 0)
        return [Need(f"Moderate the scores of {title}: {done} agreed so far", _page(one))]
    return []
