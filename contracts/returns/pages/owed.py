"""What somebody is asked to report, in words: one line a contract and period."""

from collections.abc import Sequence

from contracts.register.models import Contract
from contracts.returns.selectors import DueState, by_period, loaded, parts_of
from contracts.returns.selectors.period import made_by
from contracts.schedule.models import DueReturn
from contracts.schedule.selectors import period_page
from socialvalue.accounts.models import User

# On the page of a contract; all that is due stands in the list beneath
MOST_PERIODS = 6


def report_words(mine: Sequence[DueReturn]) -> str:
    """“Report on 5 KPIs for Home care”; of one KPI its wording. ``mine``: due rows of one contract and period."""
    contract = mine[0].kpi.obligation.contract
    what = f"“{mine[0].kpi.wording}”" if len(mine) == 1 else f"{len(mine)} KPIs"
    return f"Report on {what} for {contract.title}"


def owed_in_words(states: Sequence[DueState]) -> list[dict]:
    """A line a contract and period: what is asked, the states its returns are in, the KPIs where they are several."""
    state_of = {state.due.pk: state for state in states}
    return [
        {
            "due": mine[0],
            "url": period_page(mine[0]),
            "words": report_words(mine),
            "tags": list(dict.fromkeys(state_of[due.pk].tag for due in mine)),
            "kpis": [due.kpi.wording for due in mine] if len(mine) > 1 else [],
        }
        for mine in by_period(state.due for state in states)
    ]


def open_periods(contract: Contract, user: User) -> list[dict]:
    """The periods of a contract that are over and for which this person's side has something to report, the oldest first."""
    rows = loaded(parts_of(contract, user)["open"]).order_by("due_on", "kpi__number", "pk")
    mine = by_period(due for due in rows if made_by(user, due))
    return [{"due": dues[0], "url": period_page(dues[0]), "count": len(dues)} for dues in mine[:MOST_PERIODS]]
