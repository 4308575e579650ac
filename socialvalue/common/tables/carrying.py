"""Keep an uploaded file on the page between showing what it would do and doing it. Nothing is left behind on the server."""

import base64
import binascii
from typing import Any

from django.core import signing

from socialvalue.common.errors import Refused

MOST_CARRIED = 3 * 1024 * 1024
HOURS = 12


def carry(name: str, data: bytes, *, by, said: dict[str, Any] | None = None) -> str:
    """The file as a signed text for a hidden field, which only ``by`` brings back. Raises Refused on ``file`` when too large.

    ``said``: how the file is read, as plain values. What is confirmed is then what was shown, whatever others say meanwhile.
    """
    text = signing.dumps([name, base64.b64encode(data).decode(), said or {}], salt=_salt(by), compress=True)
    if len(text) > MOST_CARRIED:
        raise Refused(
            "The file is too large for this page. Split it into smaller files, or ask an administrator to import it.", "file"
        )
    return text


def carried(text: str, *, by) -> tuple[str, bytes, dict[str, Any]]:
    """(name, data, what was said of it). Raises Refused when it was changed, belongs to somebody else, or is of another day."""
    try:
        name, data, said = signing.loads(text, salt=_salt(by), max_age=HOURS * 3600)
        return name, base64.b64decode(data), said
    except (signing.BadSignature, ValueError, binascii.Error):
        raise Refused("The file is no longer here. Choose it again.", "file") from None


def _salt(by) -> str:
    return f"carried-file:{by.pk}"
