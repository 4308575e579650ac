"""One query a kind: the rows that match, up to a limit; and, where no kind has any, those that are alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Model, QuerySet

from measurement.search.calculations.asking import Asked, key_of
from measurement.search.selectors import matching
from measurement.search.selectors.kinds import Kind

# More of a kind are neither counted nor read: somebody with more than that adds a word
MOST = 100
MOST_OF_ONE = 500


@dataclass(frozen=True)
class Found:
    """The rows of one kind, at most as many as were asked for; ``more``: there are others."""

    kind: Kind
    rows: list[Model]
    more: bool


@dataclass(frozen=True)
class Results:
    """``similar``: nothing has the words as they were typed, and these have words like them."""

    found: list[Found]
    similar: bool = False

    def with_reference(self, asked: Asked) -> list[tuple[Kind, Model]]:
        """The records whose own reference is the one that was typed."""
        return [
            (found.kind, row)
            for found in self.found
            if found.kind.has_reference and asked.key
            for row in found.rows
            if key_of(attrgetter("reference")(row)) == asked.key
        ]


def find(kinds: Sequence[Kind], asked: Asked, user, most: int = MOST) -> Results:
    """What ``user`` may see of ``kinds`` and what fits ``asked``, at most ``most`` a kind.

    One query a kind; as many again where nothing was found and a word may be misspelt.
    """
    matching.prepare()
    found = [_of(kind, matching.begins, asked, user, most) for kind in kinds]
    if any(one.rows for one in found) or not matching.may_be_misspelt(asked):
        return Results([one for one in found if one.rows])
    alike = [_of(kind, matching.similar, asked, user, most) for kind in kinds]
    for one in alike:
        one.rows.sort(key=attrgetter("closeness"), reverse=True)
    return Results([one for one in alike if one.rows], similar=True)


def _of(kind: Kind, match, asked: Asked, user, most: int) -> Found:
    found = match(searched(kind, user), asked)
    if match is matching.begins:
        found = _few_first(kind, found, user)
    rows = list(found[: most + 1])
    return Found(kind, rows[:most], len(rows) > most)


def _few_first(kind: Kind, found: QuerySet, user) -> QuerySet:
    """The same, in order; of very many matches some. Otherwise PostgreSQL reads a table in its order until it has met enough.

    Where a word stands only in titles at the end of the alphabet, it folded every title before them.
    """
    return kind.rows(user).filter(pk__in=found.order_by().values("pk")[: MOST_OF_ONE + 1]).order_by(*kind.order)


def searched(kind: Kind, user) -> QuerySet:
    """The kind's rows that ``user`` sees, in order, each with its folded text as ``searched``."""
    return kind.rows(user).alias(searched=matching.text_of(kind.fields, kind.before)).order_by(*kind.order)
