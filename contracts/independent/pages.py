"""What the page of a return and of a finding say of an independent look."""

from collections.abc import Iterable
from datetime import datetime

from contracts.evidence.permissions import can_report, contract_of
from contracts.independent.models import Confirmation
from contracts.independent.permissions import can_ask, can_confirm, can_record_outside, can_settle
from contracts.independent.selectors import confirmations_of
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.pages import lock_notice
from socialvalue.accounts.models import User
from socialvalue.common.templatetags.formats import plain_day
from socialvalue.documents.models import Document

COLOURS = {"agrees": "green", "differs": "red", "cannot": "grey"}


def part_of(kpi_return, user: User) -> dict:
    """For the page of a return: what was found of the version that counts, and what this person may do."""
    if kpi_return is None or kpi_return.status != ReturnStatus.VERIFIED:
        return {}
    found = confirmations_of(kpi_return, user)
    return {
        "rows": [(one, tag_of(one), can_confirm(user, one), can_settle(user, one)) for one in found],
        "may_ask": can_ask(user, kpi_return),
        "may_record": can_record_outside(user, kpi_return),
        "due": kpi_return.due,
    }


def tag_of(one: Confirmation) -> tuple[str, str]:
    """A word for how it stands, and the colour of its tag."""
    if one.is_open:
        return "Asked", "yellow"
    return ("Settled", "grey") if one.differs and one.settled_at else (str(one.get_finding_display()), COLOURS[one.finding])


def checked_words(found: Iterable[Confirmation], before: datetime | None = None) -> str:
    """“Audit South, 3 July 2025: agrees with the figure”, one after the other; empty where nobody outside has said anything.

    ``before``: what was known by then; None for now.
    """
    said = []
    for one in found:
        if one.answered_at is None or before is not None and one.answered_at >= before:
            continue
        settled = one.settled_at is not None and (before is None or one.settled_at < before)
        after = f", and why it stands was said on {plain_day(one.settled_at)}" if settled else ""
        said.append(f"{one.who}, {plain_day(one.answered_at)}: {one.get_finding_display().lower()}{after}")
    return "; ".join(said)


def page_of(one: Confirmation, user: User) -> dict:
    """For the page of one finding: the return it is about, and the document of a body outside where this person reads it.

    Whoever says what follows is led to a correction only where they could begin one; otherwise the page says why not.
    """
    due, kpi = one.kpi_return.due, one.kpi_return.due.kpi
    contract, may_settle = contract_of(due), can_settle(user, one)
    corrected = may_settle and due.returns.filter(number__gt=one.kpi_return.number).exists()
    reads = Confirmation.objects.files_visible_to(user).filter(pk=one.pk).exists()
    return {
        "one": one,
        "tag": tag_of(one),
        "due": due,
        "kpi": kpi,
        "contract": contract,
        "period": f"{plain_day(due.starts_on)} to {plain_day(due.ends_on)}",
        "files": list(Document.objects.of(one)) if reads else [],
        "may_confirm": can_confirm(user, one),
        "may_settle": may_settle,
        "corrected": corrected,
        "may_correct": may_settle and not corrected and can_report(user, due),
        "lock": lock_notice(contract, due.ends_on, [due], user) if may_settle else None,
    }
