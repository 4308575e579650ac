"""What a long table is: who may have it, and how it is read for one person as they asked for it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import QueryDict

from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.common.errors import NotAllowed


@dataclass(frozen=True)
class Asked:
    """A table as somebody asks for it: what a view knows of its request. A job asks in the same words, days later."""

    user: User
    GET: QueryDict


@dataclass(frozen=True)
class Table:
    """``name`` is the file's without its ending. ``rows`` gives the headings first, and is read while it is written.

    ``read_from``: what its rows are read from, to see how many there are.
    """

    name: str
    title: str
    rows: Callable[[], Iterable[Sequence]]
    read_from: Sequence[QuerySet]

    def is_longer_than(self, most: int) -> bool:
        """Reads no more than ``most`` and one of each part."""
        return sum(part.order_by()[: most + 1].count() for part in self.read_from) > most

    def count(self) -> int:
        return sum(part.order_by().count() for part in self.read_from)


@dataclass(frozen=True)
class Kind:
    """``table`` raises Refused for a filter that cannot be read, and answers only what this person may see."""

    key: str
    needs: frozenset[Permission]
    table: Callable[[Asked], Table]

    def table_for(self, asked: Asked) -> Table:
        """The table; NotAllowed without a role that may have it: a job asks in nobody's page."""
        if not any(asked.user.can(permission) for permission in self.needs):
            raise NotAllowed("Your roles do not include this file any more", permissions=sorted(self.needs))
        return self.table(asked)


_kinds: dict[str, Kind] = {}


def exported(kind: Kind) -> None:
    """Let a table be made into a long file. Called from an AppConfig's ``ready``."""
    _kinds[kind.key] = kind


def kind_of(key: str) -> Kind | None:
    return _kinds.get(key)
