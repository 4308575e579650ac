"""Secrets of the second step as the database holds them: whoever has the database alone makes no code of anybody's.

The key is derived from ``SEALING_KEY``, which changes with nothing else; its own purpose keeps it apart from every tender's.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

MARK = "sealed1:"
PURPOSE = b"secrets of the second step"
NONCE_BYTES = 12


class NotOurs(Exception):
    """The text was sealed with another key, or somebody changed it."""


@lru_cache(maxsize=4)
def _cipher(site_key: str) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(site_key.encode()))


def seal(text: str) -> str:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return MARK + urlsafe_b64encode(nonce + _cipher(settings.SEALING_KEY).encrypt(nonce, text.encode(), PURPOSE)).decode()


def opened(text: str) -> str:
    """What was sealed; a secret from before there was a seal as it is. Raises NotOurs."""
    if not text.startswith(MARK):
        return text
    try:
        box = urlsafe_b64decode(text.removeprefix(MARK))
        return _cipher(settings.SEALING_KEY).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], PURPOSE).decode()
    except (InvalidTag, ValueError) as broken:
        raise NotOurs("A secret of the second step cannot be read with this SEALING_KEY") from broken
