"""What contracts ask of a person today: an end, an extension, a review, a document, somebody to answer for it."""

from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse

from contracts.papers.models import Paper
from contracts.register.enums import ContractStatus
from contracts.register.models import Contract
from contracts.register.querysets import delivers
from contracts.warnings.calculations.due import Notice
from contracts.warnings.calculations.words import said
from contracts.warnings.enums import Kind
from contracts.warnings.selectors import about, notices_for, running
from contracts.warnings.services import address
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.needs import Need
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.common.timed import day_of


def needs(user, now: datetime) -> list[Need]:
    """A line for each warning of contracts one manages, or directs where nobody manages them; of documents of one's supplier."""
    today = day_of(now)
    return [*_of_owner(user, today), *_of_council(user), *_of_supplier(user, today)]


def _of_owner(user, today: date) -> list[Need]:
    if not user.can(P.VIEW_CONTRACTS):
        return []
    mine = Q(manager=user) | Q(manager=None, lead_director=user)
    rows = Contract.objects.visible_to(user).filter(mine, status=ContractStatus.ACTIVE)
    rows = (
        rows.filter(Q(warns=True) | Q(look_on__lte=today) | Q(ends_on__lt=today, planned_until__isnull=False))
        .without_ties(user)
        .prefetch_related("parties")
    )
    contracts = list(rows.order_by("ends_on", "pk"))
    found = notices_for(contracts, today)
    running_on = [_past_its_end(contract) for contract in contracts if contract.is_past_its_end]
    # Who is missing is one line for the whole council
    return running_on + [
        _need(contract, notice, today)
        for contract in contracts
        for notice in found[contract.pk]
        if notice.kind not in (Kind.MANAGER, Kind.DIRECTOR)
    ]


def _past_its_end(contract: Contract) -> Need:
    words = f"{contract.title} was to end on {plain_day(contract.end_day)} and still runs: agree a new last day, or end it"
    return Need(words, reverse("contract-carry-on", args=[contract.pk]), "overdue", contract.end_day)


def _need(contract: Contract, notice: Notice, today: date) -> Need:
    kind = "waiting" if notice.kind is Kind.ENDS else "overdue" if notice.is_over(today) else "due"
    return Need(said(notice, about(contract), today).asks, address(contract, notice), kind, notice.day)


def _of_council(user) -> list[Need]:
    councils = user.organisations_where(P.EDIT_CONTRACTS)
    if not councils:
        return []
    count = Contract.objects.unowned().filter(council__in=councils).count()
    words = "1 contract of £50,000 or more has" if count == 1 else f"{count:,} contracts of £50,000 or more have"
    text = f"{words} no contract manager or no lead director: name them"
    return [Need(text, f"{reverse('contracts')}?attention=unowned")] if count else []


def _of_supplier(user, today: date) -> list[Need]:
    if not user.can(P.BID):
        return []
    papers = Paper.objects.visible_to(user).running_out(today).filter(supplier__in=user.delivers_as)
    papers = papers.filter(contract__in=Contract.objects.filter(delivers(user), status=ContractStatus.ACTIVE).values("pk"))
    rows = papers.select_related("contract").prefetch_related("contract__parties").order_by("valid_until", "pk")
    return [
        _need(paper.contract, Notice(Kind.PAPER, paper.valid_until, 0, running(paper)), today)
        for paper in rows
        if paper.supplier_id and paper.contract.is_open_to([paper.supplier_id], today)
    ]
