"""Who sees a contract: the council's officers and members, and the supplier whose contract it surely is."""

from datetime import date
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from contracts.register.calculations.ends import ahead_of
from contracts.register.enums import ContractStatus
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import Organisation

Rows = TypeVar("Rows", bound="models.QuerySet[Any]")


def contracts_rule(user, prefix: str = "", due: str = "") -> Q:
    """The one rule as a filter on Contract, or (with ``prefix`` "contract__") on what hangs below it. ``due``: ``delivers``."""
    if not user.is_authenticated:
        return Q(pk__in=[])
    return Q(**{f"{prefix}council__in": user.organisations_where(Permission.VIEW_CONTRACTS)}) | delivers(user, prefix, due)


def delivers(user, contract: str = "", due: str = "") -> Q:
    """Of contracts or, with ``contract`` (“contract__”), of what hangs below one: it is surely with whom this person acts for.

    ``due`` leads to the day on which a return is due: only what is due while their supplier delivers the contract.
    """
    if not is_supplier(user):
        # Named nowhere in the statement: an empty list would still join every contract with its suppliers
        return Q(pk__in=[])
    theirs = Q(**{f"{contract}parties__open_to__in": user.delivers_as})
    if not due:
        return theirs
    first, last = (f"{contract}parties__{name}" for name in ("first_day", "last_day"))
    begun = Q(**{first: None}) | Q(**{f"{first}__lte": F(due)})
    not_over = Q(**{last: None}) | Q(**{f"{last}__gte": F(due)})
    return theirs & begun & not_over


def is_supplier(user) -> bool:
    """Whether there may be contracts that this person sees as one of those who deliver them."""
    return user.is_authenticated and bool(user.delivers_as)


def seen_once(rows: Rows, rule: Q, user) -> Rows:
    """Those of ``rows`` that ``rule`` lets this person see, each once.

    Through the keys where the rule asks who delivers, so that a contract of two suppliers does not double what hangs below it.
    For everybody else it asks for the council alone, and the rows themselves are filtered: through the keys PostgreSQL would
    look each of them up a second time.
    """
    return rows.filter(pk__in=rows.model._base_manager.filter(rule).values("pk")) if is_supplier(user) else rows.filter(rule)


class ContractQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        return seen_once(self, contracts_rule(user), user)

    def with_supplier(self, text: str) -> Self:
        """Those with suppliers called so (``OrganisationQuerySet.called``), or with what was joined to one."""
        named = Organisation.objects.suppliers().called(text).order_by().values("pk")
        theirs = Q(suppliers__in=named) | Q(suppliers__part_of__in=named)
        return self.filter(pk__in=self.model._base_manager.filter(theirs).values("pk"))

    def called(self, text: str) -> Self:
        """The one of this reference; where there is none, those with every word in their reference or title."""
        whole = self.filter(reference__iexact=text.strip())
        if whole.exists():
            return whole
        found = self
        for word in text.split():
            found = found.filter(Q(reference__icontains=word) | Q(title__icontains=word))
        return found

    def over(self, today: date) -> Self:
        """In force although their last day is past, and not said to run on: what the clock ends; no grant not evaluated."""
        return self.filter(status=ContractStatus.ACTIVE, ends_on__lt=today, planned_until=None, evaluation_due_on=None)

    def past_their_end(self, today: date) -> Self:
        """In force although their agreed last day is past: said to run on, or a grant that waits for its evaluation."""
        stays = Q(planned_until__isnull=False) | Q(evaluation_due_on__isnull=False)
        return self.filter(stays, status=ContractStatus.ACTIVE, ends_on__lt=today)

    def with_an_end(self) -> Self:
        """Those that ended, or that end on their agreed last day: neither without an end nor said to run on past it."""
        return self.filter(Q(ended_on__isnull=False) | Q(planned_until=None))

    def to_plan_on(self, today: date) -> Self:
        """Neither ended nor with an end in sight, and planned for less than 12 months ahead."""
        return self.filter(planned_until__lt=ahead_of(today)).exclude(status=ContractStatus.ENDED)

    def to_look_at(self, today: date) -> Self:
        """In force, with something that they may newly warn of."""
        return self.filter(status=ContractStatus.ACTIVE, look_on__lte=today)

    def unowned(self) -> Self:
        """In force, of £50,000 or more, without a manager or without a director."""
        return self.filter(status=ContractStatus.ACTIVE, unowned=True)

    def without_ties(self, user) -> Self:
        """Those with whose suppliers this person is, and within two years was, not."""
        return self.exclude(parties__organisation__in=user.ties) if user.ties else self

    def public(self) -> Self:
        """What the open register publishes: contracts in force or ended, never those still being agreed."""
        return self.exclude(status=ContractStatus.DRAFT)


class OfContractQuerySet(models.QuerySet):
    """Records seen by whoever sees their contract (``contract_path`` leads to it)."""

    contract_path = "contract"
    # Where a supplier sees only what is due while it delivers the contract: the path to that day
    due_path = ""

    def visible_to(self, user) -> Self:
        return seen_once(self, contracts_rule(user, f"{self.contract_path}__", self.due_path), user)
