"""Somebody's commissions by stage, each with its next step and its day. The same few queries however many there are."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from contracts.register.models import Contract
from procurement.commissioning.calculations.cycle import CYCLE
from procurement.commissioning.enums import Stage
from procurement.commissioning.models import Commission
from procurement.commissioning.pages.cycle import Ahead, aheads_of
from procurement.commissioning.selectors.progress import planned_of
from procurement.tendering.enums import TenderStatus as T
from procurement.tendering.models import Tender
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day, plain_moment

MOST = 5


@dataclass(frozen=True)
class Card:
    """One commission. ``day``: by when the step is planned, in words; ``is_late``: that day has passed.

    ``step_url`` is empty for a step that the reader does not do, and ``step`` where nothing more happens. ``waits``: who has
    to do it, where that is not the lead.
    """

    title: str
    reference: str
    url: str
    step: str
    step_url: str
    day: str
    is_late: bool
    waits: str = ""


@dataclass(frozen=True)
class Column:
    """One stage: its first cards, and how many there are in all."""

    name: str
    cards: list[Card]
    count: int
    url: str


def board(user: User) -> list[Column]:
    """The commissions this person leads, by stage; empty where they lead none.

    What is theirs to do comes first, then what others do, both by their day.
    """
    rows = Commission.objects.visible_to(user).filter(lead=user).exclude(stage=Stage.CLOSED)
    found: dict[str, list[tuple[bool, date, Card]]] = {stage: [] for stage in CYCLE}
    mine = list(rows.select_related("lead").prefetch_related("phases", "stage_changes", "tenders", "contracts"))
    for commission, ahead in zip(mine, aheads_of([(one, None) for one in mine], user), strict=True):
        due, card = _card(commission, ahead)
        found[commission.stage].append((bool(card.waits), due or date.max, card))
    if not any(found.values()):
        return []
    return [
        Column(
            name=str(Stage(stage).label),
            cards=[card for *_, card in sorted(cards, key=lambda one: (one[0], one[1], one[2].title))[:MOST]],
            count=len(cards),
            url=f"{reverse('commissions')}?stage={stage}&lead=me",
        )
        for stage, cards in found.items()
    ]


def _card(commission: Commission, ahead: Ahead | None) -> tuple[date | None, Card]:
    due, day = _due(commission)
    lost = ahead.start_lost if ahead else None
    if lost and due == lost:
        day = f"The start on {plain_day(lost)} cannot be kept"
    return due, Card(
        title=commission.title,
        reference=commission.reference,
        url=reverse("commission", args=[commission.reference]),
        step=ahead.text if ahead else "",
        step_url=ahead.url if ahead else "",
        day=day,
        is_late=due is not None and (due < clock.today() or due == lost),
        waits=ahead.who if ahead and ahead.who != commission.lead.name else "",
    )


def _newest_tender(commission: Commission) -> Tender | None:
    going_on = [t for t in commission.tenders.all() if t.status != T.TERMINATED]
    return max(going_on, key=lambda t: t.pk, default=None)


def _due(commission: Commission) -> tuple[date | None, str]:
    """The day that counts next, and how the card says it: the deadline for bids, the timetable's day, the contract's."""
    tender = _newest_tender(commission)
    if commission.stage == Stage.DO and tender is not None and tender.status == T.PUBLISHED and tender.deadline:
        return tender.deadline.astimezone(clock.LONDON).date(), f"Bids due {plain_moment(tender.deadline)}"
    if planned := planned_of(commission).get(commission.stage):
        return planned, f"Planned by {plain_day(planned)}"
    contracts = list(commission.contracts.all())
    if commission.stage == Stage.REVIEW or contracts:
        return _contract_ends(contracts)
    if commission.starts_on:
        return commission.starts_on, f"Contract starts {plain_day(commission.starts_on)}"
    return None, ""


def _contract_ends(contracts: list[Contract]) -> tuple[date | None, str]:
    last = max((c.last_day for c in contracts), default=None)
    # A contract that has ended is no lateness of the review
    if last is None or last < clock.today():
        return None, ""
    return last, f"Contract ends {plain_day(last)}"
