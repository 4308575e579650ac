"""What a log may say of an address: never the token in it, which would let its reader in."""

import logging
import re

MASK = "…"
# The path's last part, or the part after the number, is the secret
SECRET_PARTS = re.compile(r"(/register/confirm/|/invitation/|/password/set/)[^\s/?\"]+")
# A code or state of single sign-on
SECRET_QUERY = re.compile(r"([?&](?:code|state|session_state|id_token|token)=)[^&\s\"]+")


def without_secrets(text: str) -> str:
    """The same text, every token in an address replaced by “…”."""
    return SECRET_QUERY.sub(rf"\1{MASK}", SECRET_PARTS.sub(rf"\1{MASK}", text))


class HideSecrets(logging.Filter):
    """Of every line a handler writes."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if (masked := without_secrets(said)) != said:
            record.msg, record.args = masked, ()
        return True
