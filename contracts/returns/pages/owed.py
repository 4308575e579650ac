"""What somebody is asked to report, in words: one line a contract and period."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.register.models import Contract
from contracts.returns.selectors import DueState, by_period, loaded, parts_of
from contracts.returns.selectors.period import made_by
from contracts.schedule.models import DueReturn
from contracts.schedule.permissions import is_open_for
from contracts.schedule.selectors import period_page
from contracts.schedule.selectors.locking import with_exceptions
from socialvalue.accounts.models import User
from socialvalue.common.templatetags.formats import plain_day

# On the page of a contract; all that is due stands in the list beneath
MOST_PERIODS = 6


@dataclass(frozen=True)
class Ask:
    """What the returns of one contract and period ask of somebody, in words, and what the button says.

    ``on_time``: whether the day on which they are due still says by when.
    """

    words: str
    button: str
    on_time: bool = True


def ask_of(mine: Sequence[DueReturn], user: User) -> Ask:
    """“Report on 5 KPIs for Home care”; of one KPI its wording. A question that waits is said, and a period that is locked.

    ``mine``: due rows of one contract and period with their returns, and their exceptions where they are locked.
    """
    contract, many = mine[0].kpi.obligation.contract, len(mine) > 1
    what = f"{len(mine)} KPIs" if many else f"“{mine[0].kpi.wording}”"
    if all(due.is_locked and not is_open_for(user, due) for due in mine):
        last = plain_day(max(due.last_open_day for due in mine))
        if any(one.is_open and one.ends_on == mine[0].ends_on for one in contract.lock_exceptions.all()):
            return Ask(f"Wait for the answer whether {what} for {contract.title} can be sent late", "See what was asked", False)
        return Ask(f"Ask to send {what} for {contract.title} late: the period locked after {last}", "Ask to send it late", False)
    back = sum(_is_sent_back(due) for due in mine)
    if back == len(mine):
        questions = "questions" if many else "question"
        return Ask(f"Answer the {questions} about {what} for {contract.title}", f"Answer the {questions}")
    words = f"Report on {what} for {contract.title}"
    if back:
        words = f"{words}, and answer the question about {'one of them' if back == 1 else f'{back} of them'}"
    return Ask(words, "Make the returns" if many else "Make the return")


def _is_sent_back(due: DueReturn) -> bool:
    versions = list(due.returns.all())
    return bool(versions) and versions[-1].is_queried


def owed_in_words(states: Sequence[DueState], user: User) -> list[dict]:
    """A line a contract and period: what is asked, the states its returns are in, the KPIs where they are several."""
    with_exceptions(state.due for state in states)
    state_of = {state.due.pk: state for state in states}
    return [
        {
            "due": mine[0],
            "url": period_page(mine[0]),
            "words": ask_of(mine, user).words,
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
