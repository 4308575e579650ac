"""Every link that somebody is shown leads to a page that they may open: each kind of page, for each account and for a visitor.

On the way each page says where it is: one place is lit, and there is one way back, a breadcrumb or “Back”.
"""

import re
from collections import Counter, deque
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.urls import resolve
from lxml import html

from socialvalue.accounts.models import User
from socialvalue.common import navigation
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


# Home is where every way begins, and to sign in is the way in
NO_WAY_BACK = {"home", "account_login"}
# Places in which something short is typed beside what is read
PLACES_THAT_ASK = {"tender-criteria", "commission-review"}
# What is only ticked, as rows of a list are, is not typed
UNTYPED = " and ".join(f'not(@type="{kind}")' for kind in ("hidden", "submit", "checkbox"))
TYPED = f'.//form[@method="post"]//*[self::textarea or self::select or self::input[{UNTYPED}]]'


def lost(page: str, name: str) -> str:
    """What is wrong with how a page says where it is; empty when nothing is. ``name`` is that of its route."""
    root = html.fromstring(page)
    crumbs, back = root.xpath('//nav[@aria-label="Breadcrumb"]'), root.find_class("govuk-back-link")
    if (len(crumbs), len(back)) not in ({(0, 0)} if name in NO_WAY_BACK else {(1, 0), (0, 1)}):
        return f"{len(crumbs)} breadcrumbs and {len(back)} ways back"
    if root.xpath(f"//main{TYPED[1:]}") and not back and name not in NO_WAY_BACK | PLACES_THAT_ASK:
        return "a form without “Back”"
    # The row is there for a desk, and again in the menu of a phone
    lit = root.xpath('//nav[@aria-label="Places"]//a[@aria-current] | //a[@class="sv-header__home"][@aria-current]')
    wanted = 0 if navigation.why_nowhere(name) else 1
    return "" if len(lit) == wanted else f"{len(lit)} places are lit"


@pytest.mark.parametrize("account", ACCOUNTS)
def test_no_link_leads_nowhere(browser_name, transactional_db, server, story, account):
    """``browser_name`` is not used: with it these stay among the steps, and the demonstration is not loaded a second time."""
    story.return_to_the_present()
    client = ClosingClient(SERVER_NAME="localhost")
    if account:
        client.force_login(User.objects.get(email=f"{account}@demo.example"))
    seen, kinds, dead, astray = {"/"}, Counter(), [], []
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
        if wrong := lost(answer.content.decode(), resolve(answer.request["PATH_INFO"]).view_name):
            astray.append(f"{address}: {wrong}")
        fresh = [one for one in links(answer.content.decode(), address, settings.SITE_URL) if one not in seen]
        seen.update(fresh)
        waiting.extend((one, address) for one in dict.fromkeys(fresh))
    assert not dead, "\n".join(dead)
    assert not astray, "\n".join(astray)
    assert len(kinds) > 15
