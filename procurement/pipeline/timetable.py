"""A timetable planned backwards from the contract's start, and what is wrong with one. Pure: dates in, dates out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from procurement.pipeline.enums import Phase
from procurement.pipeline.periods import holiday_period
from socialvalue.law import days
from socialvalue.law.rules import rules_on

ORDER = tuple(Phase)
# The council's own least: three-week windows kept small providers out (Select Committee 6.2.8), so four weeks
OWN_TENDER_DAYS = 28
OWN_ENGAGEMENT_DAYS = 42
MOBILISATION_DAYS = 30
TRANSFER_DAYS = 28
# From this value on staff usually transfer and mobilising takes longer
LARGE = Decimal("1000000")


@dataclass(frozen=True)
class Span:
    """One phase, first and last day inclusive."""

    phase: str
    starts_on: date
    ends_on: date

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1


@dataclass(frozen=True)
class Facts:
    """What a timetable is judged by. ``value``: pounds over the term, VAT included."""

    value: Decimal
    light_touch: bool
    starts_on: date | None
    category: str
    title: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Warning:
    """``key`` stays the same while the fault stays the same, so that an overrule is not asked for twice."""

    key: str
    text: str
    lawful: bool = False


def usual_lengths(value: Decimal) -> dict[str, int]:
    """Calendar days a phase usually takes; the standstill is counted in working days by ``planned_backwards``."""
    large = value >= LARGE
    return {
        Phase.ENGAGEMENT: 84 if large else 56,
        Phase.NOTICE: 21,
        Phase.TENDER: 35,
        Phase.EVALUATION: 42 if large else 28,
        Phase.TRANSFER: TRANSFER_DAYS if large else 0,
        Phase.MOBILISATION: 60 if large else MOBILISATION_DAYS,
    }


def planned_backwards(contract_starts_on: date, lengths: dict[str, int], *, standstill_working_days: int = 8) -> list[Span]:
    """Phases one after the other, the last ending the day before the contract starts; first to last.

    The standstill has its working days in England and ends on one. A length of 0 leaves the phase out.
    Raises ValueError for a negative length.
    """
    spans = []
    last = contract_starts_on - timedelta(days=1)
    for phase in reversed(ORDER):
        if phase == Phase.STANDSTILL:
            while not days.is_working_day(last):
                last -= timedelta(days=1)
            first = last if standstill_working_days == 1 else days.add_working_days(last, -(standstill_working_days - 1))
        else:
            length = lengths.get(phase, 0)
            if length < 0:
                raise ValueError(f"{phase}: a phase cannot take {length} days")
            if length == 0:
                continue
            first = last - timedelta(days=length - 1)
        spans.append(Span(phase, first, last))
        last = first - timedelta(days=1)
    return spans[::-1]


def faults(spans: Iterable[Span]) -> list[str]:
    """What makes a timetable impossible, each a sentence: phases out of order or over each other."""
    rows = sorted(spans, key=lambda s: ORDER.index(s.phase))
    found = [f"{Phase(s.phase).label} ends before it starts." for s in rows if s.ends_on < s.starts_on]
    for before, after in zip(rows, rows[1:], strict=False):
        if after.starts_on <= before.ends_on:
            found.append(f"{Phase(after.phase).label} starts before {Phase(before.phase).label.lower()} has ended.")
    return found


def warnings(spans: Iterable[Span], facts: Facts, others: Iterable[tuple[Facts, Span]], *, today: date) -> list[Warning]:
    """Everything a planner should look at. ``others``: tender periods of the council's other commissions."""
    by_phase = {s.phase: s for s in spans}
    found = []
    tender = by_phase.get(Phase.TENDER)
    if tender:
        found += _tender_window(tender, facts) + _clashes(tender, facts, others)
    found += _length(by_phase, facts)
    if by_phase and min(s.starts_on for s in by_phase.values()) < today and _not_begun(by_phase, today):
        found.append(
            Warning(
                "late-start", "The timetable should have begun already. Move the contract start, or shorten a phase on purpose."
            )
        )
    last = max((s.ends_on for s in by_phase.values()), default=None)
    if last and facts.starts_on and last >= facts.starts_on:
        found.append(Warning("after-start", "The last phase ends after the contract is meant to start."))
    return found


