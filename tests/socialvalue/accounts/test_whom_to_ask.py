"""A page that is refused says whose it is and whom to ask, and lists no names of permissions."""

import pytest

from socialvalue.accounts.enums import Permission, Role
from socialvalue.accounts.selectors import whom_to_ask
from tests.builders import people
from tests.reading import as_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return people.council("Kentish Council")


@pytest.fixture
def ada(council):
    return people.person(council, Role.ADMINISTRATOR, name="Ada Administrator")


def refused(client, user, path="/administration/people/") -> str:
    client.force_login(user)
    answer = client.get(path)
    assert answer.status_code == 403
    return as_read(answer)


def test_whose_it_is_and_whom_to_ask(client, council, ada):
    page = refused(client, people.person(council, Role.MEMBER))
    assert "This is for administrators. You are here as elected member." in page
    assert f'Ada Administrator, <a class="govuk-link" href="mailto:{ada.email}">' in page
    assert "Your role does not include" not in page


def test_no_permission_is_named_on_any_refused_page(client, council, ada):
    names = [permission.label for permission in Permission]
    user = people.person(council, Role.EVALUATOR)
    for path in ("/administration/people/", "/administration/audit/", "/contracts/import/", "/oversight/", "/frameworks/new/"):
        client.force_login(user)
        if client.get(path).status_code == 403:
            page = refused(client, user, path).casefold()
            assert [name for name in names if name.casefold() in page] == [], path


def test_several_roles_are_told_as_one_list(council):
    asked = whom_to_ask(people.person(council, Role.MEMBER), [Permission.OPEN_BIDS])
    assert (asked.whose, asked.own) == ("procurement officers and evaluation leads", "elected member")


def test_nobody_is_told_to_ask_themselves(client, council, ada):
    page = refused(client, ada, "/contracts/import/")
    assert "your council has no other administrator who could give you the role" in page
    assert ada.email not in page.partition("This is for")[2]
    other = people.person(council, Role.ADMINISTRATOR, name="Otto Other")
    assert f'Otto Other, <a class="govuk-link" href="mailto:{other.email}">' in refused(client, ada, "/contracts/import/")


def test_outside_a_council_no_officer_is_named(client, council, ada):
    page = refused(client, people.person(people.supplier(), Role.SUPPLIER))
    assert "ask the council that you work with" in page
    assert "Ada" not in page


def test_a_reason_that_is_no_missing_role_stays_as_it_is(client, council, ada):
    page = refused(client, ada, f"/administration/people/{ada.pk}/roles/")
    assert "Nobody changes their own roles" in page
    assert "This is for" not in page


def test_at_most_five_are_named(council, ada):
    for number in range(6):
        people.person(council, Role.ADMINISTRATOR, name=f"Adam {number}")
    asked = whom_to_ask(people.person(council, Role.MEMBER), [Permission.ADMINISTER])
    assert [one.name for one in asked.people] == ["Ada Administrator", *(f"Adam {number}" for number in range(4))]


def test_who_has_left_everything(council, ada):
    gone = people.person(council, Role.MEMBER)
    gone.memberships.update(ended_at=gone.date_joined)
    asked = whom_to_ask(people.fresh(gone), [Permission.ADMINISTER])
    assert (asked.whose, asked.own, asked.people, asked.inside) == ("administrators", "", [], False)
