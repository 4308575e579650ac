"""A list as a page or as a file: from rows and a filter to what the template draws. How to use it: docs/pages.md."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.functional import cached_property

from socialvalue.common import clock
from socialvalue.common.lists.acting import Tick
from socialvalue.common.lists.asking import COLUMNS, COMING, FORM, SORT, VIEW, Asked, asked_of, kept, ordered, to_save
from socialvalue.common.lists.chips import Chip, chips_of, much_to_filter, unread, values_of
from socialvalue.common.lists.columns import Column, Kind, Listing
from socialvalue.common.tables import csv_response
from socialvalue.common.templatetags.formats import day, moment, number, words

CHUNK = 500
Narrow = Callable[[dict], QuerySet]


@dataclass(frozen=True)
class Heading:
    """A column's heading with the query that sorts by it, and how it is sorted now: "", "ascending" or "descending"."""

    column: Column
    query: str
    sorted: str


@dataclass(frozen=True)
class Line:
    """A row: what it is, what heads it, the columns with their cells, and the box to tick where the list has any."""

    row: Any
    first: Any
    cells: list[tuple[Column, Any]]
    tick: Tick | None


@dataclass
class Listed:
    """A list as it was asked for. ``values`` is the filter in force, ``broken`` what of a saved view cannot be read any more."""

    listing: Listing
    query: QueryDict
    asked: Asked
    rows: QuerySet
    form: BaseForm | None
    values: dict
    broken: list[str]
    # What a page has besides: its saved views (``views``), boxes to tick (``act``, an Act), a file of its own (``own_file``)
    more: dict = field(default_factory=dict)

    @cached_property
    def page(self) -> Page:
        return Paginator(self.rows, self.listing.per_page).get_page(self.query.get("page"))

    @cached_property
    def found(self) -> list[Any]:
        """The rows of this page, prepared."""
        return list(self.listing.prepare(list(self.page.object_list)))

    @property
    def lines(self) -> list[Line]:
        first, *rest = self.asked.columns
        act = self.more.get("act")
        tick = act.tick if act else lambda row: None
        return [Line(row, drawn(first, row), [(c, drawn(c, row)) for c in rest], tick(row)) for row in self.found]

    @property
    def headings(self) -> list[Heading]:
        return [self._heading(column) for column in self.asked.columns]

    def _heading(self, column: Column) -> Heading:
        if column.sort is None:
            return Heading(column, "", "")
        current = self.asked.column is column
        falling = not self.asked.falling if current else column.falls
        query = kept(self.query, SORT)
        query[SORT] = f"-{column.key}" if falling else column.key
        now = ("descending" if self.asked.falling else "ascending") if current else ""
        return Heading(column, query.urlencode(), now)

    @property
    def chips(self) -> list[Chip]:
        return chips_of(self.form, self.values, self.query)

    @property
    def shows_filter(self) -> bool:
        """Only where there is much to filter, or a filter is in force."""
        return much_to_filter(self.form, self.page.paginator.count)

    @property
    def counted(self) -> str:
        return self.listing.counted(self.page.paginator.count)

    @property
    def order_words(self) -> str:
        """“title, A to Z”; the list's own words where nobody sorted."""
        if self.asked.column is None:
            return self.listing.order_words
        return self.asked.column.order_words(falling=self.asked.falling)

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """(key, words, whether it is so now) of every order: on a phone there are no headings to press."""
        found = [] if self.listing.sort else [("", _capital(self.listing.order_words), self.asked.column is None)]
        for column in self.listing.columns:
            if column.sort is not None:
                for falling in (False, True):
                    now = self.asked.column is column and self.asked.falling is falling
                    found.append((f"{'-' * falling}{column.key}", _capital(column.order_words(falling=falling)), now))
        return found

    @property
    def choices(self) -> list[tuple[Column, bool]]:
        """Every column but the first, and whether it is shown."""
        return [(column, column in self.asked.columns) for column in self.listing.columns[1:]]

    @property
    def may_choose(self) -> bool:
        """Whether there is anything to choose: an order for those without headings, or columns."""
        return len(self.orders) > 1 or self.has_more_columns

    @property
    def has_more_columns(self) -> bool:
        """Whether the list has columns that nobody sees unasked."""
        return any(not column.shown for column in self.listing.columns)

    @property
    def kept_by_filter(self) -> list[tuple[str, str]]:
        """What a new filter leaves as it is."""
        return [(name, value) for name in (SORT, COLUMNS, *COMING) for value in self.query.getlist(name)]

    @property
    def kept_by_choice(self) -> list[tuple[str, str]]:
        """What a new order and other columns leave as it is."""
        return [(name, value) for name, values in kept(self.query, SORT, COLUMNS).lists() for value in values]

    @property
    def file_query(self) -> str:
        query = to_save(self.query)
        query[FORM] = "csv"
        return query.urlencode()

    @property
    def clear_url(self) -> str:
        """The address without the filter: the order and the columns stay. Empty where nothing is filtered."""
        if not self.values and not (self.form and self.form.errors):
            return ""
        query = self.query.copy()
        for name in list(query):
            if name not in (SORT, COLUMNS, *COMING):
                del query[name]
        return f"?{query.urlencode()}"

    def table(self) -> Iterator[list]:
        """The whole list as a file has it, headings first, read a chunk at a time."""
        parts = [part for column in self.asked.columns for part in column.in_file]
        yield [heading for heading, _ in parts]
        for rows in _chunks(self.rows):
            for row in self.listing.prepare(rows):
                yield [_in_file(read(row)) for _, read in parts]


def list_page(
    request: HttpRequest,
    listing: Listing,
    template: str,
    *,
    rows: Narrow,
    form: BaseForm | None = None,
    more: dict | None = None,
    **context,
) -> HttpResponseBase:
    """Draw ``listing``, or answer it as a CSV (``?as=csv``). ``rows`` takes the filter's values and answers what one may see.

    ``form`` is the filter, bound to the address or not. The template has ``list`` (a Listed), ``form`` and ``context``; ``more``
    goes to ``list.more``. A saved view whose filter cannot be read any more shows everything, and says so.
    """
    listed = listed_of(request, listing, rows=rows, form=form, more=more)
    if request.GET.get(FORM) == "csv" and not listed.more.get("own_file"):
        return csv_response(f"{listing.key}.csv", listed.table())
    return render(request, template, {"list": listed, "form": form, "page": listed.page, **context})


def listed_of(request, listing: Listing, *, rows: Narrow, form: BaseForm | None = None, more: dict | None = None) -> Listed:
    """The list as ``request`` asks for it; see ``list_page``."""
    asked = asked_of(listing, request.GET)
    values, broken = values_of(form), unread(form) if VIEW in request.GET else []
    if broken:
        values = {}
    found = ordered(rows(values), listing, asked)
    return Listed(listing, request.GET, asked, found, form, values, broken, more or {})


def drawn(column: Column, row: Any) -> Any:
    """The cell as the page shows it; what is missing is heard as such."""
    if column.draw is not None:
        return column.draw(row)
    value = column.read(row)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date) or (value is None and column.kind is Kind.DAY):
        return day(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, (int, Decimal)) or (value is None and column.is_numeric):
        return number(value)
    return words(value, "None")


def _in_file(value: Any) -> Any:
    """A moment in the council's own time."""
    return value.astimezone(clock.LONDON).replace(microsecond=0) if isinstance(value, datetime) else value


def _chunks(rows: QuerySet) -> Iterator[list]:
    chunk = []
    for row in rows.iterator(chunk_size=CHUNK):
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
