"""The bid as a document: one canonical JSON text, of which the receipt gives the SHA-256.

Canonical: keys sorted, no spaces, UTF-8, nothing escaped that need not be. Amounts are texts, so that nobody's JSON
reader rounds them. ``docs/bid-document.md`` says the same to suppliers.
"""

import hashlib
import json
import re
from copy import deepcopy
from typing import Any

FORMAT = "bid/1"
COMMITMENT_TEXTS = ("outcome_text", "measure_text", "unit", "quantity", "per", "place", "evidence", "involvement")
COMMITMENT_KEYS = ("measure_id", *COMMITMENT_TEXTS)

# The bid, or a part of it, as JSON holds it
Content = dict[str, Any]


def empty() -> Content:
    """A draft in which nothing is written yet."""
    return {"format": FORMAT, "answers": {}, "price": None, "price_note": "", "versions": {}}


def empty_answer() -> Content:
    return {"text": "", "passed": None, "commitments": [], "files": []}


def answer(content: Content, key: str) -> Content:
    """The answer to the question with this criterion key; an empty one where nothing is written."""
    return {**empty_answer(), **content["answers"].get(key, {})}


def canonical(content: Content) -> bytes:
    """The exact bytes that are sealed, hashed and given to the supplier."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def read(content: bytes) -> Content:
    found: Content = json.loads(content)
    return found


def digest(content: bytes) -> str:
    """SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def to_submit(draft: Content, *, keys: list[str], tender: str, submission: int, amendment: int, salt: str) -> Content:
    """The draft as it is sent: every question has its answer, working notes are left behind.

    The salt makes the digest tell nothing: without it, somebody who can read the database could try prices
    until one fits.
    """
    return {
        "format": FORMAT,
        "tender": tender,
        "submission": submission,
        "amendment": amendment,
        "salt": salt,
        "answers": {key: deepcopy(answer(draft, key)) for key in keys},
        "price": draft["price"],
        "price_note": draft["price_note"],
    }


def count_words(text: str) -> int:
    """Runs of anything but spaces, as on the page."""
    return len(re.findall(r"\S+", text or ""))


def tidy(text: str | None) -> str:
    """Text as it is kept: line ends as one character, nothing before or after, no null characters."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
