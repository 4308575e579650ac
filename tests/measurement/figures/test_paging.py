"""Rows of a statement as pages: how many queries they take, and what is asked for beyond the last."""

import pytest

from measurement.figures.selectors.paging import Rows, page_number


class Letters(Rows[str]):
    """The alphabet's first letters, and a list of what was asked for."""

    def __init__(self, count: int):
        super().__init__()
        self.letters = [{"letter": chr(97 + n), "rows_in_all": count} for n in range(count)]
        self.asked: list[tuple[int, int]] = []

    def _fetch(self, limit, offset):
        self.asked.append((limit, offset))
        return self.letters[offset : offset + limit]

    def _make(self, row):
        return row["letter"]


@pytest.mark.parametrize(
    ("number", "shown", "asked"),
    [
        (None, "abc", [(3, 0)]),
        ("2", "def", [(3, 3)]),
        ("3", "g", [(3, 6)]),
        # Beyond the last page the last is shown: how many there are has to be asked first
        ("4", "g", [(3, 9), (1, 0), (1, 6)]),
        ("0", "abc", [(3, 0)]),
    ],
)
def test_a_page_is_one_query(number, shown, asked):
    rows = Letters(7)
    assert "".join(rows.page(number, 3).object_list) == shown
    assert rows.asked == asked


def test_nothing_is_one_empty_page():
    rows = Letters(0)
    page = rows.page("5", 3)
    assert (list(page.object_list), page.paginator.num_pages, len(rows)) == ([], 1, 0)


def test_what_was_read_is_not_read_again():
    rows = Letters(7)
    assert (len(rows), rows[0:3], rows[0:3], rows[6], rows[9:12]) == (7, ["a", "b", "c"], ["a", "b", "c"], "g", [])
    assert rows.asked == [(1, 0), (3, 0), (1, 6)]


@pytest.mark.parametrize(
    ("text", "page"),
    [(None, 1), ("", 1), ("0", 1), ("1", 1), ("7", 7), ("-2", 1), ("x", 1), ("999999999", 999_999_999), ("9" * 10, 1)],
)
def test_a_page_s_number_is_read_or_is_the_first(text, page):
    assert page_number(text) == page
