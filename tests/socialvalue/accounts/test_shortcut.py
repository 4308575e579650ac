"""Single-key shortcuts are switched off and on by their person."""

import pytest
from lxml import html

from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.accounts.services.shortcut import set_search_shortcut
from socialvalue.audit.selectors import timeline
from tests.builders import people
from tests.reading import as_read

pytestmark = pytest.mark.django_db
PAGE = "/account/shortcut/"


@pytest.fixture
def user(client):
    user = people.person(people.council(), Role.MEMBER)
    client.force_login(user)
    return user


def is_on(user) -> bool:
    return User.objects.get(pk=user.pk).search_shortcut


def shown_on_account(client) -> str:
    rows = html.fromstring(client.get("/account/").content).find_class("govuk-summary-list__row")
    words = [[as_read(part.text_content()) for part in row] for row in rows]
    return next(value for key, value, *_ in words if key == "Single-key shortcuts")


def test_it_is_on_until_it_is_switched_off(client, user):
    assert shown_on_account(client) == "On"
    assert 'data-search-key="/"' in client.get("/search/").content.decode()
    response = client.post(PAGE, {"on": "off"}, follow=True)
    assert "Your choice is saved." in as_read(response)
    assert is_on(user) is False
    assert shown_on_account(client) == "Off"
    assert "data-search-key" not in client.get("/search/").content.decode()
    client.post(PAGE, {"on": "on"})
    assert is_on(user) is True


def test_a_choice_is_asked_for(client, user):
    response = client.post(PAGE, {"on": ""})
    assert "Choose whether single keys are shortcuts" in as_read(response)
    assert is_on(user) is True


def test_it_is_recorded_once(user):
    for _ in range(2):
        set_search_shortcut(by=user, on=False)
    (event,) = timeline(user)
    assert (event.verb, event.changes) == ("set the search shortcut", {"search_shortcut": ["on", "off"]})
    set_search_shortcut(by=user, on=True)
    assert timeline(user).count() == 2


def test_who_is_not_signed_in_has_no_shortcut(client):
    assert "data-search-key" not in client.get("/search/").content.decode()
    assert client.get(PAGE).status_code == 302
