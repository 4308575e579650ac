"""Rule sets, chosen by the date a procurement started, never by today's. A correction is a change of data here.

Sources: Procurement Act 2023, Procurement Regulations 2024, SI 2025/1200 (thresholds from 1 January 2026; before that
SI 2023/1117's), Public Services (Social Value) Act 2012. Sums are pounds, VAT included. Days are calendar days
unless they say working days.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal


@dataclass(frozen=True)
class RuleSet:
    """What held for procurements started on or after ``since``."""

    since: date
    name: str
    source: str
    threshold: Decimal  # goods and services, sub-central
    light_touch_threshold: Decimal
    works_threshold: Decimal
    notifiable_below_threshold: Decimal = Decimal("30000")  # s.87, councils
    kpi_duty_above: Decimal = Decimal("5000000")  # s.52: more than
    kpi_duty_count: int = 3
    standstill_working_days: int = 8  # s.51
    tender_days: int = 25  # s.54: electronic, all documents at once
    tender_days_documents_later: int = 30
    tender_days_short: int = 10  # after a qualifying planned procurement notice, or urgency
    challenge_days: int = 30  # s.106, beginning with the day a supplier knew or ought to have known
    details_notice_days: int = 30  # s.53
    details_notice_days_light_touch: int = 120
    social_value_guideline: Decimal = Decimal("10")  # per cent of the total score, the council's policy
    opening_wait_minutes: int = 60  # from the deadline until bids can be opened; policy, as in Estonia's procurement register

    def threshold_for(self, *, light_touch: bool, works: bool = False) -> Decimal:
        """Pounds from which the Act's rules for public contracts hold: by kind of contract."""
        if light_touch:
            return self.light_touch_threshold
        return self.works_threshold if works else self.threshold

    def above_threshold(self, value: Decimal, *, light_touch: bool, works: bool = False) -> bool:
        """Whether a contract of ``value`` (pounds, VAT included) is a public contract by its value."""
        return value >= self.threshold_for(light_touch=light_touch, works=works)

    def standstill_mandatory(self, value: Decimal, *, light_touch: bool, works: bool = False) -> bool:
        """s.51: not for light touch contracts, not below the threshold; there a standstill is the council's policy."""
        return self.above_threshold(value, light_touch=light_touch, works=works) and not light_touch

    def last_day_to_challenge(self, known_on: date) -> date:
        """s.106: the last day to start proceedings over what a supplier knew, or ought to have known, on ``known_on``, day 1."""
        return known_on + timedelta(days=self.challenge_days - 1)

    def opens_at(self, deadline: datetime) -> datetime:
        """When bids that were due at ``deadline`` can be opened. In UTC: an hour is an hour in the night the clocks change."""
        return deadline.astimezone(UTC) + timedelta(minutes=self.opening_wait_minutes)

    def minimum_tender_days(self, value: Decimal, *, light_touch: bool, works: bool = False) -> int | None:
        """s.54 for a sub-central authority that gives all documents at once; None where the law sets none."""
        if light_touch or not self.above_threshold(value, light_touch=light_touch, works=works):
            return None
        return self.tender_days


RULE_SETS = (
    RuleSet(
        since=date(2025, 2, 24),
        name="Procurement Act 2023, thresholds of 2024–25",
        source="Procurement Act 2023; SI 2024/692",
        threshold=Decimal("214904"),
        light_touch_threshold=Decimal("663540"),
        works_threshold=Decimal("5372609"),
    ),
    RuleSet(
        since=date(2026, 1, 1),
        name="Procurement Act 2023, thresholds from 1 January 2026",
        source="Procurement Act 2023; SI 2024/692; SI 2025/1200",
        threshold=Decimal("207720"),
        light_touch_threshold=Decimal("663540"),
        works_threshold=Decimal("5193000"),
    ),
)


def rules_on(started_on: date) -> RuleSet:
    """The rule set for a procurement started on that day; the earliest one for older procurements."""
    holding = [r for r in RULE_SETS if r.since <= started_on]
    return holding[-1] if holding else RULE_SETS[0]
