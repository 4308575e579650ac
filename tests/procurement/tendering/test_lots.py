"""A tender that is not divided has one lot, which no page names; every criterion stands in a lot.

Nothing divides a tender yet, so the second lots of these tests are rows put beside the first.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from procurement.tendering import selectors, services
from procurement.tendering.calculations import tree
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.models import Criterion, Lot, Tender
from socialvalue.common.errors import Conflict, Refused
from tests.builders import tendering as build
from tests.procurement.tendering.steps import again

pytestmark = pytest.mark.django_db
ONE_PLACE = "A criterion can stand at the top or in a group of this tender"


def second(tender: Tender) -> Lot:
    return Lot.objects.create(tender=tender, number=2, title="East", value=Decimal(100))


def lots_of(tender: Tender) -> list[tuple]:
    return list(Lot.objects.filter(tender=tender).values_list("number", "title", "description", "value"))


# The one lot


def test_a_draft_has_one_untitled_lot_with_its_value():
    tender = build.draft(value=Decimal("450000.50"))
    assert lots_of(tender) == [(1, "", "", Decimal("450000.50"))]
    assert not tender.only_lot.is_division
    assert str(tender.only_lot) == f"The whole of {tender.reference}"
    assert not tender.only_lot.districts.exists()


@pytest.mark.parametrize("value", ["0.01", "999999999999.99"])
def test_the_lot_s_value_follows_the_tender_s(value):
    tender = build.draft()
    services.edit_tender(tender, by=tender.drafted_by, value=Decimal(value))
    assert tender.only_lot.value == again(tender).value == Decimal(value)


def test_another_change_leaves_the_lot_alone():
    tender = build.draft(value=Decimal(7))
    before = tender.only_lot
    services.edit_tender(tender, by=tender.drafted_by, title="Breaks for carers")
    assert (tender.only_lot.pk, tender.only_lot.value, tender.only_lot.title) == (before.pk, 7, "")


def test_a_refused_value_changes_neither():
    tender = build.draft(value=Decimal(7))
    with pytest.raises(Refused, match="more than £0"):
        services.edit_tender(tender, by=tender.drafted_by, value=Decimal(0))
    assert (again(tender).value, tender.only_lot.value) == (7, 7)


def test_a_value_typed_on_a_page_out_of_date_changes_neither():
    tender = build.draft(value=Decimal(7))
    services.edit_tender(tender, by=tender.drafted_by, value=Decimal(8))
    with pytest.raises(Conflict, match="Somebody else saved this"):
        services.edit_tender(tender, by=tender.drafted_by, value=Decimal(9), expected_version=tender.version)
    assert (again(tender).value, tender.only_lot.value) == (8, 8)


def test_the_only_lot_of_a_divided_tender_is_not_asked_for():
    tender = build.draft()
    second(tender)
    with pytest.raises(Lot.MultipleObjectsReturned):
        _ = tender.only_lot


def test_a_divided_lot_says_its_name():
    lot = second(build.draft())
    assert lot.is_division
    assert str(lot) == "Lot 2: East"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"number": 1}, "lot_number_once_a_tender|UNIQUE"),
        ({"number": 0}, "lot_numbers_begin_with_one"),
        ({"value": Decimal(0)}, "lot_value_above_zero"),
        ({"value": Decimal("-0.01")}, "lot_value_above_zero"),
    ],
)
def test_the_database_refuses_a_lot_that_cannot_be(change, constraint):
    tender = build.draft()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Lot.objects.create(**{"tender": tender, "number": 2, "title": "East", "value": Decimal("0.01")} | change)


def test_another_tender_numbers_its_lots_for_itself():
    one, other = build.draft(), build.draft()
    assert (one.only_lot.number, other.only_lot.number) == (1, 1)
    assert one.only_lot != other.only_lot


# Criteria stand in a lot


def by_pattern() -> Tender:
    tender = build.draft()
    return services.apply_pattern(tender, by=tender.drafted_by, pattern="carers")


def one_by_one() -> Tender:
    return build.with_criteria(build.draft())


def copied() -> Tender:
    source = build.with_criteria(build.draft())
    return services.copy_tender(
        source, source.commission, by=source.drafted_by, title="Again", value=Decimal(5),
        contract_starts_on=source.contract_starts_on, contract_ends_on=source.contract_ends_on,
    )  # fmt: skip


@pytest.mark.parametrize("made", [by_pattern, one_by_one, copied])
def test_every_criterion_stands_in_its_tender_s_lot(made):
    tender = made()
    assert tender.criteria.count() == 7
    assert set(tender.criteria.values_list("lot", "lot__tender")) == {(tender.only_lot.pk, tender.pk)}
    assert list(tender.only_lot.criteria.all()) == list(tender.criteria.all())


def test_a_copy_s_lot_has_the_copy_s_value():
    assert lots_of(copied()) == [(1, "", "", 5)]


def test_a_criterion_stands_in_the_lot_of_its_group_or_in_the_one_named():
    tender = build.draft()
    lot = second(tender)
    group = services.add_criterion(tender, by=tender.drafted_by, kind=K.GROUP, title="Quality", lot=lot)
    below = services.add_criterion(tender, by=tender.drafted_by, kind=K.QUALITY, title="Delivery", parent=group)
    same = services.add_criterion(tender, by=tender.drafted_by, kind=K.QUALITY, title="People", parent=group, lot=lot)
    assert {one.lot for one in (group, below, same)} == {lot}


def test_a_criterion_stands_in_no_other_lot_than_its_group_and_in_no_other_tender():
    tender, other = build.draft(), build.draft()
    lot, first = second(tender), tender.lots.get(number=1)
    group = services.add_criterion(tender, by=tender.drafted_by, kind=K.GROUP, title="Quality", lot=lot)
    for place in ({"parent": group, "lot": first}, {"lot": other.only_lot}, {"parent": group, "lot": other.only_lot}):
        with pytest.raises(Refused, match=ONE_PLACE):
            services.add_criterion(tender, by=tender.drafted_by, kind=K.QUALITY, title="Delivery", **place)
    with pytest.raises(Refused, match=ONE_PLACE):
        services.add_criterion(other, by=other.drafted_by, kind=K.QUALITY, title="Delivery", parent=group)
    assert list(Criterion.objects.filter(tender__in=[tender, other])) == [group]


def test_each_lot_has_one_price():
    tender = build.draft()
    lots = [tender.only_lot, second(tender)]
    for lot in lots:
        services.add_criterion(tender, by=tender.drafted_by, kind=K.PRICE, title="Price", lot=lot)
    with pytest.raises(Refused, match="has a price criterion already"):
        services.add_criterion(tender, by=tender.drafted_by, kind=K.PRICE, title="Price", lot=lots[1])
    assert [one.key for one in tender.criteria.order_by("pk")] == ["price", "price2"]


def test_a_key_is_used_once_in_a_tender_whatever_the_lot():
    """One bid answers for several lots, and finds its answers by these keys."""
    tender = build.draft()
    first, lot = tender.only_lot, second(tender)
    one = services.add_criterion(tender, by=tender.drafted_by, kind=K.QUALITY, title="Delivery", lot=first, key="q1")
    with pytest.raises(Refused, match="Another criterion has the key q1"):
        services.add_criterion(tender, by=tender.drafted_by, kind=K.QUALITY, title="Delivery", lot=lot, key="q1")
    with pytest.raises(IntegrityError, match="criterion_key_once_a_tender|UNIQUE"), transaction.atomic():
        Criterion.objects.create(tender=tender, lot=lot, kind=K.QUALITY, key=one.key, title="Delivery")
    assert services.add_criterion(tender, by=tender.drafted_by, kind=K.QUALITY, title="Delivery", lot=lot).key == "q2"


def test_criteria_are_counted_and_moved_among_those_of_their_lot():
    tender = build.draft()
    lots = [tender.only_lot, second(tender)]
    made = {
        (lot.number, title): services.add_criterion(tender, by=tender.drafted_by, kind=K.QUALITY, title=title, lot=lot)
        for lot in lots
        for title in ("One", "Two")
    }
    assert [one.order for one in made.values()] == [1, 2, 1, 2]
    services.move_criterion(made[2, "Two"], by=tender.drafted_by, up=True)
    assert [one.title for one in lots[0].criteria.all()] == ["One", "Two"]
    assert [one.title for one in lots[1].criteria.all()] == ["Two", "One"]


def test_removing_a_lot_s_tender_leaves_nothing_of_it():
    tender = build.with_criteria(build.draft())
    pk = tender.pk
    tender.delete()
    assert not Lot.objects.filter(tender=pk).exists()
    assert not Criterion.objects.filter(tender=pk).exists()


# Never added up


@dataclass(frozen=True)
class Weighed:
    """As much of a criterion as the tree reads."""

    pk: int
    lot_id: int
    kind: str = K.PRICE
    weight: Decimal | None = Decimal(100)
    parent_id: int | None = None
    form: str = ""
    title: str = "Price"
    minimum: Decimal | None = None
    formula: str = "lowest_over_bid"
    ceiling: Decimal | None = None
    floor: Decimal | None = None

    @property
    def key(self) -> str:
        return f"price{self.pk}"


def test_a_tree_is_of_one_lot():
    (root,) = tree.build(one for one in [Weighed(pk=1, lot_id=5)])
    assert root.points == Fraction(100)
    assert tree.build([]) == []
    with pytest.raises(ValueError, match="criteria of several lots make no tree"):
        tree.build([Weighed(pk=1, lot_id=5), Weighed(pk=2, lot_id=6)])


def test_weights_of_two_lots_are_never_one_hundred_together():
    """50 and 50 in two lots are half a hundred twice, whatever a page may think."""
    tender = build.draft()
    for lot in (tender.only_lot, second(tender)):
        services.add_criterion(tender, by=tender.drafted_by, kind=K.QUALITY, title="Delivery", weight=Decimal(50), lot=lot)
    with pytest.raises(ValueError, match="criteria of several lots make no tree"):
        selectors.weights(tender)


# Tenders of before lots


MIGRATION = import_module("procurement.migrations.0006_a_lot_for_each_tender")


def test_tenders_of_before_lots_get_one_each():
    with_two, without, more = build.draft(value=Decimal(3)), build.draft(value=Decimal("12.34")), build.draft(value=Decimal(9))
    second(with_two)
    Lot.objects.filter(tender__in=[without, more]).delete()
    MIGRATION.give_lots(apps, None)
    assert [len(lots_of(one)) for one in (with_two, without, more)] == [2, 1, 1]
    assert lots_of(without) == [(1, "", "", Decimal("12.34"))]
    MIGRATION.give_lots(apps, None)
    assert Lot.objects.filter(tender__in=[with_two, without, more]).count() == 4
