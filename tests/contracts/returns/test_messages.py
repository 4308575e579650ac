"""Returns that were handed in are told to whoever verifies, once a day and contract; the verified ones to whoever made them."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from contracts.returns import services
from contracts.schedule.models import DueReturn
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.notifications.models import Message
from tests.builders import contracts as build
from tests.builders import people

pytestmark = pytest.mark.django_db
AFTER = datetime(2025, 7, 10, 9, tzinfo=clock.LONDON)


def waiting() -> list[tuple[int, str]]:
    return [(m.recipient_id, m.subject) for m in Message.objects.filter(key__startswith="returns-handed-in:").order_by("pk")]


def dues(contract) -> list[DueReturn]:
    return list(DueReturn.objects.filter(kpi__obligation__contract=contract, starts_on="2025-04-01").order_by("kpi__number"))


def test_the_manager_hears_once_a_day_however_many_come():
    contract, who = build.active_contract(obligations=3)
    first, second, third = dues(contract)
    with clock.at(AFTER):
        build.submitted_return(first, who)
        build.submitted_return(second, who)
        assert waiting() == [(who.manager.pk, f"Returns to verify: {contract.title}")]
        message = Message.objects.get(key__startswith="returns-handed-in:")
        assert (message.url, message.for_information) == (f"/contracts/{contract.pk}/returns/", False)
    with clock.at(AFTER + timedelta(days=1)):
        build.submitted_return(third, who)
    assert len(waiting()) == 2


def test_what_the_manager_hands_in_the_lead_director_verifies():
    contract, who = build.active_contract()
    people.person(who.council, Role.LEAD_DIRECTOR)
    with clock.at(AFTER):
        draft = services.save_return(build.first_due(contract), by=who.manager, value=Decimal(3))
        services.submit_return(draft, by=who.manager)
    assert [person for person, _ in waiting()] == [who.director.pk]


def test_without_owners_everybody_who_verifies_hears_of_it():
    contract, who = build.active_contract(manager=None, lead_director=None, total_value=40000)
    with clock.at(AFTER):
        build.submitted_return(build.first_due(contract), who)
    assert {person for person, _ in waiting()} == {who.manager.pk, who.director.pk}


def test_whoever_handed_it_in_hears_that_it_was_verified_as_news():
    contract, who = build.active_contract()
    with clock.at(AFTER):
        build.verified_return(build.first_due(contract), who)
    message = who.reporter.messages.get(key__startswith="return-verified:")
    assert message.subject == f"Your return was verified: {contract.title}"
    assert "for 1 April 2025 to 30 June 2025" in message.body
    assert (message.for_information, message.council) == (True, who.council)
    assert build.SEEN not in message.body + message.private, "the comment of who verifies is the council's"
