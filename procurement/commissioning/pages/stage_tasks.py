"""The task list of a commission: what there is to do in each stage, and how far it is."""

from django.urls import reverse

from procurement.commissioning import permissions, selectors
from procurement.commissioning.enums import CommissionKind, PlanStatus, Stage
from procurement.commissioning.enums.key_questions import of_stage
from procurement.commissioning.models import Commission
from procurement.commissioning.pages.overview import Counts
from socialvalue.common.templatetags.formats import plain_day


def task_groups(commission: Commission, user, n: Counts, plan, issued: dict) -> list[dict]:
    """The four stages with their tasks: {stage, name, tasks, done (how many), is_now}. ``issued``: newest document by kind.

    Only the stage a commission is in stands open; of one that is closed, the last.
    """
    at = [commission.reference]
    may_edit = permissions.can_edit(user, commission)
    groups = {
        Stage.ANALYSE: [_questions(commission, n, Stage.ANALYSE), _events(at, n), _answers(at, n), _told(at, n)],
        Stage.PLAN: [
            _questions(commission, n, Stage.PLAN),
            *_requirements(at, n),
            _act(commission),
            _plan(at, plan),
            *_timetable(commission),
        ],
        Stage.DO: [_tender(commission, n, may_edit), _questions(commission, n, Stage.DO)],
        Stage.REVIEW: [_questions(commission, n, Stage.REVIEW), _lessons(at, n)],
    }
    if may_edit:
        groups[Stage.ANALYSE].append(_ideas(at, n))
    groups[Stage.ANALYSE].append(_diagnostic(at, n, issued.get("diagnostic")))
    losses, promote = reverse("bring-losses", args=at), reverse("promote", args=at)
    if losses and may_edit:
        groups[Stage.ANALYSE].insert(
            -1, _task("What the current contract delivers and could be lost", losses, "Loss assessment", "")
        )
    if promote and may_edit:
        groups[Stage.REVIEW].insert(1, _task("What was proven", promote, "Make it standard in the next commission", ""))
    now = Stage.REVIEW if commission.is_closed else commission.stage
    return [
        {
            "stage": stage.value,
            "name": stage.label,
            "tasks": tasks,
            "done": sum(task["status"] == "Done" for task in tasks),
            "is_now": stage == now,
        }
        for stage, tasks in groups.items()
    ]


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
    return _task(title, f"{reverse('key-questions', args=[commission.reference])}#{stage}", hint, status)


def _events(at: list, n: Counts) -> dict:
    status = "Not started" if not n.events else "Planned" if n.events_ahead else "Done"
    return _task("Hold events", reverse("events", args=at), f"{n.events} planned or held", status)


def _answers(at: list, n: Counts) -> dict:
    status = "Waiting" if n.unanswered else "Done" if n.remarks else "Not started"
    hint = f"{n.unanswered} of {n.remarks} remarks wait for an answer" if n.unanswered else "You said, we did"
    return _task("Say what was done about what was said", reverse("remarks", args=at), hint, status)


def _told(at: list, n: Counts) -> dict:
    answered = n.remarks - n.unanswered
    status = "Published" if n.told_on else "Not started" if answered else "Nothing yet"
    hint = f"Published on {plain_day(n.told_on)}" if n.told_on else f"{_number(answered, 'remark')} with an answer"
    return _task("Tell the public what became of it", reverse("you-said", args=at), hint, status)


def _ideas(at: list, n: Counts) -> dict:
    status = "Waiting" if n.ideas_waiting else "Done" if n.ideas else "Nothing yet"
    hint = f"{n.ideas_waiting} without a reply" if n.ideas_waiting else "Told to the council in confidence"
    return _task("Read private ideas of providers", reverse("commission-ideas", args=at), hint, status)


def _diagnostic(at: list, n: Counts, issued) -> dict:
    hint = f"Number {issued.number}, issued on {plain_day(issued.issued_at)}" if issued else _number(n.findings, "finding")
    status = "Done" if issued else "In progress" if n.findings else "Not started"
    return _task("Write the diagnostic report", reverse("diagnostic", args=at), hint, status)


def _requirements(at: list, n: Counts) -> list[dict]:
    address = reverse("sought-outcomes", args=at)
    some = "In progress" if n.outcomes_without_requirement or not n.requirements else "Done"
    return [
        _task(
            "Choose the outcomes you want, and make them requirements",
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
    return _task(
        "Record the considerations of the Social Value Act", reverse("act-record", args=[commission.reference]), hint, status
    )


def _plan(at: list, plan) -> dict:
    if plan is None:
        return _task(
            "Write the commissioning plan",
            reverse("plan", args=at),
            "Length, lots, small organisations, checklist",
            "Not started",
        )
    status = {PlanStatus.DRAFT: "In progress", PlanStatus.RETURNED: "Sent back"}.get(plan.status, plan.get_status_display())
    hint = f"{plan.decided_by}, {plain_day(plan.decided_at)}" if plan.decided_at else ""
    return _task("Write the commissioning plan", reverse("plan", args=at), hint, status)


def new_tender_url(commission: Commission) -> str:
    """Where a tender of this commission is begun; empty while there is no such page."""
    return reverse("tender-new", args=[commission.reference])


def _tender(commission: Commission, n: Counts, may_edit: bool) -> dict:
    open_now = may_edit and commission.stage in (Stage.PLAN, Stage.DO) and commission.kind != CommissionKind.IN_HOUSE
    begun = commission.tenders.exists()
    status = "Done" if n.questions else "In progress" if begun else "Not started" if open_now else "Cannot start yet"
    return {
        "title": "Draft the tender",
        "url": new_tender_url(commission) if open_now and not begun else "",
        "hint": "Its questions state the requirements of the plan",
        "status": status,
    }


def _timetable(commission: Commission) -> list[dict]:
    address = reverse("timetable", args=[commission.reference])
    planned = commission.phases.exists()
    hint = "Backwards from the start of the contract"
    return [_task("Plan the timetable", address, hint, "Done" if planned else "Not started")] if address else []


def _lessons(at: list, n: Counts) -> dict:
    return _task(
        "Write down what was learned",
        reverse("commission-review", args=at),
        _number(n.lessons, "lesson"),
        "Done" if n.lessons else "Not started",
    )
