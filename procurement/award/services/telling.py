"""Tell the bidders, begin the standstill, make way for the contract."""

import hashlib
import json
from datetime import date

from django.db import transaction
from django.urls import reverse

from procurement.award import permissions
from procurement.award.documents.summaries import content_for
from procurement.award.enums import AwardStatus
from procurement.award.models import AssessmentSummary, Award
from procurement.award.selectors import all_lots_are
from procurement.award.selectors.standstill import Standstill, standstill
from procurement.award.workflow import AWARD
from procurement.bidding.models import Bid
from procurement.evaluation.selectors.ranking import ranking_of
from procurement.tendering import services as tendering
from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.jobs.services import ask_for
from socialvalue.law.rules import rules_on
from socialvalue.law.selectors import proclaimed_days
from socialvalue.notifications.services import tell_all

JOB_KIND = "assessment_summaries"


@transaction.atomic
def tell_bidders(award: Award, *, by: User, notice_on: date | None = None, expected_version: Shown = AS_READ) -> Award:
    """Freeze one assessment summary per assessed bid, send them, and set the standstill.

    ``notice_on``: the day the contract award notice is published, today unless given, never before the summaries (s.50).
    """
    locked(award.tender.evaluation, NOTHING_READ)  # an interest declared in this moment is seen
    award = locked(award, expected_version)
    permissions.check_can_tell(by, award)
    notice_on = notice_on or clock.today()
    if notice_on < clock.today():
        raise Refused("The notice is published after the bidders are told: choose today or a later day", "notice_on")
    period = standstill(award, notice_on, proclaimed_days())
    ranking = ranking_of(award.tender.evaluation, award.lot)
    for bid in ranking.bids.values():
        content = content_for(ranking, bid, award.bid, reason=award.reason, standstill=period.as_dict())
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
    many = "1 bidder" if len(ranking.bids) == 1 else f"{len(ranking.bids)} bidders"
    sentence = f"told {many}; the standstill ends with {plain_day(period.last_day)}"
    record("tell bidders", sentence, by=by, about=[award, award.tender], council=award.tender.council)
    for bid in ranking.bids.values():
        _tell_bidder(award, bid, period)
    ask_for(JOB_KIND, f"assessment-summaries:{award.pk}", by=by, arguments={"award": award.pk})
    return award


@transaction.atomic
def mark_contracted(award: Award, *, by: User) -> Award:
    """The contract was made from this award, and the tender is done with that of its last lot.

    Refused before the standstill has ended.
    """
    award = locked(award, NOTHING_READ)
    permissions.check_can_contract(by, award)
    save_changes(award, status=AWARD.target("make contract", award.status))
    locked(award.tender, NOTHING_READ)  # a contract made for another lot in this moment is seen
    if all_lots_are(award.tender, (AwardStatus.CONTRACTED,)):
        tendering.mark(award.tender, "make contract", by=by)
    record("make contract", "made the contract from this award", by=by, about=award, council=award.tender.council)
    return award


def digest(content: dict) -> str:
    """SHA-256 of the summary's canonical JSON (sorted keys, no spaces), in hexadecimal."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def _tell_bidder(award: Award, bid: Bid, period: Standstill) -> None:
    """The result in the text, not in the subject, which others see on a screen; the scores and reasons on the page alone."""
    tender, successful = award.tender, bid.pk == award.bid_id
    title = f"“{tender.title}” ({tender.reference})"
    if successful:
        opening = (
            f"You were successful. {tender.council.name} has decided to award you the contract for {title}.\n\n"
            f"This is not the contract yet. The standstill lasts until the end of {plain_day(period.last_day)}, and the contract "
            f"can be made from {plain_day(period.may_sign_from)}. You will then be asked to agree its obligations."
            f"\n\n{_ask(award)}"
        )
    else:
        opening = (
            f"You were not successful. {tender.council.name} has decided to award the contract for {title} to another supplier."
            "\n\nYour assessment summary has your scores with the reasons for them, and those of the successful bid. "
            f"The standstill lasts until the end of {plain_day(period.last_day)}: the contract is not made before "
            f"{plain_day(period.may_sign_from)}.\n\n{_ask(award)}{_challenge(award, period)}"
        )
    tell_all(
        people_who(Permission.BID, bid.supplier),
        key=f"assessment-summary:{award.pk}:{bid.pk}",
        subject=f"Your result: {tender.title}",
        body=opening,
        url=reverse("assessment-summary", args=[tender.reference, bid.pk]),
        action="Read your assessment summary",
        why=f"You get this because {bid.supplier} sent a bid for this tender.",
        council=tender.council,
    )


def _ask(award: Award) -> str:
    """How to ask about the result: the council's own address, where it has entered one."""
    council = award.tender.council
    where = f"write to {council.email}" if council.email else f"ask {council.name}"
    return f"If you have a question about the result, {where} and quote {award.tender.reference}."


def _challenge(award: Award, period: Standstill) -> str:
    """Until when a bidder can do something about it, by the law of the day the procurement started (s.101, s.106)."""
    tender = award.tender
    rules = rules_on(tender.started_on)
    regime = {"light_touch": tender.commission.light_touch, "works": tender.commission.works}
    if not rules.above_threshold(tender.value_for_the_law, **regime):
        return ""
    last = rules.last_day_to_challenge(clock.today())
    return (
        f"\n\nIf a claim is started in court and the council is told of it by the end of {plain_day(period.last_day)}, the "
        f"contract cannot be made while it lasts (Procurement Act 2023, section 101). Otherwise a claim has to be started by "
        f"{plain_day(last)}, {rules.challenge_days} days from today, the day you could first know of the decision (section 106). "
        "These are the general rules: take advice on your own case."
    )
