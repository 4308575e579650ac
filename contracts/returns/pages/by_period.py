"""The returns of a contract folded by period: the newest open, of the others how many are in, late and waiting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from contracts.evidence.permissions import reports_for
from contracts.register.models import Contract
from contracts.returns.pages.schedule import figure_cell, state_cell
from contracts.returns.selectors import DueState, schedule_of, state_of
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day

# The list beneath has them all, page by page
MOST_PERIODS = 40


@dataclass(frozen=True)
class Fold:
    ends_on: date
    states: list[DueState]
    is_open: bool
    url: str

    @property
    def title(self) -> str:
        """“1 April 2025 to 30 June 2025”; where they do not begin together “Period to 30 June 2025”."""
        begins = {state.due.starts_on for state in self.states}
        last = plain_day(self.ends_on)
        return f"{plain_day(begins.pop())} to {last}" if len(begins) == 1 else f"Period to {last}"

    @property
    def owed(self) -> list[DueState]:
        return [state for state in self.states if not state.due.waived_at]

    @property
    def words(self) -> str:
        """“3 of 5 are in, 1 is late, 2 wait to be verified”."""
        came = sum(state.handed_in for state in self.owed)
        late = sum(state.overdue for state in self.owed)
        waiting = sum(state.waiting is not None for state in self.owed)
        waived = len(self.states) - len(self.owed)
        back = sum(state.latest is not None and state.latest.is_queried for state in self.owed)
        said = [f"{came} of {len(self.owed)} {'is' if came == 1 else 'are'} in"] if self.owed else []
        said += [f"{late} {'is' if late == 1 else 'are'} late"] if late else []
        said += [f"{back} {'was' if back == 1 else 'were'} sent back"] if back else []
        said += [f"{waiting} {'waits' if waiting == 1 else 'wait'} to be verified"] if waiting else []
        said += [f"{waived} {'is' if waived == 1 else 'are'} waived"] if waived else []
        return ", ".join(said)

    @property
    def is_late(self) -> bool:
        return any(state.overdue for state in self.owed)

    @property
    def rows(self) -> list[tuple[DueState, str, str]]:
        """Each with its figure and how it stands, as the list has them."""
        return [(state, figure_cell(state), state_cell(state)) for state in self.states]


@dataclass(frozen=True)
class Folded:
    periods: list[Fold]
    older: int
    to_come: int


def folded(contract: Contract, user: User) -> Folded:
    """Periods that have begun, the newest first. Three queries, however many there are."""
    today = clock.today()
    groups: dict[date, list[DueState]] = {}
    to_come = 0
    for due in schedule_of(contract, user):
        if due.starts_on > today:
            to_come += 1
        else:
            groups.setdefault(due.ends_on, []).append(state_of(due, due.kpi, today))
    days = sorted(groups, reverse=True)
    reports = reports_for(user, contract) is not None and not contract.is_draft
    newest = next((day for day in days if day < today), days[0] if days else None)
    found = [Fold(day, _ordered(groups[day]), day == newest, _page(contract, groups[day]) if reports else "") for day in days]
    return Folded(found[:MOST_PERIODS], len(found[MOST_PERIODS:]), to_come)


def _ordered(states: Sequence[DueState]) -> list[DueState]:
    return sorted(states, key=lambda state: (state.due.kpi.number, state.due.starts_on))


def _page(contract: Contract, states: Sequence[DueState]) -> str:
    """Where they are made, for a period of which anything is owed."""
    owed = [state.due for state in states if state.due.is_asked_of(state.due.kpi)]
    if not owed:
        return ""
    return reverse("returns-period", args=[contract.pk, owed[0].ends_on.isoformat()])
