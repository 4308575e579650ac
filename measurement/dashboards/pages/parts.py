"""The parts a home is made of: each with its template, what it shows, and the addresses of the needs it says already."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse

from measurement.dashboards.selectors import (
    administration,
    commissions,
    decisions,
    delivery,
    oversight,
    postings,
    scoring,
    supplying,
)
from measurement.figures.pages.asking import asks
from measurement.figures.pages.headline import headline_of
from measurement.figures.pages.preparing import preparing
from measurement.figures.selectors.scope import usual_scope
from socialvalue.accounts.models import User
from socialvalue.common.needs import Need

FOLDER = "measurement/dashboards/parts/"


@dataclass(frozen=True)
class Asked:
    """For whom a home is made, when, and everything that waits for them."""

    user: User
    now: datetime
    needs: list[Need]


@dataclass(frozen=True)
class Part:
    """``data`` is what the template shows; ``says``: addresses of needs that stand in it and need not be repeated."""

    key: str
    data: dict[str, Any] = field(default_factory=dict)
    says: frozenset[str] = frozenset()

    @property
    def template(self) -> str:
        return f"{FOLDER}{self.key}.html"


def for_supplier(asked: Asked) -> list[Part]:
    """The next deadline; what is owed; what became of the bids; what is newly open."""
    owed, first = supplying.owed(asked.user)
    coming = supplying.next_deadline(asked.user, first, asked.now)
    all_of_them = f"{reverse('returns')}#to-make"
    return [
        Part(
            "deadline",
            {"next": coming, "return": None if coming else supplying.next_return(asked.user)},
            frozenset({coming.url} if coming else ()),
        ),
        Part("owed", {"owed": owed}, owed.urls | {all_of_them}),
        Part("bids", {"rows": supplying.bids(asked.user, asked.now)}),
        Part("open", {"rows": supplying.newest_open(asked.user, asked.now)}),
    ]


def for_partner(asked: Asked) -> list[Part]:
    return [Part("postings", {"postings": postings.posted(asked.user)})]


def for_evaluator(asked: Asked) -> list[Part]:
    """How many scores are to go; one button to the next answer without one."""
    found = scoring.to_score(asked.user)
    button = scoring.next_answer(asked.user, _next_place(found)) if found else ""
    rows = [one for one, _ in found]
    return [Part("scores", {"rows": rows, "button": button}, frozenset(row.list_url for row in rows))]


def _next_place(found: list) -> Any:
    """Where something still lacks a score; where nothing does, the first that is not final."""
    return next((place for one, place in found if one.given.left), found[0][1])


def for_lead(asked: Asked) -> list[Part]:
    return [Part("leading", {"rows": scoring.led_by(asked.user)})]


def for_decider(asked: Asked) -> list[Part]:
    found = decisions.decisions(asked.user, asked.needs)
    return [Part("decisions", {"decisions": found}, frozenset(d.url for d in found))]


def for_manager(asked: Asked) -> list[Part]:
    """Returns to verify; who is late; which contracts end."""
    queue, owing, ending = delivery.queue(asked.user), delivery.overdue_by_supplier(asked.user), delivery.ending(asked.user)
    return [
        Part("queue", {"queue": queue}, queue.urls),
        Part("owing", {"owing": owing}, frozenset(url for one in owing for *_, url in one.contracts)),
        Part("ending", {"ending": ending}, frozenset(one.url for one in ending)),
    ]


def for_commissioner(asked: Asked) -> list[Part]:
    columns = commissions.board(asked.user)
    return [Part("board", {"columns": columns}, frozenset(c.step_url for column in columns for c in column.cards))]


def for_member(asked: Asked) -> list[Part]:
    """How the council stands; what to ask about; what is new."""
    council = oversight.overseen(asked.user)
    if council is None:
        return []
    scope = usual_scope(council.pk)
    if not scope.prepared:
        return [Part("preparing", {"preparing": preparing(council.pk)})]
    return [
        Part("headline", {"headline": headline_of(scope)}),
        Part("questions", {"asks": asks(oversight.to_ask_about(scope), scope), "scope": scope}),
        Part(
            "since",
            {
                "since": oversight.since_last_visit(asked.user, council, scope),
                "report": oversight.newest_report(asked.user, council),
            },
        ),
    ]


def for_administrator(asked: Asked) -> list[Part]:
    return [Part("watched", {"watched": [one for one in administration.watched(asked.user) if one.count]})]
