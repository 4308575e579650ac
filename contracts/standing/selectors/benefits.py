"""Who benefited of one KPI, period by period, as this person may read it."""

from dataclasses import dataclass

from contracts.benefits.calculations.parts import UNKNOWN, Group, Shown
from contracts.benefits.models import Breakdown
from contracts.benefits.permissions import reads_exactly
from contracts.benefits.selectors import breakdown_of, rows_of
from contracts.obligations.models import Kpi
from contracts.returns.models import Return
from contracts.schedule.enums import ReturnStatus
from socialvalue.accounts.models import User

# The latest periods; the returns themselves have all
MOST_PERIODS = 12


@dataclass(frozen=True)
class Who:
    asked: Breakdown
    groups: list[Group]
    periods: list[tuple[Return, list[Shown]]]

    @property
    def hides(self) -> bool:
        return any(part.is_hidden for _, parts in self.periods for part in parts)


def who_over_time(kpi: Kpi, user: User) -> Who | None:
    """The latest verified periods in which something was said, the newest first; None where nobody asks. One query more."""
    asked = breakdown_of(kpi)
    if asked is None:
        return None
    rows = Return.objects.visible_to(user).filter(due__kpi=kpi, status=ReturnStatus.VERIFIED).exclude(benefited={})
    groups = [*asked.by_list.parts, Group(UNKNOWN, "Not known")]
    found = []
    for version in rows.select_related("due").order_by("-due__starts_on")[:MOST_PERIODS]:
        version.due.kpi = kpi
        parts = {
            part.group.key: part
            for part in rows_of(asked, version.value, version.benefited, exact=reads_exactly(user, version.due))
        }
        found.append((version, [parts.get(group.key) or Shown(group, None, None, None, missing=True) for group in groups]))
    return Who(asked, groups, found)
