"""Private ideas: who reads them, until when they are taken, and the one reply."""

import pytest

from procurement.engagement import services
from procurement.engagement.models import PrivateIdea
from socialvalue.accounts.enums import Role
from socialvalue.audit.selectors import timeline
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.notifications.models import Message
from tests.builders import commissioning as build
from tests.builders import engagement as make
from tests.builders import people

pytestmark = pytest.mark.django_db


def test_an_idea_is_read_by_its_supplier_and_by_those_it_was_told_to():
    body = build.commission()
    sender = make.bidder()
    idea = make.idea(body, sender)
    colleague = make.bidder(sender.supplier)
    for reader in (sender, colleague, body.lead):
        assert list(PrivateIdea.objects.visible_to(reader)) == [idea]
    other_roles = [r for r in Role if r not in (Role.COMMISSIONER, Role.SUPPLIER)]
    strangers = [make.bidder(), build.commissioner(), *(people.person(body.council, role) for role in other_roles)]
    for stranger in strangers:
        assert not PrivateIdea.objects.visible_to(stranger).exists()
    assert not timeline(body).filter(verb="idea").exists()
    assert "garden" not in Message.objects.get(recipient=body.lead).body


def test_ideas_are_told_for_ones_own_supplier_while_they_can_still_help():
    body, sender = build.commission(), make.bidder()
    with pytest.raises(NotAllowed, match="Your role does not include: bid for tenders and report on contracts for a supplier"):
        services.disclose_idea(body, by=sender, supplier=people.supplier(), text="X")
    with pytest.raises(NotAllowed, match="Your role does not include: bid for tenders and report on contracts for a supplier"):
        services.disclose_idea(body, by=body.lead, supplier=sender.supplier, text="X")
    with pytest.raises(Refused, match=r"Write your idea") as error:
        make.idea(body, sender, text=" ")
    assert error.value.field == "text"
    with pytest.raises(WrongState, match="forward plan"):
        make.idea(build.commission(in_forward_plan=False), sender)
    with pytest.raises(WrongState, match="moved on"):
        make.idea(build.commission_with_approved_plan(), sender)


def test_an_idea_is_replied_to_once_and_its_sender_is_told():
    body, sender = build.commission(), make.bidder()
    idea = make.idea(body, sender)
    with pytest.raises(Refused, match=r"Write your reply") as error:
        services.reply_to_idea(idea, by=body.lead, reply="")
    assert error.value.field == "reply"
    services.reply_to_idea(idea, by=body.lead, reply="Thank you.")
    with pytest.raises(WrongState, match="reply already"):
        services.reply_to_idea(idea, by=body.lead, reply="Another")
    assert PrivateIdea.objects.get().reply == "Thank you."
    told = Message.objects.get(recipient=sender)
    assert told.subject == f"A reply to your idea for {body.title}"
    assert "Thank you." not in told.body + told.private, "what was told in confidence is on the page of ideas alone"
