"""An administrator takes back what they just did with somebody's access: given, changed, ended; of partners too."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from socialvalue.accounts.administration import services
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, WrongState
from socialvalue.notifications.models import Message
from tests.builders import people, pipeline

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 26, 10, tzinfo=clock.LONDON)
WHY = "They have moved to another team."


def at(minutes: float):
    return clock.at(START + timedelta(minutes=minutes))


@pytest.fixture
def council():
    return people.council()


@pytest.fixture
def administrator(council):
    return people.person(council, Role.ADMINISTRATOR)


@pytest.fixture
def person(council):
    with at(-600):
        user = people.person(council, Role.COMMISSIONER, Role.EVALUATOR)
    user.memberships.update(started_at=START - timedelta(hours=10))
    return user


def access(user) -> set[tuple]:
    return set(user.memberships.filter(ended_at=None).values_list("organisation", "role", "directorate"))


def test_a_person_who_was_added_has_no_access_again(council, administrator):
    with at(0):
        user = services.add_person(council, by=administrator, email="x@example.org", name="X", roles=["member"])
    with at(9.9):
        services.undo_access(user, council, by=administrator)
    assert access(user) == set()
    assert user.memberships.get().ended_at == START + timedelta(minutes=9.9)
    event = AuditEvent.objects.get(verb="undid a change of access")
    assert (event.sentence, event.changes) == (
        f"undid what they did with the access of {user}",
        {"given": ["elected member", ""]},
    )
    assert Message.objects.get(recipient=user).body.endswith("You are now: without access.")


def test_an_access_that_was_ended_goes_on(council, administrator, person):
    before = access(person)
    with at(0):
        services.end_access(person, council, by=administrator, reason=WHY)
        assert access(person) == set()
    with at(5):
        services.undo_access(person, council, by=administrator)
    assert access(person) == before
    assert [m.subject for m in Message.objects.filter(recipient=person).order_by("pk")] == [
        f"Your access for {council} has ended",
        "A change of your access was undone",
    ]


def test_changed_roles_and_directorates_are_as_they_were(council, administrator, person):
    old = services.add_directorate(council, by=administrator, name="Roads", code="R")
    new = services.add_directorate(council, by=administrator, name="Parks", code="P")
    with at(-20):
        services.change_roles(person, council, by=administrator, roles=["commissioner"], directorate=old, reason=WHY)
    before = access(person)
    with at(0):
        services.change_roles(person, council, by=administrator, roles=["commissioner", "member"], directorate=new, reason=WHY)
    assert access(person) == {(council.pk, "commissioner", new.pk), (council.pk, "member", new.pk)}
    with at(1):
        services.undo_access(person, council, by=administrator)
    assert access(person) == before == {(council.pk, "commissioner", old.pk)}


def test_a_partner_added_and_a_partner_ended(council, administrator):
    with at(0):
        user = services.add_partner(council, by=administrator, organisation_name="Dover Harbour", name="P", email="p@example.org")
    given = access(user)
    with at(1):
        services.undo_access(user, council, by=administrator)
    assert access(user) == set()
    with at(20):
        again = services.add_partner(
            council, by=administrator, organisation_name="Dover Harbour", name="P", email="p@example.org"
        )
    with at(40):
        services.end_partner(again.memberships.get(ended_at=None), council, by=administrator, reason=WHY)
        services.undo_access(again, council, by=administrator)
    assert access(again) == given


def test_both_sides_of_the_tenth_minute(council, administrator, person):
    with at(0):
        services.end_access(person, council, by=administrator, reason=WHY)
    with at(10), pytest.raises(WrongState, match=r"^This could be undone for 10 minutes, until 10:10am\. It stands now\.$"):
        services.undo_access(person, council, by=administrator)
    with at(9.99):
        services.undo_access(person, council, by=administrator)


def test_not_by_another_not_twice_and_not_after_somebody_acted_on_it(council, administrator, person):
    other = people.person(council, Role.ADMINISTRATOR)
    with at(0):
        services.end_access(person, council, by=administrator, reason=WHY)
    with at(1):
        with pytest.raises(NotAllowed, match=r"^Only the administrator who last changed this person’s access can undo it$"):
            services.undo_access(person, council, by=other)
        services.add_person(council, by=other, email=person.email, name="x", roles=["member"])
    with at(2):
        with pytest.raises(NotAllowed, match=r"^Only the administrator who last changed this person’s access can undo it$"):
            services.undo_access(person, council, by=administrator)
        services.undo_access(person, council, by=other)
        with pytest.raises(WrongState, match=r"^There is nothing to undo in this person’s access$"):
            services.undo_access(person, council, by=other)


def test_a_partner_let_in_again_by_another_council_is_not_doubled(council, administrator):
    body = pipeline.partner("Dover Harbour Board")
    user = people.person(body, Role.PARTNER)
    elsewhere = people.council()
    with at(0):
        services.end_partner(user.memberships.get(), council, by=administrator, reason=WHY)
    with at(1):
        there = people.person(elsewhere, Role.ADMINISTRATOR)
        services.add_partner(elsewhere, by=there, organisation_name=body.name, name="x", email=user.email)
        with pytest.raises(WrongState, match=r"^This cannot be undone: somebody has given this access again$"):
            services.undo_access(user, council, by=administrator)
    assert user.memberships.filter(ended_at=None).count() == 1


def test_the_buttons(client, council, administrator, person):
    undo = reverse("administration-access-undo", args=[person.pk])
    with at(0):
        client.force_login(administrator)
        ended = client.post(reverse("administration-person-end", args=[person.pk]), {"reason": WHY}, follow=True).content.decode()
        assert ended.count(f'action="{undo}"') == 1
        assert (
            client.get(reverse("administration-person-roles", args=[person.pk])).content.decode().count(f'action="{undo}"') == 1
        )
        done = client.post(undo, follow=True).content.decode()
    assert f"Undone. The access of {person} is as it was before." in done
    assert len(access(person)) == 2
    with at(1):
        typed = {"organisation_name": "Dover Harbour", "name": "P", "email": "p@example.org"}
        page = client.post(reverse("administration-partner-new"), typed, follow=True).content.decode()
        undo = reverse("administration-access-undo", args=[User.objects.get(email="p@example.org").pk])
        assert (page.count(f'action="{undo}"'), page.count("You can undo this until")) == (1, 1)
        assert client.get(reverse("administration-partners")).content.decode().count(f'action="{undo}"') == 1
        client.post(undo)
        client.force_login(people.person(people.council(), Role.ADMINISTRATOR))
        assert client.post(reverse("administration-access-undo", args=[person.pk])).status_code == 404
