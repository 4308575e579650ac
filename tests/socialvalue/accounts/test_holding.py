"""Who holds a permission: one query, used by every message, list of choices and command."""

import pytest

from socialvalue.accounts.enums import ROLE_PERMISSIONS, Permission, Role, roles_with
from socialvalue.accounts.models import Membership, Organisation, User
from socialvalue.accounts.selectors import people_who
from socialvalue.common import clock
from tests.builders import people

pytestmark = pytest.mark.django_db
P = Permission.EDIT_COMMISSIONS


@pytest.mark.parametrize("permission", list(Permission))
def test_the_table_backwards_says_the_same_as_forwards(permission):
    assert {role for role in Role if permission in ROLE_PERMISSIONS[role]} == set(roles_with(permission))


@pytest.mark.parametrize("role", list(Role))
def test_the_query_agrees_with_the_person(role):
    body = people.council()
    somebody = people.person(body, role)
    for permission in Permission:
        assert (somebody in User.objects.holding(permission, body)) is somebody.can(permission, body)


def test_only_active_people_of_that_body_whose_role_has_not_ended():
    body, other = people.council(), people.council()
    holder = people.person(body, Role.COMMISSIONER)
    people.person(other, Role.COMMISSIONER)
    inactive = people.person(body, Role.COMMISSIONER)
    User.objects.filter(pk=inactive.pk).update(is_active=False)
    ended = people.person(body, Role.COMMISSIONER)
    Membership.objects.filter(user=ended).update(ended_at=clock.now())
    assert list(User.objects.holding(P, body)) == [holder]
    assert list(User.objects.holding(P, body.pk)) == [holder]
    assert people_who(P, body) == [holder]


def test_somebody_with_two_roles_is_there_once():
    body = people.council()
    several = [role for role in Role if P in ROLE_PERMISSIONS[role]]
    holder = people.person(body, *several)
    assert list(User.objects.holding(P, body)) == [holder]


def test_a_role_elsewhere_lends_nothing_here():
    body, other = people.council(), people.council()
    holder = people.person(other, Role.COMMISSIONER)
    Membership.objects.create(user=holder, organisation=body, role=Role.EVALUATOR)
    assert P not in ROLE_PERMISSIONS[Role.EVALUATOR]
    assert list(User.objects.holding(P, body)) == []


def test_several_bodies_at_once(django_assert_num_queries):
    first, second, third = (people.supplier() for _ in range(3))
    people_there = [people.person(body, Role.SUPPLIER) for body in (first, second, third)]
    with django_assert_num_queries(1):
        found = set(User.objects.holding(Permission.BID, [first.pk, second.pk]))
    assert found == set(people_there[:2])


@pytest.mark.parametrize("kind", [list, tuple, set, "query"])
def test_several_bodies_in_any_form(kind):
    first, second = people.supplier(), people.supplier()
    holder = people.person(first, Role.SUPPLIER)
    people.person(second, Role.SUPPLIER)
    bodies = Organisation.objects.filter(pk=first.pk) if kind == "query" else kind([first.pk])
    assert list(User.objects.holding(Permission.BID, bodies)) == [holder]


def test_whoever_signs_in_may_write_their_address_in_capitals():
    holder = User.objects.create_user("Ada.Reed@Example.ORG", name="Ada Reed")
    assert (holder.email, holder.has_usable_password()) == ("ada.reed@example.org", False)
    assert User.objects.get_by_natural_key("ADA.reed@example.org") == holder
