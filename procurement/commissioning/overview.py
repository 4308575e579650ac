"""What the page of a commission shows at a glance: the cycle, the tasks of each stage, the chain so far, what the law asks."""

from dataclasses import dataclass

from django.db.models import Count, Q

from procurement.commissioning import permissions, selectors
from procurement.commissioning.addresses import link
from procurement.commissioning.enums import CommissionKind, PlanStatus, RequirementUse, SoughtStatus, Stage
from procurement.commissioning.key_questions import of_stage
from procurement.commissioning.models import Commission
from socialvalue.common import clock
from socialvalue.common.clock import LONDON
from socialvalue.common.templatetags.formats import plain_day, plain_money
from socialvalue.law.rules import rules_on

CYCLE = (Stage.ANALYSE, Stage.PLAN, Stage.DO, Stage.REVIEW)


@dataclass(frozen=True)
class Counts:
    """Everything the page counts; one query each kind."""

    remarks: int
    unanswered: int
    by_question: dict[str, int]
    events: int
    events_ahead: int
    ideas: int
    ideas_waiting: int
    findings: int
    outcomes: int
    outcomes_without_ground: int
    outcomes_without_requirement: int
    requirements: int
    unasked: int
    questions: int
    lessons: int


def counts(commission: Commission) -> Counts:
    """Numbers for the page of ``commission``."""
    by_question = dict(commission.remarks.order_by().values_list("question").annotate(n=Count("pk")))
    events = commission.events.filter(cancelled_at=None).aggregate(
        n=Count("pk"), ahead=Count("pk", filter=Q(ends_at__gte=clock.now()))
    )
    ideas = commission.ideas.aggregate(n=Count("pk"), waiting=Count("pk", filter=Q(replied_at=None)))
    live = Q(requirements__isnull=False, requirements__removed_at=None)
    outcomes = list(
        commission.sought_outcomes.exclude(status=SoughtStatus.DROPPED)
        .order_by()
        .annotate(heard=Count("remarks", distinct=True), asked=Count("requirements", filter=live, distinct=True))
        .values("heard", "asked", "promoted_from")
    )
    requirements = list(
        commission.requirements.filter(removed_at=None)
        .order_by()
        .annotate(asked=Count("questions", distinct=True))
        .values("use", "asked")
    )
    return Counts(
        remarks=sum(by_question.values()),
        unanswered=commission.remarks.filter(responded_at=None).count(),
        by_question=by_question,
        events=events["n"],
        events_ahead=events["ahead"],
        ideas=ideas["n"],
        ideas_waiting=ideas["waiting"],
        findings=commission.diagnostic_entries.count(),
        outcomes=len(outcomes),
        outcomes_without_ground=sum(not o["heard"] and not o["promoted_from"] for o in outcomes),
        outcomes_without_requirement=sum(not o["asked"] for o in outcomes),
        requirements=len(requirements),
        unasked=sum(not r["asked"] and r["use"] == RequirementUse.SCORED for r in requirements),
        questions=commission.requirements.filter(questions__isnull=False).values("questions").distinct().count(),
        lessons=commission.lessons.count(),
    )


def cycle_steps(commission: Commission) -> list[dict]:
    """Four steps with state, first and last day. Late: the service was meant to have started and is not bought yet."""
    moves = [(c.stage, c.at.astimezone(LONDON).date()) for c in commission.stage_changes.all()]
    reached = [stage for stage, _ in moves]
    now_at = CYCLE.index(commission.stage) if commission.stage in CYCLE else len(CYCLE)
    behind = commission.starts_on is not None and commission.starts_on < clock.today()
    steps = []
    for number, stage in enumerate(CYCLE):
        began = next((day for s, day in moves if s == stage), None)
        left = next((moves[i + 1][1] for i in reversed(range(len(moves) - 1)) if moves[i][0] == stage), None)
        if number == now_at:
            state = "late" if behind and stage in (Stage.ANALYSE, Stage.PLAN) else "current"
        else:
            state = "done" if number < now_at and stage in reached else "next"
        steps.append(
            {
                "name": stage.label,
                "state": state,
                "starts": began if number <= now_at else None,
                "ends": left if state == "done" else None,
                "url": f"#{stage}",
            }
        )
    return steps


