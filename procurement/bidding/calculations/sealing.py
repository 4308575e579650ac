"""Sealing: what a supplier writes is kept encrypted until two people open the bids.

AES-256-GCM under a key of the tender's own, derived (HKDF-SHA256) from the site's sealing key. Layout of sealed bytes:
one version byte, twelve bytes of nonce, then the ciphertext with its tag. The version, the bid and the purpose
("draft", "submission/2", "file/…") are authenticated with it: sealed bytes that were changed, or moved to another
bid or purpose, do not open.
"""

import os
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from socialvalue.common.errors import DomainError

VERSION = 1
NONCE_BYTES = 12
TAG_BYTES = 16


class OfTender(Protocol):
    """What the key is made of."""

    @property
    def pk(self) -> int: ...

    @property
    def reference(self) -> str: ...


class OfBid(Protocol):
    """What sealed bytes are bound to."""

    @property
    def pk(self) -> int: ...

    @property
    def tender(self) -> OfTender: ...


class SealBroken(DomainError):
    """Sealed bytes do not open: they were changed or moved, or the sealing key is not the one they were sealed with."""


def _key(site_key: str, tender: OfTender) -> bytes:
    """The tender's key, 32 bytes. Its primary key and its reference both count, so no tender can take another's place."""
    info = f"sealed bids/{VERSION}/{tender.pk}/{tender.reference}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(site_key.encode())


def _bound_to(bid: OfBid, purpose: str) -> bytes:
    return f"{VERSION}/bid/{bid.pk}/{purpose}".encode()


def seal(content: bytes, *, site_key: str, bid: OfBid, purpose: str) -> bytes:
    """``content`` encrypted for this bid and purpose; every call gives other bytes."""
    nonce = os.urandom(NONCE_BYTES)
    return bytes([VERSION]) + nonce + AESGCM(_key(site_key, bid.tender)).encrypt(nonce, content, _bound_to(bid, purpose))


def unseal(sealed: bytes | memoryview, *, site_key: str, bid: OfBid, purpose: str) -> bytes:
    """The content again; ``sealed`` as the database hands it out. Raises SealBroken, saying nothing of what is inside."""
    sealed = bytes(sealed)
    if len(sealed) < 1 + NONCE_BYTES + TAG_BYTES or sealed[0] != VERSION:
        raise SealBroken(_broken(purpose))
    nonce, ciphertext = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(_key(site_key, bid.tender)).decrypt(nonce, ciphertext, _bound_to(bid, purpose))
    except InvalidTag:
        raise SealBroken(_broken(purpose)) from None


def _broken(purpose: str) -> str:
    what = {"draft": "This draft", "submission": "This submission", "file": "This file", "copy": "This copy"}[
        purpose.split("/")[0]
    ]
    return f"{what} cannot be opened: its seal is broken. It was changed after it was sealed, or the sealing key is another."
