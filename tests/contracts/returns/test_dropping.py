"""A correction that was begun is found again by whoever began it, and can be dropped; the verified return stays."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.evidence import services as evidence
from contracts.returns import services
from contracts.returns.models import Return
from contracts.returns.needs import needs
from contracts.returns.permissions import can_drop
from contracts.returns.selectors import corrections_of
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from tests.builders import contracts as build
from tests.builders.people import fresh
from tests.reading import as_read

pytestmark = pytest.mark.django_db
NEED = "Finish the correction of “Apprenticeships started” for Carers’ short breaks"


@pytest.fixture
def stage():
    with clock.at(datetime(2025, 7, 10, 9)):
        contract, who = build.active_contract()
        verified = build.verified_return(build.first_due(contract), who)
        begun = services.correct_return(verified.due, by=who.reporter, reason="One was counted twice.")
        yield who, verified, begun


def texts(user):
    return [need.text for need in needs(fresh(user), clock.now())]


def test_it_waits_on_the_home_and_on_the_returns_of_its_own_side(stage, client):
    who, _, begun = stage
    assert [list(corrections_of(user)) for user in (who.reporter, who.manager, who.member)] == [[begun], [], []]
    assert (texts(who.reporter), texts(who.manager)) == ([NEED], [])
    client.force_login(who.reporter)
    page = as_read(client.get(reverse("returns")))
    assert page.count("Finish the correction of Apprenticeships started") == 1
    assert NEED in as_read(client.get("/"))
    services.submit_return(begun, by=who.reporter)
    assert texts(who.reporter) == []
    services.query_return(Return.objects.get(pk=begun.pk), by=who.manager, comment="Which one?")
    assert texts(who.reporter) == [NEED]


def test_it_is_dropped_after_a_question_with_all_that_was_added_to_it(stage, client):
    who, verified, begun = stage
    evidence.tell_story(begun, by=who.reporter, title="Ana", text="She began in May.", consent=build.AGREED)
    client.force_login(who.reporter)
    address = reverse("return-drop", args=[begun.pk])
    assert f'href="{address}"' in client.get(reverse("return", args=[begun.due_id])).content.decode()
    assert "Drop the correction?" in as_read(client.get(address))
    assert Return.objects.count() == 2
    done = client.post(address, follow=True)
    assert [str(m) for m in done.context["messages"]] == ["The correction is dropped. The verified return stays."]
    assert [(r.pk, r.status) for r in Return.objects.all()] == [(verified.pk, "verified")]
    event = AuditEvent.objects.get(verb="drop correction")
    assert (event.actor, event.confidential) == (who.reporter, True)
    assert texts(who.reporter) == []
    again = services.correct_return(verified.due, by=who.reporter, reason="Two were counted twice.")
    assert again.number == 2


def test_only_by_its_own_side_and_only_before_it_is_submitted(stage, client):
    who, verified, begun = stage
    only = "Only a correction that is not submitted can be dropped"
    with pytest.raises(WrongState, match="The supplier has begun this return"):
        services.drop_correction(begun, by=who.manager)
    with pytest.raises(NotAllowed, match="Returns are made by"):
        services.drop_correction(begun, by=who.member)
    first = services.save_return(verified.due.kpi.due_returns.order_by("starts_on")[1], by=who.reporter, value=Decimal(1))
    with pytest.raises(WrongState, match=only):
        services.drop_correction(first, by=who.reporter)
    assert can_drop(who.reporter, begun)
    submitted = services.submit_return(begun, by=who.reporter)
    with pytest.raises(WrongState, match="This return can no longer be changed"):
        services.drop_correction(submitted, by=who.reporter)
    back = services.query_return(submitted, by=who.manager, comment="Which one?")
    with pytest.raises(WrongState, match=only):
        services.drop_correction(back, by=who.reporter)
    client.force_login(build.active_contract()[1].reporter)
    assert client.get(reverse("return-drop", args=[begun.pk])).status_code == 404
    assert Return.objects.count() == 3
