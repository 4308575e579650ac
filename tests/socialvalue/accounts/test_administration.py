"""Administrators and their council: people, roles, directorates, the record, jobs; never another council's."""

import re

import pytest
from django.db import transaction

from socialvalue.accounts.administration import services
from socialvalue.accounts.enums import Permission, Role
from socialvalue.accounts.models import Membership, User
from socialvalue.audit.models import AuditEvent
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused
from socialvalue.notifications.models import Message
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return people.council()


@pytest.fixture
def administrator(council):
    return people.person(council, Role.ADMINISTRATOR, name="Ada Administrator")


def roles_of(user, council) -> set[str]:
    return set(user.memberships.filter(organisation=council, ended_at=None).values_list("role", flat=True))


def test_a_person_is_added_and_sets_a_password_with_the_link(client, council, administrator):
    client.force_login(administrator)
    typed = {"name": "Cy New", "email": "Cy@Example.org", "job_title": "", "roles": ["commissioner", "evaluator"]}
    assert client.post("/administration/people/new/", typed).url == "/administration/people/"
    user = User.objects.get(email="cy@example.org")
    assert roles_of(user, council) == {"commissioner", "evaluator"}
    assert not user.has_usable_password()
    assert AuditEvent.objects.get(verb="added a person").actor == administrator
    client.logout()
    path = re.search(r"(/password/set/\S+)", Message.objects.get(address=user.email).body)[1]
    page = client.get(path, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "three random words", "password2": "three random words"})
    client.post("/sign-in/", {"login": user.email, "password": "three random words"})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_somebody_with_an_account_keeps_name_and_password(council, administrator):
    other = people.person(people.council(), Role.MEMBER, name="Keeps Name")
    services.add_person(council, by=administrator, email=other.email, name="Other Name", roles=["member"])
    other.refresh_from_db()
    assert other.name == "Keeps Name"
    assert other.check_password("demonstration")
    with pytest.raises(Refused, match="access already"):
        services.add_person(council, by=administrator, email=other.email, name="x", roles=["member"])


@pytest.mark.parametrize("roles", [[], ["supplier"], ["member", "partner"], ["king"]])
def test_only_roles_of_a_council_are_given(council, administrator, roles):
    with pytest.raises(Refused, match=r"Choose at least one role of the list"):
        services.add_person(council, by=administrator, email="x@example.org", name="X", roles=roles)
    assert not User.objects.filter(email="x@example.org").exists()


def test_roles_change_with_a_reason(client, council, administrator):
    person = people.person(council, Role.COMMISSIONER, Role.EVALUATOR)
    client.force_login(administrator)
    url = f"/administration/people/{person.pk}/roles/"
    assert client.post(url, {"roles": ["member"], "reason": ""}).status_code == 200
    assert roles_of(person, council) == {"commissioner", "evaluator"}
    client.post(url, {"roles": ["member"], "reason": "A new post since Monday"})
    assert roles_of(person, council) == {"member"}
    event = AuditEvent.objects.get(verb="changed roles")
    assert (event.reason, event.changes["roles"]) == ("A new post since Monday", ["commissioner, evaluator", "elected member"])


def test_the_last_administrator_stays(council, administrator):
    with pytest.raises(Refused, match="last administrator"):
        services.end_access(administrator, council, by=administrator, reason="They left the council")
    second = people.person(council, Role.ADMINISTRATOR)
    services.change_roles(administrator, council, by=second, roles=["member"], reason="A new post since Monday")
    assert roles_of(administrator, council) == {"member"}
    with pytest.raises(Refused, match="last administrator"):
        services.end_access(second, council, by=second, reason="They left the council")


def test_access_ends_at_once(client, council, administrator):
    person = people.person(council, Role.ADMINISTRATOR)
    client.force_login(person)
    assert client.get("/administration/").status_code == 200
    services.end_access(person, council, by=administrator, reason="They left the council")
    assert client.get("/administration/").url == "/sign-in/?next=/administration/"
    client.force_login(people.fresh(person))
    assert client.get("/administration/").status_code == 403
    assert Membership.objects.filter(user=person).count() == 1, "the row stays, ended"


def test_partners_post_for_bodies_of_their_own(client, council, administrator):
    client.force_login(administrator)
    typed = {"organisation_name": "Borough Next Door", "name": "Pat Partner", "email": "pat@example.org"}
    assert client.post("/administration/partners/new/", typed).url == "/administration/partners/"
    assert "email" in client.post("/administration/partners/new/", typed).context["form"].errors
    client.post(
        "/administration/partners/new/", {**typed, "organisation_name": "borough next door", "email": "second@example.org"}
    )
    pat = User.objects.get(email="pat@example.org")
    assert pat.can(Permission.POST_OPPORTUNITIES)
    assert pat.council is None
    body = pat.memberships.get().organisation
    assert body.memberships.count() == 2, "one body, however it is typed"
    assert b"Pat Partner" in client.get("/administration/partners/").content
    client.post(f"/administration/partners/{pat.memberships.get().pk}/end/", {"reason": "They left the council"})
    assert not people.fresh(pat).can(Permission.POST_OPPORTUNITIES)
    assert AuditEvent.objects.get(verb="ended a partner's access").reason == "They left the council"
    page = client.get("/administration/partners/").content.decode()
    assert page.count("sv-timeline__item") == 3
    assert "They left the council" in page
    elsewhere = people.council()
    client.force_login(people.person(elsewhere, Role.ADMINISTRATOR))
    assert "sv-timeline__item" not in client.get("/administration/partners/").content.decode()


