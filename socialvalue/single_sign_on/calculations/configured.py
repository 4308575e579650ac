"""Who else says who somebody is: the providers of OpenID Connect that the environment names, each for one council."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

KEY = re.compile(r"[a-z][a-z0-9]{0,19}")
NEEDED = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "NAME", "COUNCIL")
# What may speak for a second step, and must be named: nothing is taken for one by itself
CLAIMS = ("amr", "acr")
HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Provider:
    """``key``: its short name, in addresses. ``council``: the name or the national code of the council it speaks for.

    ``second_step``: the claim and the values of which one says that a second step was asked there; (“”, ()) where nothing does.
    """

    key: str
    issuer: str
    client_id: str
    secret: str
    name: str
    council: str
    second_step: tuple[str, tuple[str, ...]] = ("", ())

    def asked_a_second_step(self, claims: Mapping[str, object]) -> bool:
        """Whether the provider's own signed word says so, in the way this installation was told to believe."""
        claim, values = self.second_step
        if not claim:
            return False
        said = claims.get(claim)
        if claim == "amr":
            return isinstance(said, list) and any(value in said for value in values)
        return isinstance(said, str) and said in values


def configured(env: Mapping[str, str], *, https: bool) -> tuple[Provider, ...]:
    """The providers that ``OIDC_PROVIDERS`` lists, in its order. ``https``: an issuer must be reached over HTTPS.

    Raises ValueError, in words for whoever starts the service, where one is half configured or two speak for one council.
    """
    keys = [key.strip() for key in env.get("OIDC_PROVIDERS", "").split(",") if key.strip()]
    for key in keys:
        if not KEY.fullmatch(key):
            raise ValueError(f"OIDC_PROVIDERS: “{key}” is no short name. Use small letters and digits, like kent.")
    found = tuple(_one(key, env, https=https) for key in keys)
    for what, values in (("name", keys), ("council", [one.council.casefold() for one in found])):
        if len(set(values)) != len(values):
            raise ValueError(f"OIDC_PROVIDERS: two providers have the same {what}.")
    return found


def _one(key: str, env: Mapping[str, str], *, https: bool) -> Provider:
    def value(name: str) -> str:
        return env.get(f"OIDC_{key.upper()}_{name}", "").strip()

    if missing := [f"OIDC_{key.upper()}_{name}" for name in NEEDED if not value(name)]:
        raise ValueError(f"{', '.join(missing)}: set it before starting, or take “{key}” out of OIDC_PROVIDERS.")
    return Provider(
        key=key,
        issuer=_issuer(key, value("ISSUER"), https=https),
        client_id=value("CLIENT_ID"),
        secret=value("CLIENT_SECRET"),
        name=value("NAME"),
        council=value("COUNCIL"),
        second_step=_second_step(key, value("SECOND_STEP")),
    )


def _issuer(key: str, issuer: str, *, https: bool) -> str:
    parts = urlsplit(issuer)
    fine = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE and not https)
    if not fine or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(f"OIDC_{key.upper()}_ISSUER must be an address that begins with https://, without “?” and “#”.")
    return issuer


def _second_step(key: str, text: str) -> tuple[str, tuple[str, ...]]:
    if not text:
        return "", ()
    claim, _, values = text.partition("=")
    named = tuple(value.strip() for value in values.split(",") if value.strip())
    if claim.strip() not in CLAIMS or not named:
        raise ValueError(f"OIDC_{key.upper()}_SECOND_STEP must be like amr=mfa, or acr= and the values that count, by comma.")
    return claim.strip(), named
