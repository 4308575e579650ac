"""Which step of the cycle a commission is in, and the one thing that happens next: one rule for every page that says so.

The statuses of tenders, evaluations, awards and contracts come as their stored values, since those rooms are above this one;
``tests/procurement/commissioning/test_cycle.py`` holds the tables here to their lists.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from procurement.commissioning.enums import PlanStatus, Stage

CYCLE = (Stage.ANALYSE, Stage.PLAN, Stage.DO, Stage.REVIEW)


@dataclass(frozen=True)
class Step:
    """One step of the bar: ``state`` is done, current, late or next; the days are of that step, None where not known."""

    stage: Stage
    state: str
    starts: date | None
    ends: date | None


def steps(stage: str, moves: list[tuple[str, date]], planned: dict[str, date], starts_on: date | None, today: date) -> list[Step]:
    """The four steps of a commission in ``stage``; the last day of one that is not over is the planned one.

    ``moves``: (stage, day it was reached) in order; ``planned``: by when analysing and planning have to be finished, where
    the timetable says so. Late: past the planned day, or past the day the service was to start and not bought yet.
    """
    reached = [one for one, _ in moves]
    now_at = CYCLE.index(Stage(stage)) if stage in CYCLE else len(CYCLE)
    latest = {Stage.ANALYSE: starts_on, Stage.PLAN: starts_on} | planned
    found = []
    for number, one in enumerate(CYCLE):
        began = next((day for name, day in moves if name == one), None)
        left = next((moves[i + 1][1] for i in reversed(range(len(moves) - 1)) if moves[i][0] == one), None)
        due = latest.get(one)
        if number == now_at:
            state = "late" if due and due < today else "current"
        else:
            state = "done" if number < now_at and one in reached else "next"
        ends = left if state == "done" else planned.get(one)
        found.append(Step(one, state, began if number <= now_at else None, ends))
    return found


def steps_of_contract(starts_on: date, last_day: date | None, ended: bool, review_on: date | None, today: date) -> list[Step]:
    """What is known of a contract whose commission is not: that it runs, and when it is to be reviewed.

    Without an agreed end there is no ``last_day``. A review that was planned for a day after the contract ended has no day any
    more: it may begin at once.
    """
    state = "done" if ended else "current" if starts_on <= today else "next"
    review = None if ended and review_on and last_day and review_on > last_day else review_on
    return [Step(Stage.DO, state, starts_on, last_day), Step(Stage.REVIEW, "next", review, None)]


def with_contract(found: list[Step], stage: str, own: list[Step]) -> list[Step]:
    """The steps ``found`` of a commission in ``stage`` as a page of one of its contracts says them; ``own``: of that contract.

    Do has the contract's days, not those of the buying before it, and the planned day of the review is known. Where the
    commission is in Do, the contract says how far that is; before and after it, the commission does.
    """
    do, review = own
    return [
        replace(one, state=do.state if stage == Stage.DO else one.state, starts=do.starts, ends=do.ends)
        if one.stage == Stage.DO
        else replace(one, starts=review.starts)
        if one.stage == Stage.REVIEW and one.starts is None
        else one
        for one in found
    ]


@dataclass(frozen=True)
class Facts:
    """How far something has come. A status is empty while there is nothing that has one; names are those of people.

    ``held_up``: an interest that nobody has decided on, or scores that no longer apply, stand before the award.
    ``to_verify``: returns of the contract that wait for it; ``made_by_manager``: all of them, so that somebody else verifies.
    """

    stage: str
    lead: str = ""
    bought: bool = True
    heard: bool = False
    diagnostic: bool = False
    plan_needed: bool = True
    plan: str = ""
    plan_by: int | None = None
    lessons: bool = False
    tender: str = ""
    tender_by: int | None = None
    deadline: datetime | None = None
    opens: datetime | None = None
    evaluation: str = ""
    evaluation_lead: str = ""
    score_by: date | None = None
    award: str = ""
    award_by: int | None = None
    held_up: bool = False
    may_sign_from: date | None = None
    contract: str = ""
    contract_starts: date | None = None
    manager: str = ""
    next_due: date | None = None
    to_verify: int = 0
    made_by_manager: bool = False
    not_verified_by: int | None = None


@dataclass(frozen=True)
class Next:
    """What happens next: ``key`` finds its page, ``who`` does it, ``by`` a day or moment, ``not_by`` who may not do it.

    ``word`` stands before the day: by, from or on.
    """

    key: str
    text: str
    who: str
    by: date | datetime | None = None
    not_by: int | None = None
    word: str = "by"


# The statuses of a tender in order; one that was ended leads nowhere
IN_ORDER = ("draft", "returned", "checking", "published", "closed", "opened", "evaluated", "decided", "contracted")
ENDED = "terminated"
# {status of the tender: what follows}; from the opening on the evaluation, the award and the contract say more
UNTIL_OPENED = {
    "draft": ("tender-finish", "Finish the tender and send it to be checked"),
    "returned": ("tender-finish", "Change the tender, which was returned, and send it again"),
    "checking": ("tender-check", "Check and publish the tender"),
    "published": ("bids", "Bids are sent"),
    "closed": ("opening", "Open the bids"),
}
# {status of the evaluation: what follows}; empty: it is not set up yet
EVALUATING = {
    "": ("evaluation-set-up", "Set up the evaluation"),
    "preparing": ("evaluation", "Name the panel and start scoring"),
    "scoring": ("evaluation", "Score the bids"),
    "moderating": ("evaluation-moderation", "Agree the scores"),
    "closed": ("award", "Recommend an award"),
}
# {status of the award: what follows}
AWARDING = {
    "": ("award", "Recommend an award"),
    "returned": ("award", "Recommend an award again"),
    "proposed": ("award-decide", "Decide the award"),
    "decided": ("award-tell", "Tell the bidders"),
    "notified": ("contract-make", "Make the contract"),
}
# The same in order, from a lot without an award on
AWARDS_IN_ORDER = (*AWARDING, "contracted")
# {status of the contract: what follows}; nothing more of it follows when it has ended
DELIVERING = {
    "draft": ("contract-handover", "Agree the obligations and start the contract"),
    "active": ("contract-returns", "Report on what was promised"),
}
CONTRACTS_IN_ORDER = ("", *DELIVERING, "ended")


def next_step(facts: Facts, planned: dict[str, date], now: datetime, today: date) -> Next | None:
    """The one thing that happens next; None when nothing does. ``planned`` as in ``steps``, ``today`` the day of ``now``."""
    if facts.stage == Stage.CLOSED:
        return None
    if facts.stage == Stage.REVIEW:
        return _reviewing(facts)
    if facts.contract in DELIVERING:
        return _delivering(facts, today)
    if facts.contract and facts.to_verify and facts.stage in ("", Stage.DO):
        return _verifying(facts)
    if facts.contract:
        return Next("move-review", "Go on to Review", facts.lead) if facts.stage == Stage.DO else None
    if facts.tender in IN_ORDER:
        return _buying(facts, now, today)
    if facts.stage == Stage.ANALYSE:
        return _analysing(facts, planned.get(Stage.ANALYSE))
    if facts.stage == Stage.PLAN:
        return _planning(facts, planned.get(Stage.PLAN))
    if facts.bought:
        return Next("tender-new", "Draft another tender" if facts.tender else "Draft the tender", facts.lead)
    return Next("move-review", "Go on to Review once the service can be judged", facts.lead)


def _analysing(facts: Facts, by: date | None) -> Next:
    if not facts.heard:
        return Next("key-questions", "Ask the key questions", facts.lead, by)
    if not facts.diagnostic:
        return Next("diagnostic", "Write the diagnostic report", facts.lead, by)
    return Next("move-plan", "Go on to Plan", facts.lead, by)


def _planning(facts: Facts, by: date | None) -> Next:
    if facts.plan == PlanStatus.SUBMITTED:
        who = "Somebody who approves plans and did not submit this one"
        return Next("plan-decide", "Approve or return the commissioning plan", who, by, facts.plan_by)
    if facts.plan == PlanStatus.APPROVED or not facts.plan_needed:
        return Next("move-do", "Go on to Do", facts.lead, by)
    returned = facts.plan == PlanStatus.RETURNED
    text = "Change the commissioning plan, which was returned" if returned else "Write the commissioning plan"
    return Next("plan", text, facts.lead, by)


def _buying(facts: Facts, now: datetime, today: date) -> Next | None:
    if facts.tender in UNTIL_OPENED:
        return _tendering(facts, now)
    return _awarding(facts, today) if facts.award or facts.evaluation == "closed" else _evaluating(facts)


def _tendering(facts: Facts, now: datetime) -> Next:
    over = facts.tender == "published" and facts.deadline is not None and facts.deadline <= now
    key, text = UNTIL_OPENED["closed" if over else facts.tender]
    if key == "opening":
        # The bids stay sealed for a time after the deadline
        from_ = facts.opens if facts.opens is not None and now < facts.opens else None
        return Next(key, text, "Two people who open bids", from_, word="from" if from_ else "by")
    if key == "bids":
        return Next(key, text, "Suppliers", facts.deadline)
    if facts.tender == "checking":
        return Next(key, text, "A procurement officer who did not send it", not_by=facts.tender_by)
    return Next(key, text, facts.lead)


def _evaluating(facts: Facts) -> Next:
    key, text = EVALUATING[facts.evaluation]
    if facts.evaluation == "scoring":
        return Next(key, text, "The panel", facts.score_by)
    return Next(key, text, facts.evaluation_lead or "An evaluation lead")


def _awarding(facts: Facts, today: date) -> Next | None:
    key, text = AWARDING.get(facts.award, ("", ""))
    if not key:
        return None
    if facts.held_up and key in ("award", "award-decide"):
        return Next("held-up", "Settle what holds up the award", facts.evaluation_lead)
    if key == "award":
        return Next(key, text, facts.evaluation_lead)
    if key == "award-decide":
        return Next(key, text, "A lead director who did not recommend it", not_by=facts.award_by)
    if key == "award-tell":
        return Next(key, text, "A procurement officer")
    if facts.may_sign_from is not None and today < facts.may_sign_from:
        text = "Make the contract once the standstill is over"
        return Next("standstill", text, "A contract manager", facts.may_sign_from, word="from")
    return Next(key, text, "A contract manager")


def _delivering(facts: Facts, today: date) -> Next:
    key, text = DELIVERING[facts.contract]
    manager = facts.manager or "The contract manager"
    who = "The supplier" if facts.bought else manager
    if facts.contract == "active" and facts.contract_starts is not None and today < facts.contract_starts:
        return Next("starts", "The contract begins", who, facts.contract_starts, word="on")
    if facts.contract == "draft":
        return Next(key, text, f"{manager} and the supplier" if facts.bought else manager)
    if facts.to_verify:
        return _verifying(facts)
    return Next(key, text, who, facts.next_due)


def _verifying(facts: Facts) -> Next:
    who = "Somebody who verifies returns and did not make these" if facts.made_by_manager else facts.manager
    text = f"Verify {facts.to_verify} return{'' if facts.to_verify == 1 else 's'}"
    return Next("returns-verify", text, who or "The contract manager", not_by=facts.not_verified_by)


def _reviewing(facts: Facts) -> Next:
    if not facts.lessons:
        return Next("commission-review", "Write down what was learned", facts.lead)
    return Next("move-close", "Close the commission", facts.lead)
