"""What an address asks of any list, which chips it has, what was ticked, and what a list may not be: without a database."""

import pytest
from django import forms
from django.http import QueryDict

from socialvalue.common.lists import Column, Kind, Listing, Narrowed
from socialvalue.common.lists.acting import shown_of
from socialvalue.common.lists.asking import asked_of, kept, same, to_save
from socialvalue.common.lists.chips import chips_of, unread, values_of


def column(key: str, **given) -> Column:
    return Column(key=key, heading=key.capitalize(), read=lambda row: row[key], **given)


def listing(**given) -> Listing:
    columns = (
        column("title", sort="title", said="title of the contract"),
        column("ends", sort="ends_on", kind=Kind.DAY),
        column("value", sort="value", kind=Kind.NUMBER, falls=True, shown=False),
        column("verbs", parts=None),
    )
    return Listing(**{"key": "things", "name": "Things", "one": "thing", "many": "things", "columns": columns, **given})


@pytest.mark.parametrize(
    ("query", "sort", "falling", "columns"),
    [
        ("", None, False, ["title", "ends", "verbs"]),
        ("sort=ends", "ends", False, ["title", "ends", "verbs"]),
        ("sort=-ends", "ends", True, ["title", "ends", "verbs"]),
        # A column that is not shown can be sorted by; one without an order cannot, nor one that is not there
        ("sort=-value", "value", True, ["title", "ends", "verbs"]),
        ("sort=verbs", None, False, ["title", "ends", "verbs"]),
        ("sort=--ends", None, False, ["title", "ends", "verbs"]),
        ("sort=password", None, False, ["title", "ends", "verbs"]),
        # The first stays, the others come in the list's order, once each
        ("columns=value&columns=ends&columns=value", None, False, ["title", "ends", "value"]),
        ("columns=title", None, False, ["title"]),
        ("columns=nothing&columns=", None, False, ["title", "ends", "verbs"]),
    ],
)
def test_what_an_address_asks(query, sort, falling, columns):
    asked = asked_of(listing(), QueryDict(query))
    assert (asked.column.key if asked.column else None, asked.falling) == (sort, falling)
    assert [c.key for c in asked.columns] == columns


@pytest.mark.parametrize(
    ("query", "sort", "falling"), [("", "ends", True), ("sort=title", "title", False), ("sort=no", "ends", True)]
)
def test_a_list_has_an_order_of_its_own(query, sort, falling):
    asked = asked_of(listing(sort="-ends"), QueryDict(query))
    assert (asked.column.key, asked.falling) == (sort, falling)


@pytest.mark.parametrize(
    ("key", "falling", "words"),
    [
        ("title", False, "title of the contract, A to Z"),
        ("title", True, "title of the contract, Z to A"),
        ("ends", False, "ends, earliest first"),
        ("ends", True, "ends, latest first"),
        ("value", True, "value, highest first"),
    ],
)
def test_an_order_is_said_in_words(key, falling, words):
    assert listing().column(key).order_words(falling=falling) == words


def test_a_column_has_its_parts_in_a_file_or_itself_or_nothing():
    one, many = column("a"), column("b", parts=(("B in £", lambda row: 1), ("B in words", lambda row: "one")))
    assert [heading for heading, _ in one.in_file] == ["A"]
    assert [heading for heading, _ in many.in_file] == ["B in £", "B in words"]
    assert column("c", parts=None).in_file == ()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"columns": (column("a"), column("a"))}, "things: two columns have one key"),
        ({"sort": "-nothing"}, "things: no column is called -nothing"),
        ({"sort": "verbs"}, "things: no column is called verbs"),
    ],
)
def test_a_list_that_cannot_be_is_refused_as_it_is_written(given, why):
    with pytest.raises(ValueError, match=f"^{why}$"):
        listing(**given)


def test_without_a_column_the_list_is_the_same_otherwise():
    less = listing().without("ends", "verbs")
    assert [c.key for c in less.columns] == ["title", "value"]
    assert [c.key for c in listing().columns] == ["title", "ends", "value", "verbs"]
    assert asked_of(less, QueryDict("sort=ends")).column is None


@pytest.mark.parametrize(("count", "words"), [(0, "0 things"), (1, "1 thing"), (2, "2 things"), (1204, "1,204 things")])
def test_rows_are_counted_in_words(count, words):
    assert listing().counted(count) == words


