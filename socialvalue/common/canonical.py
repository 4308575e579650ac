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


Kept = Decimal | None


def digest_of(returns: Iterable[tuple[int, int, Kept, Kept, Kept]]) -> str:
    """The digest of a figure's sources, in the order of their keys: key, version number and value of each return, and of a

    ratio its numerator and denominator. A return without them has the digest it had before there were any.
    """
    rows = sorted(returns, key=lambda row: row[0])
    return sha256([[pk, number, plain(value), *(plain(part) for part in ratio if part is not None)]
                   for pk, number, value, *ratio in rows])  # fmt: skip
