"""The arithmetic of waiting."""

from datetime import UTC, datetime, timedelta

import pytest

from socialvalue.sessions.calculations.agents import in_words
from socialvalue.sessions.calculations.limits import Limit, waiting_words

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
FIVE = Limit(5, timedelta(minutes=5))


@pytest.mark.parametrize(
    ("count", "seconds", "waits"),
    [(4, 0, 0), (5, 0, 300), (5, 299, 1), (5, 300, 0), (6, 60, 240), (0, 10, 0)],
)
def test_who_tried_too_often_waits_until_the_stretch_is_over(count, seconds, waits):
    assert FIVE.wait(count, NOON, NOON + timedelta(seconds=seconds)) == timedelta(seconds=waits)


@pytest.mark.parametrize(("seconds", "over"), [(0, False), (299, False), (300, True)])
def test_the_stretch_begins_with_the_first_try(seconds, over):
    assert FIVE.is_over(NOON, NOON + timedelta(seconds=seconds)) is over


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 minute"), (60, "1 minute"), (61, "2 minutes"), (240, "4 minutes"), (241, "5 minutes"), (300, "5 minutes")],
)
def test_the_wait_is_said_in_whole_minutes_and_never_too_short(seconds, words):
    assert waiting_words(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0", "Edge on Windows"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", "Chrome on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1", "Safari on an iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) Version/17.5 Safari/605.1.15", "Safari on a Mac"),
        ("Mozilla/5.0 (Linux; Android 14) SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36", "Samsung Internet on Android"),
        ("Something (Windows)", "A browser on Windows"),
        ("Firefox/128.0", "Firefox"),
        ("", "A browser we do not know"),
    ],
)
def test_a_browser_in_words(agent, words):
    assert in_words(agent) == words
