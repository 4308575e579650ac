"""What is owed and when, as filters; and the one rule of who sees it."""

from datetime import date

from django.db.models import F, Q

from contracts.register.enums import ContractStatus
from contracts.register.querysets import OfContractQuerySet
from contracts.schedule.enums import HANDED_IN


class DueReturnQuerySet(OfContractQuerySet):
    contract_path = "kpi__obligation__contract"

    def owed(self):
        """Rows that count: not waived, of a contract in force or ended, begun before it ended."""
        ended = F("kpi__obligation__contract__ended_on")
        return (
            self.filter(waived_at=None)
            .exclude(kpi__obligation__contract__status=ContractStatus.DRAFT)
            .filter(Q(kpi__obligation__contract__ended_on=None) | Q(starts_on__lte=ended))
        )

    def not_handed_in(self):
        """No return was submitted or verified; there may be a draft."""
        return self.exclude(returns__status__in=HANDED_IN)

    def outstanding(self):
        """Owed, and nothing has been handed in."""
        return self.owed().not_handed_in()

    def due_by(self, day: date):
        """Rows due on ``day`` or before."""
        return self.filter(due_on__lte=day)

    def overdue(self, today: date):
        """Outstanding rows whose due day has passed."""
        return self.outstanding().filter(due_on__lt=today)
