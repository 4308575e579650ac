"""The identity token a provider sends: believed only when all of OpenID Connect Core 1.0, 3.1.3.7 holds."""

from typing import Any

import jwt

# Signatures with a key of the provider's alone. Never “none”, and never one that our own secret would make
ALGORITHMS = ("RS256", "PS256", "ES256")
REQUIRED = ("iss", "sub", "aud", "exp", "iat")
# Seconds that two clocks may differ by
LEEWAY = 60


class NotBelieved(Exception):
    """What is wrong with a token, for the record."""


def believed(token: str, keys: dict[str, Any], *, issuer: str, client_id: str, nonce: str) -> dict[str, Any]:
    """The claims of ``token``, signed by one of ``keys`` (the provider's JWKS), for us, now, and for this one way to it."""
    try:
        claims = jwt.decode(
            token,
            key=_key(token, keys),
            algorithms=list(ALGORITHMS),
            audience=client_id,
            issuer=issuer,
            leeway=LEEWAY,
            options={"require": list(REQUIRED)},
        )
    except jwt.PyJWTError as wrong:
        raise NotBelieved(str(wrong)) from wrong
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else client_id) != client_id:
        raise NotBelieved("The token was made for another program")
    if not nonce or claims.get("nonce") != nonce:
        raise NotBelieved("The token belongs to another attempt to sign in")
    return claims


def _key(token: str, keys: dict[str, Any]) -> jwt.PyJWK:
    known = jwt.PyJWKSet.from_dict(keys).keys
    kid = jwt.get_unverified_header(token).get("kid")
    fitting = [key for key in known if key.public_key_use in (None, "sig") and (kid is None or key.key_id == kid)]
    if len(fitting) != 1:
        raise NotBelieved("The token is signed with a key that the provider does not publish")
    return fitting[0]
