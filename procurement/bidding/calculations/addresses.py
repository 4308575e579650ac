"""How a bid is called in an address: 22 letters that tell nothing, where its number would tell how many bids there are.

One block of AES-256 under a key of its own, derived from the site's sealing key: the bid's number with eight empty bytes
before it. Nobody without the key can make an address, read one or see that two belong together; made-up ones do not open.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PATTERN = "[A-Za-z0-9_-]{22}"
EMPTY = bytes(8)


@lru_cache(maxsize=4)
def _cipher(site_key: str) -> Cipher:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"addresses of bids/1").derive(site_key.encode())
    return Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305 - one block, never two under one another


def address_of(number: int, *, site_key: str) -> str:
    """The address of the bid with this number (1 or more)."""
    block = _cipher(site_key).encryptor().update(EMPTY + number.to_bytes(8))
    return urlsafe_b64encode(block).decode().rstrip("=")


def number_of(address: str, *, site_key: str) -> int | None:
    """The number again; None for what is no address of a bid."""
    try:
        block = urlsafe_b64decode(address + "==")
    except ValueError:
        return None
    plain = _cipher(site_key).decryptor().update(block) if len(block) == len(EMPTY) * 2 else b"x"
    number = int.from_bytes(plain[8:])
    # Two spellings of one block would be two addresses of one bid
    if not plain.startswith(EMPTY) or not number or address != address_of(number, site_key=site_key):
        return None
    return number
