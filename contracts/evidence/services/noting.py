"""What the audit record says of a return and of what is added to it."""

from contracts.evidence.permissions import contract_of
from contracts.schedule.enums import ReturnStatus
from socialvalue.audit.services import Entry, record_each
from socialvalue.common.templatetags.formats import plain_day


def about(kpi_return) -> list:
    """What an event on a return is about, most specific first."""
    due = kpi_return.due
    return [kpi_return, due, due.kpi, due.kpi.obligation, contract_of(due)]


def note(kpi_return, verb: str, words: str, *, by, reason: str = "", changes: dict | None = None) -> None:
    """Write the audit event. While the return is a draft the other side hears nothing of it: not even that there is one."""
    record_each([noted(kpi_return, verb, words, by=by, reason=reason, changes=changes)])


def noted(kpi_return, verb: str, words: str, *, by, reason: str = "", changes: dict | None = None) -> Entry:
    """The event of ``note``, for whoever writes several at once."""
    due = kpi_return.due
    hidden = kpi_return.status == ReturnStatus.DRAFT
    period = f"{plain_day(due.starts_on)} to {plain_day(due.ends_on)}"
    return Entry(
        verb=verb,
        sentence=f"{words} KPI {due.kpi.number}, {period}",
        by=by,
        about=kpi_return if hidden else about(kpi_return),
        council=None if hidden else contract_of(due).council,
        reason=reason,
        # What a draft says is kept in the draft alone
        changes={} if hidden else changes,
        confidential=hidden,
    )
