"""What must hold for every evaluation, tried on evaluations nobody thought of."""

import json
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from procurement.scoring import (
    BadRecord,
    compute,
    differences,
    effective_weights,
    missing_weight,
    one_mark_changes,
    read_record,
    record_json,
)

from .records import group, pass_fail, price, quality, record, social

FORMULAS = [
    {"formula": "lowest_over_bid"},
    {"formula": "linear_from_lowest"},
    {"formula": "mean_deviation"},
    {"formula": "linear_to_ceiling", "ceiling": "900", "floor": "50.5"},
]


def split_of_100(draw, parts):
    """Weights in hundredths that total 100 exactly, each more than 0."""
    cuts = draw(st.lists(st.integers(1, 9999), min_size=parts - 1, max_size=parts - 1, unique=True))
    edges = [0, *sorted(cuts), 10_000]
    return [str(Decimal(high - low) / 100) for low, high in zip(edges, edges[1:], strict=False)]


@st.composite
def trees(draw):
    """Price, a group of quality with a pass or fail question inside, and a group of social value in two forms."""
    minimum = draw(st.sampled_from([None, "1", "2.5"]))
    outer, inner, forms = split_of_100(draw, 3), split_of_100(draw, 2), split_of_100(draw, 2)
    q1 = quality("q1", inner[0], minimum=minimum)
    inside = group("technical", outer[1], q1, quality("q2", inner[1]), pass_fail("insured"))
    asked = [social("s1", forms[0], "specified", minimum=minimum), social("s2", forms[1])]
    cost = price(outer[0], **draw(st.sampled_from(FORMULAS)))
    return [cost, inside, group("sv", outer[2], *asked)]


SCORES = st.sampled_from(["0", "1", "2", "2.5", "3", "4", "4.75", "5"])


@st.composite
def bids(draw, identity):
    return {
        "id": identity,
        "supplier": f"Supplier {identity}",
        "price": str(draw(st.integers(1, 2000))),
        "scores": {name: draw(SCORES) for name in ("q1", "q2", "s1", "s2")}
        | {"insured": draw(st.sampled_from([True, True, True, False]))},
    }


@st.composite
def evaluations(draw):
    gateway = draw(st.sampled_from([None, {"minimum_quality": "40"}, {"maximum_price": "1000", "minimum_quality": "20"}]))
    found = [draw(bids(identity)) for identity in "ABCDE"[: draw(st.integers(0, 5))]]
    return record(draw(trees()), found, gateway=gateway)


def shuffled(draw, items):
    items = draw(st.permutations(items))
    return [one | {"children": shuffled(draw, one["children"])} if "children" in one else one for one in items]


@given(evaluations(), st.data())
@settings(max_examples=150, deadline=None)
def test_the_order_of_bids_and_criteria_never_changes_a_result(data, more):
    other = data | {
        "criteria": shuffled(more.draw, data["criteria"]),
        "bids": shuffled(more.draw, data["bids"]),
    }
    assert json.dumps(compute(read_record(other)).as_dict()) == json.dumps(compute(read_record(data)).as_dict())


@given(evaluations())
@settings(max_examples=100, deadline=None)
def test_a_downloaded_record_checks_against_itself(data):
    kept = read_record(record_json(data), with_result=True)
    assert differences(kept.result, compute(kept).as_dict()) == []


@given(trees())
@settings(max_examples=100, deadline=None)
def test_effective_weights_of_what_is_scored_total_100(criteria):
    weights = effective_weights(criteria)
    assert sum(weights[name] for name in ("price", "q1", "q2", "s1", "s2")) == 100
    assert sum(weights[name] for name in ("price", "technical", "sv")) == 100
    assert missing_weight(criteria) == 0


@given(evaluations(), bids("OUT"))
@settings(max_examples=150, deadline=None)
def test_a_bid_that_is_out_changes_nothing_for_the_others(data, extra):
    out = extra | {"scores": extra["scores"] | {"insured": False}}
    alone = compute(read_record(data))
    beside = compute(read_record(data | {"bids": [*data["bids"], out]}))
    assert [one for one in beside.bids if one.id != "OUT"] == list(alone.bids)
    assert beside.ties == alone.ties
    assert beside.bid("OUT").total is None


@given(evaluations())
@settings(max_examples=100, deadline=None)
def test_points_add_up_and_stay_within_what_is_offered(data):
    for one in compute(read_record(data)).bids:
        assert all(0 <= line.points <= line.weight for line in one.lines)
        points = sum((line.points for line in one.lines), Fraction(0))
        assert sum(one.by_kind.values(), Fraction(0)) == points
        if one.total is None:
            assert one.failures
            assert one.status == one.failures[0].status
        else:
            assert one.total == points <= 100
            assert not one.failures


@given(evaluations())
@settings(max_examples=100, deadline=None)
def test_a_bid_with_more_points_never_ranks_lower(data):
    ranked = [one for one in compute(read_record(data)).bids if one.rank is not None]
    for one in ranked:
        assert one.rank == 1 + sum(other.total > one.total for other in ranked)
    assert [one.rank for one in ranked] == sorted(one.rank for one in ranked)


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["0", "-1", "100", "1e999999999", "price", "q1", "group", "pass_fail", "gateway"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def places(value, path=()):
    yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in members:
        yield from places(member, (*path, name))


@given(evaluations(), st.data())
@settings(max_examples=400, deadline=None)
def test_whatever_stands_anywhere_is_computed_or_refused_with_a_path(data, more):
    data = json.loads(json.dumps(data))
    for _ in range(more.draw(st.integers(1, 3))):
        *before, last = more.draw(st.sampled_from(list(places(data))[1:]))
        at = data
        for name in before:
            at = at[name]
        at[last] = more.draw(ODD)
    for source in (data, json.dumps(data)):
        try:
            record_read, problems = read_record(source), []
        except BadRecord as error:
            record_read, problems = None, error.problems
        assert (record_read is None) == bool(problems)
        assert all(len(line.splitlines()) == 1 and ": " in line for line in problems)
        if record_read:
            compute(record_read)
            one_mark_changes(record_read)
