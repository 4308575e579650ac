"""Handing in: one return, or several drafts of a contract after one look at them. Asked after is not refused."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from contracts.benefits.selectors import asked_of, problem_in
from contracts.draws.services import draw
from contracts.evidence.permissions import check_can_write, contract_of
from contracts.evidence.services.noting import noted
from contracts.kept.services import keep
from contracts.performance.enums import Kind
from contracts.register.models import Contract
from contracts.returns.calculations.figures import Figure, missing
from contracts.returns.calculations.sent import Change, changes_between
from contracts.returns.models import Return
from contracts.returns.selectors import drafts_of
from contracts.returns.selectors.sent import sent_now, verified_before
from contracts.returns.services.confirming import tell_who_confirms
from contracts.returns.workflow import RETURN
from contracts.schedule.models import DueReturn
from contracts.schedule.selectors.locking import with_exceptions
from socialvalue.accounts.enums import Duty, Permission
from socialvalue.accounts.models import User
from socialvalue.accounts.selectors import people_who
from socialvalue.audit.services import record_each
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, DomainError, Refused
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.reasons import problem_with_reason
from socialvalue.common.saving import locked_each, set_changes
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.common.undoing import UNDO_MINUTES
from socialvalue.notifications.services import tell_all

MOST_TOGETHER = 100
# What submitting writes
SENT = (
    "status", "version", "first_submitted_at", "submitted_at", "submitted_by", "early_reason", "decided_at", "decided_by",
    "decision_comment", "sent_as", "change_reason",
)  # fmt: skip
WHY_FINAL = "Say why the figure is final although the period is not over"
WHY_CHANGED = "Say why you changed what was sent"
WHY_NO_CASES = "Say in “What happened” why there were no cases"
Problem = tuple[str | None, str]


def runs_still(due: DueReturn, kpi_return: Return | None = None) -> bool:
    """Whether the period is not over, so that its figure may change. A milestone that is reached stays reached."""
    reached = kpi_return is not None and due.kpi.kind == Kind.MILESTONE and kpi_return.value == 1
    return due.ends_on >= clock.today() and not reached


def submit_return(
    kpi_return: Return, *, by: User, early_reason: str = "", change_reason: str = "", expected_version: Shown = AS_READ
) -> Return:
    """Hand the return in. It needs a figure; nought is one, and “no cases” with a reason.

    Before its period is over it is handed in only as final, with ``early_reason``; where it says something else than was sent
    before, with ``change_reason``. Raises Refused with what is missing.
    """
    shown = {kpi_return.pk: expected_version}
    return submit_each(shown, by=by, early_reason=early_reason, change_reason=change_reason)[0]


@transaction.atomic
def submit_each(shown: Mapping[int, Shown], *, by: User, early_reason: str = "", change_reason: str = "") -> list[Return]:
    """``submit_return`` for several (key → the version that was shown), at one moment: all or none.

    ``early_reason`` is kept with those whose period is not over, ``change_reason`` with those that change what was sent.
    A constant number of statements for those of one contract.
    """
    contract, asked = "due__kpi__obligation__contract__council__period_lock", "due__kpi__breakdown__by_list"
    rows = Return.objects.select_related(contract, asked)
    found = locked_each(rows.prefetch_related("due__kpi__obligation__contract__parties"), shown)
    with_exceptions(fresh.due for fresh in found)
    now, entries, saying, replaced = clock.now(), [], sent_now(found), verified_before(found)
    for fresh in found:
        check_can_write(by, fresh)
        status = RETURN.target("submit", fresh.status)
        early = runs_still(fresh.due, fresh)
        corrects = replaced.get(fresh.due_id) if fresh.sent_as is None else None
        changes = changes_between(corrects or fresh.sent_as, saying[fresh.pk])
        if problems := [
            *_of_figure(fresh),
            *_of_period(fresh.due, early, early_reason),
            *([] if corrects else _of_changes(changes, change_reason)),
        ]:
            raise Refused(problems)
        reason, why = early_reason.strip() if early else "", change_reason.strip() if changes and not corrects else ""
        sent = {"first_submitted_at": fresh.first_submitted_at or now, "submitted_at": now, "submitted_by": by}
        undecided = {"decided_at": None, "decided_by": None, "decision_comment": ""}
        kept = {"sent_as": saying[fresh.pk], "change_reason": why or fresh.change_reason}
        set_changes(fresh, status=status, **sent, **kept, early_reason=reason, **undecided)
        told = "\n".join(filter(None, (reason, fresh.correction_reason if corrects else why)))
        differs = {change.name: [change.before or None, change.after or None] for change in changes}
        entries.append(noted(fresh, "submit return", "submitted the return of", by=by, reason=told, changes=differs))
    Return.objects.bulk_update(found, SENT)
    draw((fresh.due_id, fresh.number, contract_of(fresh.due).council_id) for fresh in found)
    contracts = {contract.pk: contract for contract in (contract_of(fresh.due) for fresh in found)}
    keep(*contracts)
    record_each(entries)
    for contract in contracts.values():
        _tell_who_verifies(contract, by)
        own = [fresh for fresh in found if contract_of(fresh.due) == contract and fresh.due.kpi.client_side]
        if own:
            tell_who_confirms(contract, own, by)
    return found


def _tell_who_verifies(contract: Contract, by: User) -> None:
    """Once a day and contract, however many returns come: the manager; where the manager handed in, the lead director."""
    council = contract.council
    able = [person for person in people_who(Permission.VERIFY_RETURNS, council) if person.pk != by.pk]
    owners = [person for person in able if person.pk in (contract.manager_id, contract.lead_director_id)]
    named = sorted(owners, key=lambda person: person.pk != contract.manager_id)[:1]
    tell_all(
        named or able,
        key=f"returns-handed-in:{contract.pk}:{clock.today().isoformat()}",
        subject=f"Returns to verify: {contract.title}",
        body=(
            f"Returns of “{contract.title}” ({contract.reference}) were submitted today and are waiting to be "
            "verified. Verify each, or "
            "send it back with a question. More that come today are on the same page."
        ),
        url=reverse("contract-returns", args=[contract.pk]),
        action="Read and verify the returns",
        why="You get this because you answer for this contract."
        if named
        else f"You get this because you verify returns of {council}.",
        council=council,
        duty=Duty.CONTRACTS,
    )


def _of_figure(kpi_return: Return) -> list[Problem]:
    figure = Figure(value=kpi_return.value, no_cases=kpi_return.no_cases, working=kpi_return.working)
    if nothing := missing(kpi_return.due.kpi.kind, figure):
        return [nothing]
    asked = asked_of(kpi_return.due.kpi, kpi_return.due.ends_on)
    if asked is not None and (wrong := problem_in(asked, kpi_return.value, kpi_return.benefited)):
        return [("benefited", wrong)]
    if kpi_return.no_cases and (empty := problem_with_reason(kpi_return.narrative, WHY_NO_CASES)):
        return [("narrative", empty)]
    return []


def _of_changes(changes: Sequence[Change], change_reason: str) -> list[Problem]:
    if not changes:
        return []
    say = f"{WHY_CHANGED}: {', '.join(change.label for change in changes)}"
    empty = problem_with_reason(change_reason, say)
    return [("change_reason", empty)] if empty else []


def _of_period(due: DueReturn, early: bool, early_reason: str) -> list[Problem]:
    if due.starts_on > clock.today():
        return [(None, "This period has not begun yet")]
    if not early:
        return []
    if not early_reason.strip():
        last, first = plain_day(due.ends_on), plain_day(due.ends_on + timedelta(days=1))
        words = f"This period runs until {last}: submit it from {first}, or say why the figure is final already"
        return [("early_reason", words)]
    empty = problem_with_reason(early_reason, WHY_FINAL)
    return [("early_reason", empty)] if empty else []


@dataclass
class HandedIn:
    """The drafts that were submitted, and why others were left out (in words → how many)."""

    sent: list[Return] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)

    @property
    def sentence(self) -> str:
        """“3 returns are submitted. For 10 minutes you can undo each on its page. 2 left out: the period is not over.”"""
        count = len(self.sent)
        parts = ["1 return is submitted." if count == 1 else f"{count} returns are submitted."]
        if count:
            parts.append(f"For {UNDO_MINUTES} minutes you can undo {'it' if count == 1 else 'each'} on its page.")
        return " ".join([*parts, *(f"{number} left out: {why}." for why, number in self.left.items())])


def why_not_now(draft: Return) -> str:
    """Why this draft, which has a figure, is not submitted together with others; empty where it can be."""
    return "the period is not over" if runs_still(draft.due, draft) else why_never(draft)


def why_never(draft: Return) -> str:
    """Why this draft cannot be submitted as it is, whatever is said with it; empty where it can be."""
    if draft.due.starts_on > clock.today():
        return "its period has not begun yet"
    return _why_not(_of_figure(draft))


def _why_not(problems: list[Problem]) -> str:
    if not problems:
        return ""
    name, words = problems[0]
    return f"{words[0].lower()}{words[1:]}" if name == "benefited" else "it says “no cases” and not why"


def submit_together(contract: Contract, shown: Sequence[tuple[int, int]], *, by: User) -> HandedIn:
    """Submit those of ``shown`` (key, version as it was shown) that are still this person's drafts of the contract.

    One transaction each: what cannot be submitted is left out with its reason and holds up no other. Nothing else is touched.
    """
    drafts = {draft.pk: draft for draft in drafts_of(by, contract)}
    done = HandedIn()
    for pk, version in dict(shown[:MOST_TOGETHER]).items():
        draft = drafts.get(pk)
        if draft is None:
            done.left["it is no longer a draft of yours"] += 1
        elif why := why_not_now(draft):
            done.left[why] += 1
        else:
            try:
                done.sent.append(submit_return(draft, by=by, expected_version=version))
            except Conflict:
                done.left["it was saved again after you opened the page"] += 1
            except DomainError as refusal:
                done.left[refusal.message] += 1
    return done
