"""What an entry of the record says, as bytes, and the digest of them: the same on either database and in twenty years."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from socialvalue.common.canonical import canonical, sha256

# Stands in every content: a later spelling is told from this one
FORMAT = 1
Subject = tuple[str, str, str]


def _whole(value: Any) -> Any:
    """A whole number is spelt without a point: PostgreSQL gives 1e16 back as one."""
    if isinstance(value, dict):
        return {key: _whole(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_whole(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def moment(at: datetime) -> str:
    """An aware moment in UTC with its microseconds: “2026-11-27T15:04:05.000000Z”."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def digest_of(
    *,
    at: datetime,
    actor: int | None,
    actor_label: str,
    council: int | None,
    verb: str,
    sentence: str,
    reason: str,
    changes: dict[str, Any],
    confidential: bool,
    about: Iterable[Subject],
) -> str:
    """SHA-256 in hexadecimal of everything an entry says; ``about``: (type, key, name) of each record it is about, in any order.

    What it is not made of: the key and the time that the database gives it. The chain holds those (socialvalue/ledger).
    """
    content = {
        "format": FORMAT,
        "at": moment(at),
        "actor": actor,
        "actor_label": str(actor_label),
        "council": council,
        "verb": str(verb),
        "sentence": str(sentence),
        "reason": str(reason),
        "changes": _whole(json.loads(canonical(changes or {}))),
        "confidential": bool(confidential),
        "about": sorted([str(part) for part in subject] for subject in about),
    }
    return sha256(content)
