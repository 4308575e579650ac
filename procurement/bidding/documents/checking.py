"""The program and the page with which anybody checks a receipt without this service: one file each, with the public keys."""

import hashlib
import json
from base64 import b64encode
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import mark_safe

from procurement.bidding.calculations.receipts import KEYS_FORMAT

DATA = Path(__file__).resolve().parent.parent / "data"
PROGRAM, PAGE = "check_receipt.py", "check-receipt.html"
# A page's script ends at such a letter, whatever stands around it
ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@cache
def _read(name: str) -> str:
    return (DATA / name).read_text()


def _by_code(keys: list[dict]) -> dict[str, str]:
    return {key["id"]: key["public_key"] for key in keys}


def keys_file(keys: list[dict]) -> dict:
    """What stands at the address of the public keys."""
    listed = [{**key, "since": key["since"].isoformat() if key["since"] else None} for key in keys]
    return {"format": KEYS_FORMAT, "service": settings.SITE_URL, "algorithm": "Ed25519", "keys": listed}


def program(keys: list[dict]) -> str:
    empty = "\nKEYS: dict[str, str] = {}\n"
    filled = f"\nKEYS: dict[str, str] = {json.dumps(_by_code(keys), indent=4)}\n"
    before, after = _read(PROGRAM).split(empty)
    return f"{before}{filled}{after}"


def page(keys: list[dict]) -> str:
    """Its policy allows its own script and style, by their digests, and no connection."""
    script, style = _read("check-receipt.js"), _read("check-receipt.css")
    policy = f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)}; base-uri 'none'; form-action 'none'"
    parts = {
        "policy": policy,
        "style": style,
        "service": escape(settings.SITE_URL),
        "codes": ", ".join(_by_code(keys)),
        "keys": json.dumps(_by_code(keys)).translate(ESCAPES),
        "script": script,
    }
    made = _read(PAGE)
    for name, text in parts.items():
        made = made.replace(f"[{name}]", text, 1)
    return mark_safe(made)


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
