from fractions import Fraction

import pytest

from procurement.scoring import compute, effective_weights, read_record

from .records import bid, carers, group, pass_fail, price, quality, record, social


def result_of(data):
    return compute(read_record(data)).as_dict()


def totals(data):
    return {one["id"]: one.get("total") for one in result_of(data)["bids"]}


def statuses(data):
    return {one["id"]: one["status"] for one in result_of(data)["bids"]}


def only(data, identity):
    return next(one for one in result_of(data)["bids"] if one["id"] == identity)


def prices(formula, *amounts, weight="100", **parts):
    """Points for price alone, by the place of the price."""
    bids = [bid(f"B{place}", amount) for place, amount in enumerate(amounts)]
    found = totals(record([price(weight, formula, **parts)], bids))
    return [found[f"B{place}"] for place in range(len(amounts))]


def test_the_example_of_the_format():
    assert result_of(carers()) == {
        "format": "evaluation-result/1",
        "bids": [
            {
                "id": "A",
                "status": "ranked",
                "rank": 1,
                "total": "85.6",
                "total_exact": "428/5",
                "by_kind": {"price": "40", "quality": "38.4", "social_value": "7.2"},
                "lines": [
                    {"criterion": "price", "weight": "40", "price": "100", "points": "40"},
                    {"criterion": "q1", "weight": "48", "score": "4", "maximum": "5", "points": "38.4"},
                    {"criterion": "q3", "weight": "12", "score": "3", "maximum": "5", "points": "7.2"},
                ],
            }
        ],
        "ties": [],
    }


# Published figures ---------------------------------------------------------------------------------------


def test_three_equal_steps_of_price():
    assert prices("lowest_over_bid", "20", "40", "60") == ["100", "50", "33.333333"]


def test_a_third_bid_decides():
    criteria = [price("50"), quality("q", "50")]
    bids = [bid("first", "50", q="50"), bid("middle", "75", q="75"), bid("last", "100", q="100")]
    result = result_of(record(criteria, bids, maximum="100"))
    assert [(one["id"], one["rank"], one["total"]) for one in result["bids"]] == [
        ("first", 1, "75"),
        ("last", 1, "75"),
        ("middle", 3, "70.833333"),
    ]
    assert result["ties"] == [["first", "last"]]


def test_kents_social_value_question_is_12_of_the_whole():
    weights = effective_weights(carers()["criteria"])
    assert weights == {"price": 40, "quality": 60, "q1": 48, "q3": 12}


def test_kents_proposal_of_2014():
    data = record([price("40"), quality("q", "40"), social("s", "20")], [bid("A", "1", q="5", s="5")])
    assert totals(data) == {"A": "100"}


def test_kents_guideline_of_six_and_four():
    criteria = [
        price("40"),
        quality("q", "50"),
        group("sv", "10", social("asked", "60", "specified"), social("open", "40")),
    ]
    lines = only(record(criteria, [bid("A", "1", q="5", asked="5", open="5")]), "A")["lines"]
    assert {line["criterion"]: line["points"] for line in lines} == {
        "price": "40",
        "q": "50",
        "asked": "6",
        "open": "4",
    }


def test_rotherhams_two_tiers_are_ten_and_ten():
    criteria = [
        price("80"),
        group("sv", "20", social("quantity", "50", "specified"), social("quality", "50")),
    ]
    found = only(record(criteria, [bid("A", "1", quantity="5", quality="5")]), "A")
    assert [line["points"] for line in found["lines"]] == ["80", "10", "10"]
    assert found["by_kind"] == {"price": "80", "social_value": "20"}


def test_linear_from_the_lowest():
    criteria = [price("40", "linear_from_lowest"), quality("q", "60")]
    bids = [bid(f"{p}", p, q="0") for p in (100, 125, 200, 250)]
    assert totals(record(criteria, bids)) == {"100": "40", "125": "30", "200": "0", "250": "0"}


