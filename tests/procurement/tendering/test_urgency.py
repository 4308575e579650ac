"""Section 1(8): published without the considerations, on the word of a second person, and set apart on the pages."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from procurement.commissioning import selectors as commissioning_selectors
from procurement.commissioning import services as commissioning
from procurement.commissioning.enums import ActPoint
from procurement.commissioning.models import ActConsideration
from procurement.tendering import services
from procurement.tendering.models import Tender
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused
from tests.builders import tendering as build
from tests.builders.people import council, person
from tests.procurement.tendering.steps import officer

pytestmark = pytest.mark.django_db
SMALL = Decimal(40000)
SET_APART = "published without the considerations being recorded before: urgency"


def urgent(by=None, body=None) -> Tender:
    """A complete small tender, sent for checking, whose commission claims urgency and has no consideration on record."""
    body = body or build.commission(ready=False, estimated_value=SMALL)
    commissioning.consider(
        body, by=by or body.lead, point=ActPoint.URGENCY, text="The provider closed.", considered_on=clock.today()
    )
    return build.checking_tender(body, value=SMALL)


def test_publishing_needs_the_explicit_word_of_a_second_person():
    tender = urgent()
    checker = officer(tender)
    with pytest.raises(
        Refused, match="Confirm the urgency, or return the tender until the considerations are recorded"
    ) as refused:
        services.publish(tender, by=checker)
    assert refused.value.field == "urgency_confirmed"
    assert Tender.objects.get().published_at is None
    published = services.publish(tender, by=checker, urgency_confirmed=True)
    urgency = ActConsideration.objects.get()
    assert (published.urgency, urgency.confirmed_by, bool(urgency.confirmed_at)) == (urgency, checker, True)
    event = AuditEvent.objects.get(verb="confirm urgency")
    assert (event.actor, event.reason) == (checker, "The provider closed.")


def test_whoever_recorded_the_urgency_never_confirms_it():
    house = council()
    both = person(house, Role.COMMISSIONER, Role.PROCUREMENT_OFFICER)
    drafter = person(house, Role.COMMISSIONER)
    body = build.commission(council=house, by=drafter, ready=False, estimated_value=SMALL)
    tender = urgent(by=both, body=body)
    with pytest.raises(NotAllowed, match="You recorded the urgency"):
        services.publish(tender, by=both, urgency_confirmed=True)
    assert Tender.objects.get().published_at is None
    with pytest.raises(IntegrityError), transaction.atomic():
        ActConsideration.objects.update(confirmed_by=both, confirmed_at=clock.now())
    assert services.publish(tender, by=officer(tender), urgency_confirmed=True).urgency is not None


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.PROCUREMENT_OFFICER, Role.SUPPLIER, Role.PARTNER)])
def test_only_those_who_check_tenders_confirm(role):
    tender = urgent()
    with pytest.raises(NotAllowed, match=r"Your role does not include: check, publish, amend and close tenders"):
        commissioning.confirm_urgency(ActConsideration.objects.get(), by=person(tender.council, role))
    with pytest.raises(NotAllowed, match=r"Your role does not include: check, publish, amend and close tenders"):
        commissioning.confirm_urgency(ActConsideration.objects.get(), by=person(council(), Role.PROCUREMENT_OFFICER))


def test_nothing_is_to_confirm_once_everything_was_considered():
    body = build.commission(estimated_value=SMALL)
    tender = urgent(body=body)
    assert commissioning_selectors.urgency_needed(body) is None
    assert services.publish(tender, by=officer(tender)).urgency is None
    assert ActConsideration.objects.get(point=ActPoint.URGENCY).confirmed_at is None
    with pytest.raises(Refused, match=r"Only urgency is confirmed"):
        commissioning.confirm_urgency(ActConsideration.objects.exclude(point=ActPoint.URGENCY).first(), by=officer(tender))


def test_a_later_consideration_does_not_hide_that_it_was_published_before(client):
    tender = urgent()
    services.publish(tender, by=officer(tender), urgency_confirmed=True)
    body = tender.commission
    for point in commissioning_selectors.ACT_POINTS:
        commissioning.consider(body, by=body.lead, point=point, text="Considered.", considered_on=clock.today())
    assert commissioning_selectors.urgency_needed(body) is None
    client.force_login(body.lead)
    pages = ("tender", tender), ("tender-check", tender), ("plan", body), ("act-record", body)
    for name, of in pages:
        page = client.get(reverse(name, args=[of.reference])).content.decode()
        assert SET_APART in page.lower(), name
        assert "The provider closed." in page
        assert "Confirmed by" in page
    # A tender published after that rests on what was considered
    again = build.checking_tender(body, value=SMALL / 8)
    assert services.publish(again, by=officer(again)).urgency is None
    assert SET_APART not in client.get(reverse("tender", args=[again.reference])).content.decode().lower()


def test_the_check_page_sets_it_apart_and_asks_for_the_tick(client):
    tender = urgent()
    at = [tender.reference]
    client.force_login(officer(tender))
    page = client.get(reverse("tender-check", args=at)).content.decode()
    assert "To be published without the considerations being recorded before: urgency" in page
    assert "The provider closed." in page
    assert str(tender.drafted_by) in page
    assert "I confirm the urgency" in page
    typed = {"publish-text": "Seen.", "publish-version": tender.version}
    page = client.post(reverse("tender-publish", args=at), typed).content.decode()
    assert 'href="#id_publish-urgency_confirmed"' in page
    assert "Seen." in page
    assert client.post(reverse("tender-publish", args=at), {**typed, "publish-urgency_confirmed": "on"}).status_code == 302
    assert Tender.objects.get().published_by is not None


def test_the_page_tells_whoever_recorded_it_that_another_publishes(client):
    house = council()
    both = person(house, Role.COMMISSIONER, Role.PROCUREMENT_OFFICER)
    body = build.commission(council=house, by=person(house, Role.COMMISSIONER), ready=False, estimated_value=SMALL)
    tender = urgent(by=both, body=body)
    client.force_login(both)
    page = client.get(reverse("tender-check", args=[tender.reference])).content.decode()
    assert "Somebody else has to confirm it and publish." in page
    assert reverse("tender-publish", args=[tender.reference]) not in page
    assert client.post(reverse("tender-publish", args=[tender.reference]), {
        "publish-text": "", "publish-version": tender.version, "publish-urgency_confirmed": "on",
    }).status_code == 403  # fmt: skip


def test_without_urgency_nothing_is_asked(client):
    tender = build.checking_tender()
    client.force_login(officer(tender))
    page = client.get(reverse("tender-check", args=[tender.reference])).content.decode()
    assert "urgency" not in page.lower()
