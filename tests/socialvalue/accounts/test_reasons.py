"""Who changes what somebody may do says why, in words that somebody else can read later."""

import pytest

from socialvalue.accounts.administration import services
from socialvalue.accounts.administration.models import RoleGrant
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common.errors import Refused
from tests.builders import people

pytestmark = pytest.mark.django_db
WHY = "She leads the next evaluation"
TYPED = {"name": "Nell New", "email": "new@example.org"}


@pytest.fixture
def council():
    return people.council()


@pytest.fixture
def ada(council):
    return people.person(council, Role.ADMINISTRATOR)


@pytest.mark.parametrize("reason", ["", " ", ".", "12", "ok", "As discussed", "New post", "Cover"])
def test_what_says_nothing_changes_and_ends_nothing(council, ada, reason):
    person = people.person(council, Role.MEMBER)
    with pytest.raises(Refused, match="^Say why the roles change"):
        services.change_roles(person, council, by=ada, roles=[Role.COMMISSIONER], reason=reason)
    with pytest.raises(Refused, match="^Say why the access ends"):
        services.end_access(person, council, by=ada, reason=reason)
    assert [one.role for one in people.fresh(person).current_memberships] == [Role.MEMBER]


def test_a_reason_that_says_something_is_enough(council, ada):
    person = people.person(council, Role.MEMBER)
    services.change_roles(person, council, by=ada, roles=[Role.COMMISSIONER], reason="She moved to adults")
    assert [one.role for one in people.fresh(person).current_memberships] == [Role.COMMISSIONER]


def test_a_partner_does_not_lose_access_without_a_word(council, ada):
    user = services.add_partner(council, by=ada, organisation_name="A parish", name="Pat", email="pat@example.org")
    with pytest.raises(Refused, match="^Say why the access ends: “ok” does not$"):
        services.end_partner(user.memberships.get(), council, by=ada, reason="ok")
    assert user.memberships.get().ended_at is None


def test_a_role_that_waits_is_not_asked_for_without_a_reason(council, ada):
    for reason in ("", "ok"):
        with pytest.raises(Refused, match="^Say why they need to be evaluation lead") as refused:
            services.add_person(council, by=ada, **TYPED, roles=[Role.MEMBER, Role.EVALUATION_LEAD], reason=reason)
        assert refused.value.field == "reason"
    assert not RoleGrant.objects.exists()
    assert not council.memberships.filter(user__email=TYPED["email"]).exists()


def test_a_role_that_one_person_gives_needs_none_but_takes_no_nonsense(council, ada):
    with pytest.raises(Refused, match="^Say why they need to be member|^Say why they need to be elected member"):
        services.add_person(council, by=ada, **TYPED, roles=[Role.MEMBER], reason="ok")
    user = services.add_person(council, by=ada, **TYPED, roles=[Role.MEMBER])
    assert AuditEvent.objects.get(verb="added a person", actor=ada).reason == ""
    assert [one.role for one in user.current_memberships] == [Role.MEMBER]


def test_the_second_person_reads_why_somebody_new_needs_the_role(client, council, ada):
    client.force_login(ada)
    typed = {**TYPED, "job_title": "", "directorate": "", "roles": ["evaluation_lead"]}
    page = client.post("/administration/people/new/", {**typed, "reason": "ok"})
    assert "Say why they need to be evaluation lead: “ok” does not" in page.content.decode()
    assert 'value="new@example.org"' in page.content.decode()
    client.post("/administration/people/new/", {**typed, "reason": f" {WHY} "})
    grant = RoleGrant.objects.get()
    assert grant.reason == WHY
    assert set(AuditEvent.objects.filter(verb__in=("added a person", "asked for roles")).values_list("reason", flat=True)) == {
        WHY
    }
    client.force_login(people.person(council, Role.LEAD_DIRECTOR))
    page = client.get(f"/administration/roles/{grant.pk}/").content.decode()
    assert page.index(WHY) < page.index("Should they get this?")
