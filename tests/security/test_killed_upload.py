"""A server killed in the middle of an upload leaves nothing of the file behind, in no folder."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
from django.conf import settings
from django.urls import reverse

from procurement.bidding import services
from tests.builders import bidding
from tests.builders.tendering import published_tender
from tests.fixtures.worker import ROOT, _environment, wait_until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

CANARY = b"The price of the sealed bid is 2,232,000 pounds. "


@pytest.fixture
def server(data_folder, tmp_path):
    """A web server of its own process group on the test's database; its temporary folder is the test's own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    command = [sys.executable, "-m", "gunicorn", "socialvalue.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--threads", "2", "--no-control-socket"]
    with (tmp_path / "server.log").open("w") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=_environment(data_folder) | {"TMPDIR": str(temporary)},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until(lambda: answers(port), 30, "the server's first answer")
        yield port, process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=2) as response:
            return response.status == 200
    except OSError:
        return False


def half_an_upload(port: int, url: str, cookies: str) -> socket.socket:
    """The head of a request with a file of six megabytes, and most of the file."""
    size = 6 * 1024 * 1024
    before = b'--x\r\nContent-Disposition: form-data; name="file"; filename="bid.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\n'
    head = (
        f"POST {url} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        f"Content-Length: {size}\r\n\r\n"
    )
    line = socket.create_connection(("127.0.0.1", port))
    line.sendall(head.encode() + before + CANARY * (5_500_000 // len(CANARY)))
    return line


def test_nothing_of_a_sealed_file_stays_in_plain_text(server, client, data_folder, tmp_path):
    """The temporary folder held all of it, for ever."""
    port, process = server
    user = bidding.bidder()
    tender = published_tender()
    bid = services.start_bid(tender, by=user, supplier=user.supplier)
    client.force_login(user)
    cookies = f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}; csrftoken={'a' * 32}"
    line = half_an_upload(port, reverse("bid-question", args=[bid.pk, "q1"]), cookies)
    # The server has read what was sent once nothing waits on its side of the line
    wait_until(lambda: waiting(port) == 0, 10, "the upload's arrival")
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    line.close()
    # By another process: the folder holds SQLite's database, which this one must not open beside SQLite
    found = subprocess.run(
        ["grep", "--recursive", "--files-with-matches", "--binary", "--fixed-strings", CANARY.decode(), data_folder, tmp_path],
        capture_output=True, text=True,
    )  # fmt: skip
    assert (found.stdout, found.stderr, found.returncode) == ("", "", 1)


def waiting(port: int) -> int:
    """Bytes that the machine holds for the server and that it has not read, of connections to ``port``."""
    wanted, total = f":{port:04X}", 0
    with open("/proc/net/tcp") as lines:
        for line in list(lines)[1:]:
            fields = line.split()
            if fields[1].endswith(wanted) and fields[3] == "01":
                total += int(fields[4].split(":")[1], 16)
    return total
