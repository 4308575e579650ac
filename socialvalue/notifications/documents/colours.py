"""The council's colours for an email, which has no style sheet: read from the one sheet that names them."""

import re
from functools import cache, lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.safestring import SafeString, mark_safe

from socialvalue.common.colours import theme

# Where the front end was not built
FALLBACK = {
    "brand": "#0b5563",
    "brand-dark": "#073842",
    "ink": "#17242b",
    "muted": "#4b5a62",
    "line": "#d3cdc2",
    "paper": "#f8f6f1",
    "white": "#ffffff",
    "button": "#0b6b58",
}
NAMED = re.compile(r"--sv-([a-z-]+):\s*(#[0-9a-fA-F]{3,8})")
FONT = "font-family: Arial, Helvetica, sans-serif"


@cache
def colours() -> dict[str, str]:
    """{name: "#rrggbb"} of ``theme.css``, the part that ``FALLBACK`` lists."""
    sheet = finders.find("css/theme.css")
    named = dict(NAMED.findall(Path(sheet).read_text())) if sheet else {}
    return {name: named.get(name, colour) for name, colour in FALLBACK.items()}


@lru_cache(maxsize=64)
def looks(brand: str = "", accent: str = "") -> dict[str, SafeString]:
    """The style attribute of each part of a letter, with a space before it; in a council's two colours, where it has its own."""
    c = colours() | (theme(brand, accent) if brand else {})
    parts = {
        "page": f"margin: 0; padding: 0; background: {c['paper']}; color: {c['ink']}; {FONT}; font-size: 16px; line-height: 1.5",
        "column": f"max-width: 600px; margin: 0 auto; background: {c['white']}; border: 1px solid {c['line']}",
        "head": f"margin: 0; padding: 14px 24px; background: {c['brand-dark']}; color: {c['white']}; line-height: 1.4",
        "main": "padding: 8px 24px 16px",
        "title": f"margin: 16px 0; color: {c['ink']}; font-size: 22px; line-height: 1.3; font-weight: bold",
        "item": f"margin: 24px 0 4px; color: {c['ink']}; font-size: 18px; line-height: 1.3; font-weight: bold",
        "text": "margin: 0 0 16px; overflow-wrap: anywhere",
        "list": "margin: 0 0 16px; padding-left: 24px",
        "when": f"margin: 0 0 16px; padding: 8px 0 8px 14px; border-left: 6px solid {c['brand']}; font-weight: bold",
        "button": (
            f"display: inline-block; padding: 10px 18px; background: {c['button']}; color: {c['white']}; "
            "font-weight: bold; text-decoration: none"
        ),
        "link": f"color: {c['brand']}",
        "address": f"margin: 0 0 16px; color: {c['muted']}; font-size: 14px; overflow-wrap: anywhere",
        "foot": f"padding: 12px 24px 4px; border-top: 1px solid {c['line']}; color: {c['muted']}; font-size: 14px",
        "small": "margin: 0 0 8px",
    }
    return {name: mark_safe(f' style="{style}"') for name, style in parts.items()}
