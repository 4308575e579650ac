"""What changed lately, and what the oversight pages show beside the figures."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F
from django.db.models.functions import Coalesce
from django.urls import reverse

from contracts.obligations.enums import AgreementStatus
from contracts.obligations.models import Obligation
from contracts.register.models import Contract
from contracts.returns.models import Return
from contracts.schedule.enums import ReturnStatus
from measurement.figures.selectors.league import contract_url
from measurement.figures.selectors.scope import Scope
from measurement.reports.enums import ReportStatus
from measurement.reports.models import Report
from socialvalue.accounts.models import User
from socialvalue.common import clock

LATELY = timedelta(days=30)
SHOWN = 4


@dataclass(frozen=True)
class Change:
    """One kind of change: how many, and the latest of them as (words, address)."""

    count: int
    one: str
    many: str
    items: list[tuple[str, str]]
    # How many of them are in none of the items
    rest: int = 0

    @property
    def words(self) -> str:
        return f"{self.count:,} {self.one if self.count == 1 else self.many}"


def since_last_month(scope: Scope, user: User) -> list[Change]:
    """What the last 30 days brought: verified returns, agreed obligations, new and ended contracts, approved reports."""
    since = clock.now() - LATELY
    contracts = scope.contracts()
    verified = (
        Return.objects.filter(status=ReturnStatus.VERIFIED, decided_at__gte=since, due__kpi__obligation__contract__in=contracts)
        .values(contract=F("due__kpi__obligation__contract"), title=F("due__kpi__obligation__contract__title"))
        .annotate(n=Count("pk"))
        .order_by("-n", "title")
    )
    agreed = Obligation.objects.filter(
        status=AgreementStatus.AGREED, contract__in=contracts, council_agreed_at__gte=since
    ).select_related("contract")
    started = Contract.objects.filter(pk__in=contracts, starts_on__gte=scope.as_of - LATELY, starts_on__lte=scope.as_of)
    ended = Contract.objects.filter(pk__in=contracts).annotate(last=Coalesce("ended_on", "ends_on"))
    ended = ended.filter(last__gte=scope.as_of - LATELY, last__lt=scope.as_of)
    reports = Report.objects.visible_to(user).filter(
        council=scope.council_id, status=ReportStatus.APPROVED, decided_at__gte=since
    )
    rows = list(verified)
    changes = [
        Change(
            sum(r["n"] for r in rows),
            "return verified",
            "returns verified",
            [(f"{r['title']}: {r['n']}", contract_url(r["contract"])) for r in rows[:SHOWN]],
            sum(r["n"] for r in rows[SHOWN:]),
        ),
        _change(agreed.order_by("-council_agreed_at"), "obligation agreed", "obligations agreed",
                lambda o: (f"{o.contract.title}: {o.wording[:90]}", contract_url(o.contract_id))),
        _change(started.order_by("-starts_on"), "contract begun", "contracts begun", lambda c: (c.title, contract_url(c.pk))),
        _change(ended.order_by("-last", "-pk"), "contract ended", "contracts ended", lambda c: (c.title, contract_url(c.pk))),
        _change(reports, "report approved", "reports approved", lambda r: (str(r), reverse("report", args=[r.reference]))),
    ]  # fmt: skip
    return [c for c in changes if c.count]


def _change(rows, one: str, many: str, item) -> Change:
    found = list(rows[: SHOWN + 1])
    count = len(found) if len(found) <= SHOWN else rows.count()
    return Change(count, one, many, [item(r) for r in found[:SHOWN]], max(count - SHOWN, 0))


def county_wide(scope: Scope) -> int:
    """Contracts that name no district: a view of one district leaves them out and says so."""
    if not scope.district_id:
        return 0
    return Contract.objects.public().filter(council=scope.council_id, districts=None).count()
