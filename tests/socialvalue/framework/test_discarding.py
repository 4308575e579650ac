"""A draft can be thrown away, with a reason that stays; nothing else can, and nothing that something refers to."""

import pytest

from socialvalue.audit.models import AuditEvent
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from socialvalue.framework import services
from socialvalue.framework.models import Crosswalk, Framework, FrameworkVersion, Measure, Outcome
from tests.builders import framework as build
from tests.builders import people
from tests.socialvalue.framework.test_editing import CAST, actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return build.editor()


@pytest.fixture
def second(editor):
    """The draft of a version 2."""
    first = build.published(editor)
    return services.start_version(first.framework, by=editor)


def test_a_draft_goes_and_the_published_version_stays(editor, second):
    assert services.discard_version(second, by=editor, reason="Started by mistake") is False
    left = FrameworkVersion.objects.get()
    assert (left.number, left.status, Measure.objects.count()) == (1, "published", 1)
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.actor, event.reason) == ("discard", editor, "Started by mistake")
    assert services.start_version(left.framework, by=editor).number == 2


def test_the_only_draft_takes_its_framework_with_it(editor):
    draft = build.draft(editor)
    assert services.discard_version(draft, by=editor, reason="Nobody uses this draft") is True
    assert not Framework.objects.exists()
    assert "and the framework with it" in AuditEvent.objects.latest("pk").sentence


@pytest.mark.parametrize("retired", [False, True])
def test_what_was_published_stays(editor, retired):
    version = build.published(editor)
    if retired:
        services.retire_version(version, by=editor)
    with pytest.raises(WrongState, match="Only a draft"):
        services.discard_version(version, by=editor, reason="Nobody uses this draft")
    assert FrameworkVersion.objects.exists()


def test_without_a_reason_or_on_a_stale_page_nothing_goes(editor, second):
    with pytest.raises(Refused, match=r"Say why it is discarded") as refused:
        services.discard_version(second, by=editor, reason="  ")
    assert refused.value.field == "reason"
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        services.discard_version(second, by=editor, reason="Nobody uses this draft", expected_version=second.version + 1)
    assert FrameworkVersion.objects.count() == 2


def test_what_something_refers_to_stays_whole(editor, second):
    """No page lets anybody choose a draft; should a record do so all the same, it is not torn away."""
    from tests.builders import commissioning

    body = commissioning.commission(council=editor.council)
    type(body).objects.filter(pk=body.pk).update(framework=second)
    events = AuditEvent.objects.count()
    with pytest.raises(Refused, match="used by commissions"):
        services.discard_version(second, by=editor, reason="Nobody uses this draft")
    assert (Measure.objects.count(), AuditEvent.objects.count()) == (2, events)
    type(body).objects.filter(pk=body.pk).update(framework=None)
    other = build.published(editor)
    inside = Outcome.objects.get(priority__version=second)
    link = Crosswalk.objects.create(outcome=build.an_outcome(other), to_outcome=inside)
    with pytest.raises(Refused, match="linked to one of this draft"):
        services.discard_version(second, by=editor, reason="Nobody uses this draft")
    assert Crosswalk.objects.get() == link


@pytest.mark.parametrize("who", CAST)
def test_who_may_discard(editor, second, who):
    user = actor(who, editor.council)
    if CAST[who][2]:
        services.discard_version(second, by=user, reason="Nobody uses this draft")
    else:
        with pytest.raises(NotAllowed, match=r"Your role does not include: edit the framework library"):
            services.discard_version(second, by=user, reason="Nobody uses this draft")
    assert FrameworkVersion.objects.count() == (1 if CAST[who][2] else 2)


def test_the_page_asks_first_and_keeps_what_was_typed(client, editor, second):
    client.force_login(editor)
    version_page = f"/frameworks/{second.framework.code}/2/"
    assert f"{version_page}discard/".encode() in client.get(version_page).content
    assert b"discard/" not in client.get(version_page.replace("/2/", "/1/")).content
    page = client.get(f"{version_page}discard/").content.decode()
    assert "Discard the draft of version 2?" in page
    assert "Other versions stay" in page
    assert client.post(f"{version_page}discard/", {"version": second.version}).context["form"].errors["reason"]
    page = client.post(f"{version_page}discard/", {"version": second.version + 5, "reason": "It was typed by me alone"})
    assert b"It was typed by me alone" in page.content
    assert FrameworkVersion.objects.count() == 2
    done = client.post(f"{version_page}discard/", {"version": second.version, "reason": "It was typed by me alone"}, follow=True)
    assert done.redirect_chain[-1][0] == version_page.replace("/2/", "/1/")
    assert b"The draft of version 2 is discarded" in done.content


def test_the_page_leads_back_to_the_list_when_nothing_is_left(client, editor):
    draft = build.draft(editor)
    client.force_login(editor)
    address = f"/frameworks/{draft.framework.code}/1/discard/"
    assert b"The framework goes with it" in client.get(address).content
    assert client.post(address, {"version": draft.version, "reason": "Nobody uses this draft"}).url == "/frameworks/"
    client.force_login(people.person(people.supplier()))
    assert client.get(address).status_code == 403
