"""What somebody outside found, and of how many verified returns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from contracts.evidence.permissions import contract_of
from contracts.independent.models import Confirmation
from contracts.independent.permissions import is_outside
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.models import DueReturn
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import load_memberships, people_who


@dataclass(frozen=True)
class Independently:
    """Of how many verified returns somebody outside agrees with the figure, and of how many somebody does not."""

    confirmed: int
    differing: int
    verified: int

    @property
    def words(self) -> str:
        """“Independently verified: 12 of 40 returns”, or empty where nothing is verified."""
        if not self.verified:
            return ""
        said = f"Independently verified: {self.confirmed:,} of {self.verified:,} return{'' if self.verified == 1 else 's'}"
        return f"{said}. Not agreed with: {self.differing:,}" if self.differing else said


def independently(user: User, **of: Any) -> Independently:
    """Of the verified returns this person sees of a KPI (``kpi=``) or contract (``kpi__obligation__contract=``). One query.

    A figure that somebody else does not agree with counts as confirmed only once it is settled.
    """
    agreed, contradicted = Confirmation.objects.holds_for("returns")
    rows = DueReturn.objects.visible_to(user).filter(returns__status=ReturnStatus.VERIFIED, **of)
    rows = rows.annotate(agreed=agreed, contradicted=contradicted)
    found = rows.aggregate(
        verified=Count("pk"),
        confirmed=Count("pk", filter=Q(agreed=True, contradicted=False)),
        differing=Count("pk", filter=Q(contradicted=True)),
    )
    return Independently(**found)


def is_confirmed(found: Iterable[Confirmation]) -> bool:
    """The same of one return whose confirmations are loaded."""
    rows = list(found)
    return any(row.agrees for row in rows) and not any(row.to_be_settled for row in rows)


def confirmations_of(kpi_return, user: User) -> list[Confirmation]:
    """What this person sees of one return, the first first."""
    rows = Confirmation.objects.visible_to(user).filter(kpi_return=kpi_return)
    return list(rows.select_related("asked_of", "asked_by", "answered_by", "settled_by").order_by("pk"))


def why_it_stands(kpi_return) -> str:
    """Why the verification of a return is not undone: somebody outside said what they found; empty where nobody did."""
    found = kpi_return.confirmations.exclude(finding="").first()
    return f"This cannot be undone: {found.who} has checked it independently." if found else ""


def outsiders(kpi_return) -> list[User]:
    """Who could check this return independently, by name."""
    people = people_who(Permission.VERIFY_RETURNS, contract_of(kpi_return.due).council)
    load_memberships(people)
    return [person for person in people if is_outside(person, kpi_return)]