@pytest.mark.parametrize(("scores", "total"), [(("100", "0"), "70"), (("50", "80"), "59")])
def test_weighted_mean(scores, total):
    data = record([quality("a", "70"), quality("b", "30")], [bid("A", a=scores[0], b=scores[1])], maximum="100")
    assert totals(data) == {"A": total}


@pytest.mark.parametrize(
    ("maximum", "scores", "expected"),
    [
        ("100", ["100", "75", "50", "25", "0"], ["100", "75", "50", "25", "0"]),
        ("100", ["100", "66", "33", "0"], ["100", "66", "33", "0"]),
        ("5", ["5", "4", "3", "2", "1", "0"], ["100", "80", "60", "40", "20", "0"]),
        ("3", ["1"], ["33.333333"]),
    ],
)
def test_scales(maximum, scores, expected):
    bids = [bid(f"B{place}", q=score) for place, score in enumerate(scores)]
    found = totals(record([quality("q", "100")], bids, maximum=maximum))
    assert [found[f"B{place}"] for place in range(len(scores))] == expected


# Price formulas ------------------------------------------------------------------------------------------


def test_linear_to_ceiling_is_clamped_at_both_ends():
    found = prices("linear_to_ceiling", "100", "150", "200", "250", "50", ceiling="200", floor="100")
    assert found == ["100", "50", "0", "0", "100"]


def test_linear_to_ceiling_is_absolute():
    alone = prices("linear_to_ceiling", "150", ceiling="200", floor="100")
    assert alone == prices("linear_to_ceiling", "150", "10", "1000", ceiling="200", floor="100")[:1]


def test_a_ceiling_makes_no_difference_to_a_formula_that_has_none():
    assert prices("lowest_over_bid", "20", "40", ceiling="30", floor="25") == ["100", "50"]


def test_mean_deviation():
    # Mean 100: 50 + 0; 50 + 20; 50 - 20.
    assert prices("mean_deviation", "100", "80", "120") == ["50", "70", "30"]


def test_mean_deviation_is_clamped_at_both_ends():
    # Mean 100: 50 + 90 is cut to 100; 50 - 90 to 0.
    assert prices("mean_deviation", "10", "190", "100") == ["100", "0", "50"]


def test_a_price_criterion_may_stand_inside_a_group():
    criteria = [group("money", "50", price("50"), quality("terms", "50")), quality("q", "50")]
    assert totals(record(criteria, [bid("A", "10", terms="0", q="0"), bid("B", "20", terms="0", q="0")])) == {
        "A": "25",
        "B": "12.5",
    }


def test_an_evaluation_without_price():
    data = record([quality("q", "80"), social("s", "20")], [bid("A", q="5", s="0")])
    assert only(data, "A")["by_kind"] == {"quality": "80", "social_value": "0"}


def test_weights_of_many_decimals_are_exact():
    criteria = [quality("a", "33.33"), quality("b", "33.33"), quality("c", "33.34")]
    assert only(record(criteria, [bid("A", a="1", b="1", c="1")], maximum="3"), "A")["total_exact"] == "100/3"


def test_exact_totals_rank_where_six_decimals_look_the_same():
    bids = [bid("A", q="1.00000001"), bid("B", q="1.00000002")]
    result = result_of(record([quality("q", "100")], bids, maximum="100"))
    assert [(one["id"], one["rank"], one["total"]) for one in result["bids"]] == [
        ("B", 1, "1"),
        ("A", 2, "1"),
    ]
    assert result["ties"] == []


# Who is out ----------------------------------------------------------------------------------------------


