"""Bids have processes of their own: the proxy's list says what the addresses say, and a bidder gets in while the door is full."""

import http.client
import importlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from html import unescape
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.urls import reverse

from procurement.bidding.models import Submission
from procurement.bidding.urls import BIDDERS
from scripts import proxy_routes
from tests.builders import bidding
from tests.builders.tendering import published_tender
from tests.fixtures.worker import ROOT, _environment, wait_until
from tests.socialvalue.test_every_route import ROUTES

SITE = (ROOT / "deploy" / "nginx" / "site.conf").read_text()
THREADS = 2
SAMPLES = {
    "int": "12", "slug": "ten-0001", "str": "ten-0001", "uuid": "00000000-0000-0000-0000-000000000000", "bid": "A" * 22,
    "day": "2026-11-27", "tender_reference": "TEN-0001",
}  # fmt: skip


def sample(route: str) -> str:
    """An address of this route, with something in the place of each of its parts."""
    return "/" + re.sub(r"<(?:(?P<converter>\w+):)?\w+>", lambda part: SAMPLES[part["converter"] or "str"], route)


def pool_of(path: str) -> str:
    """Which pool the proxy's list gives a path."""
    found = re.findall(r'^    "~(.+)" (\w+);$', proxy_routes.TARGET.read_text(), re.MULTILINE)
    return next((pool for pattern, pool in found if re.search(pattern, path)), "web")


def test_the_list_is_what_the_addresses_say():
    assert proxy_routes.TARGET.read_text() == proxy_routes.written(), "python scripts/proxy_routes.py writes it anew"


def test_each_address_of_the_site_has_the_pool_it_should():
    names = {str(route.name) for route in BIDDERS}
    assert {"bid-check", "bid-question", "bid-autosave", "bid-receipt", "bid-start"} <= names
    wanted = {sample(route): "bidding" if name in names else "web" for name, route, _ in ROUTES if "(" not in route}
    assert {path: pool_of(path) for path in wanted} == wanted


@pytest.mark.parametrize(
    "path", ["/bids", "/bids/12/check/", "/x/bids/", "/opportunities/ten-0001/", f"/bids/{'A' * 22}/check/x", "/"]
)
def test_what_is_no_address_of_a_bidder_is_not_taken_for_one(path):
    assert pool_of(path) == "web"


def test_the_site_s_file_takes_what_the_service_takes_and_keeps_it_off_the_disk():
    [most] = re.findall(r"client_max_body_size (\d+)m;", SITE)
    assert int(most) * 1024 * 1024 > settings.UPLOAD_MAX_BYTES
    assert f"client_body_buffer_size {most}m;" in SITE
    assert "proxy_max_temp_file_size 0;" in SITE
    assert re.findall(r"server 127\.0\.0\.1:(\d+)( backup)?;", SITE) == [("8000", ""), ("8001", ""), ("8000", " backup")]


@pytest.mark.parametrize(
    "port, names",
    [("", ["web", "worker", "beat", "linker"]), ("8001", ["web", "bids", "worker", "beat", "linker"])],
    ids=["without", "with"],
)
def test_the_service_starts_with_or_without_the_second_pool(monkeypatch, port, names):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    serve = importlib.import_module("serve")
    programs = serve.programs({"LOG_LEVEL": "WARNING", "BIDS_PORT": port}, "127.0.0.1", 8000)
    assert [one.name for one in programs] == names
    bound = [one.command[one.command.index("--bind") + 1] for one in programs if "--bind" in one.command]
    assert bound == [f"127.0.0.1:{found}" for found in ("8000", port) if found]


def test_a_second_port_that_is_none_is_said_by_its_name(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    serve = importlib.import_module("serve")
    with pytest.raises(
        SystemExit, match="^BIDS_PORT is 'eight', and should be a number from 1 to 65535: BIDS_PORT=8123 make run$"
    ):
        serve.port_number("eight", "BIDS_PORT")


# With real processes


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def pool(data_folder, log, name: str, **settings_of_it: str):
    """One web process with two threads, as scripts/serve.py starts them; its port."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "socialvalue.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--workers", "1", "--threads", str(THREADS), "--no-control-socket"]
    with (log / f"{name}.log").open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=_environment(data_folder) | settings_of_it,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until(lambda: answered(port, 5), 60, f"the first answer of {name}")
        yield port
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def answered(port: int, seconds: float) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        line.request("GET", "/health/live")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


def hold(port: int) -> socket.socket:
    """Somebody who signs in and sends so slowly that a thread waits for the rest."""
    line = socket.create_connection(("127.0.0.1", port))
    line.sendall(
        b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nCookie: csrftoken=" + b"a" * 32 + b"\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 200\r\n\r\nlogin=somebody"
    )
    return line


def send(port: int, method: str, path: str, cookies: str, typed: dict[str, str] | None = None) -> tuple[int, str, str]:
    """(status, where it leads, page) of one request of a bidder."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    head = {"Cookie": cookies, "Host": "localhost", "Content-Type": "application/x-www-form-urlencoded"}
    line.request(method, path, urlencode(typed) if typed else None, head)
    answer = line.getresponse()
    found = answer.status, answer.headers.get("Location", ""), answer.read().decode()
    line.close()
    return found


def hidden_fields(page: str) -> dict[str, str]:
    tags = re.findall(r'<input[^>]*type="hidden"[^>]*>', page.partition("<main")[2])
    pairs = [(re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in tags]
    return {name[1]: unescape(value[1]) for name, value in pairs if name and value}


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_a_bidder_checks_and_sends_while_every_thread_of_the_door_is_held(client, data_folder, tmp_path):
    user = bidding.bidder()
    bid = bidding.filled_bid(published_tender(), user)
    client.force_login(user)
    cookies = f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}; {settings.CSRF_COOKIE_NAME}={'a' * 32}"
    check = reverse("bid-check", args=[bid.pk])
    assert pool_of(check) == "bidding"
    with pool(data_folder, tmp_path, "door") as door, pool(data_folder, tmp_path, "bids") as bids:
        held = [hold(door) for _ in range(THREADS + 2)]
        try:
            wait_until(lambda: not answered(door, 1), 20, "the door's being full")
            began = time.monotonic()
            status, _, page = send(bids, "GET", check, cookies)
            assert status == 200
            status, receipt, _ = send(bids, "POST", check, cookies, {**hidden_fields(page), "declared": "on"})
            took = time.monotonic() - began
            assert (status, pool_of(receipt)) == (302, "bidding")
            assert send(bids, "GET", receipt, cookies)[0] == 200
            assert not answered(door, 1), "the door is full all the while"
        finally:
            for line in held:
                line.close()
    assert Submission.objects.get().bid == bid
    assert took < 15
