"""Reads of a supply chain: its quarters with who worked in them, and what waits to be confirmed."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from contracts.register.models import Contract
from contracts.supply.calculations import Kept, kept, kept_words, left
from contracts.supply.models import SupplyLink, SupplyPeriod
from contracts.supply.permissions import can_confirm
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User

LINKS = Prefetch("links", SupplyLink.objects.select_related("district", "organisation").order_by("tier", "name", "pk"))


@dataclass(frozen=True)
class Quarter:
    """A quarter of one supplier: who worked beneath it, what is left to it, and what it kept."""

    period: SupplyPeriod
    links: list[SupplyLink]

    @property
    def work_left(self) -> Decimal:
        return left(one.work for one in self.links)

    @property
    def fee_left(self) -> Decimal:
        return left(one.fee for one in self.links)

    @property
    def kept(self) -> Kept | None:
        return kept(self.period.cases, (one.cases for one in self.links))

    @property
    def words(self) -> str:
        return kept_words(self.period.prime_then, self.kept)


def quarters_of(contract: Contract, user: User) -> list[Quarter]:
    """The latest first: what this person may see. Two queries."""
    rows = SupplyPeriod.objects.visible_to(user).filter(contract=contract, withdrawn_at=None)
    rows = rows.select_related("asked_by", "decided_by").prefetch_related(LINKS).order_by("-year", "-quarter", "-pk")
    return [Quarter(row, list(row.links.all())) for row in rows]


def quarter_of_period(period: SupplyPeriod) -> Quarter:
    """With its links. One query."""
    return Quarter(period, list(period.links.select_related("district", "organisation").order_by("tier", "name", "pk")))


def latest_before(period: SupplyPeriod) -> SupplyPeriod | None:
    """The quarter of the same supplier from which the next is begun: the last entered before."""
    rows = SupplyPeriod.objects.filter(contract=period.contract_id, prime=period.prime_id).exclude(pk=period.pk)
    return rows.order_by("-year", "-quarter", "-pk").first()


def periods_to_confirm(user: User) -> list[SupplyPeriod]:
    """Those of contracts this person manages that were sent and wait. At most one query, and the ties."""
    if not user.can(Permission.EDIT_CONTRACTS):
        return []
    rows = SupplyPeriod.objects.waiting().filter(contract__manager=user).select_related("contract").order_by("sent_at", "pk")
    return [one for one in rows if can_confirm(user, one)]
