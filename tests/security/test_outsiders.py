"""Every address about a record, asked for with real keys by another council, a rival supplier, and somebody who left."""

import pytest

from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.common import clock, reading
from socialvalue.common.access import DEMONSTRATION, PUBLIC
from tests.builders import people
from tests.fixtures.client import everything_as_it_is
from tests.security.records import addresses, keys_of_a_journey
from tests.socialvalue.test_every_route import DECLARED

pytestmark = [pytest.mark.django_db, pytest.mark.once]
COUNCIL_ROLES = [role for role in Role if role not in (Role.SUPPLIER, Role.PARTNER)]
# Partners belong to no council, and a proclaimed day holds for all of them: every administrator looks after them
FOR_EVERY_ADMINISTRATOR = {
    "administration-partner-end",
    "administration-bank-holiday-back",
    "administration-bank-holiday-confirm",
}


@pytest.fixture(scope="module")
def keys(module_database) -> dict[str, dict[str, object]]:
    return keys_of_a_journey()


# A file to begin with, without a record of anybody
ALIKE_FOR_ALL = {"contracts-running-template"}


def closed_to_outsiders(keys) -> list[tuple[str, str]]:
    open_to_others = {name for name, access in DECLARED.items() if access in (PUBLIC, DEMONSTRATION)}
    return [entry for entry in addresses(keys) if entry[0] not in open_to_others | FOR_EVERY_ADMINISTRATOR | ALIKE_FOR_ALL]


def left(council) -> User:
    user = people.person(council, *COUNCIL_ROLES)
    user.memberships.update(ended_at=clock.now())
    return user


def test_outsiders_open_no_record_and_press_no_button(client, keys):
    council = keys["council"]["council"]
    outsiders = {
        "another council": people.person(people.council(), *COUNCIL_ROLES),
        "a rival supplier": people.person(people.supplier(), Role.SUPPLIER),
        "somebody who left": left(council),
        "nobody's person": people.person(council),
    }
    read = {reading.FIELD: everything_as_it_is()}
    for label, user in outsiders.items():
        client.force_login(user)
        for name, path in closed_to_outsiders(keys):
            for ask, said in ((client.get, {}), (client.post, read)):
                status = ask(path, said).status_code
                assert status in (403, 404, 405), f"{ask.__name__} {path} ({name}) as {label}: {status}"
        client.logout()


def test_the_keys_are_real(client, keys):
    """Without this, the test above could pass because every address is wrong."""
    client.force_login(people.person(keys["council"]["council"], *COUNCIL_ROLES))
    opened = {name for name, path in closed_to_outsiders(keys) if client.get(path).status_code == 200}
    assert {"commission", "tender", "bid", "evaluation", "award", "contract", "obligation-chain", "kpi", "return"} <= opened
    assert len(opened) > 50, sorted(opened)
