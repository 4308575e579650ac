"""Making a return: a draft that keeps what was typed, and its correction, which may be dropped."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from contracts.evidence.permissions import check_can_report
from contracts.evidence.services import carry_files, copy_named, remove_evidence, remove_story
from contracts.evidence.services.attribution import carry_shares
from contracts.evidence.services.noting import note
from contracts.returns.calculations.figures import Figure
from contracts.returns.models import Return
from contracts.returns.permissions import check_can_drop
from contracts.returns.services.lines import as_sent
from contracts.returns.services.saving import Written, keep_written
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.models import DueReturn
from socialvalue.accounts.models import User
from socialvalue.common.errors import WrongState
from socialvalue.common.reading import AS_READ, NOTHING_READ, Shown
from socialvalue.common.reasons import check_reason
from socialvalue.common.saving import locked
from socialvalue.documents.models import Document

# What a correction begins with
KEPT = (*vars(Figure()), "estimated", "narrative", "direct_result", "anyway", "evidence_note", "benefited")


def _locked_due(due: DueReturn) -> DueReturn:
    locked(due, NOTHING_READ)
    return DueReturn.objects.select_related("kpi__obligation__contract__council__period_lock").get(pk=due.pk)


def save_return(
    due: DueReturn,
    *,
    by: User,
    value: Decimal | None = None,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    no_cases: bool = False,
    answers: Mapping[str, str] | None = None,
    estimated: bool = False,
    narrative: str = "",
    direct_result: str = "",
    anyway: str = "",
    evidence_note: str = "",
    benefited: Mapping[str, Decimal | None] | None = None,
    expected_version: Shown = NOTHING_READ,
    page: str = "",
) -> Return:
    """Keep what was typed for one due row, begun if there is no draft yet.

    ``value`` is in the KPI's unit, of yes and no 1 and 0; a share has ``numerator`` and ``denominator`` instead, and its value is
    worked out. A composite has ``answers`` by the key of their sub-score (a number, the code of a level, or “nothing”), and its
    value is worked out likewise. ``no_cases``: there was nothing to measure (a share or a level). None is not typed yet. Raises
    Refused on the field that makes no figure, WrongState when it was handed in already (a verified one is replaced through
    ``correct_return``), Conflict when it was saved since ``expected_version`` (0: there was no draft when the page was shown),
    unless by the same ``page``.
    """
    figure = Figure(value=value, numerator=numerator, denominator=denominator, no_cases=no_cases, answers=answers)
    written = Written(
        due=due, figure=figure, estimated=estimated, narrative=narrative, direct_result=direct_result, anyway=anyway,
        evidence_note=evidence_note, benefited=benefited, expected_version=expected_version,
    )  # fmt: skip
    kept = keep_written([written], by=by, page=page)
    if refusal := kept.refused.get(due.pk):
        raise refusal
    return kept.saved[due.pk]


@transaction.atomic
def correct_return(due: DueReturn, *, by: User, reason: str) -> Return:
    """Begin a correction of a verified return: a new draft with its values and files, which replaces it once verified.

    Case studies stay with the version they were told with, and are shown as they were.
    """
    due = _locked_due(due)
    side = check_can_report(by, due)
    latest = due.returns.order_by("number").last()
    if latest is None or latest.status != ReturnStatus.VERIFIED:
        raise WrongState("Only a verified return is corrected; this one can still be changed or is waiting to be verified")
    check_reason(reason, "Say what was wrong")
    # With the score as it was sent: the new version’s evidence is looked at by itself
    kept = {name: getattr(latest, name) for name in KEPT} | as_sent(latest)
    number = latest.number + 1
    fresh = Return.objects.create(due=due, number=number, side=side, created_by=by, **kept, correction_reason=reason.strip())
    copy_named(latest, fresh, carry_files(latest, fresh, by=by))
    carry_shares(latest, fresh, by=by)
    note(fresh, "correct return", "began a correction of", by=by, reason=reason)
    return fresh


@transaction.atomic
def drop_correction(kpi_return: Return, *, by: User, reason: str = "") -> None:
    """Remove a correction that was begun, with its files and case studies. The verified return stays as it is.

    The audit record keeps that there was one and who dropped it; a draft's words are kept in the draft alone. Raises WrongState
    for anything but a correction that is not submitted, Refused for one that was sent before and is dropped without ``reason``.
    """
    fresh = locked(kpi_return, AS_READ)
    check_can_drop(by, fresh)
    if fresh.sent_as is not None:
        check_reason(reason, "It was sent before: say why it is dropped")
    for document in Document.objects.of(fresh):
        remove_evidence(fresh, by=by, document=document)
    for story in fresh.stories.all():
        remove_story(story, by=by)
    note(fresh, "drop correction", "dropped a correction of", by=by, reason=reason.strip())
    fresh.delete()
