"""What a provider says of somebody, and the marks by which we know the same person and the same answer again."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Claims:
    """``identity`` is whom the provider means, for good, whatever their address becomes; ``email`` in small letters.

    ``second_step``: whether a second step was asked there that counts here.
    """

    identity: str
    email: str
    email_verified: bool
    second_step: bool


def identity_of(issuer: str, subject: str) -> str:
    """One person of one issuer (OpenID Connect Core 1.0, 5.7): its digest, so that no name is kept. 64 signs."""
    return hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()


def nonce_of(code_verifier: str) -> str:
    """The nonce that belongs to the secret of one way to the provider (PKCE's): only who holds the one can know the other."""
    return hashlib.sha256(f"nonce\n{code_verifier}".encode()).hexdigest()


def address_in(said: Mapping[str, object]) -> tuple[str, bool]:
    """The email address and whether the provider itself has verified it. Only ``true`` is true (Core 1.0, 5.1)."""
    email = said.get("email")
    verified = said.get("email_verified") is True
    return (email.strip().lower(), verified) if isinstance(email, str) else ("", False)
