"""A full stop is no reason to change what somebody may do."""

import pytest

from socialvalue.accounts.administration import services
from socialvalue.accounts.enums import Role
from socialvalue.common.errors import Refused
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("reason", ["", " ", ".", "…", "12", "- -"])
def test_signs_alone_change_and_end_nothing(reason):
    council = people.council()
    ada, person = people.person(council, Role.ADMINISTRATOR), people.person(council, Role.MEMBER)
    with pytest.raises(Refused, match="Say why, for the record"):
        services.change_roles(person, council, by=ada, roles=[Role.COMMISSIONER], reason=reason)
    with pytest.raises(Refused, match="Say why, for the record"):
        services.end_access(person, council, by=ada, reason=reason)
    assert [one.role for one in people.fresh(person).current_memberships] == [Role.MEMBER]