def chain(commission: Commission, n: Counts) -> list[dict]:
    """From what was heard to what is asked; every gap in words. What follows is on the page of the whole chain."""
    at = [commission.reference]
    has_tender = bool(n.questions)
    # What a stage that has not come yet would bring is no gap
    planned, bought = commission.stage != Stage.ANALYSE, commission.stage not in (Stage.ANALYSE, Stage.PLAN)
    return [
        _link(n.remarks, "remark", link("remarks", *at), (n.unanswered, "without an answer")),
        _link(
            n.outcomes,
            "sought outcome",
            link("sought-outcomes", *at),
            (n.outcomes_without_ground, "resting on no remark"),
            (n.outcomes_without_requirement, "without a requirement"),
            expected=planned,
        ),
        _link(
            n.requirements,
            "requirement",
            link("sought-outcomes", *at),
            (n.unasked if has_tender else 0, "not asked in the tender"),
            expected=planned,
        ),
        _link(n.questions, "question in a tender", "", expected=bought and commission.kind != CommissionKind.IN_HOUSE),
    ]


def _link(count: int, label: str, url: str, *gaps: tuple[int, str], expected: bool = True) -> dict:
    words = ", ".join(f"{number} {text}" for number, text in gaps if number)
    plural = label if count == 1 else label.replace("question", "questions") if "question" in label else f"{label}s"
    return {"count": count, "label": plural, "url": url, "gap": words or ("none yet" if not count and expected else "")}


def task_groups(commission: Commission, user, n: Counts, plan, issued: dict) -> list[dict]:
    """The four stages with their tasks: {stage, name, tasks}. ``issued``: newest frozen document by kind."""
    at = [commission.reference]
    may_edit = permissions.can_edit(user, commission)
    groups = {
        Stage.ANALYSE: [_questions(commission, n, Stage.ANALYSE), _events(at, n), _answers(at, n)],
        Stage.PLAN: [_questions(commission, n, Stage.PLAN), *_requirements(at, n), _act(commission), _plan(at, plan)],
        Stage.DO: [_tender(commission, n, may_edit), _questions(commission, n, Stage.DO)],
        Stage.REVIEW: [_questions(commission, n, Stage.REVIEW), _lessons(at, n)],
    }
    if may_edit:
        groups[Stage.ANALYSE].append(_ideas(at, n))
    groups[Stage.ANALYSE].append(_diagnostic(at, n, issued.get("diagnostic")))
    losses, promote = link("bring-losses", *at), link("promote", *at)
    if losses and may_edit:
        groups[Stage.ANALYSE].insert(
            -1, _task("What the current contract delivers and could be lost", losses, "Loss assessment", "")
        )
    if promote and may_edit:
        groups[Stage.REVIEW].insert(1, _task("What was proven", promote, "Make it core in the next commission", ""))
    return [{"stage": stage.value, "name": stage.label, "tasks": tasks} for stage, tasks in groups.items()]


def _task(title: str, url: str, hint: str, status: str, colour: str | None = None) -> dict:
    return {
        "title": title,
        "url": url,
        "hint": hint,
        "status": status or "Open",
        "colour": colour or ("grey" if not status else None),
    }


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _questions(commission: Commission, n: Counts, stage: str) -> dict:
    asked = of_stage(stage)
    answered = sum(bool(n.by_question.get(q.key)) for q in asked)
    status = "Done" if answered == len(asked) else "Not started" if not answered else "In progress"
    hint = f"{answered} of {len(asked)} key question{'s' if len(asked) > 1 else ''} answered"
    title = "Ask the key questions" if len(asked) > 1 else "Ask the key question"
    return _task(title, f"{link('key-questions', commission.reference)}#{stage}", hint, status)


def _events(at: list, n: Counts) -> dict:
    status = "Not started" if not n.events else "Planned" if n.events_ahead else "Done"
    return _task("Hold events", link("events", *at), f"{n.events} planned or held", status)


def _answers(at: list, n: Counts) -> dict:
    status = "Waiting" if n.unanswered else "Done" if n.remarks else "Not started"
    hint = f"{n.unanswered} of {n.remarks} remarks wait for an answer" if n.unanswered else "You said, we did"
    return _task("Say what was done about what was said", link("remarks", *at), hint, status)


