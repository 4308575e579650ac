"""In time is in time: a real web process, and lines on which a bid begins before its deadline and ends after it."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from procurement.bidding import services as bidding_services
from procurement.bidding.models import Bid, Sending, Submission
from procurement.tendering.models import Tender
from procurement.tendering.services import close_due
from socialvalue.common import clock
from tests.builders import bidding
from tests.builders.tendering import published_tender
from tests.fixtures.worker import wait_until

from .test_bidding_pool import hidden_fields, pool, send

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
LATE = "Bids can no longer be sent."


@dataclass
class Ready:
    """A bid that is checked and about to be sent: its head and body as they go over the line."""

    port: int
    bid: object
    head: bytes
    body: bytes

    @property
    def submissions(self) -> list[Submission]:
        return list(Submission.objects.filter(bid=self.bid))

    def due_in(self, seconds: float) -> float:
        """The deadline is so many seconds ahead; when that is, by the machine's clock."""
        deadline = clock.now() + timedelta(seconds=seconds)
        Tender.objects.filter(bids=self.bid).update(deadline=deadline)
        return deadline.timestamp()

    @contextmanager
    def line(self) -> Iterator[socket.socket]:
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
            yield line


def until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.time()))


def answer(line: socket.socket) -> tuple[int, str]:
    said = b""
    while piece := line.recv(65536):
        said += piece
    text = unescape(said.decode())
    return int(text.split()[1]), text


def ready(client, port: int) -> Ready:
    user = bidding.bidder()
    bid = bidding.filled_bid(published_tender(), user)
    client.force_login(user)
    cookies = f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}; {settings.CSRF_COOKIE_NAME}={'a' * 32}"
    check = reverse("bid-check", args=[bid.pk])
    _, _, page = send(port, "GET", check, cookies)
    body = urlencode({**hidden_fields(page), "declared": "on"}).encode()
    head = (
        f"POST {check} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {cookies}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    )
    return Ready(port, bid, head.encode(), body)


def stamp(moment: float) -> bytes:
    return f"X-Request-Start: t={moment:.3f}\r\n".encode()


def test_a_line_is_in_time_when_its_headers_were(client, data_folder, tmp_path):
    with pool(data_folder, tmp_path, "front") as port:
        opened_early(ready(client, port))
        dripped(ready(client, port), 2, in_time=True)
        dripped(ready(client, port), 7, in_time=False)
        whole_before(ready(client, port))
        held_up_by_a_lock(ready(client, port))
        told(ready(client, port), believed=False)


def test_a_proxy_of_ours_is_believed(client, data_folder, tmp_path):
    with pool(data_folder, tmp_path, "behind", PROXY_ADDRESSES="10.1.2.3, 127.0.0.0/8") as port:
        told(ready(client, port), believed=True)


@pytest.mark.postgres
def test_a_bid_whose_process_was_killed_is_refused_at_the_opening_and_stays_on_its_record(client, data_folder, tmp_path):
    with ExitStack() as process:
        one = ready(client, process.enter_context(pool(data_folder, tmp_path, "killed")))
        one.due_in(3)
        with one.line() as line, transaction.atomic():
            tender = Tender.objects.select_for_update().get(bids=one.bid)
            line.sendall(one.head + b"\r\n" + one.body)
            wait_until(Sending.objects.exists, 20, "the request's being noted")
            process.close()
    [left] = Sending.objects.all()
    assert (left.bid, left.verb, left.refused_at, one.submissions) == (one.bid, "submit", None, [])
    with bidding.opening_time(tender):
        close_due(clock.now())
        bidding_services.begin_opening(tender, by=bidding.openers(tender)[0])
    left.refresh_from_db()
    assert left.refused_at is not None
    assert Bid.objects.get(pk=one.bid.pk).status == "lapsed"


def opened_early(one: Ready) -> None:
    """The connection and half of the headers came in time, the end of the headers did not."""
    due = one.due_in(2)
    with one.line() as line:
        line.sendall(one.head[: len(one.head) // 2])
        until(due + 0.2)
        line.sendall(one.head[len(one.head) // 2 :] + b"\r\n" + one.body)
        status, page = answer(line)
    assert (status, LATE in page, one.submissions) == (403, True, [])


def dripped(one: Ready, seconds: float, *, in_time: bool) -> None:
    """The headers came a second before the deadline, the body piece by piece over so many seconds."""
    due = one.due_in(2)
    with one.line() as line:
        until(due - 1)
        line.sendall(one.head + b"\r\n")
        for number in range(10):
            time.sleep(seconds / 10)
            line.sendall(one.body[number * len(one.body) // 10 : (number + 1) * len(one.body) // 10])
        status, page = answer(line)
    if in_time:
        assert status == 302, page
        [sent] = one.submissions
        assert sent.submitted_at.timestamp() < due, "the moment of the headers stands on the receipt"
    else:
        assert (status, "it has to be whole within 5 seconds" in page, one.submissions) == (403, True, [])


def whole_before(one: Ready) -> None:
    """Slow, and whole before the deadline: nobody is refused for a bad line."""
    one.due_in(60)
    with one.line() as line:
        line.sendall(one.head + b"\r\n" + one.body[:10])
        time.sleep(5.5)
        line.sendall(one.body[10:])
        assert answer(line)[0] == 302
    assert len(one.submissions) == 1


def held_up_by_a_lock(one: Ready) -> None:
    """It arrived in time, and waits for the tender while the clock closes that."""
    due = one.due_in(2)
    with one.line() as line:
        with transaction.atomic():
            held = Tender.objects.select_for_update().get(bids=one.bid)
            Tender.objects.filter(pk=held.pk).update(description="Held.")
            line.sendall(one.head + b"\r\n" + one.body)
            until(due + 0.2)
            close_due(clock.now())
        status, page = answer(line)
    held.refresh_from_db()
    assert (status, held.status, len(one.submissions)) == (302, "closed", 1), page


def told(one: Ready, *, believed: bool) -> None:
    """Sent after the deadline with a header that says it was there before: a proxy's word, and nobody else's."""
    due = one.due_in(1)
    until(due + 0.5)
    with one.line() as line:
        line.sendall(one.head + stamp(due - 0.25) + b"\r\n" + one.body)
        status, page = answer(line)
    assert (status, LATE in page, len(one.submissions)) == ((302, False, 1) if believed else (403, True, 0))
