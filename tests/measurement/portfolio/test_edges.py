"""What happens to a contract, one thing at a time: the product and the second reading count the same periods."""

from datetime import date
from decimal import Decimal as D

import pytest

from contracts.obligations import services as commitments
from contracts.register.models import Contract
from contracts.register.services import end_what_is_over
from contracts.schedule import services as schedule
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from tests.builders import people
from tests.builders import portfolio as build
from tests.builders.ten_contracts import begin

from .product import answered, ordered
from .second_reading import read

pytestmark = pytest.mark.django_db
WHY = "It was agreed in a letter."
LATER = date(2026, 4, 25)


@pytest.fixture
def book():
    with build.on(date(2025, 2, 1)):
        return begin()


def quarterly(book, *values, ends_on=date(2028, 3, 31), suppliers=None):
    """A contract with one KPI, target 4 a quarter, and what was reported of it."""
    suppliers = [book.scene.who.supplier] if suppliers is None else suppliers
    contract = book.enter("P-01", "Home care", "ASCH", ends_on=ends_on, suppliers=suppliers)
    kpi = book.promise(contract, "LE2.2", target=D(4))
    book.start(contract)
    book.report(kpi, *values)
    return Contract.objects.get(pk=contract.pk), kpi


def counted(book, as_of: date = LATER, span=build.SPAN) -> tuple:
    """(expected, reported, late, value, target) of the one KPI, which both readings say alike."""
    ours = ordered(answered(book.council, *span, as_of))
    assert ours == ordered(read(book.council.pk, *span, as_of))
    (line,) = ours["kpis"]
    return tuple(line[name] for name in ("expected", "reported", "late", "value", "target"))


def test_an_end_put_back_takes_no_period_that_is_over_with_it(book):
    """Put back into the third quarter, which was reported in whole and stays so; not to a day before it began."""
    contract, _ = quarterly(book, "4", "4", "4")
    with build.on(date(2026, 1, 20)):
        with pytest.raises(Refused, match="1 return for a period that is over begins after that day"):
            schedule.end_contract(contract, by=book.scene.who.manager, reason=WHY, ended_on=date(2025, 9, 30))
        schedule.end_contract(contract, by=book.scene.who.manager, reason=WHY, ended_on=date(2025, 10, 1))
    assert counted(book) == (3, 3, 0, "12", "12")


def test_a_last_day_put_back_takes_the_periods_after_it_with_it(book):
    """On 30 September the last day becomes that day; on the day after it would be a day in the past."""
    contract, _ = quarterly(book)
    with build.on(date(2025, 10, 1)), pytest.raises(Refused, match="An end in the past is entered with End the contract"):
        commitments.change_dates(contract, by=book.scene.who.manager, reason=WHY, ends_on=date(2025, 9, 30))
    with build.on(date(2025, 9, 30)):
        commitments.change_dates(contract, by=book.scene.who.manager, reason=WHY, ends_on=date(2025, 9, 30))
    assert counted(book, date(2026, 1, 21)) == (2, 0, 2, None, None)


def test_an_obligation_that_ends_keeps_what_is_over(book):
    _, kpi = quarterly(book, "4")
    with build.on(date(2025, 10, 5)):
        commitments.end_obligation(kpi.obligation, by=book.scene.who.manager, reason=WHY)
    assert counted(book) == (2, 1, 1, "4", "4")


def test_a_contract_of_two_suppliers_counts_once(book):
    quarterly(book, "4", suppliers=[book.scene.who.supplier, people.supplier()])
    assert counted(book) == (4, 1, 3, "4", "4")


def test_the_clock_ends_a_contract_and_somebody_carries_it_on(book):
    """Ended on the 46th of 92 days, and carried on: 46 days more, then whole quarters; 4 + 4 + 2 + 2 + 4."""
    contract, kpi = quarterly(book, "4", "3", ends_on=date(2025, 11, 15))
    with build.on(date(2025, 11, 17)):
        assert end_what_is_over(clock.now()) == 1
    assert counted(book) == (3, 2, 1, "7", "8")
    with build.on(date(2025, 11, 30)):
        fresh = Contract.objects.get(pk=contract.pk)
        commitments.carry_on(fresh, by=book.scene.who.manager, until=date(2026, 12, 31), reason=WHY)
    book.report(kpi, "2", "2", "4", skip=2)
    assert counted(book) == (5, 5, 0, "15", "16")


def test_a_return_is_known_from_the_evening_on_which_it_was_verified(book):
    """Handed in on 10 July, verified on the 12th; due on the 20th."""
    quarterly(book, "4")
    span = (date(2025, 4, 1), date(2025, 6, 30))
    assert counted(book, date(2025, 7, 11), span) == (0, 0, 0, None, None)
    assert counted(book, date(2025, 7, 12), span) == (1, 1, 0, "4", "4")
