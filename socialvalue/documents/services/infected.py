"""A file with a virus is refused, which undoes whatever its request had begun to write. That it came is written afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import transaction

from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.audit.services import record
from socialvalue.common.errors import Refused
from socialvalue.documents.services.inside.refusing import FIELD
from socialvalue.notifications.services import tell_all


@dataclass(frozen=True)
class Came:
    by: User
    found: str


_came: ContextVar[list[Came] | None] = ContextVar("infected files", default=None)


def refused(name: str, found: str, *, by) -> Refused:
    """The refusal to raise; remembers that it came, for the end of the request."""
    came = _came.get()
    if came is not None:
        came.append(Came(by, found))
    return Refused(
        f"{name} was not kept: the virus scanner found {found} in it. Do not pass the file on. "
        "Tell the people who look after your computer, and upload a copy from a clean one.",
        FIELD,
    )


@contextmanager
def written_afterwards() -> Iterator[None]:
    """Around a request: what was refused in it is recorded and told once everything else is undone or done."""
    token = _came.set([])
    try:
        yield
        for one in _came.get() or []:
            _write(one)
    finally:
        _came.reset(token)


@transaction.atomic
def _write(one: Came) -> None:
    """In the record of the person's own side. What a bidder uploads is nobody else's to know, not even that they do."""
    council = one.by.council
    tried = f"tried to upload a file in which the virus scanner found {one.found}"
    event = record("refused a file", tried, by=one.by, about=one.by, council=council)
    if council:
        tell_all(
            User.objects.holding(Permission.ADMINISTER, council),
            key=f"virus-refused:{event.pk}",
            subject=f"A file with a virus was refused: {one.found}",
            body=f"{one.by} {tried}. It was not kept. Their computer may have it: ask them, and the people who look after it.",
            why="You get this because you look after people and settings.",
            council=council,
        )
