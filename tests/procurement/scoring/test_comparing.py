"""What differs between the result a record holds and the one computed again: each difference by its path."""

import pytest

from procurement.scoring.comparing import differences


@pytest.mark.parametrize(
    ("recorded", "computed", "said"),
    [
        ({"a": "1"}, {"a": "1"}, []),
        ({"rank": "1"}, {"rank": "1.0"}, []),  # a number is what it is worth
        ({"id": "1"}, {"id": "1.0"}, ['result.id: the record has "1", computed "1.0"']),  # an id is what it says
        (["a", "b"], ["a"], ["result: the record has 2 entries, computed 1"]),
        (["a"], ["b"], ['result[0]: the record has "a", computed "b"']),
        # A list beside something that is none is one difference, not a walk through its entries
        ([1], "1", ['result: the record has a list, computed "1"']),
        ("1", [1], ['result: the record has "1", computed a list']),
        ({"a": 1}, [1], ["result: the record has an object, computed a list"]),
        ({}, {"a": "1"}, ['result.a: the record has nothing, computed "1"']),
        ({"a": "1"}, {}, ['result.a: the record has "1", computed nothing']),
    ],
)
def test_each_difference_is_said_once_with_its_path(recorded, computed, said):
    assert differences(recorded, computed) == said
