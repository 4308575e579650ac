"""What a warning says: its subject, what is to be done, and its line on the home page. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from contracts.warnings.calculations.due import Notice
from contracts.warnings.enums import Kind
from socialvalue.common.templatetags.formats import plain_day


@dataclass(frozen=True)
class About:
    """The contract as its warnings name it."""

    title: str
    reference: str
    ends_on: date | None = None
    extension_months: int = 0
    # Of a grant whose evaluation is owed
    evaluation_due_on: date | None = None


@dataclass(frozen=True)
class Said:
    """``subject`` heads an email and ``body`` follows; ``action`` is its link; ``asks`` is the line of a list of tasks."""

    subject: str
    body: str
    action: str
    asks: str


def said(notice: Notice, about: About, today: date) -> Said:
    """The words of one warning on a day."""
    return _WORDS[notice.kind](notice, about, today)


def _when(day: date, today: date, *, is_to: str = "is", was: str = "was") -> str:
    return f"{is_to if day >= today else was} {plain_day(day)}"


def _ends(notice: Notice, about: About, today: date) -> Said:
    day = _day_of(notice)
    if about.evaluation_due_on is not None:
        return _ends_of_grant(day, about, today)
    ends = "ends today" if day == today else f"{'ends' if day > today else 'ended'} on {plain_day(day)}"
    return Said(
        f"{about.title} {ends}",
        f"The last day of {about.title} ({about.reference}) {_when(day, today)}. If it goes on, extend it on its page. "
        "Otherwise it ends after that day, and returns due until then still have to be made.",
        "Extend the contract, or let it end",
        f"{about.title} ends on {plain_day(day)}: extend it, or let it end",
    )


def _ends_of_grant(day: date, about: About, today: date) -> Said:
    return Said(
        f"The last day of {about.title} {_when(day, today)}",
        f"The last day of the grant {about.title} ({about.reference}) {_when(day, today)}. It neither ends nor goes on before "
        "its evaluation is written and a second person has agreed to it.",
        "See the grant and evaluate it",
        f"The last day of {about.title} {_when(day, today)}: evaluate it first",
    )


def _evaluation(notice: Notice, about: About, today: date) -> Said:
    day = _day_of(notice)
    due = _when(day, today, is_to="is due on", was="was due on")
    return Said(
        f"The evaluation of {about.title} {due}",
        f"The evaluation of the grant {about.title} ({about.reference}) {due}. "
        "Write whether it did what it was for, what was learned and what is to become of it. It counts once a second person "
        "agrees. Until then the grant neither ends nor goes on.",
        "Evaluate the grant",
        f"Evaluate {about.title} by {plain_day(day)}",
    )


def _extension(notice: Notice, about: About, today: date) -> Said:
    day = _day_of(notice)
    over = notice.is_over(today)
    months = f"{about.extension_months} month{'' if about.extension_months == 1 else 's'}"
    ends = f" on {plain_day(about.ends_on)}" if about.ends_on else ""
    return Said(
        f"No decision yet: is {about.title} extended?" if over else f"Decide by {plain_day(day)}: is {about.title} extended?",
        f"{about.title} ({about.reference}) ends{ends} and can be extended by {months}. The last day to decide "
        f"{_when(day, today)}. If it is extended, enter its new last day on its page. If it is not, set the possible extension "
        "to 0 under “Change details”, and nobody is asked again.",
        "Extend the contract, or say that it is not extended",
        f"{about.title}: decide on its extension by {plain_day(day)}",
    )


def _review(notice: Notice, about: About, today: date) -> Said:
    day = _day_of(notice)
    return Said(
        f"The review of {about.title} {_when(day, today, is_to='is due on', was='was due on')}",
        f"The review date of {about.title} ({about.reference}) {_when(day, today)}. Once the review is done, enter the date of "
        "the next one under “Change details”, or none.",
        "See the contract",
        f"Review {about.title} by {plain_day(day)}",
    )


def _kpis(notice: Notice, about: About, today: date) -> Said:
    day = _day_of(notice)
    return Said(
        f"Publish the KPIs of {about.title} by {plain_day(day)}",
        f"The KPIs of {about.title} ({about.reference}) are published with its contract details notice (UK7, Procurement Act "
        f"2023, sections 52 and 53). The last day {_when(day, today)}. Record the day of the notice on the contract’s page.",
        "Record when they were published",
        f"Publish the KPIs of {about.title} by {plain_day(day)}",
    )


def _paper(notice: Notice, about: About, today: date) -> Said:
    day, called = _day_of(notice), notice.paper.called if notice.paper else ""
    runs = _when(day, today, is_to="runs out on", was="ran out on")
    return Said(
        f"“{called}” of {about.title} {runs}",
        f"“{called}” of {about.title} ({about.reference}) {runs}. Add the newer one: it takes the place of this one, which "
        "stays readable.",
        "See the documents and add the newer one",
        f"“{called}” of {about.title} {runs}: add the newer one",
    )


def _head(notice: Notice, about: About, today: date) -> Said:
    return Said(
        f"{about.title} has no head of service",
        f"{about.title} ({about.reference}) is a service of the council’s own, and nobody is named who agrees and reports as a "
        "supplier would. Name the head of service under “Change details”.",
        "See the contract",
        f"{about.title} has no head of service: name one",
    )


def _owner(missing: str, other: str) -> Callable[[Notice, About, date], Said]:
    def words(notice: Notice, about: About, today: date) -> Said:
        return Said(
            f"{about.title} has no {missing}",
            f"{about.title} ({about.reference}) has no {missing}. A contract of £50,000 or more over its term needs a named "
            f"contract manager and a named lead director. You are named as its {other}. Name the {missing} under “Change "
            "details”, or ask a contract manager to do so.",
            "See the contract",
            f"{about.title} has no {missing}: name one",
        )

    return words


def _day_of(notice: Notice) -> date:
    if notice.day is None:
        raise ValueError(f"{notice.kind}: this warning has a day")
    return notice.day


_WORDS: dict[Kind, Callable[[Notice, About, date], Said]] = {
    Kind.ENDS: _ends,
    Kind.EXTENSION: _extension,
    Kind.REVIEW: _review,
    Kind.KPIS: _kpis,
    Kind.PAPER: _paper,
    Kind.EVALUATION: _evaluation,
    Kind.MANAGER: _owner("contract manager", "lead director"),
    Kind.DIRECTOR: _owner("lead director", "contract manager"),
    Kind.HEAD: _head,
}
