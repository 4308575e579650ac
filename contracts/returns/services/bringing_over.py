"""Returns of earlier records: brought over as what they are, with the days those records say, and never as if made here."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from contracts.evidence.permissions import contract_of
from contracts.evidence.services.noting import note
from contracts.performance.composing import read
from contracts.register.enums import Side
from contracts.returns.calculations.answering import all_evidence
from contracts.returns.calculations.figures import Figure, missing, problems, settled
from contracts.returns.models import Return
from contracts.returns.permissions import check_can_bring_over, check_can_stand_for_earlier
from contracts.returns.selectors.sent import sent_now
from contracts.returns.workflow import RETURN
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.models import DueReturn
from contracts.schedule.services import set_own_terms
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.errors import Refused, WrongState
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.saving import locked, save_changes

MADE_HERE = "A return of this period was made here: what is wrong in it is corrected on its page"
# Stands where a verifier’s comment does: who says so looked at the records, not at evidence here
BY_RECORDS = "Verified by earlier records"
SAYS_MORE = "The file of earlier records says something else than the one before"
DIFFERS = "Stands here otherwise, and was verified: correct it on its page, with a reason"
TOUCHED = "Was changed here after it was brought over: correct it on its page"


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """What earlier records say of a period. ``target`` and ``minimum`` are its own; None leaves what was planned.

    ``verified``: they say it was verified, on ``verified_on`` where they say when; otherwise it was only sent, on ``sent_on``.
    """

    figure: Figure
    verified: bool
    sent_on: date | None = None
    verified_on: date | None = None
    target: Decimal | None = None
    minimum: Decimal | None = None
    estimated: bool = False
    narrative: str = ""
    evidence_note: str = ""

    @property
    def texts(self) -> dict[str, str | bool]:
        return {"estimated": self.estimated, "narrative": self.narrative, "evidence_note": self.evidence_note}


@transaction.atomic
def bring_over(due: DueReturn, earlier: Earlier, *, by: User, verified_by: User | None = None) -> str:
    """Keep what earlier records say of ``due``: “created”, “updated” or “unchanged”. The caller keeps the figures (``keep``).

    It counts from now: what was frozen before does not rest on it. A verified one needs ``verified_by``, a second person. What
    people made or corrected here is never touched. Raises Refused on the field that is wrong, WrongState where it stands here.
    """
    locked(due, NOTHING_READ)
    due = DueReturn.objects.select_related("kpi__obligation__contract__council__period_lock").get(pk=due.pk)
    check_can_bring_over(by, due)
    if earlier.verified:
        if verified_by is None:
            raise Refused("Say who says that it was verified: a second person", "status")
        check_can_stand_for_earlier(verified_by, contract_of(due), by)
    kept = _checked(due, earlier)
    versions = list(due.returns.order_by("number"))
    if not versions:
        _create(due, earlier, kept, by, verified_by)
        return "created"
    if not versions[0].brought_over:
        raise WrongState(MADE_HERE)
    return _again(due, versions, earlier, kept, by, verified_by)


def _checked(due: DueReturn, earlier: Earlier) -> dict:
    """The figure as it is kept. Raises Refused with everything that is wrong."""
    kpi, subs = due.kpi, read(due.sub_scores)
    found = problems(kpi.kind, earlier.figure, may_be_negative=kpi.may_be_negative, subs=subs, earlier=True)
    # Nobody shows evidence here for what was verified before: the levels of earlier records stand
    kept = Figure() if found else settled(kpi.kind, earlier.figure, subs, all_evidence(subs))
    if not found and (nothing := missing(kpi.kind, kept)):
        found = [nothing]
    found += _of_days(due, earlier)
    if found:
        raise Refused(found)
    return vars(kept)


def _of_days(due: DueReturn, earlier: Earlier) -> list[tuple[str, str]]:
    today, found = clock.today(), []
    if due.ends_on >= today:
        found.append(("starts_on", "This period is not over: it is reported on its page"))
    for name, day in (("sent_on", earlier.sent_on), ("verified_on", earlier.verified_on)):
        if day is not None and day > today:
            found.append((name, "This day has not come yet"))
        elif day is not None and day < due.starts_on:
            found.append((name, "Lies before the period began"))
    if earlier.verified_on and not earlier.verified:
        found.append(("verified_on", "Only what was verified has this day: the status says it was sent"))
    elif earlier.sent_on and earlier.verified_on and earlier.verified_on < earlier.sent_on:
        found.append(("verified_on", "Lies before the day on which it was sent"))
    return found


def _create(due: DueReturn, earlier: Earlier, kept: dict, by: User, verified_by: User | None) -> None:
    changed = set_own_terms(due, target=earlier.target, minimum=earlier.minimum)
    now, status = clock.now(), RETURN.target("submit", ReturnStatus.DRAFT)
    made = Return.objects.create(
        due=due,
        number=1,
        status=status,
        side=Side.COUNCIL,
        created_by=by,
        brought_over=True,
        sent_on=earlier.sent_on,
        first_submitted_at=now,
        submitted_at=now,
        submitted_by=by,
        **kept,
        **earlier.texts,
    )
    if earlier.verified:
        _verify(made, earlier, verified_by)
    _keep_as_sent(made)
    note(made, "bring over return", f"{_did(made)} the return of", by=by, changes=changed)


def _keep_as_sent(version: Return) -> None:
    version.sent_as = sent_now([version])[version.pk]
    version.save(update_fields=["sent_as"])


def _verify(made: Return, earlier: Earlier, verified_by: User | None) -> None:
    status = RETURN.target("verify", made.status)
    told = {"decided_by": verified_by, "verified_on": earlier.verified_on, "decision_comment": BY_RECORDS}
    save_changes(made, status=status, decided_at=clock.now(), **told)


def _did(made: Return) -> str:
    return "brought over from earlier records" + (f", verified by the word of {made.decided_by}," if made.is_verified else "")


def _again(due: DueReturn, versions: list[Return], earlier: Earlier, kept: dict, by: User, verified_by: User | None) -> str:
    """The same file, or one that says more. What was decided or changed here since stays."""
    first = locked(versions[0], NOTHING_READ)
    first.due = due
    same = _says(first, due, earlier, kept)
    settled_here = first.decided_at is not None or len(versions) > 1
    if same and (settled_here or not earlier.verified):
        return "unchanged"
    if settled_here:
        raise WrongState(TOUCHED if first.is_queried or len(versions) > 1 else DIFFERS)
    if first.sent_back_at is not None:
        raise WrongState(TOUCHED)
    changed = set_own_terms(due, target=earlier.target, minimum=earlier.minimum)
    changed |= save_changes(first, sent_on=earlier.sent_on, **kept, **earlier.texts)
    if earlier.verified:
        _verify(first, earlier, verified_by)
    _keep_as_sent(first)
    note(first, "bring over return", f"{_did(first)} again the return of", by=by, reason=SAYS_MORE, changes=changed)
    return "updated"


def _says(first: Return, due: DueReturn, earlier: Earlier, kept: dict) -> bool:
    own = {name: amount for name in ("target", "minimum") if (amount := getattr(earlier, name)) is not None}
    days = {"sent_on": earlier.sent_on} | ({"verified_on": earlier.verified_on} if first.decided_at and earlier.verified else {})
    said = {**kept, **earlier.texts, **days}
    return all(getattr(first, name) == value for name, value in said.items()) and all(
        getattr(due, name) == amount for name, amount in own.items()
    )
