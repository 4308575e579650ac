"""What was typed for due rows, kept as drafts: one row or a whole period, judged row by row and written together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction

from contracts.benefits.calculations.parts import UNKNOWN
from contracts.benefits.selectors import asked_of, kept
from contracts.evidence.permissions import check_can_report, check_can_write
from contracts.evidence.services.noting import noted
from contracts.performance.composing import read
from contracts.returns.calculations.figures import Figure, problems, settled
from contracts.returns.models import Return
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.models import DueReturn
from contracts.schedule.selectors.locking import with_exceptions
from socialvalue.accounts.models import User
from socialvalue.audit.services import Entry, record_each
from socialvalue.common import clock
from socialvalue.common.errors import DomainError, Refused, WrongState
from socialvalue.common.reading import NOTHING_READ, Shown
from socialvalue.common.saving import OF_SAVING, check_none_read, locked_each, set_typed

WORDS = ("estimated", "narrative", "direct_result", "anyway", "evidence_note")
TYPED = (*vars(Figure()), *WORDS, "benefited")


@dataclass(frozen=True, kw_only=True)
class Written:
    """What was typed for one due row, as ``save_return`` has it; ``expected_version``: the version that its page was shown."""

    due: DueReturn
    figure: Figure = field(default_factory=Figure)
    estimated: bool = False
    narrative: str = ""
    direct_result: str = ""
    anyway: str = ""
    evidence_note: str = ""
    # By the keys of the groups that its KPI is asked for; None leaves what is there
    benefited: Mapping[str, Decimal | None] | None = None
    expected_version: Shown = NOTHING_READ


@dataclass
class Kept:
    """What became of the rows, each by the key of its due row: the version as it is kept, or why it is not."""

    saved: dict[int, Return] = field(default_factory=dict)
    refused: dict[int, DomainError] = field(default_factory=dict)


@dataclass
class _Judged:
    version: Return
    entry: Entry | None = None
    begun: bool = False
    changed: bool = False


@transaction.atomic
def keep_written(rows: Sequence[Written], *, by: User, page: str = "", whole: bool = True) -> Kept:
    """Keep what was typed, of each due row once. ``whole``: nothing is kept where one row is refused; else the others are.

    Never raises for a row: what ``save_return`` raises stands in ``refused``. A constant number of statements, however many rows.
    """
    done, judged = Kept(), []
    dues = {due.pk: due for due in _locked([row.due.pk for row in rows])}
    with_exceptions(dues.values())
    latest = _latest(dues)
    for row in rows:
        try:
            judged.append(_judge(row, dues[row.due.pk], latest.get(row.due.pk), by, page))
        except DomainError as refusal:
            done.refused[row.due.pk] = refusal
    if whole and done.refused:
        return done
    Return.objects.bulk_create([one.version for one in judged if one.begun])
    changed = [one.version for one in judged if one.changed]
    if changed:
        Return.objects.bulk_update(changed, [*TYPED, *OF_SAVING])
    entries = [_begun(one.version, by) if one.begun else one.entry for one in judged]
    record_each([entry for entry in entries if entry])
    done.saved = {one.version.due_id: one.version for one in judged}
    return done


def _locked(keys: Sequence[int]) -> list[DueReturn]:
    rows = DueReturn.objects.select_related("kpi__obligation__contract__council__period_lock", "kpi__breakdown__by_list")
    return locked_each(rows.prefetch_related("kpi__obligation__contract__parties"), dict.fromkeys(keys, NOTHING_READ))


def _latest(dues: dict[int, DueReturn]) -> dict[int, Return]:
    """The last version for each due row, locked after it."""
    found = {}
    rows = Return.objects.select_for_update(of=("self",)).filter(due__in=dues).order_by("due", "number")
    if any(due.kpi.is_composite for due in dues.values()):
        rows = rows.prefetch_related("named")
    for version in rows:
        version.due = dues[version.due_id]
        found[version.due_id] = version
    return found


def _judge(row: Written, due: DueReturn, latest: Return | None, by: User, page: str) -> _Judged:
    side = check_can_report(by, due)
    if latest is not None and latest.status == ReturnStatus.VERIFIED:
        raise WrongState("This return is verified. A correction replaces it, with a reason.")
    words = {name: getattr(row, name) for name in WORDS} | _benefited(row, due)
    if latest is None:
        check_none_read(row.expected_version)
        last = {"saved_by": by, "saved_at": clock.now(), "saved_page": page}
        typed = words | _checked(due, row.figure)
        return _Judged(Return(due=due, number=1, side=side, created_by=by, **typed, **last), begun=True)
    check_can_write(by, latest)
    typed, before = words | _checked(due, row.figure, latest), latest.saved_page
    changes = set_typed(latest, by=by, expected_version=row.expected_version, page=page, **typed)
    entry = noted(latest, "save return", "saved the return of", by=by, changes=changes) if changes else None
    return _Judged(latest, entry, changed=bool(changes) or latest.saved_page != before)


def _benefited(row: Written, due: DueReturn) -> dict:
    """Only of groups that the KPI is asked for. That they go with the figure is asked when it is sent: half is typed first."""
    asked = None if row.benefited is None else asked_of(due.kpi, due.ends_on)
    if asked is None or row.benefited is None:
        return {}
    keys = {UNKNOWN, *(group.key for group in asked.by_list.parts)}
    if any(amount is not None and amount < 0 for amount in row.benefited.values()):
        raise Refused("Who benefited: a number is 0 or more", "benefited")
    return {"benefited": kept({key: amount for key, amount in row.benefited.items() if key in keys})}


def _begun(version: Return, by: User) -> Entry:
    return noted(version, "begin return", "began the return of", by=by)


def _checked(due: DueReturn, figure: Figure, latest: Return | None = None) -> dict:
    """The figure as it is kept. Raises Refused, each problem on its field."""
    kpi, subs = due.kpi, read(due.sub_scores)
    if found := problems(kpi.kind, figure, may_be_negative=kpi.may_be_negative, subs=subs):
        raise Refused(found)
    given = latest.given if latest is not None and kpi.is_composite else ()
    return vars(settled(kpi.kind, figure, subs, given))
