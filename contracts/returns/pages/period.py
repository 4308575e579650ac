"""The page of one contract and period, its check and what is said after it: which words, in which order."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.html import format_html

from contracts.benefits.selectors import asked_of, note_of
from contracts.evidence.pages.postcodes import is_offered
from contracts.register.models import Contract
from contracts.returns.forms.period import PeriodForms
from contracts.returns.models import Return
from contracts.returns.pages import evidence_text, figure_text
from contracts.returns.pages.progress import progress
from contracts.returns.pages.working import sent_text, workings_of
from contracts.returns.permissions import can_undo_submit
from contracts.returns.selectors import owed_by
from contracts.returns.selectors.period import PeriodRow
from contracts.returns.services import Kept, runs_still, why_never
from contracts.schedule.pages import lock_notice
from contracts.schedule.selectors import period_page
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day, plain_quantity
from socialvalue.common.undoing import UNDO_MINUTES, Undo, undo_until


def frame(contract: Contract, rows: Sequence[PeriodRow], user: User) -> dict:
    """What every page of the period says on top: whose returns, of when, due when."""
    first = min(rows, key=lambda row: row.due.starts_on).due
    due_on = min(row.due.due_on for row in rows)
    return {
        "contract": contract,
        "period": f"{plain_day(first.starts_on)} to {plain_day(first.ends_on)}",
        "due_on": due_on,
        "today": clock.today(),
        "is_open": any(not row.state.handed_in for row in rows),
        "lock": lock_notice(contract, first.ends_on, [row.due for row in rows], user),
        "writes": any(row.may_write for row in rows),
        "undo_minutes": UNDO_MINUTES,
        "breadcrumbs": [
            (contract.title, reverse("contract", args=[contract.pk])),
            ("Returns", reverse("contract-returns", args=[contract.pk])),
        ],
    }


def target_of(row: PeriodRow) -> str:
    """“3 apprenticeships, minimum 2”, “None”."""
    due, kpi = row.due, row.due.kpi
    if due.target is None:
        return "None"
    if due.minimum is None:
        return plain_quantity(due.target, kpi.unit)
    bound = "limit" if kpi.lower_is_better else "minimum"
    return f"{plain_quantity(due.target, kpi.unit)}, {bound} {plain_quantity(due.minimum, kpi.unit)}"


def _told(row: PeriodRow) -> dict:
    kpi, latest = row.due.kpi, row.latest
    figure, sent = (figure_text(latest, kpi), sent_text(latest, kpi)) if latest else ("", "")
    return {
        "row": row,
        "due": row.due,
        "kpi": kpi,
        "latest": latest,
        "figure": figure,
        "sent": sent,
        "reported": f"{figure}, {sent} as it was sent" if sent else figure,
        "target": target_of(row),
        "before": figure_text(row.before, kpi) if row.before else "",
        "progress": progress(latest, row.before),
        "files": row.files,
        "may_count": row.may_write and is_offered(kpi, None),
        "tag": row.state.tag,
    }


def shown_rows(rows: Sequence[PeriodRow], forms: PeriodForms, user: User) -> dict:
    """The rows to fill in, each with its form; beneath them what is submitted or is somebody else's now, and its undo."""
    by_due = {form.row.due.pk: form for form in forms.rows}
    lines = workings_of([row.latest for row in rows if row.latest])
    told = [
        _told(row) | {"form": by_due.get(row.due.pk), "lines": lines.get(row.latest.pk) if row.latest else []} for row in rows
    ]
    for one in told:
        if (form := one["form"]) is not None and form.conflict:
            one["latest_rows"] = _stored(form, one["latest"])
    return {
        "shared": forms.shared,
        "forms": forms.rows,
        "to_fill": [one for one in told if one["form"]],
        "others": [one for one in told if not one["form"]],
        "undo": _undo_of(rows, user),
    }


def _stored(form, latest: Return | None) -> list[tuple[str, str]]:
    """What is stored of the row now, to be compared with what was typed."""
    if latest is None:
        return [("Figure", "")]
    words = [name for name in ("narrative", "direct_result", "anyway", "evidence_note") if getattr(latest, name)]
    return [
        ("Figure", figure_text(latest, latest.due.kpi)),
        *((form.fields[name].label, getattr(latest, name)) for name in words),
    ]


