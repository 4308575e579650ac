"""What the tests of home have in common."""

import re
from datetime import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from measurement.dashboards.pages.home import Home, home_of
from measurement.dashboards.pages.parts import Part
from socialvalue.common import clock
from tests.builders import people
from tests.fixtures.client import nights_pass


def home(user, now: datetime | None = None) -> Home:
    """The home of ``user`` as a new request builds it, at ``now``."""
    now = now or clock.now()
    with clock.at(now):
        nights_pass()
        return home_of(people.fresh(user), now)


def part(user, key: str, now: datetime | None = None) -> Part:
    """One part of it; fails where there is none."""
    return next(p for p in home(user, now).parts if p.key == key)


def lines(found: Home) -> list[str]:
    """What waits beside the parts, each line."""
    return [item["text"] for group in found.groups for item in group.items]


def words(client, user, now: datetime | None = None, address: str = "/") -> str:
    """The page as words, for somebody or, with None, for who is not signed in."""
    client.logout()
    if user is not None:
        client.force_login(people.fresh(user))
    with clock.at(now or clock.now()):
        page = client.get(address).content.decode()
    main = page.split("<main", 1)[1].split("</main>", 1)[0].split(">", 1)[1]
    return re.sub(r"\s+", " ", strip_tags(main)).strip()


def queries(client, user, now: datetime | None = None) -> int:
    """How many queries the page takes, the session's and the person's included."""
    client.logout()
    if user is not None:
        client.force_login(people.fresh(user))
    with clock.at(now or clock.now()), CaptureQueriesContext(connection) as found:
        assert client.get("/").status_code == 200
    return len(found)
