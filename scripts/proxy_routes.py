"""Which addresses a proxy gives to the processes that serve bids alone, written from the URL configuration.

``python scripts/proxy_routes.py`` writes deploy/nginx/bidding-routes.conf anew; a test fails when it is not what this says.
"""

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "deploy" / "nginx" / "bidding-routes.conf"
HEAD = """# Written by scripts/proxy_routes.py from procurement/bidding/urls.py: do not edit. Which pool serves an address.
# A wrong pool would be slower and never wrong: every process serves every address.
map $uri $pool {
    default web;
"""
NAMED_GROUP = re.compile(r"\(\?P<\w+>")


def expressions() -> list[str]:
    """One regular expression for each address of a bidder, as PCRE and Python read it, in the order of the configuration."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialvalue.settings")
    import django  # noqa: PLC0415 - only here is anything but the standard library needed

    django.setup()
    from procurement.bidding.urls import BIDDERS  # noqa: PLC0415

    return [expression(route.pattern.regex.pattern) for route in BIDDERS]


def expression(pattern: str) -> str:
    """Django's pattern of a path without the names of its parts, which a proxy would take for variables, and with its slash."""
    inner = NAMED_GROUP.sub("(?:", pattern.removeprefix("^").removesuffix(r"\Z").removesuffix("$"))
    return f"^/{inner}$"


def written() -> str:
    lines = [f'    "~{one}" bidding;' for one in expressions()]
    return HEAD + "\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    TARGET.write_text(written())
