"""A receipt as a signed text: one canonical JSON, and an Ed25519 signature of exactly its bytes.

``docs/bid-document.md`` says the same to suppliers, and ``data/check_receipt.py`` checks it without this service.
"""

import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from procurement.bidding.calculations.document import canonical
from socialvalue.audit.calculations import moment

FORMAT, FILE_FORMAT, KEYS_FORMAT = "receipt/1", "signed-receipt/1", "receipt-keys/1"
PURPOSE = b"receipts of bids/1"
CODE_LENGTH = 16


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a receipt says. ``withdraws``: the receipt of what was withdrawn; ``number`` and ``digest`` are the record's head."""

    kind: str
    receipt: str
    withdraws: str
    council: str
    tender: str
    bidder: str
    submission: int
    amendment: int
    sha256: str
    at: datetime
    random: str
    number: int
    digest: str


def text_of(facts: Facts, key: str) -> str:
    """The text that is signed with the key of this code."""
    head = {"number": facts.number, "digest": facts.digest} if facts.number else None
    said = {name: getattr(facts, name) for name in TOLD} | {"format": FORMAT, "key": key, "record": head, "at": moment(facts.at)}
    return canonical(said).decode()


TOLD = ("kind", "receipt", "withdraws", "council", "tender", "bidder", "submission", "amendment", "sha256", "random")


def read(signed: str) -> dict[str, Any]:
    """What a signed text says; nothing where it is none."""
    try:
        said = json.loads(signed)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


@lru_cache(maxsize=4)
def _private(secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(
        HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    )


def public_of(secret: str) -> str:
    """The public key, its 32 bytes in Base64."""
    return b64encode(_private(secret).public_key().public_bytes_raw()).decode()


def code_of(public: str) -> str:
    """How a public key is called: the beginning of its SHA-256."""
    return hashlib.sha256(b64decode(public)).hexdigest()[:CODE_LENGTH]


def sign(signed: str, secret: str) -> str:
    return b64encode(_private(secret).sign(signed.encode())).decode()


def fits(signed: str, signature: str, public: str) -> bool:
    """Whether this text was signed with the key of this public half."""
    try:
        Ed25519PublicKey.from_public_bytes(b64decode(public)).verify(b64decode(signature, validate=True), signed.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def voucher(public: str, since: datetime, site_key: str) -> str:
    """The mark by which a published key, and the moment it was first used, are known to be ours.

    Whoever has the database alone cannot make it, nor move the moment from which every bid has to have its receipt.
    """
    return hmac.new(site_key.encode(), PURPOSE + f"/{public}/{moment(since)}".encode(), hashlib.sha256).hexdigest()


def file_of(signed: str, signature: str) -> str:
    """The receipt as a file. The signed text stands in it as it was signed, so that no reader has to write it again."""
    return json.dumps({"format": FILE_FORMAT, "signed": signed, "signature": signature}, indent=1, ensure_ascii=False) + "\n"
