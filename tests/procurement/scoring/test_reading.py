import json
from decimal import Decimal

import pytest

from procurement.scoring import BadRecord, read_record

from .records import bid, carers, group, pass_fail, price, quality, record, social


def problems_of(source):
    with pytest.raises(BadRecord) as caught:
        read_record(source)
    return caught.value.problems


def changed(path, value, data=None):
    """A good record with the value at `path` (names and places) replaced, or removed where `value` is ...."""
    data = json.loads(json.dumps(data or carers()))
    at = data
    for step in path[:-1]:
        at = at[step]
    if value is ...:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return data


GATED = record(
    [price("40"), quality("q", "40"), social("s", "20")],
    [bid("A", "10", q="5", s="5")],
    gateway={"minimum_quality": "50", "maximum_price": "100"},
)


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        (["format"], ..., "format: is missing"),
        (["format"], "evaluation-record/2", 'format: "evaluation-record/2" is not one of evaluation-record/1'),
        (["tender"], "T-1", 'tender: "T-1" is not an object'),
        (["method"], ..., "method: is missing"),
        (["method"], "lottery", 'method: "lottery" is not one of embedded, gateway'),
        (["gateway"], {"maximum_price": "5"}, "gateway: the method embedded has no gateway"),
        (["scale"], ..., "scale: is missing"),
        (["scale"], {}, "scale.maximum: is missing"),
        (["scale"], {"maximum": "5", "maximun": "4"}, "scale.maximun: is not known; maximum is"),
        (["scale", "maximum"], "0", "scale.maximum: 0 is not more than 0"),
        (["scale", "maximum"], True, "scale.maximum: true is not a number"),
        (["bids"], ..., "bids: is missing"),
        (["bids"], {}, "bids: an object is not a list"),
        (["bids", 0], 7, "bids[0]: 7 is not an object"),
        (["bids", 0, "id"], ..., "bids[0].id: is missing"),
        (["bids", 0, "id"], 7, "bids[0].id: 7 is not text"),
        (["bids", 0, "id"], " ", "bids[0].id: is empty"),
        (["bids", 0, "supplier"], 7, "bids[0].supplier: 7 is not text"),
        (["bids", 0, "price"], ..., "bids[0].price: is missing"),
        (["bids", 0, "price"], None, "bids[0].price: is missing"),
        (["bids", 0, "price"], "0", "bids[0].price: 0 is not more than 0"),
        (["bids", 0, "price"], "-5", "bids[0].price: -5 is not more than 0"),
        (["bids", 0, "price"], "free", 'bids[0].price: "free" is not a number'),
        (["bids", 0, "price"], "1e999999999", "bids[0].price: has an exponent beyond 100"),
        (["bids", 0, "scores"], [], "bids[0].scores: a list is not an object"),
        (["bids", 0, "scores", "q1"], "7", "bids[0].scores.q1: 7 is more than the scale's maximum 5"),
        (["bids", 0, "scores", "q1"], "5.0000001", "bids[0].scores.q1: 5.0000001 is more than the scale's maximum 5"),
        (["bids", 0, "scores", "q1"], "-1", "bids[0].scores.q1: -1 is less than 0"),
        (["bids", 0, "scores", "q1"], True, "bids[0].scores.q1: true is not a number"),
        (["bids", 0, "scores", "q1"], ..., "bids[0].scores.q1: is missing, and missing is not zero"),
        (["bids", 0, "scores", "q3"], None, "bids[0].scores.q3: is missing, and missing is not zero"),
        (["bids", 0, "scores", "q9"], "1", "bids[0].scores.q9: there is no such criterion"),
        (["bids", 0, "scores", "Question 9.1"], "1", 'bids[0].scores["Question 9.1"]: there is no such criterion'),
        (["bids", 0, "scores", "quality"], "1", "bids[0].scores.quality: is a group, which has no score of its own"),
        (
            ["bids", 0, "scores", "price"],
            "1",
            "bids[0].scores.price: is the price criterion; a bid gives its price as price",
        ),
        (["bids", 0, "score"], {}, "bids[0].score: is not known; scores is"),
        (["criteria"], [], "criteria: is empty"),
        (["criteria", 0, "weight"], "30", "criteria: the weights total 90, not 100: 10 is missing"),
        (["criteria", 0, "weight"], "40.001", "criteria: the weights total 100.001, not 100: 0.001 is too much"),
        (
            ["criteria", 1, "children", 0, "weight"],
            "79.99999999",
            "criteria[1].children: the weights total 99.99999999, not 100: 0.00000001 is missing",
        ),
        (["criteria", 0, "weight"], ..., "criteria[0].weight: is missing"),
        (["criteria", 0, "kind"], "prize", 'criteria[0].kind: "prize" is not one of group, quality, social_value, price, pass_fail'),
        (["criteria", 0, "formula"], ..., "criteria[0].formula: is missing"),
        (["criteria", 0, "children"], [quality("x", "100")], "criteria[0].children: only a group has children"),
        (["criteria", 0, "minimum"], "3", "criteria[0].minimum: only a quality or social_value criterion has a minimum"),
        (["criteria", 1, "children", 0, "form"], "open", "criteria[1].children[0].form: only a social_value criterion has a form"),
        (["criteria", 1, "children", 0, "formula"], "x", "criteria[1].children[0].formula: only a price criterion has this"),
        (["criteria", 1, "children", 0, "minimum"], "6", "criteria[1].children[0].minimum: 6 is more than the scale's maximum 5"),
        (["criteria", 1, "children", 0, "minimun"], "2", "criteria[1].children[0].minimun: is not known; minimum is"),
        (["criteria", 1, "children", 1, "form"], ..., "criteria[1].children[1].form: is missing"),
        (["criteria", 1, "children", 1, "form"], "closed", 'criteria[1].children[1].form: "closed" is not one of specified, open'),
    ],
)  # fmt: skip
def test_one_thing_wrong_is_one_problem_with_its_path(path, value, problem):
    assert problems_of(changed(path, value)) == [problem]


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        (["gateway"], ..., "gateway: is missing"),
        (["gateway"], {}, "gateway: has neither minimum_quality nor maximum_price"),
        (["gateway", "minimum_quality"], "101", "gateway.minimum_quality: 101 is not a percentage from 0 to 100"),
        (["gateway", "maximum_price"], "0", "gateway.maximum_price: 0 is not more than 0"),
        (["gateway", "maximum"], "5", "gateway.maximum: is not one of minimum_quality, maximum_price"),
        (["bids", 0, "scores", "s"], ..., "bids[0].scores.s: is missing, and missing is not zero"),
        (["bids", 0, "scores", "s"], "6", "bids[0].scores.s: 6 is more than the scale's maximum 5"),
    ],
)  # fmt: skip
def test_what_the_gateway_asks_for(path, value, problem):
    assert problems_of(changed(path, value, GATED)) == [problem]


