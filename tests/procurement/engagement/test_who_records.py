"""Every verb of the room and the roles that may not use it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from procurement.engagement import services
from procurement.engagement.calculations.details import RemarkDetails
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed
from tests.builders import commissioning as build
from tests.builders import engagement as make
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.COMMISSIONER, Role.SUPPLIER, Role.PARTNER)])
def test_only_those_who_draft_the_commission_record_engagement(role):
    body = build.commission()
    event, remark, idea = make.held_event(body), make.remark(body), make.idea(body)
    user = people.person(body.council, role)
    said = RemarkDetails(text="X", group="carers", said_on=clock.today(), method="survey")
    attempts = [
        lambda: services.create_event(
            body, by=user, kind="visit", title="X", description="X", place="X", starts_at=clock.now(), ends_at=event.ends_at
        ),
        lambda: services.edit_event(event, by=user, title="X"),
        lambda: services.advertise_event(event, by=user),
        lambda: services.cancel_event(event, by=user, reason="The hall is flooded"),
        lambda: services.record_attendance(event, by=user, numbers={}),
        lambda: services.add_document(event, by=user, upload=SimpleUploadedFile("a.txt", b"x")),
        lambda: services.record_remark(body, said, by=user),
        lambda: services.edit_remark(remark, by=user, text="X"),
        lambda: services.respond(remark, by=user, response="X"),
        lambda: services.reply_to_idea(idea, by=user, reply="X"),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed, match="does not include"):
            attempt()
