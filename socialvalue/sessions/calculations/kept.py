"""What may be kept of a form that somebody sent after their session had ended, and how it is sealed."""

import json
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEPT_FOR = timedelta(hours=1)
MOST_BYTES = 200_000
MOST_FIELDS = 500
# Of the page and not of the person; and the file that an import carries: files are never kept
PLUMBING = {"csrfmiddlewaretoken", "carried"}
# “postcodes”: where many people live; one address (“postcode”) is kept as anything else
SECRET = re.compile(r"passw|secret|token|passcode|otp|recovery|(^|-)postcodes$", re.IGNORECASE)
# Shown as numbers and states nobody typed
UNSEEN = re.compile(r"(^|-)(version|page|then|next|id|TOTAL_FORMS|INITIAL_FORMS|MIN_NUM_FORMS|MAX_NUM_FORMS)$")
KEY_BYTES, NONCE_BYTES = 32, 12
CONTEXT = b"typed before the session ended"

Fields = list[tuple[str, list[str]]]


@dataclass(frozen=True)
class Kept:
    """``action``: where it was sent; ``page``: the path, with its query, of the form; ``files``: whether files were chosen.

    ``signed_out``: whether the session had ended; otherwise the database gave up on it.
    """

    owner: int
    at: datetime
    action: str
    page: str
    fields: Fields
    files: bool = False
    signed_out: bool = True

    def is_for(self, person: int, now: datetime) -> bool:
        """Only for who typed it, and only for an hour."""
        return self.owner == person and self.at <= now < self.at + KEPT_FOR

    @property
    def words(self) -> list[tuple[str, str]]:
        """(name of the field, what was typed) of what somebody would want to copy."""
        return [
            (name.rpartition("-")[2].replace("_", " ").capitalize(), value)
            for name, values in self.fields
            if not UNSEEN.search(name)
            for value in values
            if value.strip()
        ]


def worth_keeping(fields: Fields) -> Fields | None:
    """The fields without those of the page itself; None when nothing was typed, something is secret, or it is too much."""
    found = [(name, values) for name, values in fields if name not in PLUMBING]
    if any(SECRET.search(name) for name, _ in found):
        return None
    if len(found) > MOST_FIELDS or sum(len(text.encode()) for _, values in found for text in values) > MOST_BYTES:
        return None
    typed = any(text.strip() for name, values in found if not UNSEEN.search(name) for text in values)
    return found if typed else None


def seal(kept: Kept) -> tuple[str, str]:
    """(the key for the browser alone, what the service holds). Each use has a key of its own."""
    key, nonce = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(NONCE_BYTES)
    said = {**vars(kept), "at": kept.at.isoformat()}
    return _text(key), _text(nonce + AESGCM(key).encrypt(nonce, json.dumps(said).encode(), CONTEXT))


def unseal(key: str, sealed: str) -> Kept | None:
    """What ``seal`` was given; None where the key is another one or either was changed."""
    try:
        secret, box = urlsafe_b64decode(key.encode()), urlsafe_b64decode(sealed.encode())
        said = json.loads(AESGCM(secret).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], CONTEXT))
    except (InvalidTag, ValueError):
        return None
    fields = [(name, values) for name, values in said.pop("fields")]
    return Kept(**{**said, "at": datetime.fromisoformat(said["at"]), "fields": fields})


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode()
