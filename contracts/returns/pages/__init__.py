"""A return's figure and evidence in words, the same on every page; the button that takes back what was done with it."""

from django.urls import reverse

from contracts.obligations.models import Kpi
from contracts.performance.shown import quantity
from contracts.returns.calculations.figures import ANSWERED
from contracts.returns.models import Return
from contracts.returns.permissions import can_undo_submit, can_undo_verify
from socialvalue.accounts.models import User
from socialvalue.common.undoing import Undo, undo_until


def figure_text(version: Return, kpi: Kpi) -> str:
    """“80 % (12 of 15)”, “about 40 people”, “Yes”, “No cases”; “No value yet” of a draft without one."""
    if version.no_cases:
        return "No cases"
    if version.value is None:
        return "No value yet"
    if kpi.kind in ANSWERED:
        return "Yes" if version.value else "No"
    # Never so that the rounded figure contradicts what is said of it: 89.996 % beside a target of 90 %
    said = quantity(version.value, kpi.unit, version.due.target, version.due.minimum)
    parts = f" ({version.parts})" if version.parts else ""
    return f"{'about ' if version.estimated else ''}{said}{parts}"


def evidence_text(version: Return, files: int) -> str:
    """“2 files”, “A note of where it is”, “None”; ``files``: how many stand with the version."""
    if files:
        return f"{files} file{'' if files == 1 else 's'}"
    return "A note of where it is" if version.evidence_note.strip() else "None"


def undo_of(kpi_return: Return | None, user: User) -> Undo | None:
    """The button that takes back this person's last act on the return, while it is open."""
    if kpi_return is None:
        return None
    if kpi_return.submitted_at and can_undo_submit(user, kpi_return):
        url = reverse("return-undo-submit", args=[kpi_return.pk])
        return Undo(url, undo_until(kpi_return.submitted_at), "submitting this return")
    if kpi_return.decided_at and can_undo_verify(user, kpi_return):
        url = reverse("return-undo-verify", args=[kpi_return.pk])
        return Undo(url, undo_until(kpi_return.decided_at), "verifying this return")
    return None
