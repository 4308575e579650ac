"""The returns that one side makes for one contract and one period: those whose period ends on the same day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from contracts.evidence.permissions import can_report, can_write, contract_of, reports_for
from contracts.obligations.permissions import side_of
from contracts.register.enums import Side
from contracts.register.models import Contract
from contracts.returns.models import Return
from contracts.returns.selectors import DueState, loaded, state_of
from contracts.returns.selectors.queue import Waiting, waiting
from contracts.schedule.models import DueReturn
from contracts.schedule.selectors.locking import with_exceptions
from socialvalue.accounts.models import User
from socialvalue.common import clock


@dataclass(frozen=True)
class PeriodRow:
    """One KPI in its period, as this person sees it.

    ``latest``: the last version they see; ``before``: the verified return of the period before. ``told``: what is missing or in
    question about ``latest``, None where nothing is typed. ``may_write``: this person may change it now.
    """

    state: DueState
    latest: Return | None
    before: Return | None
    told: Waiting | None
    may_write: bool

    @property
    def due(self) -> DueReturn:
        return self.state.due

    @property
    def files(self) -> list:
        return self.told.files if self.told else []

    @property
    def draft(self) -> Waiting | None:
        """A draft with a figure, or one that was sent back: what can be checked and submitted."""
        return self.told if self.may_write and self.latest is not None and self.latest.is_answered else None


def period_of(contract: Contract, ends_on: date, user: User) -> list[PeriodRow]:
    """What is owed of the contract for the periods that end on this day, by KPI, and of it what this person's side reports.

    The council sees all of it and writes what ``made_by`` says; the supplier sees what it makes. A constant number of queries.
    """
    rows = DueReturn.objects.visible_to(user).owed().filter(kpi__obligation__contract=contract, ends_on=ends_on)
    council = reports_for(user, contract) == Side.COUNCIL
    dues = [due for due in loaded(rows).order_by("kpi__number", "pk") if council or made_by(user, due)]
    with_exceptions(dues)
    seen = {version.pk: version for version in _seen(dues, user)}
    last: dict[int, Return] = {}
    for due in dues:
        for version in due.returns.all():
            if version.pk in seen:
                last[due.pk] = seen[version.pk]
                last[due.pk].due = due
    told = {one.version.due_id: one for one in waiting(list(last.values()))}
    earlier = _before(dues, user)
    today = clock.today()
    return [_row(due, last.get(due.pk), told.get(due.pk), earlier.get(due.kpi_id), user, today) for due in dues]


def made_by(user: User, due: DueReturn) -> bool:
    """Whether this person's side is asked for it: the supplier, of all but the council's own duties; the council, of these, of
    what has no supplier, and of what it has begun itself. ``due`` is loaded as in ``loaded``."""
    contract = contract_of(due)
    side = side_of(user, contract, due.due_on)
    if side is None:
        return False
    if side == Side.SUPPLIER:
        return not due.kpi.client_side
    begun = [version.side for version in due.returns.all()]
    nobody_else = not contract.parties.all() and contract.service_head_id is None
    return due.kpi.client_side or nobody_else or Side.COUNCIL in begun


def _seen(dues: Sequence[DueReturn], user: User) -> list[Return]:
    return list(Return.objects.visible_to(user).filter(due__in=dues).select_related("decided_by", "submitted_by"))


def _before(dues: Sequence[DueReturn], user: User) -> dict[int, Return]:
    """The verified return of the nearest period before, by KPI."""
    if not dues:
        return {}
    first = max(due.starts_on for due in dues)
    rows = Return.objects.visible_to(user).filter(
        Q(status="verified"), due__kpi__in={due.kpi_id for due in dues}, due__starts_on__lt=first
    )
    begins = {due.kpi_id: due.starts_on for due in dues}
    ordered = rows.select_related("due__kpi").order_by("due__starts_on")
    return {one.due.kpi_id: one for one in ordered if one.due.starts_on < begins[one.due.kpi_id]}


def _row(
    due: DueReturn, latest: Return | None, told: Waiting | None, before: Return | None, user: User, today: date
) -> PeriodRow:
    state = state_of(due, due.kpi, today)
    hidden = state.latest is not None and (latest is None or latest.pk != state.latest.pk)
    may_write = made_by(user, due) and can_report(user, due) and not hidden and (latest is None or can_write(user, latest))
    return PeriodRow(state, latest, before, told, may_write)
