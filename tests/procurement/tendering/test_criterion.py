"""The tree of award criteria: weights, places, keys, patterns."""

from decimal import Decimal

import pytest

from procurement.tendering import selectors, services
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.enums import Form, PriceFormula
from procurement.tendering.enums import TenderStatus as S
from procurement.tendering.enums.patterns import PATTERNS
from socialvalue.common.errors import Refused
from tests.builders import tendering as build
from tests.procurement.tendering.steps import again

pytestmark = pytest.mark.django_db


def test_the_carers_pattern_gives_social_value_12_of_100_points():
    found = selectors.weights(build.with_criteria(build.draft()))
    assert {n.criterion.key: n.points for n in found.rows} == {
        "price": 40,
        "quality": 60,
        "q1": 30,
        "q2": 18,
        "social-value": 12,
        "q3": Decimal("7.2"),
        "q4": Decimal("4.8"),
    }
    assert str(found.share) == ("Social value is 12 of 100 points: 7.2 for specified requirements, 4.8 for the open question.")
    assert found.problems == []


@pytest.mark.parametrize(
    "weight, sentence",
    [
        ("40", "The criteria under Quality add up to 90 %. 10 % are missing."),
        ("51", "The criteria under Quality add up to 101 %. 1 % is too much."),
        ("49.5", "The criteria under Quality add up to 99.5 %. 0.5 % are missing."),
    ],
)
def test_wrong_weights_are_refused_with_the_sum_that_is_missing(weight, sentence):
    tender = build.with_criteria(build.draft())
    q1 = tender.criteria.get(key="q1")
    services.edit_criterion(q1, by=tender.drafted_by, weight=Decimal(weight))
    assert selectors.weights(tender).problems == [sentence]
    with pytest.raises(Refused) as error:
        services.send_for_checking(tender, by=tender.drafted_by)
    assert [text for _, text in error.value.problems] == [sentence]
    assert again(tender).status == S.DRAFT


def test_an_empty_tree_an_empty_group_and_a_missing_weight_are_named():
    tender = build.draft()
    assert selectors.weights(tender).problems == ["There are no award criteria yet"]
    services.add_criterion(tender, by=tender.drafted_by, kind=K.GROUP, title="Quality", weight=Decimal(100))
    assert selectors.weights(tender).problems == ["The group Quality has no criteria in it"]
    group = tender.criteria.get()
    services.add_criterion(tender, by=tender.drafted_by, kind=K.QUALITY, title="Plan", parent=group)
    assert selectors.weights(tender).problems == [
        "Plan has no weight yet",
        "The criteria under Quality add up to 0 %. 100 % are missing.",
    ]


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"kind": K.PRICE}, "kind"),
        ({"kind": K.QUALITY, "key": "q1"}, "key"),
        ({"kind": K.QUALITY, "key": "Q 9"}, "key"),
        ({"kind": K.QUALITY, "weight": Decimal(0)}, "weight"),
        ({"kind": K.QUALITY, "weight": Decimal("100.01")}, "weight"),
        ({"kind": K.PASS_FAIL, "weight": Decimal(1)}, "weight"),
        ({"kind": K.SOCIAL_VALUE}, "form"),
        ({"kind": K.QUALITY, "form": Form.OPEN}, "form"),
        ({"kind": K.QUALITY, "minimum": Decimal(6)}, "minimum"),
        ({"kind": K.GROUP, "minimum": Decimal(1)}, "minimum"),
        ({"kind": K.QUALITY, "formula": PriceFormula.MEAN_DEVIATION}, "formula"),
        ({"kind": "wrong"}, "kind"),
    ],
)
def test_a_wrong_criterion_is_refused_at_its_field(wrong, field):
    tender = build.with_criteria(build.draft())
    with pytest.raises(Refused) as error:
        services.add_criterion(tender, by=tender.drafted_by, title="Another", **wrong)
    assert field in [name for name, _ in error.value.problems]
    assert tender.criteria.count() == 7


def test_a_criterion_stands_only_in_a_group_of_its_own_tender():
    one, other = build.with_criteria(build.draft()), build.with_criteria(build.draft())
    for parent in (other.criteria.get(key="quality"), one.criteria.get(key="q1")):
        with pytest.raises(Refused, match="in a group of this tender"):
            services.add_criterion(one, by=one.drafted_by, kind=K.QUALITY, title="Lost", parent=parent)


def test_keys_are_suggested():
    tender = build.draft()
    keys = [
        services.add_criterion(tender, by=tender.drafted_by, kind=kind, title="Some group", form=form).key
        for kind, form in [
            (K.QUALITY, ""),
            (K.PRICE, ""),
            (K.SOCIAL_VALUE, "open"),
            (K.GROUP, ""),
            (K.GROUP, ""),
            (K.PASS_FAIL, ""),
        ]
    ]
    assert keys == ["q1", "price", "q2", "some-group", "some-group2", "pass1"]


def test_criteria_move_and_go_with_everything_below():
    tender = build.with_criteria(build.draft())
    services.move_criterion(tender.criteria.get(key="quality"), by=tender.drafted_by, up=True)
    assert [n.criterion.key for n in selectors.weights(tender).roots] == ["quality", "price"]
    services.remove_criterion(tender.criteria.get(key="quality"), by=tender.drafted_by)
    assert [c.key for c in tender.criteria.all()] == ["price"]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_pattern_totals_100_and_takes_the_commissions_requirements(pattern):
    tender = build.draft()
    services.apply_pattern(tender, by=tender.drafted_by, pattern=pattern)
    found = selectors.weights(tender)
    assert found.problems == []
    assert found.share.total == {"carers": 12, "equal": 20, "guideline": 10}[pattern]
    assert [p.text for p in selectors.drafting_problems(tender)] == [
        "The open question Further benefits you offer names no priority"
    ]
    with pytest.raises(Refused, match="criteria already"):
        services.apply_pattern(tender, by=tender.drafted_by, pattern=pattern)