def test_a_bid_below_a_minimum_is_out_and_compared_with_nobody():
    data = carers(bid("A", "100", q1="4", q3="3"), bid("cheap", "10", q1="1.99", q3="5"))
    assert only(data, "A")["by_kind"]["price"] == "40"
    assert only(data, "cheap") == {
        "id": "cheap",
        "status": "failed_minimum",
        "by_kind": {"quality": "19.104", "social_value": "12"},
        "lines": [
            {"criterion": "q1", "weight": "48", "score": "1.99", "maximum": "5", "points": "19.104"},
            {"criterion": "q3", "weight": "12", "score": "5", "maximum": "5", "points": "12"},
        ],
        "reasons": ["q1"],
    }


def test_a_bid_exactly_at_a_minimum_is_in():
    assert statuses(carers(bid("A", "100", q1="2", q3="3"))) == {"A": "ranked"}


def test_the_mean_leaves_out_bids_that_are_out():
    criteria = [price("100", "mean_deviation"), pass_fail("insured")]
    bids = [bid("A", "90", insured=True), bid("B", "110", insured=True), bid("C", "1000", insured=False)]
    assert totals(record(criteria, bids)) == {"A": "60", "B": "40", "C": None}


def test_embedded_a_social_value_minimum_puts_a_bid_out():
    criteria = [quality("q", "80"), social("s", "20", minimum="1")]
    assert only(record(criteria, [bid("A", q="5", s="0")]), "A")["status"] == "failed_minimum"


def test_pass_fail_counts_no_points_and_may_stand_in_a_group():
    criteria = [group("all", "100", quality("q", "100"), pass_fail("insured")), pass_fail("slavery")]
    data = record(
        criteria,
        [bid("A", q="5", insured=True, slavery=True), bid("B", q="4", insured=False, slavery=False)],
    )
    assert totals(data) == {"A": "100", "B": None}
    assert only(data, "B")["status"] == "failed_pass_fail"
    assert only(data, "B")["reasons"] == ["insured", "slavery"]
    assert [line["criterion"] for line in only(data, "B")["lines"]] == ["q"]


def test_every_bid_out_leaves_an_empty_ranking():
    result = result_of(carers(bid("B", "1", q1="0", q3="0"), bid("A", "2", q1="1", q3="0")))
    assert [(one["id"], "rank" in one, "total" in one) for one in result["bids"]] == [
        ("A", False, False),
        ("B", False, False),
    ]
    assert result["ties"] == []


def test_no_bids_at_all():
    assert result_of(record([quality("q", "100")], [])) == {
        "format": "evaluation-result/1",
        "bids": [],
        "ties": [],
    }


# The gateway ---------------------------------------------------------------------------------------------


CRITERIA = [
    price("40"),
    quality("q1", "30", minimum="1"),
    quality("q2", "10"),
    social("s", "20", "specified", minimum="2"),
    pass_fail("insured"),
]
GATE = {"minimum_quality": "50", "maximum_price": "1000"}


def gated(*bids, gateway=GATE):
    return record(CRITERIA, list(bids), gateway=gateway)


def test_the_gateway_measures_quality_by_the_points_that_quality_offers():
    # q1 has three quarters of the quality points: 2/5 × 75 + 4/5 × 25 = 50 %, and 49.75 %.
    data = gated(
        bid("at", "1000", q1="2", q2="4", s="5", insured=True),
        bid("below", "500", q1="2", q2="3.95", insured=True),
    )
    assert statuses(data) == {"at": "ranked", "below": "failed_gateway"}
    assert only(data, "below")["reasons"] == ["minimum_quality"]


def test_social_value_of_a_bid_beyond_the_gateway_is_not_scored():
    data = gated(
        bid("dear", "1000.01", q1="5", q2="5", s="5", insured=True),
        bid("unscored", "1001", q1="5", q2="5", insured=True),
        bid("null", "1001", q1="5", q2="5", s=None, insured=True),
    )
    for identity in ("dear", "unscored", "null"):
        found = only(data, identity)
        assert found["status"] == "failed_gateway"
        assert found["reasons"] == ["maximum_price"]
        assert [line["criterion"] for line in found["lines"]] == ["q1", "q2"]
        assert found["by_kind"] == {"quality": "40"}


