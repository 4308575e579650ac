"""What every answer says to browsers, errors and downloads included."""

import pytest
from django.conf import settings
from django.test import Client

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


def test_no_other_origin_is_let_in(client):
    answer = client.get("/open-data/contracts.csv", headers={"origin": "https://elsewhere.example"})
    assert [name for name in answer.headers if name.lower().startswith("access-control-")] == []


def test_addresses_are_told_to_no_other_site(client):
    assert client.get("/sign-in/").headers["Referrer-Policy"] == "same-origin"


def test_a_form_without_its_token_is_refused():
    clerk = people.person(people.council(), Role.MEMBER)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(clerk)
    assert strict.post("/sign-out/").status_code == 403
    assert strict.get("/account/").status_code == 200


@pytest.mark.parametrize(
    "path, kind",
    [
        ("/sign-in/", "text/html; charset=utf-8"),
        ("/nothing-here/", "text/html; charset=utf-8"),
        ("/open-data/contracts.csv", "text/csv; charset=utf-8"),
    ],
)
def test_an_answer_says_its_type_and_how_it_is_written(client, path, kind):
    assert client.get(path).headers["Content-Type"] == kind


@pytest.mark.parametrize("path", ["/sign-in/", "/opportunities/", "/open-data/contracts.csv", "/health/live", "/nothing-here/"])
@pytest.mark.parametrize("method", ["TRACE", "PUT", "PATCH", "DELETE", "OPTIONS", "MADEUP"])
def test_trace_is_not_answered(client, path, method):
    """Nor any other method that nothing here is made for."""
    answer = client.generic(method, path)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/static/", "/static/css/", "/media/", "/open-data/../", "/.git/config", "/var/"])
def test_a_folder_lists_nothing(client, path):
    assert client.get(path).status_code == 404


def test_signing_in_gives_a_new_key(client):
    clerk = people.person(people.council(), Role.MEMBER)
    client.get("/opportunities/")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    client.post("/sign-in/", {"login": clerk.email, "password": "demonstration"})
    assert client.session["_auth_user_id"] == str(clerk.pk)
    assert client.session.session_key != before
    assert not client.session.exists(before)


def test_a_new_password_ends_the_other_sessions(client):
    clerk = people.person(people.council(), Role.MEMBER)
    elsewhere = Client()
    elsewhere.force_login(clerk)
    client.force_login(clerk)
    typed = {"oldpassword": "demonstration", "password1": "hedgerow-at-dusk", "password2": "hedgerow-at-dusk"}
    client.post("/account/security/password/", typed)
    assert people.fresh(clerk).check_password("hedgerow-at-dusk")
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


@pytest.mark.parametrize("path", ["/", "/nothing-here/", "/health/live"])
def test_no_page_may_ask_for_the_camera_or_the_place(client, path):
    policy = client.get(path).headers["Permissions-Policy"]
    assert "camera=()" in policy
    assert "geolocation=()" in policy
