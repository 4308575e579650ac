"""Somebody with a browser, as far as measuring needs one: keeps cookies, signs in, sends forms, tells the times."""

import re
import time
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from django.urls import reverse

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?')
PATIENCE = 300
REDIRECTS = (301, 302, 303)


@dataclass(frozen=True)
class Answer:
    """Seconds until the first byte of the body and until the last; ``to`` is where it sends one on."""

    status: int
    body: bytes
    first_byte: float
    whole: float
    to: str = ""


class Visitor:
    """``address``: the network address that a proxy before the server would tell of; empty: none stands before it."""

    def __init__(self, port: int, host: str = "127.0.0.1", address: str = ""):
        self.host, self.port, self.address = host, port, address
        # How long each page took, in order
        self.seconds: list[float] = []
        self.cookies: dict[str, str] = {}
        self.connection = HTTPConnection(host, port, timeout=PATIENCE)

    def close(self) -> None:
        self.connection.close()

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, fields: dict[str, str], page: Answer) -> Answer:
        """Send the form of ``page`` with its hidden fields (the last of a name counts) and these."""
        return self._ask("POST", path, urlencode(hidden_in(page.body) | fields))

    def sign_in(self, email: str, password: str) -> Answer:
        """Raises RuntimeError where the door stays shut."""
        door = reverse("account_login")
        page = self.get(door)
        answer = self.post(door, {"login": email, "password": password}, page)
        if answer.status not in REDIRECTS:
            raise RuntimeError(f"{email} cannot sign in: {answer.status}")
        return answer

    def _ask(self, method: str, path: str, body: str = "") -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if self.address:
            headers["X-Forwarded-For"] = self.address
        if method == "POST":
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://{self.host}:{self.port}{path}"}
        began = time.perf_counter()
        try:
            self.connection.request(method, path, body or None, headers)
            response = self.connection.getresponse()
        except (ConnectionError, OSError):
            # Kept open until the server had enough of it
            self.connection.close()
            began = time.perf_counter()
            self.connection.request(method, path, body or None, headers)
            response = self.connection.getresponse()
        first = response.read(1)
        until_first = time.perf_counter() - began
        content = first + response.read()
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        to = response.headers.get("Location", "")
        answer = Answer(response.status, content, until_first, time.perf_counter() - began, to)
        self.seconds.append(answer.whole)
        return answer


def hidden_in(page: bytes) -> dict[str, str]:
    """The hidden fields of a page with their values, the last of a name; of its tokens against forged forms the first."""
    text = page.decode()
    token = TOKEN.search(text)
    found = {name: unescape(value) for name, value in HIDDEN.findall(text)}
    return found | ({"csrfmiddlewaretoken": token.group(1)} if token else {})
