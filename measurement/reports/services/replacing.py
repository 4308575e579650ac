"""An approved report is never overwritten: another takes its place, says why, and both stay."""

from django.db import transaction

from measurement.reports import permissions
from measurement.reports.models import Report
from measurement.reports.services.building import PREFIX, queue_building, queue_pdf
from measurement.reports.workflow import REPORT
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused
from socialvalue.common.reading import AS_READ, NOTHING_READ
from socialvalue.common.reasons import problem_with_reason
from socialvalue.common.references import next_reference
from socialvalue.common.saving import locked, save_changes

# An officer's words that hold whatever the figures are; summary and recommendation are drafted from the new ones
KEPT = ("financial_implications", "legal_implications", "equalities_implications", "background_documents", "contact")


@transaction.atomic
def replace_report(report: Report, *, by: User, reason: str) -> Report:
    """Begin the report that takes the place of an approved one: same kind and period, figures of today, own reference.

    Its implications, documents and contact begin with the words of the old one. Raises Refused where the reason says nothing,
    WrongState unless the report is approved and nothing else is about to replace it.
    """
    old = locked(report, AS_READ)
    permissions.check_can_replace(by, old)
    problem = problem_with_reason(reason, "Say what is wrong with the report that was approved")
    if problem:
        raise Refused(problem, "reason")
    fresh = Report.objects.create(
        council=old.council, kind=old.kind, starts_on=old.starts_on, ends_on=old.ends_on, reference=next_reference(PREFIX),
        requested_by=by, replaces=old, replaces_reason=reason.strip(), **{name: getattr(old, name) for name in KEPT},
    )  # fmt: skip
    sentence = f"began {fresh.reference}, which is to replace {old.reference}"
    record("replaces a report", sentence, by=by, about=[fresh, old], council=old.council, reason=reason)
    queue_building(fresh, by)
    return fresh


def take_the_place(fresh: Report, *, by: User) -> None:
    """Within the approval of ``fresh``: what it replaces is replaced from now on, and its PDF is to say so."""
    if fresh.replaces is None:
        return
    old = locked(fresh.replaces, NOTHING_READ)
    save_changes(old, status=REPORT.target("replace", old.status))
    record("replaced a report", f"replaced {old.reference} by {fresh.reference}", by=by, about=[old, fresh],
           council=old.council, reason=fresh.replaces_reason)  # fmt: skip
    queue_pdf(old, by)
