"""No line of a log lets its reader in."""

import logging

import pytest

from socialvalue.common.logs import HideSecrets, without_secrets


@pytest.mark.parametrize(
    "said, kept",
    [
        ("GET /invitation/abc:1x:sig_-nature/ HTTP/1.1", "GET /invitation/…/ HTTP/1.1"),
        ("/register/confirm/abc:1x:sig/?next=/bids/", "/register/confirm/…/?next=/bids/"),
        ('"POST /password/set/3-d4e5f6-a1/" 200', '"POST /password/set/…/" 200'),
        ("/somewhere/?code=abc&page=2&state=xyz", "/somewhere/?code=…&page=2&state=…"),
        ("/contracts/5/?q=token", "/contracts/5/?q=token"),
        ("/invitation/", "/invitation/"),
        ("", ""),
    ],
)
def test_what_is_left_of_an_address(said, kept):
    assert without_secrets(said) == kept


def line(message: str, *args) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, args, None)
    assert HideSecrets().filter(record) is True
    return record.getMessage()


def test_a_line_with_its_values_is_masked_whole():
    assert line("Not Found: %s", "/invitation/abc:1x:sig/") == "Not Found: /invitation/…/"


def test_any_other_line_is_as_it_was():
    assert line("%s of %d", "2", 3) == "2 of 3"
