"""What was measured of a promise: the figures of the walk against the due rows and returns themselves."""

from datetime import date

import pytest

from contracts.obligations.models import Obligation
from contracts.returns.models import Return
from contracts.schedule.enums import ReturnStatus
from contracts.schedule.models import DueReturn
from measurement.chain.selectors import Measured, promised
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import people, ten_contracts
from tests.builders.portfolio import on

pytestmark = pytest.mark.django_db


@pytest.fixture
def book():
    """Ten contracts of every kind, and one of which nothing was ever handed in."""
    found = ten_contracts.portfolio()
    silent = found.enter("P-11", "Befriending", "ASCH")
    found.promise(silent, "LE2.2")
    found.start(silent)
    return found


def by_rows(kpi) -> Measured:
    """The same, row by row."""
    today, owed = clock.today(), set(DueReturn.objects.owed().filter(kpi=kpi).values_list("pk", flat=True))
    found, sent, overdue = Measured(0, 0, None), False, False
    for due in DueReturn.objects.filter(kpi=kpi):
        returns = list(Return.objects.filter(due=due))
        sent = sent or any(one.first_submitted_at for one in returns)
        verified = any(one.status == ReturnStatus.VERIFIED for one in returns)
        if due.pk not in owed:
            continue
        overdue = overdue or due.due_on < today
        found.owed += due.due_on <= today or verified
        if verified:
            found.verified += 1
            found.last = max(found.last or due.ends_on, due.ends_on)
    found.silent = overdue and not sent
    return found


@pytest.mark.parametrize("day", [date(2025, 4, 2), date(2025, 7, 20), date(2025, 7, 21), date(2026, 4, 25)])
def test_it_is_what_its_rows_say(book, day, django_assert_num_queries):
    member = people.person(book.council, Role.MEMBER)
    assert member.current_memberships
    with on(day), django_assert_num_queries(4):
        walk = promised(Obligation.objects.all(), member)
    kpis = [kpi for some in walk.kpis.values() for kpi in some]
    assert len(kpis) > 15
    with on(day):
        assert {kpi.pk: walk.measured[kpi.pk] for kpi in kpis} == {kpi.pk: by_rows(kpi) for kpi in kpis}
    if day.year == 2026:
        told = walk.measured.values()
        assert [one.silent for one in told].count(True) == 1
        assert any(one.verified and one.verified < one.owed for one in told)


def test_a_promise_without_a_kpi_has_nothing_measured(book):
    assert promised(Obligation.objects.none(), people.person(book.council, Role.MEMBER)).measured == {}
