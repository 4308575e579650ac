"""What the environment says of providers: whole, or the service does not start and says what is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from socialvalue.single_sign_on.calculations.claims import address_in, identity_of, nonce_of
from socialvalue.single_sign_on.calculations.configured import Provider, configured

ROOT = Path(__file__).resolve().parents[3]
KENT = {
    "OIDC_PROVIDERS": "kent",
    "OIDC_KENT_ISSUER": "https://login.kent.example/realms/staff",
    "OIDC_KENT_CLIENT_ID": "social-value",
    "OIDC_KENT_CLIENT_SECRET": "hush",
    "OIDC_KENT_NAME": "Kentish staff sign-in",
    "OIDC_KENT_COUNCIL": "E10000016",
}
MEDWAY = {name.replace("KENT", "MEDWAY"): value for name, value in KENT.items() if name != "OIDC_PROVIDERS"}


def test_nothing_named_is_nothing_there():
    assert configured({}, https=True) == configured({"OIDC_PROVIDERS": " , "}, https=True) == ()


def test_a_whole_one():
    [kent] = configured(KENT | {"OIDC_KENT_SECOND_STEP": " acr = phr, phrh "}, https=True)
    assert kent == Provider(
        key="kent", issuer="https://login.kent.example/realms/staff", client_id="social-value", secret="hush",
        name="Kentish staff sign-in", council="E10000016", second_step=("acr", ("phr", "phrh")),
    )  # fmt: skip


def test_two_in_their_order():
    env = KENT | MEDWAY | {"OIDC_PROVIDERS": "medway, kent", "OIDC_MEDWAY_COUNCIL": "Medway"}
    assert [one.key for one in configured(env, https=True)] == ["medway", "kent"]


@pytest.mark.parametrize("missing", sorted(set(KENT) - {"OIDC_PROVIDERS"}))
def test_half_of_one_says_what_is_missing(missing):
    with pytest.raises(ValueError, match=f"^{missing}: set it before starting, or take “kent” out of OIDC_PROVIDERS.$"):
        configured(KENT | {missing: " "}, https=True)


@pytest.mark.parametrize("name", ["Kent", "kent-staff", "1kent", "a" * 21])
def test_a_short_name_is_short(name):
    with pytest.raises(ValueError, match="is no short name. Use small letters and digits, like kent.$"):
        configured(KENT | {"OIDC_PROVIDERS": name}, https=True)


def test_a_council_has_one_provider_and_a_name_is_used_once():
    with pytest.raises(ValueError, match="two providers have the same council"):
        configured(KENT | MEDWAY | {"OIDC_PROVIDERS": "kent,medway", "OIDC_MEDWAY_COUNCIL": "e10000016"}, https=True)
    with pytest.raises(ValueError, match="two providers have the same name"):
        configured(KENT | {"OIDC_PROVIDERS": "kent,kent"}, https=True)


@pytest.mark.parametrize(
    "issuer, https, fine",
    [
        ("https://login.kent.example", True, True),
        ("http://login.kent.example", True, False),
        ("http://login.kent.example", False, False),
        ("http://127.0.0.1:9000", False, True),
        ("http://127.0.0.1:9000", True, False),
        # Near is not enough: it is asked through HTTP
        ("ftp://127.0.0.1:9000", False, False),
        ("login.kent.example", True, False),
        ("https://login.kent.example/?realm=staff", True, False),
        ("https://", True, False),
    ],
)
def test_an_issuer_is_reached_safely(issuer, https, fine):
    env = KENT | {"OIDC_KENT_ISSUER": issuer}
    if fine:
        assert configured(env, https=https)[0].issuer == issuer
    else:
        with pytest.raises(ValueError, match="^OIDC_KENT_ISSUER must be an address that begins with https://"):
            configured(env, https=https)


@pytest.mark.parametrize("text", ["mfa", "amr=", "amr= , ", "claim=mfa", "="])
def test_a_second_step_names_its_claim_and_its_values(text):
    with pytest.raises(ValueError, match="^OIDC_KENT_SECOND_STEP must be like amr=mfa"):
        configured(KENT | {"OIDC_KENT_SECOND_STEP": text}, https=True)


def test_the_service_does_not_start_with_half_of_one(tmp_path):
    env = os.environ | {"DATA_DIR": str(tmp_path), "OIDC_PROVIDERS": "kent"}
    done = subprocess.run(
        [sys.executable, "-c", "import socialvalue.settings"], env=env, cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert "ImproperlyConfigured: OIDC_KENT_ISSUER, OIDC_KENT_CLIENT_ID" in done.stderr


@pytest.mark.parametrize(
    "said, found",
    [
        ({"email": " A@B.example ", "email_verified": True}, ("a@b.example", True)),
        ({"email": "a@b.example", "email_verified": "true"}, ("a@b.example", False)),
        ({"email": "a@b.example"}, ("a@b.example", False)),
        ({"email": 7, "email_verified": True}, ("", False)),
        ({}, ("", False)),
    ],
)
def test_only_true_is_verified(said, found):
    assert address_in(said) == found


def test_marks_tell_apart_and_tell_nothing():
    assert identity_of("https://a", "b") != identity_of("https://a\nb", "")
    assert identity_of("https://a", "1") != identity_of("https://b", "1")
    assert len(identity_of("https://a", "1")) == len(nonce_of("x")) == 64
    assert nonce_of("x") != nonce_of("y")
