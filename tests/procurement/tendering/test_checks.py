"""What a criterion of each kind may have: every number on both sides of its boundary. No database."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from procurement.tendering.calculations.deadlines import deadline_of
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.enums import Form, PriceFormula
from procurement.tendering.models import Criterion, Tender
from procurement.tendering.selectors.checks import check_numbers
from socialvalue.common.errors import WrongState

WEIGHT = [("weight", "The weight must be more than 0 and at most 100 %")]
MINIMUM = [("minimum", "The minimum score must be between 0 and 5")]
NOT_SCORED = [("minimum", "Only a scored criterion can have a minimum score")]
ENDS = [("ceiling", "This formula needs a floor and a ceiling above it")]
NO_ENDS = [("ceiling", "A floor and a ceiling belong to the straight line between them only")]
NO_FORMULA = [("formula", "Only price has a formula")]
NOT_SOCIAL_VALUE = [("form", "Only social value is specified or open")]


def found(kind, **values) -> list[tuple[str, str]]:
    decimals = {name: Decimal(values.pop(name)) for name in ("weight", "minimum", "floor", "ceiling") if name in values}
    return check_numbers(Criterion(kind=kind, **decimals, **values), Tender(scale_maximum=5))


@pytest.mark.parametrize("weight, wrong", [("-1", WEIGHT), ("0", WEIGHT), ("0.0001", []), ("100", []), ("100.0001", WEIGHT)])
def test_a_weight_is_above_nought_and_at_most_all(weight, wrong):
    assert found(K.QUALITY, weight=weight) == wrong


@pytest.mark.parametrize("weight", ["0", "10"])
def test_pass_or_fail_weighs_nothing(weight):
    assert found(K.PASS_FAIL, weight=weight) == [("weight", "Pass or fail has no weight")]


def test_a_weight_may_wait():
    assert [found(kind) for kind in (K.QUALITY, K.GROUP, K.PASS_FAIL)] == [[], [], []]


def test_social_value_alone_is_specified_or_open():
    assert found(K.SOCIAL_VALUE) == [("form", "Choose specified or open")]
    assert [found(K.SOCIAL_VALUE, form=form) for form in Form.values] == [[], []]
    assert [found(kind, form=Form.OPEN) for kind in (K.QUALITY, K.PASS_FAIL)] == [NOT_SOCIAL_VALUE] * 2


@pytest.mark.parametrize("minimum, wrong", [("-0.01", MINIMUM), ("0", []), ("5", []), ("5.01", MINIMUM)])
def test_a_minimum_is_on_the_scale(minimum, wrong):
    assert found(K.QUALITY, minimum=minimum) == wrong
    assert found(K.SOCIAL_VALUE, form=Form.OPEN, minimum=minimum) == wrong


@pytest.mark.parametrize("kind", [K.GROUP, K.PASS_FAIL, K.PRICE])
def test_only_what_is_scored_has_a_minimum(kind):
    formula = PriceFormula.LOWEST_OVER_BID if kind == K.PRICE else ""
    assert found(kind, minimum="2", formula=formula) == NOT_SCORED


@pytest.mark.parametrize(
    "ends, wrong",
    [
        ({}, ENDS),
        ({"floor": "1"}, ENDS),
        ({"ceiling": "1"}, ENDS),
        ({"floor": "-0.01", "ceiling": "1"}, ENDS),
        ({"floor": "0", "ceiling": "0.01"}, []),
        ({"floor": "1", "ceiling": "1"}, ENDS),
        ({"floor": "1", "ceiling": "0.99"}, ENDS),
    ],
)
def test_the_straight_line_needs_two_ends_in_order(ends, wrong):
    assert found(K.PRICE, formula=PriceFormula.LINEAR_TO_CEILING, **ends) == wrong


@pytest.mark.parametrize("end", ["floor", "ceiling"])
def test_no_other_formula_has_ends(end):
    others = [formula for formula in PriceFormula.values if formula != PriceFormula.LINEAR_TO_CEILING]
    assert [found(K.PRICE, formula=formula) for formula in others] == [[]] * 3
    assert [found(K.PRICE, formula=formula, **{end: "1"}) for formula in others] == [NO_ENDS] * 3


def test_only_the_price_has_a_formula():
    assert found(K.QUALITY, formula=PriceFormula.LOWEST_OVER_BID) == NO_FORMULA
    assert [found(K.QUALITY, **{end: "0"}) for end in ("floor", "ceiling")] == [NO_FORMULA] * 2


def test_everything_wrong_is_said_at_once_in_the_order_of_the_form():
    wrong = found(K.QUALITY, weight="0", form=Form.OPEN, minimum="6", formula=PriceFormula.MEAN_DEVIATION)
    assert wrong == [*WEIGHT, *NOT_SOCIAL_VALUE, *MINIMUM, *NO_FORMULA]


def test_a_draft_may_have_no_deadline_and_nobody_reckons_with_it():
    due = datetime(2026, 12, 4, 12, tzinfo=UTC)
    assert deadline_of(Tender(deadline=due)) == due
    with pytest.raises(WrongState, match=r"^This tender has no deadline yet$"):
        deadline_of(Tender())
