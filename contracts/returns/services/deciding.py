"""Somebody else looks at what was reported: verified, or sent back with a comment."""

from django.db import transaction
from django.urls import reverse

from contracts.draws.selectors import draws_of
from contracts.evidence.permissions import contract_of
from contracts.evidence.services.noting import note
from contracts.kept.services import keep
from contracts.returns.models import Return
from contracts.returns.permissions import check_can_decide
from contracts.returns.selectors import missing_in
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
def verify_return(kpi_return: Return, *, by, comment: str = "", expected_version: Shown = AS_READ) -> Return:
    """Verify. A correction takes the place of the version that was verified before, which stays readable as replaced.

    Where something is missing or a question of sense still stands, ``comment`` says why it can be verified all the same:
    without, or with one that says nothing, Refused is raised.
    """
    fresh = locked(kpi_return, expected_version)
    check_can_decide(by, fresh)
    # Somebody who corrected the figure of a return that was sent back neither made nor submitted it
    writers = set(timeline(fresh, include_confidential=True).filter(verb__in=WRITTEN).values_list("actor", flat=True))
    check_another_hand(by, *writers, words="You changed this return yourself: somebody else verifies it")
    status = RETURN.target("verify", fresh.status)
    if missing_in(fresh) and (empty := problem_with_reason(comment, WHY_ALL_THE_SAME)):
        raise Refused(empty, "comment")
    for earlier in Return.objects.filter(due=fresh.due, status=ReturnStatus.VERIFIED):
        save_changes(earlier, status=RETURN.target("replace", earlier.status), replaced_at=clock.now())
    save_changes(fresh, status=status, decided_at=clock.now(), decided_by=by, decision_comment=comment)
    keep(fresh.due.kpi.obligation.contract_id)
    drawn = draws_of([(fresh.due_id, fresh.number)]).get((fresh.due_id, fresh.number))
    changes = {"draw": ["", drawn.words]} if drawn else {}
    note(fresh, "verify return", "verified the return of", by=by, reason=comment, changes=changes)
    contract = contract_of(fresh.due)
    tell(
        fresh.submitted_by,
        key=f"return-verified:{fresh.pk}:{fresh.version}",
        subject=f"Your return was verified: {contract.title}",
        body=f"{by} verified your return of KPI {fresh.due.kpi} for {_period(fresh)}. Its figure now counts.",
        url=reverse("return", args=[fresh.due_id]),
        action="See the return",
        why="You get this because you submitted the return.",
        council=contract.council,
        for_information=True,
    )
    return fresh


@transaction.atomic
def query_return(kpi_return: Return, *, by, comment: str, expected_version: Shown = AS_READ) -> Return:
    """Send the return back to whoever made it, saying what is missing."""
    fresh = locked(kpi_return, expected_version)
    check_can_decide(by, fresh)
    check_request(comment, "Say what has to be answered before it can be verified")
    status = RETURN.target("query", fresh.status)
    now = clock.now()
    save_changes(fresh, status=status, sent_back_at=now, decided_at=now, decided_by=by, decision_comment=comment)
    DueReturn.objects.filter(pk=fresh.due_id).look_again()
    contract = contract_of(fresh.due)
    keep(contract.pk)
    note(fresh, "query return", "sent back the return of", by=by, reason=comment)
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
        private=comment.strip(),
        council=contract.council,
    )
    return fresh


def _period(kpi_return: Return) -> str:
    return f"{plain_day(kpi_return.due.starts_on)} to {plain_day(kpi_return.due.ends_on)}"
