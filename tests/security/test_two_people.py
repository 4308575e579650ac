"""One person with two roles does not check their own work by having a colleague press the button between."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from contracts.returns import services as returns
from contracts.returns.models import Return
from procurement.tendering import services as tendering
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Membership
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed
from tests.builders import contracts as agreed
from tests.builders import people
from tests.builders import tendering as tenders

pytestmark = pytest.mark.django_db


def test_who_corrected_a_return_that_was_sent_back_does_not_verify_it():
    with clock.at(datetime(2025, 7, 5, 9)):
        contract, who = agreed.active_contract(starts_on=date(2025, 4, 1))
        sent = agreed.submitted_return(agreed.first_due(contract), who, "1")
        sent = returns.query_return(sent, by=who.director, comment="Is it not three?")
        returns.save_return(sent.due, by=who.manager, value=Decimal(3))
        why = "Three started, the list shows it."
        sent = returns.submit_return(Return.objects.get(pk=sent.pk), by=who.reporter, change_reason=why)
        with pytest.raises(NotAllowed, match="changed this return yourself"):
            returns.verify_return(sent, by=who.manager, comment=agreed.SEEN)
        assert returns.verify_return(sent, by=who.director, comment=agreed.SEEN).status == "verified"


def test_who_drafted_a_tender_does_not_publish_it_though_a_colleague_sent_it():
    tender = tenders.with_criteria(tenders.draft())
    drafter = tender.drafted_by
    Membership.objects.create(user=drafter, organisation=tender.council, role=Role.PROCUREMENT_OFFICER)
    tendering.send_for_checking(tender, by=people.person(tender.council, Role.COMMISSIONER))
    with pytest.raises(NotAllowed, match="drafted this tender"):
        tendering.publish(Tender.objects.get(pk=tender.pk), by=people.fresh(drafter))
    assert tendering.publish(tender, by=people.person(tender.council, Role.PROCUREMENT_OFFICER)).status == "published"
