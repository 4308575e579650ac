"""What every answer says to browsers, errors and downloads included."""

import pytest

from socialvalue.accounts.enums import Role
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/", "/sign-in/", "/opportunities/", "/nothing-here/", "/open-data/contracts.csv", "/health/live"]
)
def test_every_answer_forbids_framing_and_foreign_scripts(client, path):
    headers = client.get(path).headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", "/account/", "/administration/audit/", "/administration/audit.csv", "/nothing-here/"])
def test_no_cache_keeps_what_a_session_was_given(client, path):
    client.force_login(people.person(people.council(), Role.ADMINISTRATOR))
    assert client.get(path).headers["Cache-Control"] == "private, no-store"


def test_public_pages_may_be_kept_for_strangers(client):
    assert "Cache-Control" not in client.get("/opportunities/").headers