def test_a_councils_own_people_do_not_end_as_partners(council, administrator):
    member = people.person(council, Role.MEMBER).memberships.get()
    with pytest.raises(Membership.DoesNotExist):
        services.end_partner(member, council, by=administrator, reason="They left the partner")


def test_directorates(client, council, administrator):
    client.force_login(administrator)
    client.post("/administration/directorates/new/", {"name": "Public Health", "code": "PH"})
    made = council.directorates.get(code="PH")
    again = client.post("/administration/directorates/new/", {"name": "Other", "code": "ph"})
    assert "code" in again.context["form"].errors
    client.post(f"/administration/directorates/{made.pk}/", {"name": "Public Health and Communities", "code": "PH"})
    made.refresh_from_db()
    assert made.name == "Public Health and Communities"
    assert AuditEvent.objects.filter(verb="renamed a directorate", council=council).exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_administers(client, council, role):
    person = people.person(council if role != Role.SUPPLIER else people.supplier(), role)
    client.force_login(person)
    for path in ("", "people/", "people/new/", "partners/", "directorates/", "permissions/", "audit/", "audit.csv", "jobs/"):
        assert client.get(f"/administration/{path}").status_code == 403
    for act in (
        lambda: services.add_person(council, by=person, email="x@example.org", name="X", roles=["member"]),
        lambda: services.change_roles(person, council, by=person, roles=["administrator"], reason="A new post since Monday"),
        lambda: services.end_access(person, council, by=person, reason="They left the council"),
        lambda: services.add_partner(council, by=person, organisation_name="X", name="X", email="x@example.org"),
        lambda: services.add_directorate(council, by=person, name="X", code="X"),
        lambda: services.rename_directorate(council.directorates.get(), by=person, name="X", code="X"),
    ):
        with pytest.raises(NotAllowed, match=r"Only an administrator of this council may do this"):
            act()


def test_another_councils_people_and_record_do_not_exist(client, administrator):
    theirs = people.council("Elsewhere")
    stranger = people.person(theirs, Role.ADMINISTRATOR, name="Sam Stranger")
    services.add_directorate(theirs, by=stranger, name="Secret Directorate", code="S")
    with transaction.atomic():
        record("did", "did something unseen", by=stranger, about=stranger)
    client.force_login(administrator)
    assert b"Sam Stranger" not in client.get("/administration/people/").content
    for path in (f"people/{stranger.pk}/roles/", f"people/{stranger.pk}/end/", f"directorates/{theirs.directorates.first().pk}/"):
        assert client.get(f"/administration/{path}").status_code == 404
    for path in ("audit/", "audit.csv"):
        body = b"".join(client.get(f"/administration/{path}")).decode()
        assert "Secret Directorate" not in body
        assert "unseen" not in body
    with pytest.raises(NotAllowed, match=r"Only an administrator of this council may do this"):
        services.end_access(stranger, theirs, by=administrator, reason="They left the council")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_people_takes_the_same_queries_however_long(client, council, administrator, count, django_assert_num_queries):
    for number in range(count):
        people.person(council, Role.COMMISSIONER, Role.EVALUATOR, name=f"Person {number}")
    client.force_login(administrator)
    with django_assert_num_queries(8):  # session, user, memberships; what waits, two kinds; count, people, their roles
        client.get("/administration/people/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_record_takes_the_same_queries_however_long(client, council, administrator, count, django_assert_num_queries):
    for number in range(count):
        services.add_directorate(council, by=administrator, name=f"D{number}", code=f"D{number}")
    client.force_login(administrator)
    # session, user, memberships; what was ever done, here and without a council; events of both, what they are about
    with django_assert_num_queries(8):
        client.get("/administration/audit/")


def test_the_list_offers_what_can_be_done_about_each(client, council, administrator):
    gone, there = (people.person(council, Role.MEMBER) for _ in range(2))
    gone.memberships.update(ended_at=clock.now())
    client.force_login(administrator)
    page = client.get("/administration/people/").content.decode()
    verbs = {(int(pk), verb) for pk, verb in re.findall(r"/administration/people/(\d+)/(\w+)/", page)}
    assert verbs == {
        (administrator.pk, "suppliers"),
        (administrator.pk, "end"),
        (there.pk, "roles"),
        (there.pk, "suppliers"),
        (there.pk, "end"),
        (gone.pk, "left"),
    }


def test_search_finds_by_any_word(client, council, administrator):
    people.person(council, Role.MEMBER, name="Nell Example")
    client.force_login(administrator)
    assert b"Nell Example" in client.get("/administration/people/?search=exam nell").content
    assert b"Nell Example" not in client.get("/administration/people/?search=nobody").content


def test_the_permissions_page_says_what_the_code_asks(client, administrator):
    client.force_login(administrator)
    context = client.get("/administration/permissions/").context
    table = {row["permission"]: dict(zip(context["roles"], row["cells"], strict=True)) for row in context["rows"]}
    assert set(table) == {p.label for p in Permission}
    assert table[Permission.BID.label] == {role.label: role == Role.SUPPLIER for role in Role}
