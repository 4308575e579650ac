"""Tell the bidders, begin the standstill, make way for the contract."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse

from procurement.award import permissions
from procurement.award.documents.summaries import content_for
from procurement.award.models import AssessmentSummary, Award
from procurement.award.workflow import AWARD
from procurement.evaluation.selectors.ranking import standing_of
from procurement.tendering import services as tendering
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.jobs.services import ask_for
from socialvalue.law.days import last_of_working_days
from socialvalue.law.rules import rules_on
from socialvalue.notifications.services import tell_all

JOB_KIND = "assessment_summaries"


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


def standstill(award: Award, notice_on: date) -> Standstill:
    """By the law of the day the procurement started. Where it asks for none, the council keeps the same days as its policy."""
    tender = award.tender
    rules = rules_on(tender.started_on)
    last = last_of_working_days(rules.standstill_working_days, notice_on)
    regime = {"light_touch": tender.commission.light_touch, "works": tender.commission.works}
    mandatory = rules.standstill_mandatory(tender.value_for_the_law, **regime)
    return Standstill(mandatory, rules.standstill_working_days, notice_on, last, last + timedelta(days=1))


@transaction.atomic
def tell_bidders(award: Award, *, by: User, notice_on: date | None = None, expected_version: int | None = None) -> Award:
    """Freeze one assessment summary per assessed bid, send them, and set the standstill.

    ``notice_on``: the day the contract award notice is published, today unless given, never before the summaries (s.50).
    """
    award = locked(award, expected_version)
    permissions.check_can_tell(by, award)
    notice_on = notice_on or clock.today()
    if notice_on < clock.today():
        raise Refused("The notice is published after the bidders are told: choose today or a later day.", "notice_on")
    period = standstill(award, notice_on)
    standing = standing_of(award.tender.evaluation)
    for bid in standing.bids.values():
        content = content_for(standing, bid, award.bid, reason=award.reason, standstill=period.as_dict())
        AssessmentSummary.objects.create(award=award, bid=bid, content=content, sha256=digest(content), sent_at=clock.now())
    save_changes(
        award,
        status=AWARD.target("tell bidders", award.status),
        notified_at=clock.now(),
        notified_by=by,
        notice_on=notice_on,
        standstill_mandatory=period.mandatory,
        standstill_last_day=period.last_day,
        may_sign_from=period.may_sign_from,
    )
    many = "1 bidder" if len(standing.bids) == 1 else f"{len(standing.bids)} bidders"
    sentence = f"told {many}; the standstill ends with {plain_day(period.last_day)}"
    record("tell bidders", sentence, by=by, about=[award, award.tender], council=award.tender.council)
    for bid in standing.bids.values():
        tell_all(
            people_who(Permission.BID, bid.supplier),
            key=f"assessment-summary:{award.pk}:{bid.pk}",
            subject=f"The award of {award.tender.title}",
            body=(
                f"{award.tender.council.name} has decided on the award of {award.tender.title}. Your assessment summary is "
                f"ready: your scores and the reasons for them. The contract will not be made before "
                f"{plain_day(period.may_sign_from)}."
            ),
            url=_summary_address(award, bid),
        )
    ask_for(JOB_KIND, f"assessment-summaries:{award.pk}", by=by, arguments={"award": award.pk})
    return award


@transaction.atomic
def mark_contracted(award: Award, *, by: User) -> Award:
    """The contract was made from this award. Refused before the standstill has ended."""
    award = locked(award)
    permissions.check_can_contract(by, award)
    save_changes(award, status=AWARD.target("make contract", award.status))
    tendering.mark(award.tender, "make contract", by=by)
    record("make contract", "made the contract from this award", by=by, about=award, council=award.tender.council)
    return award


def digest(content: dict) -> str:
    """SHA-256 of the summary's canonical JSON (sorted keys, no spaces), in hexadecimal."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def _summary_address(award: Award, bid) -> str:
    return reverse("assessment-summary", args=[award.tender.reference, bid.pk])
