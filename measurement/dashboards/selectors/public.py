"""What anybody may read on the front page: open opportunities, what is planned, events, and what the register publishes."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from contracts.register.enums import ContractStatus
from contracts.register.models import Contract
from procurement.commissioning.models import Commission
from procurement.commissioning.selectors.progress import starts_lost
from procurement.engagement.models import Event, YouSaid
from procurement.engagement.selectors import published_editions
from procurement.pipeline.pages import OpenRow, rows_of
from procurement.pipeline.selectors import forward_plan, open_postings, open_tenders

SHOWN = 5
PLANNED = EVENTS = SAID = 3


@dataclass(frozen=True)
class Opportunities:
    """What closes next, and how many are open: the number that the list of opportunities says."""

    rows: list[OpenRow]
    count: int


def opportunities(now: datetime) -> Opportunities:
    """Tenders, quotations and what others post, the next deadline first. Six queries."""
    tenders, postings = open_tenders(now), open_postings(now)
    rows = sorted(rows_of(tenders[:SHOWN], postings[:SHOWN]), key=lambda r: r.closes_at)
    return Opportunities(rows[:SHOWN], tenders.count() + postings.count())


@dataclass(frozen=True)
class Published:
    """What one council has made public: contracts in force, how many of them with whom, and answers to what people said."""

    council: str
    contracts: int
    small: int
    vcse: int
    answered: int

    @property
    def sentence(self) -> str:
        """“Kent County Council has 38 contracts in force, among them 12 with a charity or social enterprise.”"""
        contracts = f"{self.contracts:,} contract{'' if self.contracts == 1 else 's'} in force"
        kinds = ((self.vcse, "a charity or social enterprise"), (self.small, "a small or medium-sized organisation"))
        whom = " and ".join(f"{n:,} with {what}" for n, what in kinds if n)
        return f"{self.council} has {contracts}{', among them ' if whom else ''}{whom}."


def published(today: date) -> list[Published]:
    """A line a council, from the public register and what was published of engagement. Two queries."""
    in_force = Q(status=ContractStatus.ACTIVE, starts_on__lte=today) & (Q(ends_on__gte=today) | Q(planned_until__isnull=False))
    rows = (
        Contract.objects.public()
        .filter(in_force)
        .order_by()
        .values("council", "council__name")
        .annotate(
            n=Count("pk", distinct=True),
            small=Count("pk", filter=Q(suppliers__sme=True), distinct=True),
            vcse=Count("pk", filter=Q(suppliers__vcse=True), distinct=True),
        )
    )
    said = YouSaid.objects.public().order_by().values_list("commission__council").annotate(n=Count("pk"))
    answered = dict(said)
    return [
        Published(r["council__name"], r["n"], r["small"], r["vcse"], answered.get(r["council"], 0))
        for r in sorted(rows, key=lambda r: r["council__name"])
    ]


def planned(today: date) -> list[Commission]:
    """What the forward plan shows next, by the start of the contract, where that can be kept. Nine queries."""
    rows = list(forward_plan().filter(starts_on__gte=today).order_by("starts_on", "title", "pk")[: 4 * PLANNED])
    lost = starts_lost(rows, today)
    return [commission for commission in rows if commission.pk not in lost][:PLANNED]


def events(now: datetime) -> list[Event]:
    """Public events to come. One query."""
    rows = Event.objects.public().filter(ends_at__gte=now).select_related("commission__council")
    return list(rows.order_by("starts_at")[:EVENTS])


def said(limit: int = SAID) -> list[YouSaid]:
    """The newest answers to what people said."""
    return list(published_editions()[:limit])
