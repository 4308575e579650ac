"""What is wrong with a timetable, each fault a warning that may be overruled with a reason. Pure: facts and dates in."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from procurement.commissioning.enums import OWN_TENDER_DAYS
from procurement.pipeline.calculations.periods import holiday_period
from procurement.pipeline.calculations.timetable import LARGE, MOBILISATION_DAYS, TRANSFER_DAYS, Span
from procurement.pipeline.enums import Phase
from socialvalue.law import days
from socialvalue.law.rules import RuleSet, rules_on

OWN_ENGAGEMENT_DAYS = 42


# What the key of a clash begins with; the other tender's reference follows
CLASH = "clash-"


@dataclass(frozen=True)
class Facts:
    """What a timetable is judged by.

    ``value``: pounds over the term, VAT included. ``bought``: an outside provider is asked for bids (not in-house).
    ``law_applies``: a contract, not a grant. ``began_on``: when the commission was begun. ``published``, ``deadline``:
    when the published tender went out and closes, as days in England.
    """

    value: Decimal
    light_touch: bool
    starts_on: date | None
    category: str
    title: str = ""
    reference: str = ""
    bought: bool = True
    law_applies: bool = True
    began_on: date | None = None
    deadline: date | None = None
    works: bool = False
    published: date | None = None


@dataclass(frozen=True)
class TimetableWarning:
    """``key`` stays the same while the fault stays the same, so that an overrule is not asked for twice."""

    key: str
    text: str
    lawful: bool = False


@dataclass(frozen=True)
class Rival:
    """When another commission of the same council asks for bids: as planned, or, once its tender is out, as it is."""

    reference: str
    title: str
    category: str
    starts_on: date
    ends_on: date
    out: bool = False


class Market:
    """What a council does at the same time: tender periods by what is bought, so that each timetable is compared with its own
    market only, and the days on which its offices are closed."""

    def __init__(self, rivals: Iterable[Rival] = (), closed: days.Closed = days.NEVER_CLOSED):
        self.closed = closed
        self._by_category = defaultdict(list)
        for rival in rivals:
            self._by_category[rival.category.strip().casefold()].append(rival)

    def at_once(self, facts: Facts, tender: Span) -> list[Rival]:
        """Others of the same category that ask for bids on one of the same days, each commission once."""
        found: dict[str, Rival] = {}
        for r in self._by_category[facts.category.strip().casefold()]:
            if r.reference != facts.reference and r.starts_on <= tender.ends_on and r.ends_on >= tender.starts_on:
                found.setdefault(r.reference, r)
        return list(found.values())


def warnings(
    spans: Iterable[Span], facts: Facts, market: Market, *, today: date, proclaimed: days.Proclaimed
) -> list[TimetableWarning]:
    """Everything a planner can still change, what the law asks for first. A phase that is over is history, not a fault.

    ``proclaimed``: the bank holidays that were entered; the law's days and the council's own each take their part of them.
    """
    by_phase = {s.phase: s for s in spans}
    if not by_phase or max(s.ends_on for s in by_phase.values()) < today:
        return []
    tender, standstill = by_phase.get(Phase.TENDER), by_phase.get(Phase.STANDSTILL)
    begun = tender is not None and tender.starts_on <= today
    found = _ends(by_phase, facts, today)
    if facts.bought:
        found += _tender(tender, facts, today, proclaimed, market.closed) + _clashes(tender, facts, market, today)
        if standstill is None or standstill.ends_on >= today:
            found += _standstill(standstill, facts, _rules(tender, standstill, facts), proclaimed)
    if not begun:
        found += _engagement(by_phase.get(Phase.ENGAGEMENT), today)
    found += _handover(by_phase, facts)
    return sorted(found, key=lambda w: not w.lawful)


def _ends(by_phase: dict[str, Span], facts: Facts, today: date) -> list[TimetableWarning]:
    """Whether the whole fits between the commission's beginning and the contract's start."""
    head = min(by_phase.values(), key=lambda s: s.starts_on)
    first, last = head.starts_on, max(s.ends_on for s in by_phase.values())
    found = []
    if facts.began_on and first < facts.began_on and head.ends_on >= today:
        text = (
            f"The first phase would have had to begin on {_day(first)}; this commission was begun on {_day(facts.began_on)}. "
            "Move the contract’s start, or shorten a phase on purpose."
        )
        found.append(TimetableWarning(f"late-start-{first.isoformat()}", text))
    if facts.starts_on and last >= facts.starts_on:
        text = f"The last phase ends on {_day(last)}; the contract is meant to start on {_day(facts.starts_on)}."
        found.append(TimetableWarning(f"after-start-{last.isoformat()}", text))
    return found


def _clashes(tender: Span | None, facts: Facts, market: Market, today: date) -> list[TimetableWarning]:
    """Others that ask the same market while this one does: by the published tender's real days, else by the planned ones."""
    if facts.published and facts.deadline:
        tender = Span(Phase.TENDER, facts.published, facts.deadline)
    if tender is None or tender.ends_on < today:
        return []
    found = []
    for rival in market.at_once(facts, tender):
        at = "at the same time"
        if rival.out:
            at = f"at the same time: its tender is out from {_day(rival.starts_on)} to {_day(rival.ends_on)}"
        text = f"“{rival.title}” ({rival.reference}) asks the same market ({rival.category}) for bids {at}."
        found.append(TimetableWarning(f"{CLASH}{rival.reference}", text))
    return found


