"""Which contracts a commission looks back on, and what they delivered."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from contracts.obligations.models import Obligation
from contracts.performance.shown import quantity
from contracts.register.enums import ContractStatus
from contracts.register.models import Contract
from contracts.returns.models import Return
from contracts.reviews.models import Promotion
from contracts.schedule.enums import ReturnStatus
from procurement.commissioning.models import Commission
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day, plain_quantity


@dataclass(frozen=True)
class Delivered:
    """One obligation with its verified returns in words, and the commissions it was promoted to."""

    obligation: Obligation
    evidence: str
    promoted_to: list[str]


def why_it_stands(kpi_return: Return) -> str:
    """Why the verification of a return is not undone: a commission that what it proves was promoted to; empty where none was."""
    since = Promotion.objects.filter(obligation__kpis=kpi_return.due.kpi_id, at__gte=kpi_return.decided_at)
    found = since.select_related("sought__commission").order_by("pk").first()
    return f"This cannot be undone: it was promoted to commission {found.sought.commission.reference} as proven." if found else ""


def contracts_of(user: User, commission: Commission) -> QuerySet[Contract]:
    """The contracts this commission led to."""
    led_to = Q(commission=commission) | Q(award__tender__commission=commission)
    return Contract.objects.visible_to(user).filter(led_to).distinct()


def contracts_before(user: User, commission: Commission) -> QuerySet[Contract]:
    """The contracts of the earlier commission, and those entered for this one without a tender here."""
    if commission.earlier is None:
        return contracts_of(user, commission)
    earlier = contracts_of(user, commission.earlier)
    return (earlier | contracts_of(user, commission)).distinct()


def contracts_beside(user: User, commission: Commission) -> QuerySet[Contract]:
    """Running contracts of the same directorate: an old contract may name no commission."""
    rows = Contract.objects.visible_to(user).filter(directorate=commission.directorate_id, status=ContractStatus.ACTIVE)
    return rows.order_by("title")


def delivered(contracts: QuerySet[Contract] | list[Contract]) -> list[Delivered]:
    """Obligations of these contracts that have verified returns, with what stands behind each."""
    verified = Q(kpis__due_returns__returns__status=ReturnStatus.VERIFIED)
    rows = (
        Obligation.objects.filter(contract__in=contracts)
        .annotate(verified=Count("kpis__due_returns__returns", filter=verified))
        .filter(verified__gt=0)
        .select_related("contract")
        .prefetch_related("promotions__sought__commission")
        .order_by("contract__title", "pk")
    )
    return [
        Delivered(
            obligation=row,
            evidence=evidence_text(evidence_of(row)),
            promoted_to=[str(p.sought.commission) for p in row.promotions.all()],
        )
        for row in rows
    ]


def evidence_of(obligation: Obligation) -> list[dict]:
    """What stands behind an obligation today: every verified return, oldest period first, in words that stay true.

    Each: return (key), period, kpi, value and target (text with unit), verified_by, verified_on (ISO day, London’s).
    """
    returns = (
        Return.objects.filter(due__kpi__obligation=obligation, status=ReturnStatus.VERIFIED)
        .select_related("due__kpi", "decided_by")
        .order_by("due__starts_on", "due__kpi__number")
    )
    return [
        {
            "return": r.pk,
            "kpi": r.due.kpi.wording,
            "period": f"{plain_day(r.due.starts_on)} to {plain_day(r.due.ends_on)}",
            "value": _value(r),
            "target": plain_quantity(r.due.target, r.due.kpi.unit) if r.due.target is not None else "no target",
            "verified_by": str(r.decided_by),
            "verified_on": _verified_on(r),
        }
        for r in returns
    ]


def _value(row: Return) -> str:
    """“58 % (29 of 50)”, “3 people”, “no cases”."""
    if row.no_cases:
        return row.parts
    words = quantity(row.value, row.due.kpi.unit, row.due.target)
    return f"{words} ({row.parts})" if row.parts else words


def _verified_on(row: Return) -> str:
    assert row.decided_at is not None, "a verified return says when it was verified: a constraint keeps it so"
    return row.decided_at.astimezone(clock.LONDON).date().isoformat()


def evidence_text(rows: list[dict]) -> str:
    """The frozen evidence as lines a reader understands without this system."""
    return "\n".join(
        f"{e['kpi']}, {e['period']}: {e['value']} ({_target(e['target'])}), verified by {e['verified_by']}" for e in rows
    )


def _target(words: str) -> str:
    return words if words == "no target" else f"target: {words}"
