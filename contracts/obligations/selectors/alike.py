"""Obligations of one contract that count the same: whether the people are the same, somebody has to say."""

from dataclasses import dataclass, field

from contracts.obligations.enums import AgreementStatus
from contracts.obligations.models import Obligation
from contracts.register.models import Contract


@dataclass(frozen=True)
class Alike:
    """An obligation, and those entered before it that count the same."""

    obligation: Obligation
    others: list[Obligation] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Nobody has said yet whether it comes on top of them."""
        return self.obligation.counted_at is None


def alike(contract: Contract) -> list[Alike]:
    """The obligations of the contract that have not ended and count what an earlier one counts: in the order of their codes.

    The same is one measure, in any version of its framework, in one unit, by KPIs whose values are added up and are not the
    council's own. Two queries, however many there are.
    """
    rows = contract.obligations.exclude(status=AgreementStatus.ENDED).exclude(measure=None)
    rows = rows.select_related("measure__outcome__priority__version", "part_of").prefetch_related("kpis").order_by("pk")
    found, seen = [], list[Obligation]()
    for obligation in rows:
        others = [one for one in seen if _counted(one) & _counted(obligation)]
        if others:
            found.append(Alike(obligation, others))
        seen.append(obligation)
    return found


def alike_to(obligation: Obligation) -> list[Obligation]:
    """The earlier obligations that count what this one counts. Two queries."""
    return next((one.others for one in alike(obligation.contract) if one.obligation.pk == obligation.pk), [])


def _counted(obligation: Obligation) -> set[tuple[int, str, str, str]]:
    """What its KPIs add up: framework, code of the measure, unit, and which way is better."""
    measure = obligation.measure
    if measure is None:
        return set()
    framework = measure.outcome.priority.version.framework_id
    return {
        (framework, measure.code, kpi.unit.casefold(), kpi.direction)
        for kpi in obligation.kpis.all()
        if kpi.adds_up and not kpi.client_side
    }