def not_saved(forms: PeriodForms, kept: Kept) -> str:
    """The line beneath rows that save themselves: which were not saved and why; empty when all were."""
    said = []
    for form in forms.rows:
        kpi = f"KPI {form.row.due.kpi.number}"
        if not form.is_valid():
            said.append(f"{kpi}: a value cannot be read")
        elif error := kept.refused.get(form.row.due.pk):
            said.append(f"{kpi}: {getattr(error, 'line', '') or error.message}")
    return f"Not saved yet. {'; '.join(said)}" if said else ""


@dataclass(frozen=True)
class Checked:
    """What would be submitted, what cannot be as it is, and what is empty and stays due: rows in words.

    ``in_all``: what is missing in every row that would be submitted, said once.
    """

    ready: list[dict]
    in_all: list[str]
    not_yet: list[dict]
    empty: list[dict]
    runs_still: bool

    @property
    def left(self) -> int:
        return len(self.not_yet) + len(self.empty)


def checked(rows: Sequence[PeriodRow]) -> Checked:
    """The one look at all of a period before it is submitted. No query."""
    ready, not_yet, empty = [], [], []
    for row in rows:
        if not row.may_write:
            continue
        if row.draft is None:
            empty.append(_told(row))
            continue
        version = row.draft.version
        asked = asked_of(row.due.kpi, row.due.ends_on)
        who = note_of(asked, version.value, version.benefited) if asked else ""
        missing = [*row.draft.missing, who] if who else list(row.draft.missing)
        one = _told(row) | {"missing": missing, "evidence": evidence_text(version, len(row.files))}
        if why := why_never(version):
            not_yet.append(one | {"why_not": why})
        else:
            ready.append(one)
    in_all = [line for line in ready[0]["missing"] if all(line in one["missing"] for one in ready)] if len(ready) > 1 else []
    for one in ready:
        one["missing"] = [line for line in one["missing"] if line not in in_all]
    return Checked(ready, in_all, not_yet, empty, any(runs_still(one["due"], one["latest"]) for one in ready))


def undo_together(sent: Sequence[Return], user: User) -> Undo | None:
    """The button that takes back what was submitted at one moment, while all of it can be."""
    moment = sent[0].submitted_at if sent else None
    if moment is None or not all(can_undo_submit(user, one) for one in sent):
        return None
    first = sent[0]
    page = reverse("returns-period-undo", args=[first.due.kpi.obligation.contract_id, first.due.ends_on.isoformat()])
    what = "submitting this return" if len(sent) == 1 else f"submitting these {len(sent)} returns"
    return Undo(f"{page}?of={'.'.join(str(one.pk) for one in sent)}", undo_until(moment), what)


def _undo_of(rows: Sequence[PeriodRow], user: User) -> Undo | None:
    """Of the last sending that can still be taken back."""
    moments: dict[datetime, list[Return]] = defaultdict(list)
    for row in rows:
        if row.latest and row.latest.is_submitted and row.latest.submitted_at:
            moments[row.latest.submitted_at].append(row.latest)
    return undo_together(moments[max(moments)], user) if moments else None


def done_with(sent: Sequence[Return], found: Checked, user: User) -> str:
    """What was submitted, what stays due, and a link to the period that comes next for this person."""
    count = len(sent)
    said = "1 return is submitted. Somebody at the council will verify it."
    if count != 1:
        said = f"{count} returns are submitted. Somebody at the council will verify them."
    if found.left:
        said += f" {found.left} stay{'s' if found.left == 1 else ''} due."
    here = {(one.due.kpi.obligation.contract_id, one.due.ends_on) for one in sent}
    following = next((due for due in owed_by(user)[:20] if (due.kpi.obligation.contract_id, due.ends_on) not in here), None)
    if following is None:
        return said
    contract = following.kpi.obligation.contract
    return format_html(
        '{} <a class="govuk-notification-banner__link" href="{}">Next: {}, {} to {}</a>',
        said,
        period_page(following),
        contract.title,
        plain_day(following.starts_on),
        plain_day(following.ends_on),
    )