def test_minimum_quality_needs_quality_criteria():
    data = record([social("s", "100")], [bid("A", s="1")], gateway={"minimum_quality": "50"})
    assert problems_of(data) == ["gateway.minimum_quality: there is no quality criterion to measure it by"]


def test_a_cap_on_price_needs_prices_even_without_a_price_criterion():
    data = record([quality("q", "100")], [bid("A", q="1")], gateway={"maximum_price": "50"})
    assert problems_of(data) == ["bids[0].price: is missing"]


def test_without_a_gateway_that_can_be_read_no_bid_is_certainly_within_it():
    """So the missing social value score is not what is wrong."""
    broken = changed(["gateway", "maximum_price"], "0", changed(["bids", 0, "scores", "s"], ..., GATED))
    assert problems_of(broken) == ["gateway.maximum_price: 0 is not more than 0"]


def test_a_bid_that_fails_otherwise_but_is_within_the_gateway_still_needs_its_social_value_scores():
    criteria = [quality("q", "80"), social("s", "20"), pass_fail("p")]
    data = record(criteria, [bid("A", q="5", p=False)], gateway={"minimum_quality": "50"})
    assert problems_of(data) == ["bids[0].scores.s: is missing, and missing is not zero"]


def test_all_problems_are_named_at_once():
    data = carers(
        bid("A", "0", q1="7", q3="3"),
        bid("A", "100", q1="4", q9="1"),
    )
    data["format"] = "?"
    data["criteria"][0]["weight"] = "30"
    assert problems_of(data) == [
        'format: "?" is not one of evaluation-record/1',
        "criteria: the weights total 90, not 100: 10 is missing",
        "bids[0].price: 0 is not more than 0",
        "bids[0].scores.q1: 7 is more than the scale's maximum 5",
        'bids[1].id: "A" is the id of an earlier bid too',
        "bids[1].scores.q9: there is no such criterion",
        "bids[1].scores.q3: is missing, and missing is not zero",
    ]


def test_gateway_problems_of_social_value_are_all_named_too():
    data = record(
        [quality("q", "40"), social("s", "40"), social("t", "20")],
        [bid("A", q="5", s="9")],
        gateway={"minimum_quality": "50"},
    )
    assert problems_of(data) == [
        "bids[0].scores.s: 9 is more than the scale's maximum 5",
        "bids[0].scores.t: is missing, and missing is not zero",
    ]


@pytest.mark.parametrize(
    ("criteria", "problem"),
    [
        ([quality("a", "50"), quality("a", "50")], "criteria[1].id: is the id of an earlier criterion too"),
        ([group("a", "100", quality("a", "100"))], "criteria[0].children[0].id: is the id of an earlier criterion too"),
        ([price("50", identity="p"), price("50", identity="r")], "criteria[1]: is a second price criterion; criteria[0] is one already"),
        ([group("g", "100")], "criteria[0].children: is empty"),
        ([{"id": "g", "kind": "group", "weight": "100"}], "criteria[0].children: is missing"),
        ([quality("a", "100"), {"id": "p", "kind": "pass_fail", "weight": "0"}], "criteria[1].weight: a pass_fail criterion has no weight"),
        ([quality("a", "100"), quality("b", "0")], "criteria[1].weight: 0 is not more than 0"),
        ([quality("a", "110"), quality("b", "-10")], "criteria[1].weight: -10 is not more than 0"),
        ([pass_fail("p")], "criteria: the weights total 0, not 100: 100 is missing"),
        ([price("100", "linear_to_ceiling", ceiling="10")], "criteria[0].floor: is missing"),
        ([price("100", "linear_to_ceiling", ceiling="10", floor="10")], "criteria[0].ceiling: 10 is not above the floor 10"),
        ([price("100", "cheapest")], 'criteria[0].formula: "cheapest" is not one of lowest_over_bid, linear_from_lowest, linear_to_ceiling, mean_deviation'),
        ([7], "criteria[0]: 7 is not an object"),
    ],
)  # fmt: skip
def test_criteria_that_cannot_be(criteria, problem):
    assert problems_of(record(criteria, [])) == [problem]


