"""Everything that can be pressed: pages are walked by their links, and every form on them is filled in as a person would."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urlsplit

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve

from socialvalue.accounts.models import User
from tests.fixtures.writes import writes_listed
from tests.reading import as_read

WORDS = "Because it was agreed so at the meeting, and the record says it."
# Pages of one address that are looked at, in whatever states their records are
MOST, MOST_RECORDS = 5, 25
RECORDS = {
    "tender", "tender-criteria", "contract", "contract-handover", "commission", "bid", "evaluation", "report", "kpi", "return",
    "evaluation-set-up", "evaluation-reopen", "outcome-drop", "outcome-edit", "requirement-edit", "tender-scale", "bid-price",
    "bid-question", "sought-outcomes", "you-said", "tender-details", "plan", "plan-reopen",
}  # fmt: skip
# What is filled in where a form asks for something that words or a first choice do not answer, by the end of the field's name
ANSWERS = {
    "email": "new.person@example.org", "number": "12345678", "code": "ZZ9", "year": "2027", "phone": "01622 000000",
    "postcode": "ME14 1XX", "reference": "R-77", "unit": "hours", "evidence_url": "", "url": "", "joining_url": "", "next": "",
}  # fmt: skip
MORE = "It was read once more."
# Days of what was done already
DONE = ("held_on", "published_on", "done_on")
DATE = {"day": "12", "month": "4", "year": "2029", "time": "10:00"}


@dataclass
class Form:
    """One form as the browser has it: where it goes, what it says already, what can be answered."""

    action: str
    data: dict[str, list[str]] = field(default_factory=dict)
    empty: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    boxes: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    written: set[str] = field(default_factory=set)
    files: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return route_of(self.action)

    @property
    def says_what_was_read(self) -> bool:
        return "read" in self.data or any(name.endswith("version") for name in self.data)

    def filled(self) -> dict[str, list[str]]:
        """What stands there with more words, and an answer to everything that is still open."""
        data = {name: list(values) for name, values in self.data.items()}
        for name in self.written:
            data[name] = [f"{data[name][0].strip()} {MORE}"]
        for name, kind in self.empty.items():
            data.setdefault(name, [_answer(name, kind)])
        for name, values in self.choices.items():
            if name not in data:
                data[name] = [next((v for v in values if v), "")]
        for name, values in self.boxes.items():
            data.setdefault(name, values[:1])
        return data


def _answer(name: str, kind: str) -> str:
    if (part := name.rsplit("_", 1)[-1]) in DATE:
        return "2025" if part == "year" and name.startswith(DONE) else DATE[part]
    known = next((text for end, text in ANSWERS.items() if name.endswith(end)), None)
    if known is not None:
        return known
    return "5" if kind in ("numeric", "decimal") else WORDS


class _Forms(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path, self.links, self.forms = path, [], []
        self.now: Form | None = None
        self.area: str | None = None
        self.select: str | None = None

    def handle_starttag(self, tag, attrs):
        a = {name: value or "" for name, value in attrs}
        if tag == "a" and a.get("href"):
            self.links.append(a["href"])
        elif tag == "form":
            self.now = Form(a.get("action") or self.path) if a.get("method", "").lower() == "post" else None
        elif self.now is not None and a.get("name") and "disabled" not in a:
            self._control(tag, a)
        elif tag == "option" and self.now is not None and self.select:
            self.now.choices[self.select].append(a.get("value", ""))
            if "selected" in a and a.get("value"):
                self.now.data.setdefault(self.select, []).append(a["value"])

    def _control(self, tag, a):
        form, name, kind = self.now, a["name"], a.get("type", "text")
        if tag == "textarea":
            self.area, form.empty[name] = name, "text"
        elif tag == "select":
            self.select = name
            form.choices.setdefault(name, [])
        elif tag == "button":
            form.buttons.append((name, a.get("value", "")))
        elif kind in ("radio", "checkbox"):
            (form.choices if kind == "radio" else form.boxes).setdefault(name, []).append(a.get("value", "on"))
            if "checked" in a:
                form.data.setdefault(name, []).append(a.get("value", "on"))
        elif kind == "file":
            form.files.append(name)
        elif kind == "hidden" or a.get("value"):
            form.data.setdefault(name, []).append(a.get("value", ""))
        else:
            form.empty[name] = a.get("inputmode", kind)

    def handle_data(self, data):
        if self.area and self.now is not None and data.strip():
            self.now.data.setdefault(self.area, [""])[0] += data
            self.now.empty.pop(self.area, None)
            self.now.written.add(self.area)

    def handle_endtag(self, tag):
        if tag == "form" and self.now is not None:
            self.forms.append(self.now)
            self.now = None
        elif tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None


def route_of(path: str) -> str:
    """The name of the address; empty for one that is not ours."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def read(path: str, html: str) -> _Forms:
    parser = _Forms(path)
    parser.feed(html)
    parser.close()
    return parser


