"""The stamp: what is taken as the moment of a request, from whom, and what is read at once."""

from datetime import datetime, timedelta
from io import BytesIO
from ipaddress import ip_network

import pytest

from socialvalue.common import arrival, clock
from socialvalue.common.clock import LONDON

NOW = datetime(2026, 11, 20, 13, 59, 59, tzinfo=LONDON)
FORM = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/x-www-form-urlencoded; charset=utf-8"}


@pytest.fixture
def time_passes(monkeypatch):
    """Each look at the clock is a second later than the one before."""
    looks = iter(range(1000))
    monkeypatch.setattr(clock, "source", lambda: NOW + timedelta(seconds=next(looks)))


@pytest.fixture
def proxies(settings):
    settings.PROXY_ADDRESSES = [ip_network("10.0.0.7"), ip_network("172.18.0.0/16"), ip_network("::1")]


def seen(environ: dict) -> dict:
    found = {}
    arrival.stamped(lambda given, _: found.update(given) or [])(environ, lambda *_: None)
    return found


def said(moment: datetime) -> str:
    return f"t={moment.timestamp():.3f}"


EARLIER = NOW - timedelta(seconds=3)


@pytest.mark.parametrize(
    ("address", "header", "at"),
    [
        ("10.0.0.7", said(EARLIER), EARLIER),
        ("172.18.255.1", said(EARLIER)[2:], EARLIER),
        ("::1", said(EARLIER), EARLIER),
        ("10.0.0.7", said(NOW - timedelta(seconds=60)), NOW - timedelta(seconds=60)),
        ("10.0.0.7", said(NOW - timedelta(seconds=60.5)), NOW),
        ("10.0.0.7", said(NOW + timedelta(seconds=0.5)), NOW),
        ("10.0.0.7", said(NOW), NOW),
        ("10.0.0.8", said(EARLIER), NOW),
        ("172.19.0.1", said(EARLIER), NOW),
        ("", said(EARLIER), NOW),
        ("unix:", said(EARLIER), NOW),
        ("10.0.0.7", f"{said(EARLIER)},{said(EARLIER)}", NOW),
        *[("10.0.0.7", odd, NOW) for odd in ("", "t=", "t=nan", "t=inf", "-inf", "1e400", "yesterday", "t=-1")],
    ],
)
def test_whose_word_counts_and_how_far(time_passes, proxies, address, header, at):
    found = seen({"REMOTE_ADDR": address, arrival.HEADER: header})
    assert found[arrival.KEY].at == at
    assert arrival.HEADER not in found, "taken away from everybody"


def test_without_the_setting_nobody_is_believed(time_passes, settings):
    assert settings.PROXY_ADDRESSES == []
    assert seen({"REMOTE_ADDR": "127.0.0.1", arrival.HEADER: said(EARLIER)})[arrival.KEY].at == NOW


def test_a_short_form_is_read_at_once_and_handed_on(time_passes):
    found = seen({**FORM, "CONTENT_LENGTH": "8", "wsgi.input": BytesIO(b"a=1&b=22 and what follows")})
    assert found[arrival.KEY] == arrival.Arrival(NOW, NOW + timedelta(seconds=1))
    assert found[arrival.KEY].took == timedelta(seconds=1)
    assert found["wsgi.input"].read() == b"a=1&b=22"


@pytest.mark.parametrize(
    "about",
    [
        {"CONTENT_LENGTH": str(arrival.MOST_BYTES + 1)},
        {"CONTENT_LENGTH": ""},
        {"CONTENT_LENGTH": "0"},
        {"CONTENT_LENGTH": "-5"},
        {"CONTENT_LENGTH": "8", "CONTENT_TYPE": "multipart/form-data; boundary=x"},
        {"CONTENT_LENGTH": "8", "CONTENT_TYPE": ""},
    ],
)
def test_nothing_else_is_read(time_passes, about):
    body = BytesIO(b"a=1&b=22")
    found = seen({**FORM, **about, "wsgi.input": body})
    assert found[arrival.KEY].took == timedelta(0)
    assert (found["wsgi.input"], body.tell()) == (body, 0)


def test_the_clock_of_a_request_stands_at_its_arrival(time_passes):
    with arrival.noted(arrival.Arrival(EARLIER, NOW)):
        assert (clock.now(), arrival.current().whole) == (EARLIER, NOW)
    assert arrival.current() is None
    with arrival.noted(None):
        assert (clock.now(), arrival.current()) == (NOW, None), "where nothing was stamped, when it is looked at first"
        assert clock.now() == NOW
    with clock.at(NOW), arrival.noted(arrival.Arrival(EARLIER, NOW)):
        assert clock.now() == NOW, "a clock that is held already is held"
