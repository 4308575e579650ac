"""What was done without naming a council: only what somebody may read of it is walked through, by an index of its own."""

from datetime import timedelta

import pytest
from django.db import connection

from socialvalue.accounts.enums import Role
from socialvalue.audit.enums import AT_THE_DOOR, SYSTEM
from socialvalue.audit.models import AuditEvent
from socialvalue.audit.querysets import OF_NO_COUNCIL
from socialvalue.common import clock
from tests.builders import people

pytestmark = pytest.mark.django_db
DOOR = sorted(AT_THE_DOOR)[0]


@pytest.fixture
def scene():
    """Every kind of event: of the council or none, confidential or not, by its person, a supplier's or the system."""
    council = people.council()
    own = people.person(council, Role.PROCUREMENT_OFFICER)
    theirs = people.person(people.supplier(), Role.SUPPLIER)
    AuditEvent.objects.bulk_create(
        AuditEvent(
            at=clock.now() + timedelta(seconds=number),
            council=where,
            confidential=confidential,
            actor=actor,
            actor_label=str(actor or SYSTEM),
            verb=verb,
            sentence="did something",
        )
        for number, (where, confidential, actor, verb) in enumerate(
            (where, confidential, actor, verb)
            for where in (council, None)
            for confidential in (False, True)
            for actor in (own, theirs, None)
            for verb in (DOOR, "save answer")
        )
    )
    return people.person(council, Role.ADMINISTRATOR)


def test_the_parts_are_together_what_may_be_seen(scene):
    seen = AuditEvent.objects.visible_to(scene)
    parts = [set(part.rows.values_list("pk", flat=True)) for part in seen.parts(scene)]
    assert set.union(*parts) == set(seen.values_list("pk", flat=True))
    assert sum(map(len, parts)) == seen.count()
    assert all(parts)


def test_everything_of_no_council_that_may_be_seen_is_in_the_index(scene):
    of_none = AuditEvent.objects.visible_to(scene).filter(council=None)
    assert of_none.filter(OF_NO_COUNCIL).count() == of_none.count() > 0
    # And what nobody sees there is not: a supplier's own drafts
    assert AuditEvent.objects.filter(council=None).exclude(OF_NO_COUNCIL).count() >= 4


@pytest.mark.postgres
@pytest.mark.parametrize("rising", [False, True])
def test_the_part_is_read_from_that_index_in_its_order(scene, rising):
    *_, part = AuditEvent.objects.visible_to(scene).parts(scene)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
        said = (part.rising if rising else part.falling)[:50].explain()
    assert "using audit_of_none" in said, said
    assert "Sort" not in said, said
