"""What is kept of a result is the result, in every number and order."""

import json
from fractions import Fraction

from procurement.scoring import compute, kept, one_mark_changes, read_record, scored

from .records import bid, price, quality, record
from .test_properties import evaluations, given, settings


def through_json(data):
    read = read_record(data)
    result, changes = compute(read), one_mark_changes(read)
    # As PostgreSQL keeps it: objects without their order
    text = json.dumps(kept(result, changes), sort_keys=True)
    return (result, changes), scored(json.loads(text))


@given(evaluations())
@settings(max_examples=150, deadline=None)
def test_kept_and_read_again_it_is_what_was_computed(data):
    computed, read = through_json(data)
    assert read == computed


def test_the_order_of_the_kinds_and_thirds_survive():
    data = record([quality("q", "50"), price("50")], [bid("A", "3", q="3"), bid("B", "1", q="4"), bid("C", "7", q="1")])
    (result, _), (again, _) = through_json(data)
    assert [list(one.by_kind) for one in again.bids] == [list(one.by_kind) for one in result.bids]
    assert again.bid("A").by_kind["price"] == Fraction(50, 3)


def test_a_change_that_puts_a_bid_out_or_brings_one_in_is_kept_with_those_ranked_then():
    data = record([price("50"), quality("q", "50", minimum="2")], [bid("A", "100", q="2"), bid("B", "50", q="1")])
    (_, changes), (_, again) = through_json(data)
    assert [one.totals for one in again] == [one.totals for one in changes]
    assert {frozenset(one.totals) for one in again} == {frozenset(), frozenset({"A", "B"})}
