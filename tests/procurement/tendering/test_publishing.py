"""From checking to publication: what is refused, by whom it is done, who hears of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from procurement.tendering import selectors, services
from procurement.tendering.enums import TenderStatus as S
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.notifications.models import Message
from tests.builders import tendering as build
from tests.builders.people import person
from tests.procurement.tendering.steps import officer

pytestmark = pytest.mark.django_db


def test_publication_needs_the_act_and_the_plan():
    tender = build.checking_tender(build.commission(ready=False))
    with pytest.raises(Refused) as error:
        services.publish(tender, by=officer(tender))
    assert len(error.value.problems) == 5
    assert "section 1(3)(a)" in error.value.message
    assert "plan is not approved" in error.value.message
    build.make_ready(tender.commission, tender.drafted_by)
    assert services.publish(tender, by=officer(tender)).status == S.PUBLISHED


def test_the_law_s_minimum_period_is_refused_and_a_short_light_touch_one_is_a_warning():
    soon = clock.now() + timedelta(days=24)
    tender = build.checking_tender(build.commission(light_touch=False), deadline=soon)
    with pytest.raises(Refused, match="at least 25 days"):
        services.publish(tender, by=officer(tender))
    light = build.checking_tender(deadline=soon)
    assert selectors.warnings(light) == [
        "The law sets no minimum period for this tender, but 24 days are short: small organisations need time to work together."
    ]
    assert services.publish(light, by=officer(light)).status == S.PUBLISHED
    enough = build.checking_tender(build.commission(light_touch=False), deadline=clock.now() + timedelta(days=25))
    assert services.publish(enough, by=officer(enough)).status == S.PUBLISHED


def test_who_drafted_and_who_sent_hear_that_it_is_published_and_that_it_was_returned():
    body = build.commission()
    drafted = build.with_criteria(build.draft(body))
    colleague = person(body.council, Role.COMMISSIONER)
    sent = services.send_for_checking(drafted, by=colleague)
    checker = officer(sent)
    services.return_tender(sent, by=checker, comment="Shorter.")
    services.publish(services.send_for_checking(Tender.objects.get(), by=colleague), by=checker)
    for words in ("Your tender was returned: ", "Published: "):
        told = Message.objects.filter(subject=f"{words}{drafted.title}")
        assert set(told.values_list("recipient", flat=True)) == {colleague.pk, drafted.drafted_by_id}, words
    returned = Message.objects.filter(subject__startswith="Your tender was returned")
    assert {(m.private, "Shorter." in m.body) for m in returned} == {("Shorter.", False)}, "the comment is on the page alone"


def test_somebody_else_publishes():
    tender = build.with_criteria(build.draft())
    both = person(tender.council, Role.COMMISSIONER, Role.PROCUREMENT_OFFICER)
    services.send_for_checking(tender, by=both)
    for verb in (services.publish, services.return_tender):
        with pytest.raises(NotAllowed, match="Somebody else"):
            verb(tender, by=both, comment="Fine")
    with pytest.raises(IntegrityError), transaction.atomic():
        Tender.objects.filter(pk=tender.pk).update(published_by=both)


def test_a_returned_tender_can_be_edited_and_sent_again():
    tender = build.checking_tender()
    with pytest.raises(WrongState, match="being checked"):
        services.edit_tender(tender, by=tender.drafted_by, title="Quietly changed")
    with pytest.raises(Refused, match="what has to change"):
        services.return_tender(tender, by=officer(tender), comment=" ")
    services.return_tender(tender, by=officer(tender), comment="Say what a break is.")
    services.edit_tender(tender, by=tender.drafted_by, description="A break of a day or a night.")
    assert services.send_for_checking(tender, by=tender.drafted_by).status == S.CHECKING