@pytest.mark.parametrize(
    ("query", "without", "left"),
    [
        ("", (), ""),
        ("q=&status=active", (), "status=active"),
        ("status=active&page=3&as=csv&tick=all", (), "status=active"),
        ("status=active&status=&sort=-ends", (), "status=active&sort=-ends"),
        ("status=active&sort=-ends", ("status",), "sort=-ends"),
        ("view=4&status=active", (), "view=4&status=active"),
    ],
)
def test_what_stays_in_an_address(query, without, left):
    assert kept(QueryDict(query), *without).urlencode() == left


def test_a_view_is_saved_without_how_one_came_to_it():
    assert to_save(QueryDict("view=4&all=1&status=active&page=2&columns=ends")).urlencode() == "status=active&columns=ends"


@pytest.mark.parametrize(
    ("first", "second", "are"),
    [
        ("status=active", "status=active&page=2&q=", True),
        ("columns=a&columns=b", "columns=b&columns=a", True),
        ("view=1&status=active", "status=active", True),
        ("status=active", "status=draft", False),
        ("status=active", "status=active&sort=ends", False),
        ("columns=a", "columns=a&columns=b", False),
    ],
)
def test_two_addresses_that_show_the_same(first, second, are):
    assert same(QueryDict(first), QueryDict(second)) is are
    assert same(QueryDict(second), QueryDict(first)) is are


class Filter(forms.Form):
    q = forms.CharField(label="Search", required=False)
    status = forms.ChoiceField(label="Status", choices=[("", "Any"), ("active", "Active")], required=False)
    late = forms.BooleanField(label="Late only", required=False)
    hidden = forms.CharField(required=False, widget=forms.HiddenInput)


def chips(query: str) -> list[tuple[str, str, str]]:
    data = QueryDict(query)
    form = Filter(data)
    return [(chip.label, chip.value, chip.query) for chip in chips_of(form, values_of(form), data)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", []),
        ("q=&status=", []),
        ("q=care&sort=-ends&page=2", [("Search", "care", "sort=-ends")]),
        ("status=active&q=care", [("Search", "care", "status=active"), ("Status", "Active", "q=care")]),
        # What cannot be read is no filter in force, and what the form does not draw is no chip
        ("status=gone", []),
        ("hidden=1", []),
    ],
)
def test_each_filter_in_force_is_a_chip_that_takes_itself_off(query, found):
    assert chips(query) == found


def test_what_can_be_read_no_more_is_named():
    assert unread(Filter(QueryDict("status=gone&q=care"))) == ["Status"]
    assert unread(Filter(QueryDict("status=active"))) == []
    assert unread(Filter()) == unread(None) == []
    assert chips_of(None, {}, QueryDict("q=care")) == []


@pytest.mark.parametrize(
    ("ticked", "most", "found"),
    [
        ([], 5, []),
        (["3:1", "4:2"], 5, [(3, 1), (4, 2)]),
        (["3:1", "4:2", "5:1"], 2, [(3, 1), (4, 2)]),
        (["3", "3:", ":1", "-3:1", "3:-1", "3:1:1", "x:1", "3:1.0", ""], 9, []),
        # No key is longer than the database's own, and no version that long was ever shown
        ([f"{'9' * 18}:1", f"{'9' * 19}:1", "3:999999999", "3:9999999999"], 9, [(int("9" * 18), 1), (3, 999999999)]),
    ],
)
def test_of_what_was_ticked_only_rows_with_their_version_count(ticked, most, found):
    assert shown_of(ticked, most) == found


class OfWords(forms.Form):
    q = forms.CharField(required=False, label="Words")
    most = forms.IntegerField(required=False, label="At most")


@pytest.mark.parametrize(
    ("count", "query", "shows", "chips"),
    [
        (10, "", False, []),
        (11, "", True, []),
        (0, "q=care", True, [("Words", "care", "most=7")]),
        (3, "q=", False, []),
        (3, "most=many", True, []),
    ],
)
def test_a_filter_of_a_page_that_is_no_list_stands_above_more_than_ten_rows_or_while_it_is_in_force(count, query, shows, chips):
    asked = QueryDict(f"{query}&most=7" if chips else query)
    narrowed = Narrowed(OfWords(asked), count, asked)
    assert narrowed.shows_filter is shows
    assert [(chip.label, chip.value, chip.query) for chip in narrowed.chips if chip.label == "Words"] == chips
