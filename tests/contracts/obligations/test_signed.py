"""What stands in a contract signed elsewhere is recorded once; what was agreed and changed since needs both sides."""

from datetime import datetime
from decimal import Decimal

import pytest

from contracts.obligations import services
from contracts.obligations.models import KpiChange, Obligation
from contracts.schedule.models import DueReturn
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db
NOTE = "Schedule 12 of the contract of 3 March 2025"
WHY = "The service grew by a third."
CHANGED = "What is open here was agreed before and then changed: both sides have to agree the change"


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 7, 10, 9)):
        yield


def edit(contract, who):
    services.edit_kpi(build.kpi_of(contract), by=who.manager, reason=WHY, target=Decimal(1), minimum=None)


def reword(contract, who):
    services.reword(contract.obligations.get(), by=who.manager, wording="One a year.", reason=WHY)


@pytest.mark.parametrize("change", [edit, reword])
def test_the_council_alone_does_not_make_its_own_change_count(change):
    contract, who = build.active_contract()
    change(contract, who)
    before = list(DueReturn.objects.values())
    with pytest.raises(Refused, match=CHANGED):
        services.record_as_signed(contract, by=who.manager, note=NOTE)
    assert Obligation.objects.get().is_proposed
    assert list(DueReturn.objects.values()) == before
    assert [change.outcome for change in KpiChange.objects.all()] in ([], ["open"])


def test_a_kpi_changed_before_the_start_after_both_agreed_is_agreed_by_both():
    contract, who = build.draft_contract()
    services.agree(services.agree(build.obligation(contract, who), by=who.manager), by=who.reporter)
    services.edit_kpi(build.kpi_of(contract), by=who.manager, target=Decimal(9))
    with pytest.raises(Refused, match=CHANGED):
        services.record_as_signed(contract, by=who.manager, note=NOTE)


@pytest.mark.parametrize("side, refused", [("reporter", True), ("manager", False)])
def test_what_the_supplier_alone_had_agreed_otherwise_is_not_recorded_either(side, refused):
    contract, who = build.draft_contract()
    services.agree(build.obligation(contract, who), by=getattr(who, side))
    reword(contract, who)
    if refused:
        with pytest.raises(Refused, match=CHANGED):
            services.record_as_signed(contract, by=who.manager, note=NOTE)
    else:
        assert services.record_as_signed(contract, by=who.manager, note=NOTE) == 1


def test_it_takes_what_nobody_agreed_and_leaves_the_others(client):
    contract, who = build.active_contract(obligations=2)
    first, second = contract.obligations.order_by("pk")
    services.reword(first, by=who.manager, wording="One a year.", reason=WHY)
    third = build.obligation(contract, who)
    who.reporter.messages.all().delete()
    assert services.record_as_signed(contract, by=who.manager, note=NOTE) == 1
    assert list(contract.obligations.order_by("pk").values_list("status", flat=True)) == ["proposed", "agreed", "agreed"]
    event = timeline(third).first()
    assert (event.sentence, event.reason) == ("recorded that 1 obligation is in the signed contract: O3", NOTE)
    message = who.reporter.messages.get()
    assert message.subject == f"1 obligation is recorded as signed: {contract.title}"
    assert message.private == f"Where it is written: {NOTE}"
    assert f"{who.manager} recorded that 1 obligation is in the signed contract, so both sides have agreed" in message.body
    with pytest.raises(Refused, match=CHANGED):
        services.record_as_signed(contract, by=who.manager, note=NOTE)


def test_where_everything_is_agreed_there_is_nothing_to_record():
    contract, who = build.active_contract()
    with pytest.raises(Refused, match="Nothing is open here: both sides have agreed every obligation"):
        services.record_as_signed(contract, by=who.manager, note=NOTE)