def test_prices_are_compared_after_everything_that_puts_bids_out():
    # The two lowest prices go: one at the gateway, one below the social value minimum behind it.
    data = gated(
        bid("poor", "100", q1="1", q2="1", insured=True),
        bid("careless", "200", q1="5", q2="5", s="1", insured=True),
        bid("good", "400", q1="5", q2="5", s="5", insured=True),
        bid("dear", "800", q1="5", q2="5", s="5", insured=True),
    )
    assert statuses(data) == {
        "good": "ranked",
        "dear": "ranked",
        "careless": "failed_minimum",
        "poor": "failed_gateway",
    }
    assert totals(data) == {"good": "100", "dear": "80", "careless": None, "poor": None}
    assert [line["criterion"] for line in only(data, "careless")["lines"]] == ["q1", "q2", "s"]


@pytest.mark.parametrize(
    ("scores", "amount", "status", "reasons"),
    [
        (
            {"q1": "0", "q2": "0", "s": "0", "insured": False},
            "9999",
            "failed_pass_fail",
            ["insured", "q1", "maximum_price", "minimum_quality"],
        ),
        (
            {"q1": "0", "q2": "0", "s": "0", "insured": True},
            "9999",
            "failed_minimum",
            ["q1", "maximum_price", "minimum_quality"],
        ),
        (
            {"q1": "1", "q2": "0", "s": "0", "insured": True},
            "9999",
            "failed_gateway",
            ["maximum_price", "minimum_quality"],
        ),
        ({"q1": "5", "q2": "5", "s": "1.5", "insured": True}, "900", "failed_minimum", ["s"]),
        ({"q1": "5", "q2": "5", "s": "1.5", "insured": False}, "900", "failed_pass_fail", ["insured", "s"]),
        ({"q1": "5", "q2": "5", "s": "2", "insured": True}, "1000", "ranked", None),
    ],
)
def test_the_first_failure_in_the_order_of_the_format_gives_the_status(scores, amount, status, reasons):
    found = only(gated(bid("A", amount, **scores)), "A")
    assert (found["status"], found.get("reasons")) == (status, reasons)


@pytest.mark.parametrize(
    ("gateway", "expected"),
    [
        ({"minimum_quality": "50"}, {"A": "ranked", "B": "failed_gateway"}),
        ({"maximum_price": "1000"}, {"B": "ranked", "A": "failed_gateway"}),
    ],
)
def test_either_threshold_may_stand_alone(gateway, expected):
    bids = (
        bid("A", "5000", q1="5", q2="5", s="5", insured=True),
        bid("B", "10", q1="1", q2="0", s="5", insured=True),
    )
    assert statuses(gated(*bids, gateway=gateway)) == expected


def test_a_price_cap_without_a_price_criterion():
    criteria = [quality("q", "80"), social("s", "20")]
    data = record(criteria, [bid("A", "10", q="1", s="1"), bid("B", "11", q="5")], gateway={"maximum_price": "10"})
    assert statuses(data) == {"A": "ranked", "B": "failed_gateway"}


# Order and ties ------------------------------------------------------------------------------------------


def test_ranks_are_shared_and_skip_and_ids_order_what_is_equal():
    bids = [bid(name, q=score) for name, score in [("D", "1"), ("C", "4"), ("B", "4"), ("A", "1"), ("E", "5")]]
    result = result_of(record([quality("q", "100")], bids))
    assert [(one["id"], one["rank"]) for one in result["bids"]] == [
        ("E", 1),
        ("B", 2),
        ("C", 2),
        ("A", 4),
        ("D", 4),
    ]
    assert result["ties"] == [["B", "C"], ["A", "D"]]


def test_totals_are_fractions_for_the_pages():
    assert compute(read_record(carers())).bid("A").total == Fraction(428, 5)
