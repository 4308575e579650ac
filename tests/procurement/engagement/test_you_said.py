"""You said, we did for the public: what is chosen and previewed is what is published, until it is taken back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from procurement.commissioning import services as commissioning
from procurement.engagement import selectors, services
from procurement.engagement.models import Remark, YouSaid
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from tests.builders import commissioning as build
from tests.builders import engagement as make
from tests.builders import people
from tests.procurement.engagement.steps import answered, public, published, text

pytestmark = pytest.mark.django_db


def test_the_public_reads_what_was_chosen_and_nothing_else(client):
    body = build.commission()
    first = answered(body, said_by="Ada Example", agreed_to_be_named=True)
    answered(body, text="Not chosen words", response="Not chosen answer")
    make.remark(body, text="No answer yet")
    make.idea(body, text="We could lend our garden.")
    assert client.get(public(body)).status_code == 404
    with clock.at(clock.now() + timedelta(days=1)):
        services.publish_you_said(body, by=body.lead, remarks=[first], introduction="Breaks for carers.")
        page = text(client, public(body))
        day = clock.today()
    assert "Regular times would let me work." in page
    assert "Times are regular now." in page
    assert "Breaks for carers." in page
    assert f"{day.day} {day:%B %Y}</time>." in page.split("Published on")[1].split("</p>")[0]
    for kept in ("Ada Example", "Not chosen", "No answer yet", "garden", str(body.lead)):
        assert kept not in page
    event = AuditEvent.objects.get(verb="publish you said")
    assert event.actor == body.lead
    assert event.council == body.council


def test_a_name_is_shown_only_when_wanted_and_goes_when_the_person_changes_their_mind(client):
    body = build.commission()
    remark = answered(body, said_by="Ada Example", agreed_to_be_named=True)
    other = answered(body, text="Other words")
    services.publish_you_said(body, by=body.lead, remarks=[remark, other], names=True)
    assert "Ada Example" in text(client, public(body))
    services.edit_remark(remark, by=body.lead, said_by="Cleo Example")
    assert "Cleo Example" not in text(client, public(body)), "a name that was not previewed"
    services.edit_remark(Remark.objects.get(pk=remark.pk), by=body.lead, said_by="", agreed_to_be_named=False)
    page = text(client, public(body))
    assert "Ada Example" not in page
    assert "Regular times" in page
    # Somebody who agrees afterwards was not part of what was previewed
    services.edit_remark(other, by=body.lead, said_by="Bea Example", agreed_to_be_named=True)
    assert "Bea Example" not in text(client, public(body))


def test_what_was_published_stays_as_it_was_read(client):
    body = build.commission()
    remark = answered(body)
    published(body, remark)
    services.edit_remark(remark, by=body.lead, text="Other words")
    services.respond(Remark.objects.get(), by=body.lead, response="Other answer")
    page = text(client, public(body))
    assert "Regular times" in page
    assert "Other" not in page


def test_what_changed_since_the_preview_is_not_published():
    body = build.commission()
    remark = answered(body)
    seen = selectors.mark_of([remark], "Hello", names=False)
    services.edit_remark(remark, by=body.lead, text="Somebody is named here")
    with pytest.raises(Refused, match="changed since"):
        services.publish_you_said(body, by=body.lead, remarks=[remark], introduction="Hello", seen=seen)
    fresh = selectors.mark_of(Remark.objects.all(), "Hello", names=False)
    for other in ({"introduction": "Other"}, {"introduction": "Hello", "names": True}):
        with pytest.raises(Refused, match="changed since"):
            services.publish_you_said(body, by=body.lead, remarks=[remark], seen=fresh, **other)
    services.publish_you_said(body, by=body.lead, remarks=[remark], introduction="Hello", seen=fresh)
    assert YouSaid.objects.public().count() == 1


def test_what_somebody_else_published_since_the_preview_is_not_replaced_unseen():
    body = build.commission()
    remark = answered(body)
    seen = selectors.mark_of([remark], "Mine", names=False)
    services.publish_you_said(body, by=body.lead, remarks=[remark], introduction="Theirs", seen=None)
    with pytest.raises(Refused, match="is published now, was changed since"):
        services.publish_you_said(body, by=body.lead, remarks=[remark], introduction="Mine", seen=seen)
    assert YouSaid.objects.public().get().introduction == "Theirs"
    seen = selectors.mark_of([remark], "Mine", names=False, replaces=YouSaid.objects.get())
    services.publish_you_said(body, by=body.lead, remarks=[remark], introduction="Mine", seen=seen)
    assert YouSaid.objects.public().get().introduction == "Mine"


def test_only_answered_remarks_of_this_commission():
    body = build.commission()
    other = build.commission(by=body.lead)
    for wrong, words in (
        ([], "Choose at least one remark"),
        ([make.remark(body)], "Choose remarks that have an answer"),
        ([answered(other)], "Choose remarks of this commission"),
    ):
        with pytest.raises(Refused, match=words) as refused:
            services.publish_you_said(body, by=body.lead, remarks=wrong)
        assert refused.value.field == "remarks"
    assert not YouSaid.objects.exists()


def test_a_new_edition_takes_the_place_of_the_old_and_leaves_nothing_out_without_a_reason(client):
    body = build.commission()
    first, second = answered(body), answered(body, text="Second words")
    published(body, first)
    with pytest.raises(Refused, match=r"Say why a remark published before would be left out") as refused:
        published(body, second)
    assert refused.value.field == "reason"
    assert "Regular times" in text(client, public(body))
    edition = published(body, second, reason="The person asked for it.")
    page = text(client, public(body))
    assert "Second words" in page
    assert "Regular times" not in page
    assert "The person asked" not in page
    assert edition.number == 2
    assert YouSaid.objects.public().get() == edition
    # More is added: nothing is left out, so no reason is kept
    assert published(body, first, second, reason="Not needed").reason == ""


def test_it_is_taken_back_with_a_reason_and_the_older_edition_does_not_come_back(client):
    body = build.commission()
    remark = answered(body)
    published(body, remark)
    edition = published(body, remark, answered(body, text="More"))
    with pytest.raises(Refused, match=r"Say why it is taken back") as refused:
        services.take_back_you_said(edition, by=body.lead, reason=" ")
    assert refused.value.field == "reason"
    services.take_back_you_said(edition, by=body.lead, reason="It showed who somebody is.")
    assert client.get(public(body)).status_code == 404
    assert not YouSaid.objects.public().exists()
    event = AuditEvent.objects.get(verb="take back you said")
    assert event.reason == "It showed who somebody is."
    with pytest.raises(WrongState, match=r"This is not on the public site any more"):
        services.take_back_you_said(edition, by=body.lead, reason="A speaker asked for it")
    # Everything may be published anew
    published(body, remark)
    assert "Regular times" in text(client, public(body))


def test_one_edition_in_public_also_in_the_database():
    body = build.commission()
    published(body)
    with pytest.raises(IntegrityError), transaction.atomic():
        YouSaid.objects.create(commission=body, number=7, published_by=body.lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        YouSaid.objects.filter(commission=body).update(withdrawn_at=clock.now(), withdrawn_by=body.lead)


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.SUPPLIER, Role.PARTNER)])
def test_who_publishes_and_who_takes_back(role):
    body = build.commission()
    remark = answered(body)
    person = people.person(body.council, role)
    if role == Role.COMMISSIONER:
        edition = services.publish_you_said(body, by=person, remarks=[remark])
        services.take_back_you_said(edition, by=person, reason="A speaker asked for it")
        return
    with pytest.raises(NotAllowed, match=r"Your role does not include: draft commissions, plans and tenders"):
        services.publish_you_said(body, by=person, remarks=[remark])
    with pytest.raises(NotAllowed, match=r"Your role does not include: draft commissions, plans and tenders"):
        services.take_back_you_said(published(body, remark), by=person, reason="A speaker asked for it")


def test_a_closed_commission_publishes_nothing_new_but_what_stands_can_be_taken_back(client):
    body = build.commission()
    remark = answered(body)
    edition = published(body, remark)
    commissioning.move_stage(body, "close", by=body.lead, reason="The need is known already")
    with pytest.raises(WrongState, match=r"This commission is closed\. Its record is kept as it is\."):
        published(body, remark)
    assert "Regular times" in text(client, public(body))
    services.take_back_you_said(edition, by=body.lead, reason="A speaker asked for it")
    assert client.get(public(body)).status_code == 404


def test_who_sees_which_edition():
    body = build.commission()
    old = published(body, *Remark.objects.all(), answered(body))
    new = published(body, *Remark.objects.all(), answered(body, text="More"))
    inside, outside, nobody = body.lead, make.bidder(), people.person(body.council, Role.EVALUATOR)
    assert set(YouSaid.objects.visible_to(inside)) == {old, new}
    for user in (outside, nobody, build.commissioner()):
        assert set(YouSaid.objects.visible_to(user)) == {new}