def test_pass_fail_takes_true_or_false_and_nothing_else():
    criteria = [quality("q", "100"), pass_fail("p")]
    for value, shown in [("true", '"true"'), (1, "1"), ("1", '"1"')]:
        assert problems_of(record(criteria, [bid("A", q="1", p=value)])) == [
            f"bids[0].scores.p: {shown} is neither true nor false"
        ]
    assert problems_of(record(criteria, [bid("A", q="1")])) == ["bids[0].scores.p: is missing, and missing is not zero"]


def test_a_price_that_nobody_needs_may_stand_there_but_must_be_one():
    assert read_record(record([quality("q", "100")], [bid("A", "5", q="1")])).bids[0].price == 5
    assert problems_of(record([quality("q", "100")], [bid("A", "0", q="1")])) == ["bids[0].price: 0 is not more than 0"]


def test_bids_without_ids_are_missing_them_and_do_not_share_one():
    data = record([price("100")], [bid(None, "10"), bid(None, "11")])
    assert problems_of(data) == ["bids[0].id: is missing", "bids[1].id: is missing"]


def test_names_that_resemble_nothing_known_are_ignored():
    data = changed(["criteria", 0, "wording"], "What does it cost?")
    data |= {"downloaded_by": "an officer", "tender": None}
    assert read_record(data) == read_record(carers())


def test_nothing_scored_needs_no_scale():
    data = record([price("100")], [bid("A", "5")])
    del data["scale"]
    assert read_record(data).maximum is None


def test_numbers_and_decimal_strings_say_the_same():
    as_text = json.dumps(carers()).replace('"40"', "40").replace('"100.00"', "1.0e2").replace('"4"', "4.0")
    assert read_record(as_text) == read_record(carers())
    data = changed(["bids", 0, "price"], Decimal("100.00"))
    assert read_record(data) == read_record(carers())


def test_json_numbers_never_pass_through_binary_floating_point():
    source = json.dumps(carers()).replace('"100.00"', "0.1000000000000000055511151231257827")
    assert str(read_record(source).bids[0].price.limit_denominator(10)) == "1/10"
    assert read_record(source).bids[0].price * 10 != 1
    assert problems_of(changed(["bids", 0, "price"], 0.1)) == [
        "bids[0].price: is a binary floating point number, which is not exact; give a decimal string"
    ]


# The text itself -----------------------------------------------------------------------------------------


def test_a_name_given_twice_is_a_problem_with_its_path():
    source = json.dumps(carers()).replace('"q1": "4"', '"q1": "4", "q1": "5"')
    assert problems_of(source) == ["bids[0].scores.q1: is given more than once"]


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_json_does_not_know(constant):
    source = json.dumps(carers()).replace('"tender": {', f'"tender": {{"x": {constant}, ')
    assert problems_of(source) == [f"tender.x: {constant} is not a number that JSON knows"]


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (b"", "record: is empty"),
        ("  \n", "record: is empty"),
        (b"\xff\xfe{", "record: is not UTF-8 text (byte 0)"),
        ("{", "record: is not valid JSON at line 1, column 2: Expecting property name enclosed in double quotes"),
        ("[]", "record: a list is not an object"),
        ("null", "record: is missing"),
        ("7", "record: 7 is not an object"),
        ("[" * 100_000, "record: is nested too deeply to be read"),
        ('{"a":' * 100_000, "record: is nested too deeply to be read"),
    ],
)  # fmt: skip
def test_text_that_is_no_record(source, problem):
    assert problems_of(source) == [problem]


def test_a_byte_order_mark_is_no_problem():
    assert read_record(b"\xef\xbb\xbf" + json.dumps(carers()).encode()) == read_record(carers())


def test_a_tree_deeper_than_anybody_explains_is_refused():
    node = quality("leaf", "100")
    for level in range(200):
        node = group(f"g{level}", "100", node)
    data = record([node], [])
    (problem,) = problems_of(json.dumps(data))
    assert problem.endswith("is nested more than 50 levels deep")
    assert len(problems_of(data)) == 1


def test_a_problem_is_always_one_line():
    data = carers(bid("A\nB", "100", **{"q1": "4", "q3": "3", "x\ny\u2028z": "\n"}))
    (problem,) = problems_of(data)
    assert len(problem.splitlines()) == 1