def _not_begun(by_phase: dict, today: date) -> bool:
    """All of it lies before today's reach: nothing of the first phase is left."""
    first = min(by_phase.values(), key=lambda s: s.starts_on)
    return first.ends_on < today and all(s.starts_on > today or s is first for s in by_phase.values())


def _tender_window(tender: Span, facts: Facts) -> list[Warning]:
    found = []
    least = rules_on(tender.starts_on).minimum_tender_days(facts.value, light_touch=facts.light_touch)
    if least and tender.days < least:
        text = f"The tender period is {tender.days} days. The law asks for at least {least} (Procurement Act 2023, section 54)."
        found.append(Warning(f"window-law-{tender.days}", text, lawful=True))
    elif tender.days < OWN_TENDER_DAYS:
        text = f"The tender period is {tender.days} days. The council’s own least is {OWN_TENDER_DAYS}: small providers need the time."
        found.append(Warning(f"window-own-{tender.days}", text))
    period = holiday_period(tender.ends_on)
    if period:
        text = f"Bids are due on {tender.ends_on.day} {tender.ends_on:%B %Y}, in {period}. Choose another day."
        found.append(Warning(f"deadline-holiday-{tender.ends_on.isoformat()}", text))
    elif not days.is_working_day(tender.ends_on):
        name = days.bank_holiday(tender.ends_on) or f"a {tender.ends_on:%A}"
        text = f"Bids are due on {tender.ends_on.day} {tender.ends_on:%B %Y}, {name}."
        found.append(Warning(f"deadline-holiday-{tender.ends_on.isoformat()}", text))
    return found


def _clashes(tender: Span, facts: Facts, others) -> list[Warning]:
    return [
        Warning(
            f"clash-{other.reference}",
            f"“{other.title}” ({other.reference}) asks the same market for bids at the same time: {other.category.lower()}.",
        )
        for other, span in others
        if other.category.casefold() == facts.category.casefold()
        and other.reference != facts.reference
        and span.starts_on <= tender.ends_on
        and span.ends_on >= tender.starts_on
    ]


def _length(by_phase: dict[str, Span], facts: Facts) -> list[Warning]:
    found = []
    engagement = by_phase.get(Phase.ENGAGEMENT)
    if engagement is None:
        found.append(Warning("engagement-none", "No time is planned for engagement and co-production."))
    elif engagement.days < OWN_ENGAGEMENT_DAYS:
        text = (
            f"Engagement has {engagement.days} days. Co-production is squeezed below {OWN_ENGAGEMENT_DAYS}: "
            "people need notice, and accessible meetings take longer."
        )
        found.append(Warning(f"engagement-short-{engagement.days}", text))
    elif holiday_period(engagement.starts_on) and holiday_period(engagement.ends_on):
        found.append(Warning("engagement-holiday", "Engagement begins and ends in a holiday period, when few people can come."))
    mobilisation = by_phase.get(Phase.MOBILISATION)
    least = MOBILISATION_DAYS * 2 if facts.value >= LARGE else MOBILISATION_DAYS
    if mobilisation is None or mobilisation.days < least:
        length = mobilisation.days if mobilisation else 0
        text = f"Mobilisation has {length} days; a contract of this size needs {least} to recruit and to move people over safely."
        found.append(Warning(f"mobilisation-short-{length}", text))
    transfer = by_phase.get(Phase.TRANSFER)
    if facts.value >= LARGE and (transfer is None or transfer.days < TRANSFER_DAYS):
        text = f"Staff may transfer to the new provider. Plan at least {TRANSFER_DAYS} days for telling and consulting them."
        found.append(Warning("transfer-short", text))
    return found
