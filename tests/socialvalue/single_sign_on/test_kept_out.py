"""Who must not come in through a provider, and what must not be believed: tried against a real one, by HTTP."""

import time

import jwt
import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from socialvalue.accounts.administration import services as administration
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Membership, User
from socialvalue.audit.models import AuditEvent
from tests.builders import people
from tests.fixtures.oidc import SECRET, new_key
from tests.reading import as_read

from .steps import NAME, START, at_provider, begin, come, configure, failures, is_in, stands

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return people.council("Kentish Council")


@pytest.fixture
def provider(settings, oidc, council):
    return configure(settings, oidc, council)


@pytest.fixture
def cora(council):
    return people.person(council, Role.COMMISSIONER, name="Cora Commissioner")


@pytest.fixture
def ada(council):
    return people.person(council, Role.ADMINISTRATOR, name="Ada Administrator")


def everything_there_is() -> tuple[int, int, int]:
    return User.objects.count(), Membership.objects.count(), SocialAccount.objects.count()


def refused(client, words: str) -> None:
    """The whole way, and at its end a page that says ``words``: nobody is in, nobody was made, and it is in the record."""
    before, told = everything_there_is(), len(failures())
    answer = come(client, "/contracts/")
    assert answer.status_code == 403
    page = as_read(answer)
    assert words in page
    assert f"Try again with {NAME}" in page
    assert b'name="next" value="/contracts/"' in answer.content, "where they wanted to go is not lost"
    assert (is_in(client), everything_there_is(), len(failures())) == (None, before, told + 1)


# Who


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_the_provider_has_not_verified(client, oidc, provider, cora, verified):
    stands(oidc, cora.email, verified=verified)
    refused(client, f"{NAME} does not say that your email address is verified")


def test_no_word_on_whether_it_is_verified(client, oidc, provider, cora):
    oidc.person = {"sub": "1001", "email": cora.email}
    refused(client, f"{NAME} does not say that your email address is verified")


def test_a_stranger(client, oidc, provider, council):
    stands(oidc, "nobody@example.org")
    refused(client, f"There is no account for nobody@example.org at {council}. {NAME} opens the accounts of its people and makes")


def test_a_supplier_s_person_is_a_stranger_here_and_stays_one_in_the_record(client, oidc, provider, council):
    sam = people.person(people.supplier(), Role.SUPPLIER, name="Sam Supplier")
    stands(oidc, sam.email)
    refused(client, f"There is no account for {sam.email} at {council}.")
    [event] = AuditEvent.objects.filter(verb="failed to sign in with another service")
    assert (event.council, event.subjects.count()) == (council, 0)
    assert sam.email not in event.sentence.partition(": ")[0]
    assert "an address outside the council" in event.sentence


def test_a_person_of_another_council(client, oidc, provider, council):
    other = people.person(people.council("Medway Example"), Role.ADMINISTRATOR)
    stands(oidc, other.email)
    refused(client, f"There is no account for {other.email} at {council}.")


def test_who_works_for_another_council_too_since_the_provider_speaks_for_one_alone(client, oidc, provider, council, cora):
    stands(oidc, cora.email)
    come(client)
    client.post("/sign-out/")
    people.give(cora, people.council("Medway Example"), Role.MEMBER)
    refused(client, f"Your account works for another council too, and {NAME} speaks for {council} alone.")


def test_who_left_is_told_so_and_their_link_is_gone(client, oidc, provider, council, ada, cora):
    stands(oidc, cora.email)
    come(client)
    administration.end_access(cora, council, by=ada, reason="She has left the council.")
    assert is_in(client) is None or client.get("/account/").status_code == 302
    assert SocialAccount.objects.count() == 0
    ended = AuditEvent.objects.get(verb="ended access")
    assert ended.changes == {"ways to sign in": [1, 0]}
    refused(Client(), f"Your access for {council} has ended, so you cannot sign in with {NAME}.")


def test_who_left_before_they_were_ever_linked(client, oidc, provider, council, ada, cora):
    administration.end_access(cora, council, by=ada, reason="She has left the council.")
    stands(oidc, cora.email)
    refused(client, f"Your access for {council} has ended")
    assert "for Cora Commissioner, from 127.0.0.1: Your access" in failures()[0]


def test_an_account_that_is_closed(client, oidc, provider, council, cora):
    stands(oidc, cora.email)
    come(client)
    client.post("/sign-out/")
    User.objects.filter(pk=cora.pk).update(is_active=False)
    refused(client, f"Your access for {council} has ended")


def test_another_person_who_was_given_the_address_of_somebody_who_is_linked(client, oidc, provider, cora):
    stands(oidc, cora.email, subject="1001")
    come(client)
    client.post("/sign-out/")
    stands(oidc, cora.email, subject="2002")
    refused(client, f"Your account is linked to another person at {NAME}.")


def test_the_same_subject_at_another_issuer_is_another_person(client, settings, oidc, provider, council, cora):
    stands(oidc, cora.email, subject="1001")
    come(client)
    client.post("/sign-out/")
    SocialAccount.objects.update(uid="of the issuer before")
    refused(client, f"Your account is linked to another person at {NAME}.")


def test_a_council_that_is_not_there(client, settings, oidc, provider, cora):
    configure(settings, oidc, "Kent, mistyped")
    stands(oidc, cora.email)
    refused(client, f"{NAME} is not set up completely")
    assert AuditEvent.objects.get(verb="failed to sign in with another service").council is None


# What


def spoil(**changes):
    def spoiled(claims):
        for name, value in changes.items():
            if value is None:
                claims.pop(name, None)
            else:
                claims[name] = value

    return spoiled


