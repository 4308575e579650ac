"""The list to follow up, narrowed; how many wait for somebody; the rules between measures."""

from collections.abc import Collection

from django.db.models import Count, Q, QuerySet

from contracts.follow_up.calculations.between import Rule
from contracts.follow_up.enums import Question
from contracts.follow_up.models import FollowUp, MeasureRule
from contracts.register.models import Contract
from socialvalue.accounts.models import User
from socialvalue.framework.models import Measure

# What “which” may ask for
OPEN, DONE, MINE = "", "done", "mine"


def follow_ups_for(
    user: User, *, question: str = "", contract: str = "", supplier: str = "", which: str = ""
) -> QuerySet[FollowUp]:
    """What this person may follow up, narrowed; with its contract, KPI and whom it was given to."""
    rows = FollowUp.objects.visible_to(user)
    rows = rows.filter(gone_at=None, done_at__isnull=False) if which == DONE else rows.open()
    if which == MINE:
        rows = rows.filter(whose(user))
    if question:
        rows = rows.filter(question=question)
    if contract:
        rows = rows.filter(contract__in=Contract.objects.called(contract).order_by().values("pk"))
    if supplier:
        rows = rows.filter(contract__in=Contract.objects.with_supplier(supplier).order_by().values("pk"))
    return rows.select_related("contract", "due__kpi", "assigned_to", "done_by")


def whose(user: User) -> Q:
    """What was given to this person, and what nobody was given of contracts that they manage."""
    return Q(assigned_to=user) | Q(assigned_to=None, contract__manager=user)


def counts_for(user: User) -> dict[str, int]:
    """How many wait for this person, by question, in the order of the questions. One query."""
    rows = FollowUp.objects.visible_to(user).open().filter(whose(user)).order_by()
    found = dict(rows.values_list("question").annotate(n=Count("pk")))
    return {str(question): found[question] for question in Question if question in found}


def key_of(measure: Measure) -> str:
    """What a measure is, whatever the version of its framework: the codes that lead to it."""
    priority = measure.outcome.priority
    return f"{priority.version.framework_id}/{priority.code}/{measure.outcome.code}/{measure.code}"


def rules_of(councils: Collection[int]) -> dict[int, list[Rule]]:
    """The rules in force of these councils. Two queries."""
    path = "whole__outcome__priority__version"
    rows = MeasureRule.objects.filter(council__in=councils, ended_at=None).select_related(path).order_by("pk")
    found: dict[int, list[Rule]] = {}
    for row in rows.prefetch_related("parts__outcome__priority__version"):
        measures = {key_of(one): one.name for one in (*row.parts.all(), row.whole)}
        parts = tuple(key_of(one) for one in row.parts.all())
        found.setdefault(row.council_id, []).append(Rule(row.pk, row.compares, parts, key_of(row.whole), measures))
    return found


def entered_rules(councils: Collection[int]) -> QuerySet[MeasureRule]:
    """Every rule of these councils, those in force first."""
    rows = MeasureRule.objects.filter(council__in=councils).select_related("whole", "made_by", "ended_by")
    return rows.prefetch_related("parts").order_by("ended_at", "pk")
