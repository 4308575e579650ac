"""What changed lately, and what the oversight pages show beside the figures."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models.functions import Coalesce
from django.urls import reverse

from contracts.obligations.enums import AgreementStatus
from contracts.obligations.models import Obligation
from contracts.register.models import Contract
from contracts.register.querysets import ContractQuerySet
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
# Of more verified returns the latest are read: where so many came in, how many more is not what somebody asks
READ = 1000


@dataclass(frozen=True)
class Change:
    """One kind of change: how many, and the latest of them as (words, address)."""

    count: int
    one: str
    many: str
    items: list[tuple[str, str]]
    # How many of them are in none of the items
    rest: int = 0
    # There are more than ``count``
    capped: bool = False

    @property
    def words(self) -> str:
        if self.capped:
            return f"More than {self.count:,} {self.many}"
        return f"{self.count:,} {self.one if self.count == 1 else self.many}"


def since_last_month(scope: Scope, user: User) -> list[Change]:
    """What the last 30 days brought: verified returns, agreed obligations, new and ended contracts, approved reports."""
    since = clock.now() - LATELY
    contracts = scope.contracts()
    agreed = Obligation.objects.filter(
        status=AgreementStatus.AGREED, contract__in=contracts, council_agreed_at__gte=since, agreed_on=None
    ).select_related("contract")
    started = Contract.objects.filter(pk__in=contracts, starts_on__gte=scope.as_of - LATELY, starts_on__lte=scope.as_of)
    ended = Contract.objects.filter(pk__in=contracts).with_an_end().annotate(last=Coalesce("ended_on", "ends_on"))
    ended = ended.filter(last__gte=scope.as_of - LATELY, last__lt=scope.as_of)
    reports = Report.objects.visible_to(user).filter(
        council=scope.council_id, status=ReportStatus.APPROVED, decided_at__gte=since
    )
    changes = [
        _verified(contracts, since),
        _change(agreed.order_by("-council_agreed_at"), "obligation agreed", "obligations agreed",
                lambda o: (f"{o.contract.title}: {o.wording[:90]}", contract_url(o.contract_id))),
        _change(started.order_by("-starts_on"), "contract begun", "contracts begun", lambda c: (c.title, contract_url(c.pk))),
        _change(ended.order_by("-last", "-pk"), "contract ended", "contracts ended", lambda c: (c.title, contract_url(c.pk))),
        _change(reports, "report approved", "reports approved", lambda r: (str(r), reverse("report", args=[r.reference]))),
    ]  # fmt: skip
    return [c for c in changes if c.count]


def _verified(contracts: ContractQuerySet, since: datetime) -> Change:
    """The latest verified returns by contract, those with most of them first."""
    contract = "due__kpi__obligation__contract"
    # Years of earlier records are no news of this month
    lately = Return.objects.filter(status=ReturnStatus.VERIFIED, decided_at__gte=since, brought_over=False)
    rows = lately.filter(**{f"{contract}__in": contracts})
    found = list(rows.order_by("-decided_at", "-pk").values_list(contract, f"{contract}__title")[: READ + 1])
    capped = len(found) > READ
    counted = sorted(Counter(found[:READ]).items(), key=lambda pair: (-pair[1], pair[0][1], pair[0][0]))
    items = [(f"{title}: {n}", contract_url(pk)) for (pk, title), n in counted[:SHOWN]]
    rest = 0 if capped else sum(n for _, n in counted[SHOWN:])
    return Change(min(len(found), READ), "return verified", "returns verified", items, rest, capped)


def _change(rows, one: str, many: str, item) -> Change:
    found = list(rows[: SHOWN + 1])
    count = len(found) if len(found) <= SHOWN else rows.count()
    return Change(count, one, many, [item(r) for r in found[:SHOWN]], max(count - SHOWN, 0))


def county_wide(scope: Scope) -> int:
    """Contracts that name no district: a view of one district leaves them out and says so."""
    if not scope.district_id:
        return 0
    return Contract.objects.public().filter(council=scope.council_id, districts=None).count()