def walk(client: Client, user: User | None, starts: list[str], *, on: bool = True) -> Iterator[Form]:
    """Every form of every page that ``user`` comes to by links from ``starts``, at most ``MOST`` pages of one address.

    ``on``: False looks at the pages of ``starts`` and follows no link.
    """
    client.logout()
    if user is not None:
        client.force_login(User.objects.get(pk=user.pk))
    waiting, seen, visits = deque(starts), set(starts), Counter()
    while waiting:
        path = waiting.popleft()
        name = route_of(path)
        if not name or visits[name] >= (MOST_RECORDS if name in RECORDS else MOST):
            continue
        visits[name] += 1
        response = client.get(path)
        if response.status_code != 200 or response.streaming or not response["Content-Type"].startswith("text/html"):
            continue
        page = read(path, response.content.decode())
        yield from page.forms
        for link in page.links if on else ():
            target = urldefrag(link)[0]
            # One order of a list is as good as another
            target = target.partition("?")[0]
            if target not in seen and target.startswith("/") and not target.startswith("//"):
                seen.add(target)
                waiting.append(target)


@dataclass(frozen=True)
class Answer:
    """What a post led to: its status, where to, what was written, and whether it was refused as stale."""

    status: int
    location: str
    wrote: tuple[str, ...]
    conflict: bool
    problems: str

    @property
    def done(self) -> bool:
        return self.status in (302, 303) and not self.conflict


# What a page that is refused may write: who is told so on the next page, and that somebody was here
QUIET = ("socialvalue_session", "socialvalue_sentform")
STALE = (
    "You saved this in another tab",
    "Another edition",
    "changed while you",
    "Somebody else",
    "out of date",
    "since you opened",
    "after you opened",
)


def press(client: Client, path: str, data: dict) -> Answer:
    """Post it and say what came of it; nothing of it stays."""
    with transaction.atomic():
        answer = send(client, path, data)
        transaction.set_rollback(True)
    return answer


def press_twice(client: Client, path: str, data: dict, second: dict | None = None) -> tuple[Answer, Answer]:
    """Post the same twice (or then ``second``), as after Back or over a slow line; nothing of it stays."""
    with transaction.atomic():
        answers = send(client, path, data), send(client, path, second or data)
        transaction.set_rollback(True)
    return answers


def send(client: Client, path: str, data: dict) -> Answer:
    """As ``press``, and what it did stays."""
    found: list[str] = []
    with writes_listed(found):
        response = client.post(path, data)
    wrote = tuple(what for what in found if not what.endswith(QUIET))
    shown = _told(response)
    conflict = response.status_code == 409 or any(words in text for text in shown for words in STALE)
    return Answer(response.status_code, response.get("Location", ""), wrote, conflict, "; ".join(shown)[:300])


SUMMARY = re.compile(r'govuk-error-summary__list">(.*?)</ul>', re.S)
REFUSED = re.compile(r"<h1[^>]*>(.*?)</h1>", re.S)


def _told(response: HttpResponseBase) -> list[str]:
    """What the page complains of, or the messages for the next page say."""
    said = [str(message) for message in getattr(response.wsgi_request, "_messages", [])]
    if response.streaming or not response["Content-Type"].startswith("text/html"):
        return said
    html = response.content.decode()
    lists = SUMMARY.findall(html) if response.status_code == 200 else REFUSED.findall(html)
    return said + [text for found in lists for text in (as_read(found),) if text]
