"""Reads of grants: one with its payments and what is known of it, and all of them as a list with its sums."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Min, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from contracts.grants.calculations import SOON, Sums, sums_of, term_words
from contracts.grants.enums import EvaluationState
from contracts.grants.models import Grant, GrantEvaluation, GrantPayment
from contracts.grants.permissions import can_decide_evaluation
from contracts.obligations.models import Kpi
from contracts.performance.coverage import coverage_words
from contracts.performance.enums import Standing
from contracts.register.enums import ContractStatus
from contracts.register.models import Contract
from contracts.register.querysets import ContractQuerySet
from contracts.standing.selectors.standings import counts_of, standings
from procurement.commissioning.enums import CommissionKind
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_money
from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.models import Outcome
from socialvalue.law.periods import days_of_financial_year

ENDS = Coalesce("ended_on", "ends_on")


def grants_for(
    user: User, *, year: str = "", directorate: Any = None, evaluation: str = "", search: str = ""
) -> ContractQuerySet:
    """The grants this person sees: in force in the financial year that begins in ``year``, by how their evaluation stands."""
    found = Contract.objects.visible_to(user).filter(kind=CommissionKind.GRANT)
    for word in search.split():
        found = found.filter(Q(reference__icontains=word) | Q(title__icontains=word) | Q(grant__purpose__icontains=word))
    if year:
        found = in_year(found, int(year))
    if directorate:
        found = found.filter(directorate=directorate)
    if evaluation:
        found = found.filter(_evaluation(evaluation, clock.today()))
    parties = Prefetch("grant_payments", GrantPayment.objects.order_by("due_on", "pk"))
    return found.select_related("grant", "directorate").prefetch_related("parties", parties)


def in_year(found: ContractQuerySet, year: int) -> ContractQuerySet:
    """Those of ``found`` that ran on a day of this financial year; what is still being agreed did not."""
    first, last = days_of_financial_year(year)
    ran = found.exclude(status=ContractStatus.DRAFT).filter(starts_on__lte=last)
    return ran.annotate(over_on=ENDS).filter(Q(over_on=None) | Q(over_on__gte=first))


def _evaluation(state: str, today: date) -> Q:
    soon = today + timedelta(days=SOON)
    return {
        EvaluationState.OVERDUE: Q(status=ContractStatus.ACTIVE, evaluation_due_on__lt=today),
        EvaluationState.SOON: Q(status=ContractStatus.ACTIVE, evaluation_due_on__range=(today, soon)),
        EvaluationState.LATER: Q(status=ContractStatus.ACTIVE, evaluation_due_on__gt=soon),
        EvaluationState.AGREED: Q(grant_evaluations__accepted=True, evaluation_due_on=None),
    }.get(EvaluationState(state), Q())


@dataclass(frozen=True)
class Totals:
    """Of the grants of a list: how many, what they are worth over their terms, the smallest and the largest, what was paid."""

    count: int
    worth: Decimal
    smallest: Decimal | None
    largest: Decimal | None
    unknown: int
    paid: Decimal
    shortest: str
    longest: str


def totals_of(found: QuerySet[Contract], *, year: str = "") -> Totals:
    """Two statements, however many there are. ``year``: paid in that financial year, otherwise ever."""
    keys = found.order_by().values("pk")
    rows = Contract.objects.filter(pk__in=keys)
    days = ExpressionWrapper(F("ends_on") - F("starts_on"), output_field=DurationField())
    sums = rows.aggregate(
        count=Count("pk"), known=Count("total_value"), worth=Sum("total_value"),
        smallest=Min("total_value"), largest=Max("total_value"), shortest=Min(days), longest=Max(days),
    )  # fmt: skip
    paid = GrantPayment.objects.filter(contract__in=keys)
    if year:
        paid = paid.filter(paid_on__range=days_of_financial_year(int(year)))
    shortest, longest = (term_words(sums[name].days + 1) if sums[name] is not None else "" for name in ("shortest", "longest"))
    return Totals(
        count=sums["count"], worth=sums["worth"] or Decimal(0), smallest=sums["smallest"], largest=sums["largest"],
        unknown=sums["count"] - sums["known"], paid=paid.aggregate(paid=Sum("paid"))["paid"] or Decimal(0),
        shortest=shortest, longest=longest,
    )  # fmt: skip


def sums_of_contract(contract: Contract) -> Sums:
    """What of it is planned and paid; ``grant_payments`` may be prefetched."""
    return sums_of((one.amounts for one in contract.grant_payments.all()), contract.total_value)


def grant_of(contract: Contract) -> Grant | None:
    """What it is for; None where nobody has said so. Two queries."""
    return Grant.objects.filter(contract=contract).select_related("said_by").prefetch_related("outcomes__priority").first()


def outcomes_of(contract: Contract) -> QuerySet[Outcome]:
    """Those its council may seek by a grant: of its published frameworks, and those that stand there already."""
    published = Q(priority__version__status=VersionStatus.PUBLISHED, priority__version__framework__council=contract.council_id)
    named = Outcome.objects.filter(grants__contract=contract).values("pk")
    found = Outcome.objects.filter(published | Q(pk__in=named)).select_related("priority__version__framework")
    return found.order_by("priority__version__framework__name", "priority__order", "priority__code", "order", "code")


def evaluations_of(contract: Contract, user: User) -> list[GrantEvaluation]:
    """The latest first: for officers all of them, for others those that were agreed."""
    rows = GrantEvaluation.objects.filter(contract=contract).select_related("asked_by", "decided_by")
    if not user.can(Permission.VIEW_CONTRACTS, contract.council_id):
        rows = rows.filter(accepted=True)
    return list(rows.order_by("-asked_at", "-pk"))


def known_of(contract: Contract) -> list[str]:
    """What is known of a grant beside what somebody says of it, a sentence each: payments, returns, KPIs. Five queries."""
    sums = sums_of_contract(contract)
    paid = f"{plain_money(sums.paid)} is paid" + (f" of {plain_money(contract.total_value)}" if contract.total_value else "")
    kpis = standings(Kpi.objects.filter(obligation__contract=contract))
    found = [kpi.whole.standing for kpi in kpis if not kpi.kpi.client_side]
    with_target = [one for one in found if one not in (Standing.NO_TARGET, Standing.NOTHING_DUE)]
    met = sum(1 for one in with_target if one is Standing.ON_TARGET)
    return [
        f"{paid}; {plain_money(sums.to_pay)} is still to be paid." if sums.to_pay else f"{paid}.",
        f"{coverage_words(counts_of(kpis))}." if kpis else "No KPI is agreed: nothing was to be reported.",
        *([f"{met} of {len(with_target)} KPIs are on target since it began."] if with_target else []),
    ]


def evaluations_to_decide(user: User) -> list[GrantEvaluation]:
    """Those that wait for a second person and on which this one may decide. At most one query, and the ties."""
    councils = user.organisations_where(Permission.VERIFY_RETURNS)
    if not councils:
        return []
    rows = GrantEvaluation.objects.waiting().filter(contract__council__in=councils)
    rows = rows.select_related("contract").order_by("due_then", "pk")
    return [one for one in rows if can_decide_evaluation(user, one)]
