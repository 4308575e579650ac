"""A provider that does not answer, or that is not what it should be: a page that says what to do, and nothing lost."""

import pytest

from socialvalue.accounts.enums import Role
from tests.builders import people
from tests.reading import as_read

from .steps import NAME, START, at_provider, begin, configure, failures, is_in, stands, words

pytestmark = pytest.mark.django_db
DISCOVERY = "/.well-known/openid-configuration"


@pytest.fixture
def council():
    return people.council("Kentish Council")


@pytest.fixture
def provider(settings, oidc, council):
    return configure(settings, oidc, council)


@pytest.fixture
def cora(council):
    return people.person(council, Role.COMMISSIONER, name="Cora Commissioner")


def says_silent(answer) -> None:
    assert answer.status_code == 503
    page = as_read(answer)
    assert f"{NAME} does not answer" in page
    assert "Wait a few minutes and try again. If you cannot wait, sign in with your email address and your password." in page
    assert b'href="/sign-in/?next=/contracts/"' in answer.content
    assert b'name="next" value="/contracts/"' in answer.content


def test_nobody_listens_there(client, settings, oidc, council):
    configure(settings, oidc, council, issuer="http://127.0.0.1:1")
    says_silent(client.post(START, {"next": "/contracts/"}))
    assert failures() == [f"signing in with {NAME} failed, from 127.0.0.1: the provider did not answer"]


def test_it_is_down_before(client, oidc, provider):
    oidc.silent = {DISCOVERY}
    says_silent(client.post(START, {"next": "/contracts/"}))


@pytest.mark.parametrize("place", [DISCOVERY, "/keys", "/userinfo"])
def test_it_goes_down_on_the_way(client, oidc, provider, cora, place):
    stands(oidc, cora.email)
    oidc.userinfo_only = True
    back = at_provider(begin(client, "/contracts/"))
    oidc.silent = {place}
    says_silent(client.get(back))
    assert is_in(client) is None


def test_the_token_s_place_is_down(client, oidc, provider, cora):
    stands(oidc, cora.email)
    back = at_provider(begin(client, "/contracts/"))
    oidc.silent = {"/token"}
    answer = client.get(back)
    assert (answer.status_code, is_in(client)) == (403, None)
    assert f"We could not check what {NAME} told us" in as_read(answer)


def test_after_it_is_back_the_button_on_that_page_works(client, oidc, provider, cora):
    stands(oidc, cora.email)
    oidc.silent = {DISCOVERY}
    client.post(START, {"next": "/contracts/"})
    oidc.silent = set()
    assert client.get(at_provider(begin(client, "/contracts/"))).url == "/contracts/"
    assert is_in(client) == cora


def test_what_was_typed_before_the_session_ended_is_there_afterwards(client, oidc, provider, cora):
    client.post("/sign-in/", {"login": cora.email, "password": "demonstration"})
    cora.sessions.all().delete()
    client.post("/commissions/new/", {"title": "A sentence that took somebody half an hour to write"})
    stands(oidc, cora.email)
    client.get(at_provider(begin(client)))
    assert "We kept what you typed" in words(client.get("/"))


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "https://evil.example"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": None},
        {"jwks_uri": "ftp://127.0.0.1/keys"},
        {"end_session_endpoint": 7},
    ],
)
def test_what_it_says_of_itself_has_to_be_right(client, oidc, provider, changes):
    oidc.changes = changes
    answer = client.post(START)
    assert answer.status_code == 403
    assert f"We could not check what {NAME} told us" in as_read(answer)
    assert failures() == [f"signing in with {NAME} failed, from 127.0.0.1: the provider’s answer could not be believed"]


@pytest.mark.parametrize(
    "error, said", [("access_denied", "You did not finish signing in"), ("server_error", "We could not check")]
)
def test_it_says_no(client, oidc, provider, error, said):
    oidc.says_no = error
    answer = client.get(at_provider(begin(client)))
    assert answer.status_code == 403
    assert said in as_read(answer)


def test_keys_that_are_none(client, oidc, provider, cora):
    stands(oidc, cora.email)
    back = at_provider(begin(client))
    oidc.keys = lambda: {"keys": []}
    assert client.get(back).status_code == 403


def test_what_the_provider_wrote_is_in_the_log_and_not_in_the_record(client, oidc, provider, caplog):
    oidc.says_no = "a secret that it tells"
    client.get(at_provider(begin(client)))
    assert "a secret that it tells" not in failures()[0]
    assert "a secret that it tells" in caplog.text
