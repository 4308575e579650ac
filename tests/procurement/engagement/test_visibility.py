"""Who sees which event, idea and edition of “You said, we did”: the whole tables."""

import pytest
from django.contrib.auth.models import AnonymousUser

from procurement.engagement import services
from procurement.engagement.models import Event, PrivateIdea, Remark, YouSaid
from tests.builders import commissioning as build
from tests.builders import engagement as make
from tests.builders import people
from tests.fixtures import truth

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scene(module_database):
    """The cast with somebody who is not signed in, and a commission of their council's."""
    council = people.council()
    users = {**truth.cast(council), truth.NOBODY: AnonymousUser()}
    return build.commission(council=council), users


@pytest.fixture(scope="module")
def events(scene):
    body, _ = scene
    cancelled = make.advertised_event(body)
    services.cancel_event(cancelled, by=body.lead, reason="The hall is closed.")
    return {"kept inside": make.event(body), "advertised": make.advertised_event(body), "cancelled": cancelled}


EVENTS = """
                     kept inside  advertised  cancelled
commissioner         yes
procurement_officer  yes
evaluator            no           yes         yes
evaluation_lead      yes
contract_manager     yes
lead_director        yes
member               no           yes         yes
supplier             no           yes         yes
partner              no           yes         yes
administrator        no           yes         yes
elsewhere            no           yes         yes
left                 no           yes         yes
inactive             no           yes         yes
nobody signed in     no           yes         yes
"""

INSIDE = """
                     kept inside  advertised  cancelled
commissioner         yes
procurement_officer  yes
evaluator            no
evaluation_lead      yes
contract_manager     yes
lead_director        yes
member               no
supplier             no
partner              no
administrator        no
elsewhere            no
left                 no
inactive             no
nobody signed in     no
"""


def test_events(scene, events):
    _, users = scene
    truth.says(EVENTS, truth.seen(Event.objects.visible_to, users, events))


def test_notes_and_files_of_events(scene, events):
    _, users = scene
    truth.says(INSIDE, truth.seen(Event.objects.inside, users, events))


def test_events_on_the_public_pages(scene, events):
    ours = Event.objects.filter(pk__in=[event.pk for event in events.values()])
    assert list(ours.public()) == [events["advertised"]]
    assert set(ours.advertised()) == {events["advertised"], events["cancelled"]}


IDEAS = """
                     from their supplier  from another
commissioner         yes
procurement_officer  no
evaluator            no
evaluation_lead      no
contract_manager     no
lead_director        no
member               no
supplier             yes                  no
partner              no
administrator        no
elsewhere            no
left                 no
inactive             no
nobody signed in     no
"""


def test_ideas(scene):
    body, users = scene
    ideas = {"from their supplier": make.idea(body, users["supplier"]), "from another": make.idea(body)}
    truth.says(IDEAS, truth.seen(PrivateIdea.objects.visible_to, users, ideas))


EDITIONS = """
                     replaced  current  taken back
commissioner         yes
procurement_officer  yes
evaluator            no        yes      no
evaluation_lead      yes
contract_manager     yes
lead_director        yes
member               no        yes      no
supplier             no        yes      no
partner              no        yes      no
administrator        no        yes      no
elsewhere            no        yes      no
left                 no        yes      no
inactive             no        yes      no
nobody signed in     no        yes      no
"""


@pytest.fixture(scope="module")
def editions(scene):
    body, _ = scene
    replaced = make.published_you_said(body)
    everything = list(Remark.objects.filter(commission=body))
    more = services.respond(make.remark(body, text="More buses."), by=body.lead, response="There are more buses.")
    current = services.publish_you_said(body, by=body.lead, remarks=[*everything, more])
    other = build.commission(council=body.council)
    taken_back = services.take_back_you_said(make.published_you_said(other), by=other.lead, reason="A speaker asked for it")
    return {"replaced": replaced, "current": current, "taken back": taken_back}


def test_editions(scene, editions):
    _, users = scene
    truth.says(EDITIONS, truth.seen(YouSaid.objects.visible_to, users, editions))


def test_the_edition_that_the_public_reads(editions):
    ours = YouSaid.objects.filter(pk__in=[edition.pk for edition in editions.values()])
    assert list(ours.public()) == [editions["current"]]
