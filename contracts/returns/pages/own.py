"""The council’s own duties on the returns of a contract: what waits, the latest period of each, and who said what of it."""

from dataclasses import dataclass

from contracts.register.models import Contract
from contracts.returns.models import Return
from contracts.returns.pages import figure_text
from contracts.returns.permissions import can_decide, confirms
from contracts.returns.selectors import loaded, state_of
from contracts.schedule.models import DueReturn
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day


@dataclass(frozen=True)
class OwnDuty:
    due: DueReturn
    period: str
    tag: tuple[str, str]
    words: str


def own_duties(contract: Contract, user: User) -> list[OwnDuty]:
    """A line for each period that waits to be confirmed, and for the latest that is over. A constant number of queries."""
    rows = DueReturn.objects.visible_to(user).owed().filter(kpi__obligation__contract=contract, kpi__client_side=True)
    dues = list(loaded(rows.filter(ends_on__lt=clock.today())).order_by("kpi__number", "ends_on"))
    latest = {due.kpi_id: due.pk for due in dues}
    seen = _seen(dues, user)
    shown = [due for due in dues if latest[due.kpi_id] == due.pk or due.pk in seen and seen[due.pk].is_submitted]
    return [_line(due, seen.get(due.pk), user) for due in shown]


def _seen(dues: list[DueReturn], user: User) -> dict[int, Return]:
    """The last version of each that this person sees."""
    if not dues:
        return {}
    rows = Return.objects.visible_to(user).filter(due__in=dues).select_related("submitted_by", "decided_by")
    return {version.due_id: version for version in rows.order_by("number")}


def _line(due: DueReturn, version: Return | None, user: User) -> OwnDuty:
    period = f"{plain_day(due.starts_on)} to {plain_day(due.ends_on)}"
    tag = state_of(due, due.kpi, clock.today()).tag
    if version is None or version.submitted_at is None:
        return OwnDuty(due, period, tag, f"{period}: the council has not reported yet, due on {plain_day(due.due_on)}")
    version.due = due
    said = f"{period}: {figure_text(version, due.kpi)}, reported by {version.submitted_by}"
    if version.is_verified:
        said += f", confirmed by {version.decided_by}"
    elif version.is_submitted and confirms(user, due) and can_decide(user, version):
        said += ". Open it to confirm it or to ask"
    return OwnDuty(due, period, tag, said)
