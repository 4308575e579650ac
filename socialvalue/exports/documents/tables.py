"""What a long table is: who may have it, and how it is read for one person as they asked for it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import QueryDict

from socialvalue.accounts.enums import Permission
from socialvalue.accounts.models import User
from socialvalue.common.canonical import sha256
from socialvalue.common.errors import NotAllowed
from socialvalue.exports.documents.bundles import Bundle, counted
from socialvalue.exports.enums import OF_A_TABLE, Form
from socialvalue.exports.models import roles_of


@dataclass(frozen=True)
class Asked:
    """A table as somebody asks for it: what a view knows of its request. A job asks in the same words, days later."""

    user: User
    GET: QueryDict


@dataclass(frozen=True)
class Table:
    """``name`` is the file's without its ending. ``rows`` gives the headings first, and is read while it is written.

    ``read_from``: what its rows are read from, to see how many there are. ``knows``: the names in an address that change it.
    ``page``: the address of the list it came from.
    """

    name: str
    title: str
    rows: Callable[[], Iterable[Sequence]]
    read_from: Sequence[QuerySet]
    knows: frozenset[str]
    page: str
    forms: ClassVar[Sequence[Form]] = OF_A_TABLE

    def is_longer_than(self, most: int) -> bool:
        """Reads no more than ``most`` and one of each part."""
        return sum(part.order_by()[: most + 1].count() for part in self.read_from) > most

    def count(self) -> int:
        return counted(self.read_from)

    def said(self, query: QueryDict) -> str:
        """What of an address's query changes the table, always in the same words."""
        found = QueryDict(mutable=True)
        for name in sorted(self.knows.intersection(query)):
            found.setlist(name, [value for value in query.getlist(name) if value])
        return found.urlencode()


def names_in(form: BaseForm) -> frozenset[str]:
    """The names by which an address fills a form; a date has three."""
    found: set[str] = set()
    for name, field in form.fields.items():
        found |= {f"{name}{end}" for end in getattr(field.widget, "widgets_names", [""])}
    return frozenset(found)


def nothing_else(user: User) -> Sequence:
    return ()


@dataclass(frozen=True)
class Kind:
    """``table`` (a Table or a Bundle) raises Refused for a filter that cannot be read; it has only what this person may see.

    ``opened_by``: what that hangs on besides their roles, as plain data.
    """

    key: str
    needs: frozenset[Permission]
    table: Callable[[Asked], Table | Bundle]
    opened_by: Callable[[User], Sequence] = nothing_else

    def seen_as(self, user: User) -> str:
        """A digest of what this person sees the table by: a file that was made by another is not given out."""
        return sha256([roles_of(user), list(self.opened_by(user))])

    def is_for(self, user: User) -> bool:
        return any(user.can(permission) for permission in self.needs)

    def table_for(self, asked: Asked) -> Table | Bundle:
        """The table; NotAllowed without a role that may have it: a job asks in nobody's page."""
        if not self.is_for(asked.user):
            raise NotAllowed("Your roles do not include this file any more", permissions=sorted(self.needs))
        return self.table(asked)


def came_from(address: str, query: QueryDict, *without: str) -> str:
    """The address of the list with the filter of ``query``; ``without``: what only the file's own query says."""
    left = query.copy()
    for name in without:
        left.pop(name, None)
    return f"{address}?{left.urlencode()}" if left else address


_kinds: dict[str, Kind] = {}


def exported(kind: Kind) -> None:
    """Let a table be made into a long file. Called from an AppConfig's ``ready``."""
    _kinds[kind.key] = kind


def kind_of(key: str) -> Kind | None:
    return _kinds.get(key)
