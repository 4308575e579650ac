"""How long a standstill lasts: by what the bidders were told, and by every bank holiday known by now, whichever ends later.

What the bidders were told is stored with the award. A bank holiday proclaimed afterwards makes the standstill longer. Nothing
makes it shorter: the law's working days are a minimum, and a council keeps to the later day it has told.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from procurement.award.models import Award
from socialvalue.law.days import Proclaimed, last_of_working_days
from socialvalue.law.rules import rules_on
from socialvalue.law.selectors import proclaimed_days


@dataclass(frozen=True)
class Standstill:
    """Working days counted from the day of the contract award notice, that day included (s.51)."""

    mandatory: bool
    working_days: int
    notice_on: date
    last_day: date
    may_sign_from: date

    def as_dict(self) -> dict:
        return {
            "mandatory": self.mandatory,
            "working_days": self.working_days,
            "notice_on": self.notice_on.isoformat(),
            "last_day": self.last_day.isoformat(),
            "may_sign_from": self.may_sign_from.isoformat(),
        }


def standstill(award: Award, notice_on: date, proclaimed: Proclaimed) -> Standstill:
    """By the law of the day the procurement started. Where it asks for none, the council keeps the same days as its policy.

    Its working days are the law's (s.123), whatever the council's own calendar says.
    """
    tender = award.tender
    rules = rules_on(tender.started_on)
    last = last_of_working_days(rules.standstill_working_days, notice_on, proclaimed)
    regime = {"light_touch": tender.commission.light_touch, "works": tender.commission.works}
    mandatory = rules.standstill_mandatory(tender.value_for_the_law, **regime)
    return Standstill(mandatory, rules.standstill_working_days, notice_on, last, last + timedelta(days=1))


@dataclass(frozen=True)
class Lengthening:
    """A standstill that ends later than the bidders were told first. ``because``: the bank holidays entered since, in order."""

    told_last_day: date
    last_day: date
    because: list[tuple[date, str, str]]

    @property
    def may_sign_from(self) -> date:
        return self.last_day + timedelta(days=1)


def lengthening_of(award: Award) -> Lengthening | None:
    """What made the standstill longer after the bidders were told; None for nearly all. Two queries, three where it did."""
    summary = award.summaries.order_by("pk").values_list("content__standstill__last_day", flat=True).first()
    if summary is None:
        return None
    told, last = date.fromisoformat(summary), award.last_day_of_standstill(proclaimed_days())
    if last <= told:
        return None
    since = proclaimed_days(entered_after=award.notified_at)
    return Lengthening(told, last, holidays_between(award.standstill_starts_on, last, since))


def holidays_between(first: date, last: date, proclaimed: Proclaimed) -> list[tuple[date, str, str]]:
    """(day, name, where) of the proclaimed days from ``first`` to ``last``, in order."""
    return [(day, one.name, one.where) for day, one in sorted(proclaimed.items()) if first <= day <= last]
