"""Somebody else looks at what was reported: verified, or sent back with a comment.

Of a scorecard they answer each line that claims its top level. Where its evidence does not show it, the line counts as the level
below in the value that is verified. What the supplier answered stays, and so does what it came to.
"""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.urls import reverse

from contracts.draws.selectors import draws_of
from contracts.evidence.permissions import contract_of
from contracts.evidence.services.noting import note
from contracts.kept.services import keep
from contracts.performance.shown import quantity
from contracts.returns.calculations.lines import Said, problems, told_words, unshown_of
from contracts.returns.models import Return
from contracts.returns.permissions import check_can_decide
from contracts.returns.selectors import missing_in
from contracts.returns.services.lines import as_shown, changes_of, keep_lines
from contracts.returns.workflow import RETURN
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.models import DueReturn
from contracts.schedule.selectors import period_page
from socialvalue.accounts.permissions import check_another_hand
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, Shown
from socialvalue.common.reasons import check_request, problem_with_reason
from socialvalue.common.saving import locked, save_changes
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.notifications.services import tell

WHY_ALL_THE_SAME = "Something is missing or in question. Say why it can be verified all the same"
# What the record calls it when somebody writes a return
WRITTEN = ("begin return", "save return", "submit return")


@transaction.atomic
def verify_return(
    kpi_return: Return,
    *,
    by,
    comment: str = "",
    lines: Mapping[str, Said] | None = None,
    expected_version: Shown = AS_READ,
) -> Return:
    """Verify. A correction takes the place of the version that was verified before, which stays readable as replaced.

    Where something is missing or a question of sense still stands, ``comment`` says why it can be verified all the same:
    without, or with one that says nothing, Refused is raised. So it is where a line of a scorecard that claims its top level is
    not answered in ``lines`` (key → what was said).
    """
    fresh = locked(kpi_return, expected_version)
    check_can_decide(by, fresh)
    # Somebody who corrected the figure of a return that was sent back neither made nor submitted it
    writers = set(timeline(fresh, include_confidential=True).filter(verb__in=WRITTEN).values_list("actor", flat=True))
    check_another_hand(by, *writers, words="You changed this return yourself: somebody else verifies it")
    status = RETURN.target("verify", fresh.status)
    said = lines or {}
    wrong: list[tuple[str | None, str]] = [*problems(fresh.working, said, all_of_them=True)]
    if missing_in(fresh) and (empty := problem_with_reason(comment, WHY_ALL_THE_SAME)):
        wrong.append(("comment", empty))
    if wrong:
        raise Refused(wrong)
    now, sent = clock.now(), fresh.value
    counted = as_shown(fresh, said)
    changes = changes_of(fresh, said, counted)
    for earlier in Return.objects.filter(due=fresh.due, status=ReturnStatus.VERIFIED):
        save_changes(earlier, status=RETURN.target("replace", earlier.status), replaced_at=now)
    save_changes(fresh, status=status, decided_at=now, decided_by=by, decision_comment=comment, **counted)
    keep_lines(fresh, said, by=by, at=now)
    keep(fresh.due.kpi.obligation.contract_id)
    drawn = draws_of([(fresh.due_id, fresh.number)]).get((fresh.due_id, fresh.number))
    changes |= {"draw": ["", drawn.words]} if drawn else {}
    note(fresh, "verify return", "verified the return of", by=by, reason=comment, changes=changes)
    contract = contract_of(fresh.due)
    tell(
        fresh.submitted_by,
        key=f"return-verified:{fresh.pk}:{fresh.version}",
        subject=f"Your return was verified: {contract.title}",
        body=f"{by} verified your return of KPI {fresh.due.kpi} for {_period(fresh)}. Its figure now counts.{_fell(fresh, sent)}",
        url=reverse("return", args=[fresh.due_id]),
        action="Read why, and correct the return if there is better evidence" if counted else "See the return",
        why="You get this because you submitted the return.",
        private=".\n".join(told_words(fresh.working, unshown_of(said))) if counted else "",
        council=contract.council,
        for_information=not counted,
    )
    return fresh


@transaction.atomic
def query_return(
    kpi_return: Return,
    *,
    by,
    comment: str = "",
    lines: Mapping[str, Said] | None = None,
    expected_version: Shown = AS_READ,
) -> Return:
    """Send the return back to whoever made it, saying what is missing: in ``comment``, or of a line whose evidence does not
    show what it claims. Not every line has to be answered. The score stays as it was sent."""
    fresh = locked(kpi_return, expected_version)
    check_can_decide(by, fresh)
    said = lines or {}
    if wrong := problems(fresh.working, said, all_of_them=False):
        raise Refused(wrong)
    unshown = unshown_of(said)
    if comment.strip() or not unshown:
        check_request(comment, "Say what has to be answered before it can be verified")
    status = RETURN.target("query", fresh.status)
    now = clock.now()
    save_changes(fresh, status=status, sent_back_at=now, decided_at=now, decided_by=by, decision_comment=comment)
    DueReturn.objects.filter(pk=fresh.due_id).look_again()
    contract = contract_of(fresh.due)
    keep(contract.pk)
    keep_lines(fresh, said, by=by, at=now)
    changes = changes_of(fresh, said, {})
    note(fresh, "query return", "sent back the return of", by=by, reason=comment, changes=changes)
    tell(
        fresh.submitted_by,
        key=f"return-queried:{fresh.pk}:{fresh.version}",
        subject=f"A return for {contract.title} was sent back",
        body=(
            f"{by} sent back your return of KPI {fresh.due.kpi} for {_period(fresh)}. Read the question, answer it in the "
            "return, and submit it again."
        ),
        url=f"{period_page(fresh.due)}#row-{fresh.due_id}",
        action="Answer the question and submit the return again",
        by=fresh.due.due_on if fresh.due.due_on >= clock.today() else None,
        why="You get this because you submitted the return.",
        private="\n".join(filter(None, [comment.strip(), *told_words(fresh.working, unshown)])),
        council=contract.council,
    )
    return fresh


def _fell(fresh: Return, sent: Decimal | None) -> str:
    """What a verification says where the score that counts is less than the one that was sent; empty where it is not."""
    if fresh.value == sent or fresh.value is None or sent is None:
        return ""
    now, before = (quantity(value, fresh.due.kpi.unit, fresh.due.target, fresh.due.minimum) for value in (fresh.value, sent))
    return (
        f" Of a line or more they found that the evidence does not show the level you answered: it counts as the level below. "
        f"So the score that counts is {now}, and not {before} as you sent it. Your answers stay as they are."
    )


def _period(kpi_return: Return) -> str:
    return f"{plain_day(kpi_return.due.starts_on)} to {plain_day(kpi_return.due.ends_on)}"
