"""What a service may raise. Views turn these into a message beside the field, a 403 or a 409 page; never a trace."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from django.db.models import Model
    from django.forms import BaseForm


class DomainError(Exception):
    """A rule of the field was broken. ``field`` names the form field it belongs to, if any."""

    def __init__(self, message: str, field: str | None = None):
        super().__init__(message)
        self.message = message
        self.field = field

    @property
    def problems(self) -> Sequence[tuple[str | None, str]]:
        """What is wrong, one by one: (field or None, message)."""
        return [(self.field, self.message)]


class Refused(DomainError):
    """The input breaks one rule or several. ``problems`` lists them all: (field or None, message)."""

    def __init__(self, problems: Sequence[tuple[str | None, str]] | str, field: str | None = None):
        self._problems = [(field, problems)] if isinstance(problems, str) else problems
        super().__init__("; ".join(m for _, m in self._problems), self._problems[0][0] if self._problems else None)

    @property
    def problems(self) -> Sequence[tuple[str | None, str]]:
        return self._problems


class NotAllowed(DomainError):
    """An insider lacks the permission, or it is the wrong moment for it: 403 with the reason.

    ``permissions``: those of which one would be enough; the page says whose they are and whom to ask, not what they are called.
    """

    def __init__(self, message: str, field: str | None = None, permissions: Sequence[str] = ()):
        super().__init__(message, field)
        self.permissions = tuple(permissions)


class Tied(NotAllowed):
    """A tie to a supplier or an interest bars this person, whatever their role: somebody else has to do it."""


class WrongState(NotAllowed):
    """The record's status does not allow the verb."""


class Conflict(DomainError):
    """The record was saved since it was shown: by somebody else unless ``own``. Nothing was overwritten.

    ``line`` says the same in the one line under a form that saves by itself. ``changed``: the record as it is now, and
    ``since`` when it was read (None where that is not known): the page lists what happened to it from then on.
    """

    def __init__(
        self, message: str | None = None, *, line: str = "", own: bool = False,
        changed: "Model | None" = None, since: datetime | None = None,
    ):  # fmt: skip
        super().__init__(
            message
            or "Somebody else saved this while you were working on it. Nothing of theirs was overwritten. "
            "What you typed is kept below: compare it with the latest version, then save again."
        )
        self.line = line or "Not saved: somebody else saved this meanwhile. Press Save to see both."
        self.own = own
        self.changed = changed
        self.since = since
        # Where the page is that has to be read again, when the view knows it
        self.back = ""


class TooBusy(Exception):
    """There is more to do at this moment than is good for anybody: 503, and try again after ``retry_after`` seconds."""

    def __init__(self, message: str, retry_after: int = 10):
        super().__init__(message)
        self.message = message
        self.retry_after = retry_after


def add_to_form(form: "BaseForm", error: DomainError) -> None:
    """Show a service's refusal in the form that caused it, beside the field when the form has that field."""
    if isinstance(error, Conflict):
        vars(form)["conflict"] = error
        form.add_error(None, ValidationError(error.message, code="conflict"))
        return
    if led_to := getattr(error, "led_to", ""):
        vars(form)["made_before"] = led_to
    for field, message in error.problems:
        form.add_error(field if field in form.fields else None, message)


def can(check: Callable, user, *args) -> bool:
    """Whether ``check(user, *args)`` lets it pass: every ``can_x`` asks its ``check_can_x``. Nobody signed in may do nothing.

    Every refusal of ours is a no; anything else that goes wrong is a mistake of the program and comes through.
    """
    if not user.is_authenticated:
        return False
    try:
        check(user, *args)
    except DomainError:
        return False
    return True