LONG_AGO = int(time.time()) - 3600
BAD_CLAIMS = {
    "another audience": spoil(aud="another-program"),
    "several audiences and no party": spoil(aud=["social-value", "another-program"]),
    "another party": spoil(azp="another-program"),
    "another nonce": spoil(nonce="of another attempt"),
    "no nonce": spoil(nonce=None),
    "expired": spoil(exp=LONG_AGO),
    "no end": spoil(exp=None),
    "not yet": spoil(nbf=int(time.time()) + 3600),
    "another issuer": spoil(iss="https://evil.example"),
    "nobody": spoil(sub=None),
}


@pytest.mark.parametrize("bad", BAD_CLAIMS.values(), ids=BAD_CLAIMS)
def test_a_token_that_is_not_for_us_now(client, oidc, provider, cora, bad):
    stands(oidc, cora.email)
    oidc.spoil = bad
    refused(client, f"We could not check what {NAME} told us")


@pytest.mark.parametrize("good", [spoil(aud=["social-value"]), spoil(aud=["social-value", "more"], azp="social-value")])
def test_several_audiences_are_fine_where_it_was_made_for_us(client, oidc, provider, cora, good):
    stands(oidc, cora.email)
    oidc.spoil = good
    come(client)
    assert is_in(client) == cora


def test_the_clocks_may_differ_by_a_minute_and_no_more(client, oidc, provider, cora):
    stands(oidc, cora.email)
    oidc.spoil = lambda claims: claims.update(exp=int(time.time()) - 50)
    come(client)
    assert is_in(client) == cora
    client.post("/sign-out/")
    oidc.spoil = lambda claims: claims.update(exp=int(time.time()) - 70)
    refused(client, f"We could not check what {NAME} told us")


@pytest.mark.parametrize(
    "algorithm, key",
    [("RS256", new_key()), ("HS256", SECRET * 2), ("none", None)],
    ids=["another key", "our own secret", "no signature"],
)
def test_a_signature_that_is_not_the_provider_s(client, oidc, provider, cora, algorithm, key):
    stands(oidc, cora.email)
    oidc.algorithm, oidc.signing_key = algorithm, key or ""
    if algorithm == "none":
        oidc.identity_token = lambda granted: jwt.encode({"sub": "1001"}, None, algorithm="none")
    refused(client, f"We could not check what {NAME} told us")


def test_an_answer_is_good_once(client, oidc, provider, cora):
    stands(oidc, cora.email)
    back = at_provider(begin(client))
    client.get(back)
    assert is_in(client) == cora
    client.post("/sign-out/")
    answer = client.get(back)
    assert (answer.status_code, is_in(client)) == (403, None)
    assert "Start signing in again" in as_read(answer)


def test_a_code_is_good_once_also_with_a_new_state(client, oidc, provider, cora):
    stands(oidc, cora.email)
    first = at_provider(begin(client))
    client.get(first)
    client.post("/sign-out/")
    second = at_provider(begin(client))
    code, other = (path.partition("code=")[2].partition("&")[0] for path in (first, second))
    answer = client.get(second.replace(other, code))
    assert (answer.status_code, is_in(client)) == (403, None)
    assert f"We could not check what {NAME} told us" in as_read(answer)


def test_an_answer_is_good_in_the_browser_in_which_it_began_alone(client, oidc, provider, cora):
    stands(oidc, cora.email)
    back = at_provider(begin(client))
    victim = Client()
    assert victim.get(back).status_code == 403
    assert is_in(victim) is None


def test_an_attempt_is_too_old_after_ten_minutes(client, oidc, provider, cora):
    stands(oidc, cora.email)
    back = at_provider(begin(client))
    session = client.session
    states = {key: [state, began - 601, who] for key, (state, began, who) in session["socialaccount_states"].items()}
    session["socialaccount_states"] = states
    session.save()
    assert "Start signing in again" in as_read(client.get(back))


@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=y", "?state=y", "?error=access_denied"])
def test_an_answer_that_belongs_to_no_attempt(client, provider, query):
    answer = client.get(f"{START}back/{query}")
    assert (answer.status_code, is_in(client)) == (403, None)
    assert "Start signing in again" in as_read(answer)


def test_the_answer_of_another_provider_is_not_taken(client, oidc, provider, cora):
    stands(oidc, cora.email)
    back = at_provider(begin(client))
    assert client.get(back.replace("iss=http%3A%2F%2F127.0.0.1", "iss=http%3A%2F%2F127.0.0.2")).status_code == 403
    assert is_in(client) is None


def test_a_code_for_the_one_provider_is_nothing_to_another(client, settings, oidc, provider, cora):
    configure(settings, oidc, people.council("Medway Example"), key="medway")
    stands(oidc, cora.email)
    back = at_provider(begin(client)).replace("/with/kent/", "/with/medway/")
    assert client.get(back).status_code == 403
    assert is_in(client) is None


def test_the_password_door_stays_as_it_is(client, oidc, provider, cora):
    """A link opens no other door: whoever registered with the address and never confirmed it is not let in by their password."""
    User.objects.filter(pk=cora.pk).update(address_unconfirmed=True)
    stands(oidc, cora.email)
    come(client)
    assert is_in(client) == cora
    client.post("/sign-out/")
    client.post("/sign-in/", {"login": cora.email, "password": "demonstration"})
    assert is_in(client) is None


def test_between_provider_and_second_step_the_session_holds_no_token(client, oidc, provider, ada):
    Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data={"secret": "x"})
    stands(oidc, ada.email)
    assert come(client).url == "/sign-in/code/"
    held = str(dict(client.session.items()))
    assert [token for token in oidc.tokens if token in held] == []
    assert ada.password not in held


def test_a_flood_of_failures_is_no_flood_in_the_record(client, provider):
    for _ in range(5):
        client.get(f"{START}back/")
    assert len(failures()) == 1
