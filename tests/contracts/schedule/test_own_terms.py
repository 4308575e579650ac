"""A period with the target and the minimum that its earlier records have."""

from datetime import datetime
from decimal import Decimal

import pytest

from contracts.performance.enums import Kind
from contracts.schedule.models import DueReturn
from contracts.schedule.services import reschedule, set_own_terms
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 10, 10, 9)):
        yield


def a_row(**kpi) -> DueReturn:
    contract, _ = build.active_contract(kpi=kpi)
    return DueReturn.objects.select_related("kpi").get(pk=build.first_due(contract).pk)


@pytest.mark.parametrize(
    ("target", "minimum", "changed", "stands"),
    [
        (None, None, {}, (D(3), D(2))),
        (D(5), None, {"target": ["3.0000", "5"]}, (D(5), D(2))),
        (D(2), None, {"target": ["3.0000", "2"]}, (D(2), D(2))),
        (None, D(3), {"minimum": ["2.0000", "3"]}, (D(3), D(3))),
        (D(1), D(0), {"target": ["3.0000", "1"], "minimum": ["2.0000", "0"]}, (D(1), D(0))),
        (D(3), D(2), {}, (D(3), D(2))),
    ],
)
def test_what_earlier_records_say_stands_and_the_rest_stays(target, minimum, changed, stands):
    due = a_row()
    assert set_own_terms(due, target=target, minimum=minimum) == changed
    due.refresh_from_db()
    assert (due.target, due.minimum) == stands


@pytest.mark.parametrize(
    ("kpi", "target", "minimum", "field", "words"),
    [
        ({}, D(1), None, "target", "The minimum cannot be above the target of this period"),
        ({}, None, D(4), "minimum", "The minimum cannot be above the target of this period"),
        ({"direction": "lower", "target": D(3), "minimum": D(5)}, D(6), None, "target", "The limit cannot be below the target"),
        ({"direction": "lower", "target": D(3), "minimum": D(5)}, None, D(2), "minimum", "The limit cannot be below the target"),
        ({"target": None, "minimum": None}, None, D(2), "minimum", "A minimum needs a target"),
    ],
)
def test_a_minimum_on_the_better_side_is_refused_on_the_cell_that_says_so(kpi, target, minimum, field, words):
    due = a_row(**kpi)
    before = due.target, due.minimum
    with pytest.raises(Refused, match=words) as refused:
        set_own_terms(due, target=target, minimum=minimum)
    assert [name for name, _ in refused.value.problems] == [field]
    due.refresh_from_db()
    assert (due.target, due.minimum) == before


def test_what_is_kept_or_not_has_no_target_but_one():
    due = a_row(kind=Kind.YES_NO, unit="", target=None, minimum=None)
    assert set_own_terms(due, target=D(1), minimum=None) == {}
    with pytest.raises(Refused, match="What is kept or done, or not, has no target or minimum to enter"):
        set_own_terms(due, target=D(2), minimum=None)


def test_a_row_with_a_return_keeps_its_own_terms_when_the_schedule_is_planned_again():
    due = a_row()
    contract = due.kpi.obligation.contract
    set_own_terms(due, target=D(5), minimum=D(4))
    # It is over, so it is fixed
    reschedule(due.kpi, contract)
    due.refresh_from_db()
    assert (due.target, due.minimum) == (D(5), D(4))
