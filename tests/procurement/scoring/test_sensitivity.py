from dataclasses import replace
from fractions import Fraction

import pytest

from procurement.scoring import NotANumber, compute, differences, effective_weights, missing_weight, one_mark_changes, read_record

from .records import bid, carers, group, pass_fail, price, quality, record, social
from .test_properties import evaluations, given, settings


def changes(data):
    return one_mark_changes(read_record(data))


def test_the_smallest_change_comes_first_with_the_totals_it_would_give():
    # A: 40 + 48 + 4.8 = 92.8. B: 36.363636 + 48 + 7.2 = 91.563636. A mark of q3 is worth 2.4, of q1 9.6.
    data = carers(bid("A", "100", q1="5", q3="2"), bid("B", "110", q1="5", q3="3"))
    first = changes(data)[0]
    assert (first.criterion, first.bid, first.before, first.after) == ("q3", "A", 2, 1)
    assert first.points == Fraction(12, 5)
    assert first.totals == {"A": Fraction(452, 5), "B": Fraction(400, 11) + Fraction(276, 5)}
    assert (first.first_before, first.first_after) == (("A",), ("B",))
    assert [(one.criterion, one.bid, one.after) for one in changes(data)] == [
        ("q3", "A", 1),
        ("q3", "B", 4),
        ("q1", "A", 4),
    ]


def test_nothing_turns_a_clear_win():
    assert changes(carers(bid("A", "100", q1="5", q3="5"), bid("B", "300", q1="2", q3="0"))) == []


def test_any_mark_turns_a_tie():
    data = record([quality("q", "100")], [bid("A", q="3"), bid("B", q="3")])
    assert {(one.bid, one.after, one.first_after) for one in changes(data)} == {
        ("A", 2, ("B",)),
        ("A", 4, ("A",)),
        ("B", 2, ("A",)),
        ("B", 4, ("B",)),
    }


def test_a_mark_that_brings_a_bid_in_or_out_compares_prices_anew():
    # B is one mark below its minimum; in, its price of 50 halves the price points of A.
    data = record([price("50"), quality("q", "50", minimum="2")], [bid("A", "100", q="3"), bid("B", "50", q="1")])
    (turn,) = [one for one in changes(data) if one.bid == "B"]
    assert (turn.before, turn.after) == (1, 2)
    assert turn.totals == {"A": 55, "B": 70}


@pytest.mark.parametrize(
    ("a", "b", "turns"),
    [
        ("1", "0.5", {("A", Fraction(0)), ("B", Fraction(3, 2))}),
        ("4", "4.5", {("A", Fraction(5)), ("B", Fraction(7, 2))}),
    ],
    ids=["down to nothing", "up to the most"],
)
def test_a_mark_reaches_both_ends_of_the_scale(a, b, turns):
    data = record([quality("q", "100")], [bid("A", q=a), bid("B", q=b)])
    assert {(one.bid, one.after) for one in changes(data)} == turns


def test_scores_stay_on_the_scale():
    data = record([quality("q", "100")], [bid("A", q="5"), bid("B", q="4.5")])
    assert all(0 <= one.after <= 5 for one in changes(data))
    assert ("B", Fraction(11, 2)) not in {(one.bid, one.after) for one in changes(data)}


def test_a_bid_without_social_value_scores_is_not_brought_through_the_gateway():
    data = record(
        [quality("q", "80"), social("s", "20")],
        [bid("A", q="3", s="0"), bid("B", q="2")],
        gateway={"minimum_quality": "50"},
    )
    assert all(one.bid == "A" for one in changes(data))


def test_no_bids_and_nothing_scored_turn_nothing():
    assert changes(record([quality("q", "100")], [])) == []
    assert changes(record([price("100")], [bid("A", "1"), bid("B", "1")])) == []


@given(evaluations())
@settings(max_examples=60, deadline=None)
def test_every_change_is_what_computing_the_changed_record_gives(data):
    before = read_record(data)
    for change in one_mark_changes(before):
        bids = tuple(
            replace(one, scores={**one.scores, change.criterion: change.after}) if one.id == change.bid else one
            for one in before.bids
        )
        after = compute(replace(before, bids=bids))
        assert {one.id: one.total for one in after.bids if one.total is not None} == change.totals
        assert tuple(one.id for one in after.bids if one.rank == 1) == change.first_after
        assert change.first_after != change.first_before


# Weights for the tender editor ---------------------------------------------------------------------------


def test_weights_of_a_half_finished_tree():
    criteria = [
        price("40"),
        group("g", "60", quality("a", None), quality("b", "50"), pass_fail("p")),
        group("h", None, quality("c", "100")),
    ]
    assert effective_weights(criteria) == {"price": 40, "g": 60, "a": None, "b": 30, "h": None, "c": None}
    assert missing_weight(criteria[1]["children"]) == 50
    assert missing_weight(criteria) == 0
    assert missing_weight([]) == 100
    assert missing_weight([quality("a", "60"), quality("b", "40.5")]) == Fraction(-1, 2)


def test_a_weight_that_is_no_number_is_refused():
    with pytest.raises(NotANumber):
        missing_weight([quality("a", "sixty")])


# Comparing results ---------------------------------------------------------------------------------------


def test_equal_numbers_may_be_written_differently():
    result = compute(read_record(carers())).as_dict()
    other = compute(read_record(carers())).as_dict()
    other["bids"][0] |= {"total": "85.60", "rank": "1"}
    assert differences(other, result) == []


def test_every_difference_is_named_by_its_path():
    result = compute(read_record(carers())).as_dict()
    other = compute(read_record(carers())).as_dict()
    other["bids"][0]["total"] = "85.7"
    other["bids"][0]["lines"][1]["points"] = "38.5"
    other["bids"][0]["by_kind"].pop("price")
    other["ties"] = [["A", "B"]]
    other["note"] = "looks right"
    assert differences(other, result) == [
        'result.bids[0].total: the record has "85.7", computed "85.6"',
        'result.bids[0].by_kind.price: the record has nothing, computed "40"',
        'result.bids[0].lines[1].points: the record has "38.5", computed "38.4"',
        "result.ties: the record has 1 entries, computed 0",
        'result.note: the record has "looks right", computed nothing',
    ]


def test_ids_are_text_and_not_numbers():
    result = compute(read_record(carers(bid("1", "100", q1="4", q3="3")))).as_dict()
    other = compute(read_record(carers(bid("1.0", "100", q1="4", q3="3")))).as_dict()
    assert differences(other, result) == ['result.bids[0].id: the record has "1.0", computed "1"']
