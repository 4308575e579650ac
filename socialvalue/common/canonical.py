"""One way to write a value as bytes, so that a digest of it means something."""

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal

from django.core.serializers.json import DjangoJSONEncoder


def canonical(content) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8; decimals as text, so that no engine's rounding gets in."""
    return json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(content) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


def plain(value: Decimal | None) -> str | None:
    """A decimal as text without trailing zeros: the same on every engine."""
    return None if value is None else f"{value.normalize():f}"


# Of a return: its key, the number of its version, its value, and of a share its two numbers
Digested = tuple[int, int, Decimal | None, Decimal | None, Decimal | None]


def digest_of(returns: Iterable[Digested]) -> str:
    """The digest of a figure's sources, in the order of their keys.

    A return without the two numbers of a share has the digest that reports frozen before there were any have printed.
    """
    digest = Digest()
    for row in sorted(returns, key=lambda row: row[:2]):
        digest.take(digested(row))
    return digest.hex


def digested(row: Digested) -> bytes:
    """A source as the digest takes it."""
    return canonical(_digested(*row))


class Digest:
    """``sha256`` of a list, taken an item at a time as ``canonical`` writes each: in the order of their keys, nothing is kept."""

    def __init__(self) -> None:
        self.count, self._sum = 0, hashlib.sha256(b"[")

    def take(self, item: bytes) -> None:
        self._sum.update(b"," + item if self.count else item)
        self.count += 1

    @property
    def hex(self) -> str:
        whole = self._sum.copy()
        whole.update(b"]")
        return whole.hexdigest()


def _digested(pk: int, number: int, value: Decimal | None, *share: Decimal | None) -> list[int | str | None]:
    return [pk, number, plain(value), *(plain(part) for part in share if part is not None)]