def _tender(
    tender: Span | None, facts: Facts, today: date, proclaimed: days.Proclaimed, closed: days.Closed
) -> list[TimetableWarning]:
    if tender is None:
        return [TimetableWarning("tender-none", "No tender period is planned.")]
    found = []
    if tender.ends_on >= today:
        found += _window(tender, facts) + _deadline(tender, proclaimed, closed)
    if facts.deadline is None:
        if tender.starts_on <= today:
            text = f"Bids were to be asked for from {_day(tender.starts_on)}; no tender is published."
            found.append(TimetableWarning(f"tender-late-{tender.starts_on.isoformat()}", text))
    elif facts.deadline != tender.ends_on and max(facts.deadline, tender.ends_on) >= today:
        text = f"The published tender closes on {_day(facts.deadline)}; the timetable has bids due on {_day(tender.ends_on)}."
        found.append(TimetableWarning(f"deadline-differs-{facts.deadline.isoformat()}-{tender.ends_on.isoformat()}", text))
    return found


def _window(tender: Span, facts: Facts) -> list[TimetableWarning]:
    least = (
        rules_on(tender.starts_on).minimum_tender_days(facts.value, light_touch=facts.light_touch, works=facts.works)
        if facts.law_applies
        else None
    )
    length = f"The tender period is {_days(tender.days)}. "
    if least and tender.days < least:
        text = f"{length}The law asks for at least {least} (Procurement Act 2023, section 54)."
        return [TimetableWarning(f"window-law-{tender.days}", text, lawful=True)]
    if tender.days < OWN_TENDER_DAYS:
        return [
            TimetableWarning(
                f"window-own-{tender.days}",
                f"{length}The council’s own minimum is {OWN_TENDER_DAYS}: small providers need the time.",
            )
        ]
    return []


def _deadline(tender: Span, proclaimed: days.Proclaimed, closed: days.Closed) -> list[TimetableWarning]:
    """Bids due when the council's offices are closed: in a holiday period, on a bank holiday, at a weekend, on their own days."""
    day = tender.ends_on
    period = holiday_period(day)
    if period is None and days.is_council_day(day, proclaimed, closed):
        return []
    holiday = days.council_holiday(day, proclaimed)
    if period:
        when = f"in {period}"
    elif holiday:
        when = f"a bank holiday ({holiday})"
    elif day in closed:
        when = f"when the council’s offices are closed ({closed[day]})"
    else:
        when = f"a {day:%A}"
    return [TimetableWarning(f"deadline-holiday-{day.isoformat()}", f"Bids are due on {_day(day)}, {when}. Choose another day.")]


def _rules(tender: Span | None, standstill: Span | None, facts: Facts) -> RuleSet | None:
    """The law of the day the procurement is planned to start; without a tender period, of the next day that is planned."""
    planned = [tender and tender.starts_on, standstill and standstill.starts_on, facts.starts_on]
    return next((rules_on(day) for day in planned if day), None)


def _standstill(
    standstill: Span | None, facts: Facts, rules: RuleSet | None, proclaimed: days.Proclaimed
) -> list[TimetableWarning]:
    """s.51: working days of the law beginning with the day of the contract award notice; elsewhere the council's policy."""
    length = working_days(standstill, proclaimed) if standstill else 0
    if rules is None or not facts.law_applies or length >= rules.standstill_working_days:
        return []
    must = rules.standstill_mandatory(facts.value, light_touch=facts.light_touch, works=facts.works)
    says = "The law asks for" if must else "The council’s own minimum is"
    source = " (Procurement Act 2023, section 51)" if must else ""
    text = f"The standstill has {_days(length, 'working day')}. {says} {rules.standstill_working_days}{source}."
    return [TimetableWarning(f"standstill-short-{length}", text, lawful=must)]


def working_days(span: Span, proclaimed: days.Proclaimed) -> int:
    """The law's working days within the span."""
    return days.working_days_between(span.starts_on, span.ends_on, proclaimed)


def _engagement(engagement: Span | None, today: date) -> list[TimetableWarning]:
    if engagement is None:
        return [TimetableWarning("engagement-none", "No time is planned for engagement and co-production.")]
    if engagement.ends_on < today:
        return []
    if engagement.days < OWN_ENGAGEMENT_DAYS:
        text = (
            f"Engagement has {_days(engagement.days)}. Co-production is squeezed below {OWN_ENGAGEMENT_DAYS}: "
            "people need notice, and accessible meetings take longer."
        )
        return [TimetableWarning(f"engagement-short-{engagement.days}", text)]
    free = sum(holiday_period(engagement.starts_on + timedelta(days=n)) is None for n in range(engagement.days))
    if free < OWN_ENGAGEMENT_DAYS:
        text = (
            f"Engagement has {_days(engagement.days)}, {free} of them outside holiday periods. Co-production is squeezed below "
            f"{OWN_ENGAGEMENT_DAYS}: few people can come in the holidays."
        )
        return [TimetableWarning(f"engagement-holiday-{free}", text)]
    return []


def _handover(by_phase: dict[str, Span], facts: Facts) -> list[TimetableWarning]:
    """Time for the provider to get ready and for staff to move over."""
    found = []
    mobilisation = by_phase.get(Phase.MOBILISATION)
    length = mobilisation.days if mobilisation else 0
    least = MOBILISATION_DAYS * 2 if facts.value >= LARGE else MOBILISATION_DAYS
    if length < least:
        text = f"Mobilisation has {_days(length)}; this size needs {least} to recruit and to move people over safely."
        found.append(TimetableWarning(f"mobilisation-short-{length}", text))
    transfer = by_phase.get(Phase.TRANSFER)
    length = transfer.days if transfer else 0
    if facts.bought and facts.value >= LARGE and length < TRANSFER_DAYS:
        text = (
            f"Staff may transfer to the new provider and {_days(length)} {'is' if length == 1 else 'are'} planned for it. "
            f"Telling and consulting them takes at least {TRANSFER_DAYS}."
        )
        found.append(TimetableWarning(f"transfer-short-{length}", text))
    return found


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _days(count: int, noun: str = "day") -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
