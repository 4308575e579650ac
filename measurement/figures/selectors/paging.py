"""Rows of a statement as a paginator wants them: counted and sliced in SQL, one query for each page."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar, overload

from django.core.paginator import Page, Paginator

T = TypeVar("T")


class Rows(Sequence[T], Generic[T]):
    """``_fetch`` answers the statement's rows, each with ``rows_in_all``; ``_make`` turns one into what the page shows."""

    def __init__(self) -> None:
        self._count: int | None = None
        self._pages: dict[tuple[int, int], list[T]] = {}

    def _fetch(self, limit: int, offset: int) -> list[dict[str, Any]]:
        raise NotImplementedError

    def _make(self, row: dict[str, Any]) -> T:
        raise NotImplementedError

    def page(self, number: str | None, per_page: int = 25) -> Page:
        """The asked-for page, read first so that its query also tells how many there are."""
        asked = page_number(number)
        start = (asked - 1) * per_page
        self[start : start + per_page]
        return Paginator(self, per_page).get_page(asked)

    @overload
    def __getitem__(self, item: int) -> T: ...

    @overload
    def __getitem__(self, item: slice) -> list[T]: ...

    def __getitem__(self, item: int | slice) -> T | list[T]:
        if isinstance(item, int):
            return self._read(1, item)[0]
        key = (item.start, item.stop)
        if key not in self._pages and (self._count is None or item.start < self._count):
            self._pages[key] = self._read(item.stop - item.start, item.start)
            if self._count is not None:
                self._pages[(item.start, min(item.stop, self._count))] = self._pages[key]
        return self._pages.get(key, [])

    def __len__(self) -> int:
        if self._count is None:
            self._read(1, 0)
        assert self._count is not None, "a reading from the start counts"
        return self._count

    def _read(self, limit: int, offset: int) -> list[T]:
        rows = self._fetch(limit, offset)
        if rows or not offset:
            self._count = rows[0]["rows_in_all"] if rows else 0
        return [self._make(row) for row in rows]


def page_number(text: str | None) -> int:
    """The page asked for; what is not a number, nought, or too long to be one is the first."""
    return int(text) if text and text.isdecimal() and len(text) < 10 and int(text) else 1
