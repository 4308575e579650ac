"""Nobody at the council learns from the record, before the opening, who is bidding or thinking of it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from measurement.demonstration.cast import gather
from procurement.bidding import selectors, services
from procurement.bidding.calculations.sealing import SealBroken
from procurement.bidding.models import Bid, SealedFile
from procurement.tendering import services as tendering
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Membership
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from tests.builders import bidding, people
from tests.builders import evaluation as scenes
from tests.builders.tendering import published_tender
from tests.procurement.bidding.test_opening import PNG

pytestmark = pytest.mark.django_db
PAGES = ("/administration/audit/", "/administration/audit.csv")


def told_to_administrator(client, council) -> str:
    client.force_login(people.person(council, Role.ADMINISTRATOR))
    told = ""
    for page in PAGES:
        response = client.get(page)
        told += (b"".join(response) if response.streaming else response.content).decode()
    return told


def test_the_record_names_no_supplier_who_asks_a_question(client):
    tender = published_tender()
    curious = people.person(people.supplier(), Role.SUPPLIER, name="Quentin Curious")
    tendering.ask_clarification(tender, by=curious, supplier=curious.supplier, question="May we share a van?")
    assert AuditEvent.objects.filter(actor=curious, council=tender.council).exists()
    assert "Quentin Curious" not in told_to_administrator(client, tender.council)


def test_the_record_does_not_follow_somebody_who_left_for_a_supplier(client):
    tender = published_tender()
    mover = people.person(tender.council, Role.COMMISSIONER, name="Marian Mover")
    mover.memberships.update(ended_at=clock.now())
    with people.from_before():
        people.give(mover, people.supplier(), Role.SUPPLIER)
    with clock.at(clock.now() + timedelta(hours=1)):
        bidding.submitted_bid(tender, people.fresh(mover))
    assert AuditEvent.objects.filter(actor=mover, verb="submit").exists()
    assert "Marian Mover" not in told_to_administrator(client, tender.council)


def test_what_the_councils_own_people_do_in_confidence_is_listed_without_its_words(client):
    scene = scenes.scoring(bids=1, panellists=1)
    scenes.score_all(scene, 0, final=False)
    told = told_to_administrator(client, scene.council)
    assert str(scene.panel[0].user) in told
    assert scenes.REASON not in told


def test_an_opening_that_fails_names_no_bidder():
    tender = published_tender()
    user = people.person(people.supplier("Secretive Ltd"), Role.SUPPLIER)
    bid = bidding.filled_bid(tender, user)
    services.attach(bid, by=user, question=selectors.questions(tender)[0], upload=SimpleUploadedFile("plan.png", PNG))
    services.submit(Bid.objects.get(pk=bid.pk), by=user)
    SealedFile.objects.all().delete()
    one, two = bidding.openers(tender)
    with bidding.opening_time(tender):
        opening = services.begin_opening(tender, by=one)
        with pytest.raises(SealBroken) as refusal:
            services.complete_opening(opening, by=two)
    assert "Secretive" not in refusal.value.message
    assert "RCT-" in refusal.value.message


def test_the_demonstrations_people_held_their_roles_before_they_did_anything():
    gather()
    assert not Membership.objects.filter(started_at__gte=clock.now() - timedelta(days=5 * 365)).exists()
