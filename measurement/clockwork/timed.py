"""Timed events of all rooms: one list of what happens by itself and when, one poller that applies what is due.

Each is idempotent and audited by its own service: a missed run catches up, a repeated run does nothing.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from contracts.brought import timed as brought
from contracts.call_offs import timed as call_offs
from contracts.evidence import timed as evidence
from contracts.follow_up import timed as follow_up
from contracts.imports import timed as imports
from contracts.obligations import timed as obligations
from contracts.register import timed as register
from contracts.schedule import timed as schedule
from contracts.warnings import timed as warnings
from measurement.reports import timed as reports
from procurement.award import timed as award
from procurement.bidding import timed as bidding
from procurement.evaluation import timed as evaluation
from procurement.tendering import timed as tendering
from socialvalue.accounts.administration import timed as administration
from socialvalue.common.timed import Event
from socialvalue.ledger import timed as ledger
from socialvalue.notifications import timed as notifications

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Timed:
    """What one room does by itself; ``name`` says in a log what was done."""

    name: str
    due: Callable[[datetime], list[Event]]
    apply: Callable[[datetime], int]


# In this order: a tender is closed before its unfinished bids lapse
TIMED: tuple[Timed, ...] = (
    Timed("tenders closed", tendering.due, tendering.apply),
    Timed("bids lapsed, compared or reminded of", bidding.due, bidding.apply),
    Timed("scores reminded of", evaluation.due, evaluation.apply),
    Timed("standstills longer or over", award.due, award.apply),
    Timed("warnings of contracts", warnings.due, warnings.apply),
    Timed("people of returns forgotten", evidence.due, evidence.apply),
    Timed("warnings of framework agreements", call_offs.due, call_offs.apply),
    Timed("contracts ended", register.due, register.apply),
    Timed("returns planned ahead", obligations.due, obligations.apply),
    Timed("reminders", schedule.due, schedule.apply),
    Timed("list to follow up", follow_up.due, follow_up.apply),
    Timed("reports", reports.due, reports.apply),
    Timed("registers forgotten", imports.due, imports.apply),
    Timed("files of running contracts forgotten", brought.due, brought.apply),
    Timed("roles ended", administration.due, administration.apply),
    Timed("the record read or its head sent", ledger.due, ledger.apply),
    # Last: what was told in this run and before the hour is in it
    Timed("daily emails", notifications.due, notifications.apply),
)


def due_events(now: datetime) -> list[Event]:
    """What is due at ``now`` and not done yet, in order of time; empty when there is nothing to do."""
    events = [event for timed in TIMED for event in timed.due(now)]
    return sorted(events, key=lambda e: (e.when, e.what, e.subject))


def poll(now: datetime) -> dict[str, int]:
    """Apply what is due. One kind that fails is logged and holds up none of the others; the next run tries it again."""
    done = {}
    for timed in TIMED:
        try:
            done[timed.name] = timed.apply(now)
        except Exception:
            log.exception("timed event failed: %s", timed.name)
    return done
