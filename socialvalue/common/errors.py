"""What a service may raise. Views turn these into a message beside the field, a 403 or a 409 page; never a trace."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from django.forms import BaseForm


class DomainError(Exception):
    """A rule of the field was broken. ``field`` names the form field it belongs to, if any."""

    def __init__(self, message: str, field: str | None = None):
        super().__init__(message)
        self.message = message
        self.field = field


class Refused(DomainError):
    """The input breaks a rule. ``problems`` lists every problem: (field or None, message)."""

    def __init__(self, problems: Sequence[tuple[str | None, str]] | str, field: str | None = None):
        if isinstance(problems, str):
            problems = [(field, problems)]
        self.problems = list(problems)
        super().__init__("; ".join(m for _, m in problems), problems[0][0] if problems else None)


class NotAllowed(DomainError):
    """An insider lacks the permission, or it is the wrong moment for it: 403 with the reason."""


class WrongState(NotAllowed):
    """The record's status does not allow the verb."""


class Conflict(DomainError):
    """The record was saved since it was shown: by somebody else unless ``own``. Nothing was overwritten.

    ``line`` says the same in the one line under a form that saves by itself.
    """

    def __init__(self, message: str | None = None, *, line: str = "", own: bool = False):
        super().__init__(
            message
            or "Somebody else saved this while you were working on it. Nothing of theirs was overwritten. "
            "What you typed is kept below: compare it with the latest version, then save again."
        )
        self.line = line or "Not saved: somebody else saved this meanwhile. Press Save to see both."
        self.own = own


def add_to_form(form: "BaseForm", error: DomainError) -> None:
    """Show a service's refusal in the form that caused it, beside the field when the form has that field."""
    if isinstance(error, Conflict):
        vars(form)["conflict"] = error
        form.add_error(None, ValidationError(error.message, code="conflict"))
        return
    problems = error.problems if isinstance(error, Refused) else [(error.field, error.message)]
    for field, message in problems:
        form.add_error(field if field in form.fields else None, message)
