"""What an address asks of a list: an order, columns, a filter. What the list does not have is passed over."""

from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.db.models.expressions import Expression, OrderBy, Subquery
from django.http import QueryDict

from socialvalue.common.lists.columns import Column, Listing

SORT, COLUMNS, PAGE, VIEW, FORM, TICK, ALL = "sort", "columns", "page", "view", "as", "tick", "all"
# What says where one is in a list, and not which list it is
PASSING = (PAGE, FORM, TICK)
# What says how one came to it: by a saved view, or in spite of one
COMING = (VIEW, ALL)


@dataclass(frozen=True)
class Asked:
    """The column to sort by (None: the list's own order), whether falling, and the columns shown, the first always."""

    column: Column | None
    falling: bool
    columns: tuple[Column, ...]


def asked_of(listing: Listing, query: QueryDict) -> Asked:
    """Read ``sort`` (“ends”, “-ends”) and ``columns`` (each once); anything else is left to the list's filter."""
    sort = query.get(SORT, "")
    column = listing.column(sort.removeprefix("-"))
    if column is None:
        sort = listing.sort
        column = listing.column(sort.removeprefix("-"))
    keys = set(query.getlist(COLUMNS)) & {c.key for c in listing.columns}
    shown = [c for c in listing.columns[1:] if (c.key in keys if keys else c.shown)]
    return Asked(column, sort.startswith("-"), (listing.first, *shown))


def ordered(rows: QuerySet, listing: Listing, asked: Asked) -> QuerySet:
    """``rows`` in the order asked for: what is missing comes last either way, and the key ends every tie."""
    if asked.column is None:
        return rows.order_by(*listing.order, "pk")
    last = "-pk" if asked.falling else "pk"
    return rows.order_by(_order(rows, asked.column.sort, falling=asked.falling), last)


def _order(rows: QuerySet, sort: str | Expression | Subquery | None, *, falling: bool) -> OrderBy:
    expression = F(sort) if isinstance(sort, str) else sort
    assert expression is not None, "a column that cannot be sorted by is never asked for"
    # Only where something can be missing: PostgreSQL walks an index backwards for a plain falling order alone
    last = True if _may_be_missing(rows, sort) else None
    return OrderBy(expression, descending=falling, nulls_last=last)


def _may_be_missing(rows: QuerySet, sort: str | Expression | Subquery | None) -> bool:
    names = {field.name for field in rows.model._meta.get_fields()}
    if not isinstance(sort, str) or sort not in names:
        return True
    return rows.model._meta.get_field(sort).null


def kept(query: QueryDict, *without: str) -> QueryDict:
    """The address's query as it can be changed: without empty parts, where one is in the list, and ``without``."""
    found = QueryDict(mutable=True)
    for name, values in query.lists():
        said = [value for value in values if value]
        if said and name not in (*PASSING, *without):
            found.setlist(name, said)
    return found


def to_save(query: QueryDict) -> QueryDict:
    """What of the address makes the list what it is."""
    return kept(query, *COMING)


def same(first: QueryDict, second: QueryDict) -> bool:
    """Whether two addresses show the same list: empty parts and their order say nothing."""
    return _said(first) == _said(second)


def _said(query: QueryDict) -> dict[str, list[str]]:
    return {name: sorted(filter(None, values)) for name, values in to_save(query).lists() if any(values)}
