"""How long a standstill lasts: by what the bidders were told, and by every bank holiday known by now, whichever ends later.

What the bidders were told is stored with the award. A bank holiday proclaimed afterwards makes the standstill longer. Nothing
makes it shorter: the law's working days are a minimum, and a council keeps to the later day it has told.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from procurement.award.models import Award
from socialvalue.law.days import Proclaimed, is_working_day, last_of_working_days
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
    # s.51: none before a contract in accordance with a framework, the one ground on which only some are invited
    mandatory = not tender.by_invitation and rules.standstill_mandatory(tender.value_for_the_law, **regime)
    return Standstill(mandatory, rules.standstill_working_days, notice_on, last, last + timedelta(days=1))


@dataclass(frozen=True)
class Lengthening:
    """A standstill that ends later than the bidders were told first. ``because``: the bank holidays entered since, in order.

    ``uncounted``: nothing was entered that explains it, but a bank holiday of every year falls in it that was not counted when
    the bidders were told. Neither: what had explained it was taken back, and the later day stays.
    """

    told_last_day: date
    last_day: date
    because: list[tuple[date, str, str]]
    uncounted: bool

    @property
    def may_sign_from(self) -> date:
        return self.last_day + timedelta(days=1)


def lengthening_of(award: Award) -> Lengthening | None:
    """What made the standstill longer after the bidders were told; None for nearly all. Two queries, three where it did."""
    summary = award.summaries.order_by("pk").values_list("content__standstill__last_day", flat=True).first()
    if summary is None:
        return None
    told, proclaimed = date.fromisoformat(summary), proclaimed_days()
    last = award.last_day_of_standstill(proclaimed)
    if last <= told:
        return None
    because = holidays_since_told(award, last, proclaimed)
    counted = last_of_working_days(
        rules_on(award.tender.started_on).standstill_working_days, award.standstill_starts_on, proclaimed
    )
    return Lengthening(told, last, because, uncounted=not because and counted > told)


def holidays_since_told(award: Award, last: date, proclaimed: Proclaimed) -> list[tuple[date, str, str]]:
    """(day, name, where) of what counts since the bidders were told and lengthens a standstill to ``last``, in order.

    A day that was none of the law's working days already lengthens nothing: a weekend, a bank holiday of every year, or one
    entered before for another part of the Kingdom. ``proclaimed``: all that stand. One query.
    """
    since = proclaimed_days(confirmed_after=award.notified_at)
    return [
        (day, one.name, one.where)
        for day, one in sorted(since.items())
        if award.standstill_starts_on <= day <= last and is_working_day(day, {}) and proclaimed[day].parts == one.parts
    ]
