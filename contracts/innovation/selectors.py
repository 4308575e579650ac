"""Reads of sums set aside: one with its projects, by quarter, and what waits for a decision."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from contracts.innovation.calculations import Line, by_quarter, free
from contracts.innovation.models import InnovationPot, InnovationProject, InnovationSpent
from contracts.innovation.permissions import can_approve
from contracts.register.models import Contract
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.law.periods import quarter_of


@dataclass(frozen=True)
class PotState:
    """A sum set aside as it stands: what projects take of it, what was spent, what neither is."""

    pot: InnovationPot
    projects: list[InnovationProject]
    spent: Decimal
    free: Decimal

    @property
    def remaining(self) -> Decimal:
        """Not spent yet, promised to a project or not."""
        return self.pot.amount - self.spent

    @property
    def lines(self) -> list[Line]:
        """Spent and remaining by quarter, up to the one that runs."""
        spent = [((row.year, row.quarter), row.amount) for project in self.projects for row in project.spent.all()]
        return by_quarter(self.pot.amount, spent, quarter_of(clock.today()))


def pot_of(contract: Contract) -> PotState | None:
    """The contract's, with its projects; None where nothing is set aside. One query there, three otherwise."""
    projects = (
        InnovationProject.objects.select_related("asked_by", "decided_by").prefetch_related("spent").order_by("asked_at", "pk")
    )
    pot = InnovationPot.objects.filter(contract=contract).prefetch_related(Prefetch("projects", projects)).first()
    return state_of(pot) if pot else None


def state_of(pot: InnovationPot) -> PotState:
    """``projects`` with what was spent may be prefetched."""
    found = list(pot.projects.all())
    held = [one.held for one in found if one.accepted]
    return PotState(pot, found, sum((one.spent for one in held), Decimal(0)), free(pot.amount, held))


def spent_rows(contract: Contract) -> QuerySet[InnovationSpent]:
    """What was spent, a row a project and quarter, the earliest first."""
    rows = InnovationSpent.objects.filter(project__pot__contract=contract).select_related("project", "said_by")
    return rows.order_by("year", "quarter", "project__title", "pk")


def projects_to_approve(user: User) -> list[InnovationProject]:
    """Those of contracts this person manages, or directs, that wait for a decision they may make. At most one query, and ties."""
    councils = user.organisations_where(Permission.VERIFY_RETURNS)
    if not councils:
        return []
    rows = InnovationProject.objects.waiting().filter(pot__contract__council__in=councils, pot__contract__status="active")
    rows = rows.select_related("pot__contract").order_by("asked_at", "pk")
    return [one for one in rows if user.pk in _owners(one.pot.contract) and can_approve(user, one)]


def _owners(contract: Contract) -> tuple[int | None, int | None]:
    return contract.manager_id, contract.lead_director_id
