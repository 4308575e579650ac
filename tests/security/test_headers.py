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


def test_signing_out_empties_what_the_browser_kept(client):
    client.force_login(people.person(people.council(), Role.MEMBER))
    assert "Clear-Site-Data" not in client.get("/account/").headers
    assert client.post("/sign-out/").headers["Clear-Site-Data"] == '"cache"'


def test_a_stranger_s_browser_keeps_what_it_has(client):
    assert "Clear-Site-Data" not in client.get("/sign-in/").headers


def test_a_redirect_to_https_carries_the_policy_too(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get("/sign-in/")
    assert answer.status_code == 301
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_static_file_carries_the_policy_and_its_own_type(client, settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path]
    (tmp_path / "drawing.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
    answer = client.get("/static/drawing.svg")
    assert answer.status_code == 200
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
