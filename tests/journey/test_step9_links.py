"""Every link that somebody is shown leads to a page that they may open: each kind of page, for each account and for a visitor."""

import re
from collections import Counter, deque
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings

from socialvalue.accounts.models import User
from tests.fixtures.client import ClosingClient

ACCOUNTS = (
    "", "commissioner", "procurement", "evaluator1", "lead", "manager", "director", "member", "supplier1", "admin", "partner",
)  # fmt: skip
EACH_KIND = 1
# The demonstration's emails belong to many people; their links ask for the one who got them
LEFT_OUT = ("/sign-out/", "/demo/emails/", "/static/")


def kind(address: str) -> str:
    """Addresses that differ by numbers, references and parameters only are one kind of page."""
    parts = urlsplit(address)
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "#", parts.path) + "?" + re.sub(r"=[^&]*", "", parts.query)


def links(page: str, address: str, home: str) -> list[str]:
    found = []
    for target in re.findall(r'<a\b[^>]*?\shref="([^"#]+)', page):
        target = urljoin(address, unescape(target).removeprefix(home))
        if target.startswith("/") and not target.startswith(LEFT_OUT):
            found.append(target)
    return found


@pytest.mark.parametrize("account", ACCOUNTS)
def test_no_link_leads_nowhere(browser_name, transactional_db, server, story, account):
    """``browser_name`` is not used: with it these stay among the steps, and the demonstration is not loaded a second time."""
    story.return_to_the_present()
    client = ClosingClient(SERVER_NAME="localhost")
    if account:
        client.force_login(User.objects.get(email=f"{account}@demo.example"))
    seen, kinds, dead = {"/"}, Counter(), []
    waiting = deque([("/", "the start")])
    while waiting:
        address, where = waiting.popleft()
        kinds[kind(address)] += 1
        if kinds[kind(address)] > EACH_KIND:
            continue
        answer = client.get(address, follow=True)
        client.close_downloads()
        if answer.status_code != 200:
            dead.append(f"{address} answers {answer.status_code}; linked from {where}")
        if "html" not in answer.headers.get("Content-Type", "") or answer.streaming:
            continue
        fresh = [one for one in links(answer.content.decode(), address, settings.SITE_URL) if one not in seen]
        seen.update(fresh)
        waiting.extend((one, address) for one in dict.fromkeys(fresh))
    assert not dead, "\n".join(dead)
    assert len(kinds) > 15