def _ideas(at: list, n: Counts) -> dict:
    status = "Waiting" if n.ideas_waiting else "Done" if n.ideas else "Nothing yet"
    hint = f"{n.ideas_waiting} without a reply" if n.ideas_waiting else "Told to the council in confidence"
    return _task("Read private ideas of providers", link("commission-ideas", *at), hint, status)


def _diagnostic(at: list, n: Counts, issued) -> dict:
    hint = f"Number {issued.number}, issued on {plain_day(issued.issued_at)}" if issued else _number(n.findings, "finding")
    status = "Done" if issued else "In progress" if n.findings else "Not started"
    return _task("Write the diagnostic report", link("diagnostic", *at), hint, status)


def _requirements(at: list, n: Counts) -> list[dict]:
    address = link("sought-outcomes", *at)
    some = "In progress" if n.outcomes_without_requirement or not n.requirements else "Done"
    return [
        _task(
            "Choose the differences you want, and make them requirements",
            address,
            f"{_number(n.outcomes, 'outcome')}, {_number(n.requirements, 'requirement')}",
            some if n.outcomes else "Not started",
        )
    ]


def _act(commission: Commission) -> dict:
    gaps = selectors.act_gaps(commission)
    points = len(selectors.ACT_POINTS)
    status = "Done" if not gaps else "Not started" if len(gaps) == points else "In progress"
    hint = f"{points - len(gaps)} of {points} considerations recorded" if gaps else "Everything is recorded"
    return _task("Record the considerations of the Social Value Act", link("act-record", commission.reference), hint, status)


def _plan(at: list, plan) -> dict:
    if plan is None:
        return _task(
            "Write the commissioning plan", link("plan", *at), "Length, lots, small organisations, checklist", "Not started"
        )
    status = {PlanStatus.DRAFT: "In progress", PlanStatus.RETURNED: "Sent back"}.get(plan.status, plan.get_status_display())
    hint = f"{plan.decided_by}, {plain_day(plan.decided_at)}" if plan.decided_at else ""
    return _task("Write the commissioning plan", link("plan", *at), hint, status)


def new_tender_url(commission: Commission) -> str:
    """Where a tender of this commission is begun; empty while there is no such page."""
    return link("tender-new", commission.reference)


def tender_comes_next(commission: Commission, user, n: Counts) -> bool:
    """Whether drafting the first tender is the step the page leads to."""
    bought = commission.kind != CommissionKind.IN_HOUSE
    ready = commission.stage == Stage.DO and bought and not n.questions and not commission.tenders.exists()
    return ready and permissions.can_edit(user, commission) and bool(new_tender_url(commission))


def _tender(commission: Commission, n: Counts, may_edit: bool) -> dict:
    open_now = may_edit and commission.stage in (Stage.PLAN, Stage.DO) and commission.kind != CommissionKind.IN_HOUSE
    status = "Done" if n.questions else "" if open_now else "Cannot start yet"
    return {
        "title": "Draft the tender",
        "url": new_tender_url(commission) if open_now and not n.questions else "",
        "hint": "Its questions state the requirements of the plan",
        "status": status or "Not started",
    }


def _lessons(at: list, n: Counts) -> dict:
    return _task(
        "Write down what was learned",
        link("commission-review", *at),
        _number(n.lessons, "lesson"),
        "Done" if n.lessons else "Not started",
    )


def law_note(commission: Commission) -> str:
    """What the law leaves open and the council's own policy asks, on the day the commission began; empty otherwise."""
    if commission.kind == CommissionKind.IN_HOUSE:
        return (
            "An in-house service is not bought, so the law on procurement does not apply. "
            "The council’s policy on social value does."
        )
    rules = rules_on(commission.created_at.astimezone(LONDON).date())
    if not rules.above_threshold(commission.estimated_value, light_touch=commission.light_touch):
        limit = rules.light_touch_threshold if commission.light_touch else rules.threshold
        return (
            f"Below the threshold of {plain_money(limit)} the law does not require a plan, a notice or the considerations of the "
            "Social Value Act; council policy does."
        )
    if commission.light_touch:
        return "Under the light touch rules the law requires no minimum time for tenders and no standstill; council policy does."
    return ""
