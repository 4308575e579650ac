"""Somebody's commissions by stage, each with its next step and its day. The same few queries however many there are."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from contracts.register.models import Contract
from procurement.commissioning.calculations.cycle import CYCLE
from procurement.commissioning.enums import CommissionKind, PlanStatus, Stage
from procurement.commissioning.models import Commission, DiagnosticEntry, FrozenDocument, Lesson
from procurement.commissioning.selectors import plan_needed
from procurement.commissioning.selectors.progress import planned_of
from procurement.engagement.models import Remark
from procurement.tendering.enums import TenderStatus as T
from procurement.tendering.models import Tender
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day, plain_moment

MOST = 5
RUNNING = "The contract is running"
# What others do before the lead goes on
OTHERS: frozenset[str] = frozenset(
    {PlanStatus.SUBMITTED, T.CHECKING, T.PUBLISHED, T.CLOSED, T.OPENED, T.EVALUATED, T.DECIDED, T.CONTRACTED}
)
# What a plan or a tender in this state asks next: the words, and the page (None: the page of the commission)
PLAN_STEPS: dict[str, tuple[str, str | None]] = {
    PlanStatus.DRAFT: ("Finish the commissioning plan", "plan"),
    PlanStatus.RETURNED: ("Change the commissioning plan: it was returned", "plan"),
    PlanStatus.SUBMITTED: ("The commissioning plan waits for approval", "plan"),
}
TENDER_STEPS: dict[str, str] = {
    T.DRAFT: "Finish the tender",
    T.CHECKING: "The tender is being checked",
    T.RETURNED: "Change the tender: it was returned",
    T.PUBLISHED: "The tender is open for bids",
    T.CLOSED: "Two people open the bids",
    T.OPENED: "The bids are being evaluated",
    T.EVALUATED: "The award is being decided",
    T.DECIDED: "The award is decided: the contract follows the standstill",
}


@dataclass(frozen=True)
class Card:
    """One commission. ``day``: by when the step is planned, in words; ``is_late``: that day has passed.

    ``waits``: the step is somebody else's, and the card says how it stands.
    """

    title: str
    reference: str
    url: str
    step: str
    step_url: str
    day: str
    is_late: bool
    waits: bool = False


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
    for commission in _loaded(rows):
        due, card = _card(commission)
        found[commission.stage].append((card.waits, due or date.max, card))
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


def _loaded(rows: Any) -> Any:
    issued = FrozenDocument.objects.filter(commission=OuterRef("pk"), kind="diagnostic")
    return (
        rows.select_related("plan")
        .annotate(
            heard=Exists(Remark.objects.filter(commission=OuterRef("pk"))),
            found=Exists(DiagnosticEntry.objects.filter(commission=OuterRef("pk"))),
            issued=Exists(issued),
            learned=Exists(Lesson.objects.filter(commission=OuterRef("pk"))),
        )
        .prefetch_related("phases", "stage_changes", "tenders", "contracts")
    )


def _card(commission: Any) -> tuple[date | None, Card]:
    words, url = next_step(commission)
    due, day = _due(commission)
    return due, Card(
        title=commission.title,
        reference=commission.reference,
        url=reverse("commission", args=[commission.reference]),
        step=words,
        step_url=url,
        day=day,
        is_late=due is not None and due < clock.today(),
        waits=_status(commission) in OTHERS,
    )


def _status(commission: Commission) -> str:
    """Of the plan or the tender on which the next step depends; empty where it depends on neither."""
    if commission.stage == Stage.PLAN:
        plan = getattr(commission, "plan", None)
        return plan.status if plan else ""
    if commission.stage != Stage.DO:
        return ""
    tender = _newest_tender(commission)
    return T.CONTRACTED if _is_delivered(commission) else tender.status if tender else ""


def next_step(commission: Any) -> tuple[str, str]:
    """What comes next for a commission of ``board``, and the page on which it is done."""
    at = [commission.reference]
    here = reverse("commission", args=at)
    if commission.stage == Stage.ANALYSE:
        if not commission.heard and not commission.found:
            return "Ask the key questions", reverse("key-questions", args=at)
        return ("Go on to Plan", here) if commission.issued else ("Write the diagnostic report", reverse("diagnostic", args=at))
    if commission.stage == Stage.PLAN:
        return _planning(commission, here)
    if commission.stage == Stage.DO:
        return _doing(commission, here)
    if commission.learned:
        return "Close the commission", here
    return "Write down what was learned", reverse("commission-review", args=at)


def _planning(commission: Commission, here: str) -> tuple[str, str]:
    plan = getattr(commission, "plan", None)
    if plan is None and plan_needed(commission):
        return "Write the commissioning plan", reverse("plan", args=[commission.reference])
    words, page = PLAN_STEPS.get(plan.status if plan else "", ("Go on to Do", None))
    return words, reverse(page, args=[commission.reference]) if page else here


def _doing(commission: Commission, here: str) -> tuple[str, str]:
    tender = _newest_tender(commission)
    if _is_delivered(commission):
        return RUNNING, here
    if tender is not None and tender.status in TENDER_STEPS:
        return TENDER_STEPS[tender.status], reverse("tender", args=[tender.reference])
    if tender is None and commission.kind != CommissionKind.IN_HOUSE and not commission.contracts.all():
        return "Draft the tender", reverse("tender-new", args=[commission.reference])
    return "Go on to Review", here


def _is_delivered(commission: Commission) -> bool:
    """A contract of it is in force or still to begin."""
    return any(c.last_day >= clock.today() for c in commission.contracts.all())


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
