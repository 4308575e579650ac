"""Addresses of the members' pages, and what somebody reads there."""

import re

from django.urls import reverse
from django.utils.html import strip_tags

from socialvalue.common import clock
from tests.builders import measurement as build

RANGE = f"?from={build.PERIOD[0]}&to={build.PERIOD[1]}"
SPAN = "eriods that ended from 1 April 2025 to 30 September 2025, as known on 3 November 2025"


def pages(scene):
    return [
        reverse("oversight") + RANGE,
        reverse("oversight-contracts") + RANGE,
        reverse("oversight-contracts") + RANGE + "&attention=1",
        reverse("oversight-priority", args=[scene.measures["LE2.2"].outcome.priority_id]) + RANGE,
        reverse("oversight-directorate", args=[scene.council.directorates.get().pk]) + RANGE,
        reverse("oversight-export", args=["csv"]) + RANGE,
        reverse("oversight-export", args=["xlsx"]) + RANGE,
        reverse("oversight-export", args=["json"]) + RANGE,
    ]


def body_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def read(client, url: str) -> str:
    """The page's words on the day of the scene, with single spaces."""
    with clock.at(build.NOW):
        page = client.get(url).content.decode()
    main = page[page.index("<main") :]
    return re.sub(r"\s+", " ", strip_tags(main)).replace("&nbsp;", " ").replace("\u00a0", " ").strip()


def table(client, url: str, caption: str) -> list[list[str]]:
    """The cells of the rows of a table, words only."""
    with clock.at(build.NOW):
        page = client.get(url).content.decode()
    found = next(t for t in re.findall(r"<table.*?</table>", page, re.S) if f"{caption}</caption>" in re.sub(r"\s*\n\s*", " ", t))
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", found, re.S)
    return [
        [
            re.sub(r"\s+", " ", strip_tags(cell)).replace("\u00a0", " ").strip()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
        ]
        for row in rows
    ]
