"""What is owed and when, as filters; and the one rule of who sees it."""

from datetime import date, datetime, timedelta
from typing import Self

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from contracts.performance.lateness import REMINDED
from contracts.register.enums import ContractStatus
from contracts.register.querysets import OfContractQuerySet
from contracts.schedule.enums import HANDED_IN
from socialvalue.common import clock
from socialvalue.second_word.models import UNDECIDED


class DueReturnQuerySet(OfContractQuerySet):
    contract_path = "kpi__obligation__contract"
    due_path = "due_on"

    def owed(self, known_by: datetime | None = None) -> Self:
        """Rows that count: agreed by both sides, reported from then on, of a contract in force in that period, not given up.

        ``known_by``: as far as that was agreed or given up before that moment; None: as it stands.

        The statement of ``contracts/standing`` has the same rule in SQL; a test holds the two together.
        """
        contract = "kpi__obligation__contract"
        last = Coalesce(f"{contract}__ended_on", f"{contract}__planned_until", f"{contract}__ends_on")
        return (
            self.filter(_agreed_and_asked_for(known_by))
            .exclude(**{f"{contract}__status": ContractStatus.DRAFT})
            .filter(starts_on__lte=last)
            .filter(Q(kpi__reported_from=None) | Q(starts_on__gte=F("kpi__reported_from")))
        )

    def given_up(self, known_by: datetime) -> Self:
        """Rows of agreed KPIs that somebody gave up before that moment."""
        return self.filter(waived_at__lt=known_by, kpi__agreed_at__lt=known_by)

    def not_handed_in(self) -> Self:
        """No return was submitted or verified; there may be a draft, or one that was sent back."""
        return self.exclude(returns__status__in=HANDED_IN)

    def outstanding(self) -> Self:
        """Owed, and still to be done: nothing has been handed in, or it was sent back."""
        return self.owed().not_handed_in()

    def to_be_reminded(self) -> Self:
        """Outstanding, and due since its KPI is here: of what was due before it was brought over nobody is reminded."""
        here = Q(kpi__brought_over_on=None) | Q(due_on__gte=F("kpi__brought_over_on"))
        return self.outstanding().filter(here)

    def due_by(self, day: date) -> Self:
        """Rows due on ``day`` or before."""
        return self.filter(due_on__lte=day)

    def to_remind_of(self, stage: int, today: date) -> Self:
        """Rows with ``stage`` reminders (0 to 3) behind them whose next has its day now or had it, drafts' left out."""
        return self.at_stage(stage, today).exclude(kpi__obligation__contract__status=ContractStatus.DRAFT)

    def at_stage(self, stage: int, today: date) -> Self:
        """The same with those of drafts, in the order of their index: found there or not, however many rows there are.

        Without the order PostgreSQL, which remembers of a table what it was yesterday, would look for the first one row by row.
        """
        rows = self.filter(reminded=stage, due_on__lte=today - timedelta(days=REMINDED[stage]))
        return rows.order_by("reminded", "due_on")

    def look_again(self) -> None:
        """These rows may be owed again: the next run reminds of them. What was said already is not said twice."""
        self.exclude(reminded=0).update(reminded=0)

    def overdue(self, today: date) -> Self:
        """Outstanding rows whose due day has passed: what is chased."""
        return self.outstanding().filter(due_on__lt=today)


def _agreed_and_asked_for(known_by: datetime | None) -> Q:
    if known_by is None:
        return Q(waived_at=None, kpi__agreed_at__isnull=False)
    return (Q(waived_at=None) | Q(waived_at__gte=known_by)) & Q(kpi__agreed_at__lt=known_by)


class LockExceptionQuerySet(OfContractQuerySet):
    """Seen by whoever sees the contract; a supplier sees its own and those of the council, not another supplier's."""

    def visible_to(self, user) -> Self:
        seen = super().visible_to(user)
        if not user.is_authenticated or not user.delivers_as:
            return seen
        return seen.filter(Q(supplier=None) | Q(supplier__in=user.delivers_as))

    def waiting(self) -> Self:
        """Neither answered nor taken back: ``SecondWordQuerySet`` says it of every second word that does not run out."""
        return self.filter(UNDECIDED)

    def in_force(self) -> Self:
        """Granted, not closed, and not over."""
        return self.filter(accepted=True, closed_at=None, until__gte=clock.today())
